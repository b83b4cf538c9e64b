"""An edition on one page, and the terms a text defines."""

from html.parser import HTMLParser

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from consult.pages.caches import one_at_a_time
from policies.models import PolicyPage, SectionPage
from policies.publishing.services import record_version
from policies.reading.views import _made
from tests.factories import make_policy
from tests.policies.readers_sample import (
    change_text,
    get,
    make_two_editions,
    queries,
    section,
    served,
)
from texts.defined_terms import Term, TermMarker, terms_in

WHOLE = "/en/policy/water/editions/1/text/"


def term(word: str, block: str = "p-1") -> Term:
    return Term(word, "<p>what it means</p>", f"/x/#{block}", block)


def links(html: str, *words: str, **options) -> list[str]:
    marked = TermMarker([term(word) for word in words]).in_html(html, **options)
    return [a.get_text() for a in BeautifulSoup(marked, "lxml").select("a.term")]


def test_term_marker__links_the_first_use_only_whatever_its_case():
    assert links("<p>A Ward is a ward; wards are many.</p>", "ward") == ["Ward"]


def test_term_marker__word_defined_with_a_capital_is_meant_with_one():
    html = "<p>An office may hold a public forum. The Office decides.</p>"
    assert links(html, "Office", "Public Forum") == ["public forum", "Office"]


def test_term_marker__longest_term_wins_and_whole_words_only():
    assert links("<p>public participation, public, publicly</p>", "public") == ["public"]
    html = "<p>public participation and public</p>"
    assert links(html, "public", "public participation") == ["public participation", "public"]


def test_term_marker__never_inside_links_headings_and_other_terms():
    html = '<a href="/w">ward</a><h3>ward</h3><dfn>ward</dfn><sup>ward</sup>'
    assert links(html, "ward") == []


def test_term_marker__leaves_a_definition_alone():
    assert links("<dd>A ward is a ward.</dd>", "ward", block="p-1") == []


def test_term_marker__notes_are_numbered_in_the_order_of_use():
    marker = TermMarker([term("ward"), term("clerk")])
    html = marker.in_html("<p>The clerk of a ward</p>")
    assert [used.term for used in marker.used] == ["clerk", "ward"]
    assert 'id="use-1" href="#term-1">clerk' in html


def test_terms_in__reads_definitions_without_their_quotation_marks():
    value = {"term": "“Ward”", "text": "<p>an area</p>"}
    blocks = [{"type": "definition", "value": value, "id": "a1"}, {"type": "paragraph"}]
    assert terms_in(blocks, "/x/", "en") == [
        Term("Ward", "<p>an area</p>", "/x/#p-a1", "p-a1", "en")
    ]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.seen: list = []

    def handle_starttag(self, tag, attrs):
        if ("class", "term") not in attrs:
            self.seen.append(self.get_starttag_text())

    def handle_data(self, data):
        self.seen.append(data)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "</b>",
            '<a href="?a>b&amp;ward">',
            "</a>",
            "ward",
            " clerk ",
            "&lt;",
            "&#38;",
            "<br>",
            '<img alt="a ward > b">',
            "<!-- ward -->",
            "İ",
            "ward",
        ]
    ),
    max_size=20,
).map("".join)


@given(MARKUP)
def test_term_marker__adds_links_and_changes_nothing_else(html):
    marked = TermMarker([term("ward", "p-9"), term("clerk", "p-8")]).in_html(html)
    before, after = Tags(), Tags()
    before.feed(html)
    after.feed(marked)
    text_before = BeautifulSoup(html, "html.parser").get_text()
    assert BeautifulSoup(marked, "html.parser").get_text() == text_before
    opened = [each for each in before.seen if each.startswith("<")]
    assert [each for each in after.seen if each.startswith("<")] == opened


@pytest.mark.django_db
def test_whole_text__has_every_section_with_its_contents_in_order():
    make_two_editions()
    page = served("/en/policy/water/editions/2/text/")
    headings = [each.get_text(" ", strip=True) for each in page.select(".whole-section .law-head")]
    assert headings == ["1 Section 1", "2 Section 2", "4 Section 4", "5 Section 5"]
    for link in page.select(".contents .outline a"):
        assert page.select_one(link["href"])


