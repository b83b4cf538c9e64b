"""Words of a text are chosen by mouse, keyboard and finger, and proposals start from them."""

import pytest
from playwright.sync_api import Page, expect

from comments.channels.web import forms
from comments.models import Comment
from policies.models import SectionPage
from policies.publishing.services import record_version
from tests.chromium import DESK, PHONE
from tests.comments.attachments.sent import PDF, picture
from tests.factories import make_comment, make_policy

FIRST = "The county\u2019s office shall dig wells."
SECOND = "The county shall hold a meeting in each ward."
OFFER = "Comment on these words"


@pytest.fixture(autouse=True)
def _nobody_is_too_quick(monkeypatch) -> None:
    monkeypatch.setattr(forms, "MINIMUM_SECONDS", 0)


@pytest.fixture
def section(transactional_db) -> SectionPage:
    policy = make_policy(1)
    page = SectionPage.objects.descendant_of(policy).first()
    rows = [{"mark": f"({mark})", "level": 0, "text": f"in {mark} ward"} for mark in "ab"]
    page.body = [
        ("paragraph", f"<p>{FIRST}</p>"),
        ("paragraph", f"<p>{SECOND}</p>"),
        ("list", {"items": rows}),
    ]
    page.save()
    record_version(page)
    first = next(iter(SectionPage.objects.get(pk=page.pk).current_version.paragraphs))
    make_comment(policy, state="published", block_id=first, quote=FIRST)
    return SectionPage.objects.get(pk=page.pk)


def choose(page: Page, start: str, end: str) -> None:
    """As by a finger's handles, from the beginning of one paragraph to the end of another."""
    page.evaluate(
        """([start, end]) => {
            const holders = [...document.querySelectorAll(".law-body p, .law-list li > div")];
            const node = (words) => holders.find((each) => each.textContent.includes(words));
            getSelection().setBaseAndExtent(node(start), 0, node(end), node(end).childNodes.length);
        }""",
        [start, end],
    )


def send(page: Page) -> Comment:
    page.get_by_label("I support this").check()
    page.get_by_label("Your comment").fill("As it should be.")
    page.get_by_role("button", name="Send my comment").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Thank you")
    return Comment.objects.latest("pk")


def test_words__of_a_triple_click_are_the_paragraph(visitor, section):
    page = visitor(width=DESK)
    page.goto(section.url)
    page.get_by_text(SECOND).click(click_count=3)
    page.get_by_role("link", name=OFFER).click()
    comment = send(page)
    assert [tuple(part)[1] for part in comment.quoted_parts] == [SECOND]


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_words__over_two_paragraphs_or_items_are_each_at_their_place(
    visitor, in_order, section, width
):
    for start, end, words in (
        (FIRST, SECOND, [FIRST, SECOND]),
        (SECOND, "in b ward", [SECOND, "(a) in a ward", "(b) in b ward"]),
        ("in a ward", "in a ward", ["in a ward"]),
    ):
        page = visitor(width=width)
        page.goto(section.url)
        choose(page, start, end)
        page.get_by_role("link", name=OFFER).click()
        in_order(page, "Give your views")
        comment = send(page)
        assert [part.words for part in comment.quoted_parts] == words
        in_order(page, "Thank you")


def test_words__are_chosen_in_the_form_itself_by_keyboard(visitor, in_order, section):
    page = visitor(width=DESK)
    page.goto(f"/en/comment/{section.pk}/")
    choose(page, FIRST, SECOND)
    page.get_by_role("button", name="I mean these words").press("Enter")
    expect(page.get_by_label("The exact words you mean")).to_have_value(f"{FIRST}\n{SECOND}")
    in_order(page, "Give your views")
    assert send(page).quote == f"{FIRST}\n{SECOND}"


@pytest.mark.parametrize("javascript", [True, False])
def test_proposal__starts_from_the_words_and_is_shown_as_a_redline(
    visitor, in_order, section, javascript
):
    page = visitor(javascript=javascript, width=PHONE)
    page.goto(f"/en/comment/{section.pk}/")
    page.get_by_text("Comment on one paragraph").click()
    page.get_by_label("The exact words you mean").fill("the county's office shall dig wells")
    page.get_by_text("Propose other words").click()
    page.get_by_role("button", name="Start from the words").click()
    proposed = page.get_by_label("Words you propose instead")
    expect(proposed).to_have_value(FIRST.removesuffix("."))
    expect(proposed).to_be_focused()
    in_order(page, "Give your views")
    proposed.fill("The county\u2019s office shall dig deep wells")
    send(page)
    expect(page.locator(".wording ins")).to_contain_text("deep")
    in_order(page, "Thank you")


@pytest.mark.parametrize("javascript", [True, False])
def test_files__are_sent_and_opened_from_the_receipt(visitor, in_order, section, javascript):
    page = visitor(javascript=javascript, width=PHONE)
    page.goto(f"/en/comment/{section.pk}/")
    page.locator("summary", has_text="Files").click()
    sent = [("minutes.pdf", "application/pdf", PDF), ("road.jpg", "image/jpeg", picture("JPEG"))]
    page.get_by_label("Files").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": content} for name, kind, content in sent]
    )
    assert send(page).attachments.count() == 2
    in_order(page, "Thank you")
    with page.expect_download() as download:
        page.get_by_role("link", name="minutes.pdf").click()
    assert download.value.suggested_filename == "minutes.pdf"


def test_sign__of_a_paragraph_can_be_seen_where_there_is_no_mouse(visitor, section):
    page = visitor(width=PHONE)
    page.goto(section.url)
    sign = page.locator(".law-address").first
    expect(sign).to_have_css("opacity", "1")
    sign.click()
    page.get_by_role("link", name="Comment on this paragraph").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Give your views")
