"""The public pages of policies and sections as they are served."""

import pytest

from policies.models import SectionPage
from tests.factories import make_comment, make_policy
from tests.policies.readers_sample import HOSTILE, queries, served, translated
from texts.linking_words import initials

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(slug="water", title="Water Policy", tags=("Youth",)))


@pytest.fixture
def section(policy):
    return SectionPage.objects.descendant_of(policy).first()


def test_section_page__reads_number_deadline_text_neighbours_invitation_comments(policy):
    make_comment(policy, state="published", text="Bring water first.")
    page = served("/en/policies/water/section-1/")
    marks = ["h1", ".deadline", ".law", ".pager", "#views", "#comments"]
    found = [page.select_one(mark) for mark in marks]
    order = list(page.descendants)
    places = [next(i for i, node in enumerate(order) if node is each) for each in found]
    assert places == sorted(places)
    assert page.h1.get_text(" ", strip=True) == "1 Section 1"
    assert "Bring water first." in page.select_one("#comments").get_text()


def test_section_page__every_paragraph_has_an_address(section):
    page = served("/en/policies/water/section-1/")
    blocks = page.select(".law-block")
    assert len(blocks) == len(section.body)
    for block in blocks:
        assert block.select_one(".law-address")["href"] == f"#{block['id']}"


def test_section_page__words_of_a_comment_stay_text(policy):
    make_comment(policy, state="published", text=HOSTILE, proposed=HOSTILE, reason=HOSTILE)
    page = served("/en/policies/water/section-1/")
    assert not page.select("#comments script")
    assert (
        page.select_one("#comments").get_text().count("<script>alert(1)</script>{{ 7|add:7 }}") == 3
    )


@pytest.mark.parametrize("state", ["received", "hidden", "withdrawn"])
def test_section_page__comment_not_published_counts_without_its_words(policy, state):
    make_comment(policy, state=state, text="Not to be seen.")
    page = served("/en/policies/water/section-1/")
    assert "Not to be seen." not in page.get_text()
    assert page.select_one("#comments-title").get_text(strip=True) == "1 comment"
    told = "is being read before it is published" if state == "received" else "is not shown"
    assert told in page.select_one("#comments").get_text()


def translate(policy) -> None:
    """Every page of the policy in Kiswahili too."""
    translated(policy, title="Sera")
    for page in SectionPage.objects.descendant_of(policy):
        translated(page, title="Sehemu")


# In Kiswahili with and without translated pages: see `translate`.
LANGUAGES = [("en", False), ("en", True), ("sw", False), ("sw", True)]


@pytest.mark.parametrize(("language", "is_translated"), LANGUAGES)
def test_section_page__queries_do_not_grow_with_comments(policy, language, is_translated):
    if is_translated:
        translate(policy)
    path = f"/{language}/policies/water/section-1/"
    make_comment(policy, state="published")
    few = queries(path)
    for _n in range(12):
        make_comment(policy, state="published")
    most = 18 if language == "sw" and is_translated else 17
    assert queries(path) == few <= most  # one for decisions, one for redactions


@pytest.mark.parametrize(("language", "is_translated"), LANGUAGES)
def test_policy_page__queries_do_not_grow_with_sections(policy, language, is_translated):
    long = make_policy(sections=12, slug="long", title="Long Policy")
    if is_translated:
        translate(policy)
        translate(long)
    found = queries(f"/{language}/policies/long/")
    # One for when comments are shown; in Kiswahili one for files, which are of another page.
    most = 16 if language == "sw" and is_translated else 15
    assert found == queries(f"/{language}/policies/water/") <= most


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("path", ["", "policies/"])
def test_lists_of_policies__queries_do_not_grow_with_policies(policy, language, path):
    translate(policy)
    few = queries(f"/{language}/{path}")
    for number in range(3):
        translate(make_policy(slug=f"more-{number}", title=f"More {number}"))
    assert queries(f"/{language}/{path}") == few <= 14


def test_section_page__closed_window_invites_nobody():
    make_policy(open=False, slug="past", title="Past Policy")
    page = served("/en/policies/past/section-1/")
    assert not page.select(".button-take-part")
    assert "The time to comment is over" in page.select_one("#views").get_text()


def test_policy_page__outline_leads_to_every_section_with_its_count(policy):
    make_comment(policy, state="received")
    page = served("/en/policies/water/")
    lines = page.select(".outline-item")
    assert [line.a["href"] for line in lines] == [
        f"/en/policies/water/section-{n}/" for n in (1, 2, 3)
    ]
    assert lines[0].select_one(".count").get_text(strip=True) == "1 comment"
    assert not lines[1].select(".count")


@pytest.mark.parametrize(
    "path", ["/en/", "/sw/", "/en/policies/", "/en/policies/water/", "/en/receipt/"]
)
def test_pages__carry_no_inline_style_or_script_and_ask_no_other_host(policy, path):
    page = served(path)
    assert not page.select("[style], style")
    assert not [tag for tag in page.select("script") if not tag.get("src")]
    assert not page.select("[onclick], [onload], [onerror], [onsubmit]")
    sources = [tag.get("src") or tag.get("href") for tag in page.select("[src], link[href]")]
    assert [url for url in sources if not url.startswith(("/", "http://testserver/"))] == []


def test_section_page__every_item_of_a_list_has_an_address(section):
    items = [("(1)", 0), ("(a)", 1), ("(b)", 1), ("(2)", 0)]
    rows = [{"mark": mark, "level": level, "text": "x"} for mark, level in items]
    section.body = [("list", {"items": rows})]
    section.save()
    shown = served(section.url)
    links = {a.get_text(): a["href"] for a in shown.select("a.law-mark")}
    assert list(links) == ["(1)", "(a)", "(b)", "(2)"]
    for mark, href in links.items():
        (item,) = shown.select(f'[id="{href[1:]}"]')
        assert item.select_one("a").get_text() == mark


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("Public Participation Policy", "PPP"),
        ("The County Hall of Fame Bill", "CHFB"),
        ("Sera ya Maji na Usafi wa Mazingira", "SMUM"),
        ("The Startup Bill, 2020", "SB"),
        ("Of the", "OT"),
        ("2020", "POL"),
    ],
)
def test_initials__pass_over_articles_and_linking_words(title, letters):
    assert initials(title) == letters
