"""Search: what is found, what is shown of it, and what never is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.language.found_words import AROUND, highlighted, passages, words_of
from policies.models import SectionPage
from tests.factories import SectionPageFactory, make_policy
from tests.policies.readers_sample import (
    HOSTILE,
    change_text,
    get,
    queries,
    section,
    served,
    translated,
)

SEARCH = "/en/search/"


def make_searched():
    policy = make_policy(sections=3, slug="water", title="Water Policy")
    change_text(section(policy, 1), "Every borehole is inspected twice a year.")
    return policy


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_searched)


def found(**query) -> list[str]:
    page = served(query.pop("path", SEARCH), **query)
    return [hit.h3.get_text(" ", strip=True) for hit in page.select(".hit")]


def test_search__finds_a_section_and_marks_the_words(policy):
    page = served(SEARCH, q="borehole")
    hit = page.select_one(".hit")
    assert hit.a["href"] == "/en/policies/water/section-1/"
    assert hit.select_one("mark").get_text() == "borehole"
    assert page.select_one("#results").get_text(strip=True) == "1 place found"


def test_search__finds_a_policy_by_its_title(policy):
    assert "Water Policy" in found(q="water")


def test_search__within_one_policy(policy):
    other = make_policy(sections=1, slug="land", title="Land Policy")
    change_text(section(other, 1), "A borehole on public land.")
    assert len(found(q="borehole")) == 2
    page = served(SEARCH, q="borehole", policy="land")
    assert [hit.a["href"] for hit in page.select(".hit")] == ["/en/policies/land/section-1/"]
    assert page.select_one("option[selected]").get_text() == "Land Policy"


def test_search__unpublished_and_restricted_is_never_shown(policy):
    policy.unpublish()
    assert found(q="borehole") == found(q="water") == []
    assert "Water Policy" not in served(SEARCH).get_text()
    other = make_policy(sections=1, slug="land", title="Land Policy")
    change_text(section(other, 1), "A borehole on public land.")
    other.view_restrictions.create(restriction_type="password", password="a secret")
    assert found(q="borehole") == found(q="land") == []


def test_search__draft_words_are_never_shown(policy):
    page = section(policy, 2)
    page.body = [("paragraph", "<p>A secret borehole.</p>")]
    page.save_revision()
    assert found(q="secret") == []
    page.unpublish()
    assert found(q="Section 2") == []


def test_search__nothing_found_says_what_to_do(policy):
    page = served(SEARCH, q="zebra")
    assert "Nothing found" in page.select_one("#results").get_text()
    advice = page.select_one("#results").parent.ul
    assert "fewer or other words" in advice.get_text()
    assert [a["href"] for a in advice.select("a")] == ["/sw/search/?q=zebra", "/en/policies/"]
    within = served(SEARCH, q="zebra", policy="water")
    assert "?q=zebra" in {a["href"] for a in within.select("main ul a")}


def test_search__number_finds_the_section_that_bears_it(policy):
    change_text(section(policy, 3), "In 4 weeks, 2 meetings.")
    page = section(policy, 2)
    page.number = "4.2"
    page.save_revision().publish()
    hit = served(SEARCH, q="4.2").select(".hit")
    assert [each.h3.get_text() for each in hit] == ["4.2 Section 2"]
    assert [mark.get_text() for mark in hit[0].select("mark")] == ["4.2"]


@pytest.mark.parametrize("query", ['"county website"', "\u201ccounty website\u201d"])
def test_search__words_between_quotation_marks_stand_next_to_each_other(policy, query):
    change_text(section(policy, 1), "On the county website, for every county.")
    change_text(section(policy, 2), "A website of the county.")
    page = served(SEARCH, q=query)
    assert [hit.a["href"] for hit in page.select(".hit")] == ["/en/policies/water/section-1/"]
    assert [mark.get_text() for mark in page.select("mark")] == ["county website"]
    assert len(found(q="county website")) == 2


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("Public notices are given.", "notice", "notices"),
        ("A notice is given.", "Notices?", "notice"),
        ("The county participates.", "participation", "participates"),
        ("Bursaries and loans.", "bursary", "Bursaries"),
        ("A bursary for all.", "bursaries", "bursary"),
        ("Vituo vya afya vya kata.", "kituo", "Vituo"),
        ("Kituo cha afya.", "vituo", "Kituo"),
        ("Wananchi wote.", "mwananchi", "Wananchi"),
    ],
)
def test_search__knows_the_forms_of_a_word(policy, text, query, marked):
    change_text(section(policy, 3), text)
    (hit,) = served(SEARCH, q=query).select(".hit")
    assert hit.a["href"] == "/en/policies/water/section-3/"
    assert hit.select_one("mark").get_text() == marked


@pytest.mark.parametrize("query", ["rights & duties", "duties \u2013 rights", "rights , duties -"])
def test_search__passes_over_signs_between_words(policy, query):
    change_text(section(policy, 3), "Rights & duties \u2013 of all.")
    assert len(found(q=query)) == 1


@pytest.mark.parametrize(
    ("text", "query"),
    [("In each sub-county.", "sub-counties"), ("By-laws are made.", "by-law")],
)
def test_search__knows_the_forms_of_a_word_with_a_hyphen(policy, text, query):
    change_text(section(policy, 3), text)
    assert len(found(q=query)) == 1


def test_search__between_quotation_marks_knows_no_forms(policy):
    change_text(section(policy, 3), "Public notices are given.")
    assert found(q='"public notice"') == []
    assert len(found(q="public notice")) == 1


def test_search__finds_the_kiswahili_summary_of_an_english_text(policy):
    page = section(policy, 1)
    page.summary_sw = "Kila kisima hukaguliwa mara mbili."
    page.save_revision().publish()
    for path in ("/sw/search/", SEARCH):
        (passage,) = served(path, q="kisima").select(".hit p[lang=sw]")
        assert passage.mark.get_text() == "kisima"


def test_search__policies_have_their_titles_in_the_readers_language(policy):
    translated(policy, title="Sera ya Maji")
    page = served("/sw/search/", q="borehole", policy="water")
    assert [option.get_text() for option in page.select("option")] == ["Sera zote", "Sera ya Maji"]
    assert page.select("option")[1]["value"] == "water"
    hit = page.select_one(".hit")
    assert (hit["lang"], hit.p["lang"], hit.p.get_text()) == ("en", "sw", "Sera ya Maji")


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '"a',
        'a"',
        "'",
        "*",
        "a OR",
        "NEAR(",
        "title:x",
        "-",
        "%",
        "\\",
        "ab\x00c",
        HOSTILE,
        "( )",
    ],
)
def test_search__any_query_is_answered_and_stays_text(policy, query):
    page = served(SEARCH, q=query)
    assert not page.select("main script")
    assert len(page.select("main h1")) == 1


def test_search__query_that_is_too_long_is_told_so(policy):
    page = served(SEARCH, q="x" * 101)
    assert "100 characters" in page.select_one(".error").get_text()
    assert not page.select("#results")


def test_search__comes_in_pages_with_constant_queries(policy):
    few = queries(f"{SEARCH}?q=county")
    many = make_policy(sections=14, slug="many")
    assert queries(f"{SEARCH}?q=county") == few <= 15
    page = served(SEARCH, q="county")
    assert len(page.select(".hit")) == 10
    nxt = page.select_one('a[rel="next"]')["href"]
    assert nxt.startswith("?q=county&page=2")
    assert len(served(SEARCH + nxt).select(".hit")) == many.get_descendants().count() + 2 - 10


def test_search__words_of_a_text_stay_text(policy):
    change_text(section(policy, 1), "Borehole &lt;script&gt;alert(1)&lt;/script&gt;", title=HOSTILE)
    hit = served(SEARCH, q="borehole").select_one(".hit")
    assert not hit.select("script")
    assert "<script>alert(1)</script>" in hit.get_text()


def test_search__finds_kiswahili_and_says_its_language(policy):
    body = [("paragraph", "<p>Kila kisima hukaguliwa.</p>")]
    translated(section(policy, 1), title="Visima", body=body)
    hit = served(SEARCH, q="kisima").select_one(".hit")
    assert hit["lang"] == "sw"
    assert "lang" not in served("/sw/search/", q="kisima").select_one(".hit").attrs


def test_search__form_in_the_head_of_every_page_leads_here(policy):
    form = served("/en/policies/water/").select_one("header form[role=search]")
    assert form["action"] == SEARCH


def test_search__is_kept_out_of_indexes(policy):
    assert get(SEARCH, q="county")["X-Robots-Tag"] == "noindex"


@given(st.text(max_size=400), st.text(max_size=20))
def test_passages__are_stretches_of_the_text_escaped(text, query):
    text = " ".join(text.split())
    for passage in passages(text, words_of(query)):
        assert "<" not in passage.replace("<mark>", "").replace("</mark>", "")


def test_passages__begin_and_end_between_words():
    text = "word " * 100 + "borehole " + "word " * 100
    (passage,) = passages(text, words_of("borehole"))
    assert passage.startswith("… word ")
    assert passage.endswith(" word …")
    assert len(passage) < 2 * AROUND + 60


def test_passages__never_repeat_words():
    text = "Notice is given. " + "word " * 30 + "Notice ends."
    first, second = passages(text, words_of("notice"))
    assert first.removesuffix(" …").split()[-1] == "word"
    assert first.count("word") + second.count("word") <= 30


def test_marked__longer_words_count():
    assert highlighted("Borehole, boreholes", words_of("borehole")).count("<mark>") == 2


@pytest.mark.parametrize("query", ["3", "section 3", "Sehemu 3", "clause 3."])
def test_search__for_a_number_gives_the_section_of_that_number_first(policy, query):
    change_text(section(policy, 1), "See section 3, and again section 3, clause 3.")
    headings = found(q=query)
    assert headings[0] == "3 Section 3"
    assert len(headings) == len(set(headings))


@pytest.mark.parametrize("query", ["Part II/1", "part 2, section 1", "Sehemu ya Pili/1", "D.1"])
def test_search__for_the_numbers_a_section_stands_in_gives_it_first(policy, query):
    parts = [section(policy, at) for at in (1, 2)]
    for page, number in zip(parts, ("Part I", "D" if query == "D.1" else "Part II"), strict=True):
        page.number = number
        page.save_revision().publish()
        SectionPageFactory(
            parent=SectionPage.objects.get(pk=page.pk), number="1", title=f"In {number}"
        )
    assert found(q=query)[0] == f"1 In {parts[1].number}"