@pytest.mark.django_db
def test_whole_text__paragraphs_have_the_addresses_of_the_sections_page():
    make_policy(sections=2, slug="water")
    one = served("/en/policies/water/section-1/").select_one(".law-block")["id"]
    assert served(WHOLE).find(id=one)


@pytest.mark.django_db
def test_whole_text__queries_do_not_grow_with_sections():
    make_policy(sections=2, slug="water")
    make_policy(sections=12, slug="long")
    assert queries("/en/policy/long/editions/1/text/") == queries(WHOLE) <= 15


@pytest.fixture
def defined(db) -> PolicyPage:
    """Section 2 defines what section 1 uses."""
    policy = make_policy(sections=2, slug="water")
    change_text(section(policy, 1), "Every ward meets. A ward has &lt;b&gt; people.")
    page = section(policy, 2)
    page.body = [
        ("definition", {"term": "“ward”,", "text": "<p>a part of a sub-county <b>or</b> so</p>"})
    ]
    page.save()
    record_version(SectionPage.objects.get(pk=page.pk))
    return policy


def test_section_page__tells_what_defined_terms_mean_without_javascript(defined):
    page = served("/en/policies/water/section-1/")
    used = page.select(".law a.term")
    assert [a.get_text() for a in used] == ["ward"]
    meaning = page.select_one(used[0]["href"])
    assert "a part of a sub-county" in meaning.dd.get_text()
    assert page.select_one(meaning.select("a")[-1]["href"]) == used[0]
    target = meaning.select_one("a")["href"]
    path, _hash, anchor = target.partition("#")
    assert served(path).find(id=anchor)


def test_section_page__definition_has_no_note_of_its_own(defined):
    assert not served("/en/policies/water/section-2/").select(".terms, a.term")


def test_section_page__definition_keeps_the_marks_round_the_term(defined):
    assert served("/en/policies/water/section-2/").dfn.get_text() == "“ward”,"


def test_section_page__meaning_follows_a_change_of_the_definition(defined):
    served("/en/policies/water/section-1/")
    page = section(defined, 2)
    page.body = [("definition", {"term": "ward", "text": "<p>anything else</p>"})]
    page.save()
    record_version(SectionPage.objects.get(pk=page.pk))
    assert (
        "anything else" in served("/en/policies/water/section-1/").select_one(".terms").get_text()
    )


def test_whole_text__links_terms_to_their_definition_on_the_page(defined):
    page = served(WHOLE)
    link = page.select_one("a.term")
    assert page.select_one(link["href"]).select_one("dfn")


@pytest.fixture
def long(monkeypatch):
    """A text of which the whole takes long."""
    monkeypatch.setattr("policies.reading.views.LONG", 0)
    return make_policy(sections=2, slug="water")


@pytest.mark.django_db
def test_whole_text__that_takes_long_is_made_by_one_request_at_a_time(long, monkeypatch):
    made = []

    def meanwhile(entries):
        made.append(entries)
        assert len(made) == 1
        others = [get(WHOLE), get(WHOLE)]
        assert [each.status_code for each in others] == [503, 503]
        assert others[0]["Retry-After"] == "15"
        assert "Try again in a minute" in others[0].content.decode()
        return _made(entries)

    monkeypatch.setattr("policies.reading.views._made", meanwhile)
    assert get(WHOLE).status_code == 200
    with one_at_a_time(cache, "whole-text", 60):
        assert get(WHOLE).status_code == 200  # it is kept


@pytest.mark.django_db
def test_whole_text__of_an_ordinary_policy_waits_for_no_other(db):
    make_policy(sections=2, slug="water")
    with one_at_a_time(cache, "whole-text", 60):
        assert get(WHOLE).status_code == 200


@pytest.mark.django_db
def test_whole_text__is_made_by_the_next_request_where_one_failed(long, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("policies.reading.views._made", lambda _entries: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            get(WHOLE)
    assert get(WHOLE).status_code == 200
