"""Two languages: what is missing in one is shown in the other, and says so."""

import pytest
from django.core.cache import cache

from policies.models import PolicyPage
from tests.factories import make_comment, make_policy
from tests.policies.reading import change_text, section, served, translated


@pytest.fixture
def policy(db) -> PolicyPage:
    policy = make_policy(sections=2, slug="water", title="Water Policy")
    translated(policy, title="Sera ya Maji", summary="Kwa ufupi.")
    body = [("paragraph", "<p>Kaunti itafanya.</p>")]
    translated(section(policy, 1), title="Sehemu ya kwanza", body=body)
    cache.clear()
    return PolicyPage.objects.get(pk=policy.pk)


PAGES = [
    "policies/water/",
    "policies/water/section-1/",
    "policies/water/section-2/",
    "policy/water/editions/",
    "policy/water/editions/1/",
    "policy/water/editions/1/text/",
    "policy/water/notice/",
    "search/?q=county",
]


@pytest.mark.parametrize("path", PAGES)
def test_page__says_its_language_and_leads_to_itself_in_the_other(policy, path):
    for code, other in (("en", "sw"), ("sw", "en")):
        page = served(f"/{code}/{path}")
        assert page.html["lang"] == code
        switch = page.select_one(".languages a")
        assert (switch["hreflang"], switch["href"]) == (other, f"/{other}/{path}")
        alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
        assert alternates == {each: f"http://testserver/{each}/{path}" for each in ("en", "sw")}


def test_section_page__translated_is_shown_in_kiswahili(policy):
    page = served("/sw/policies/water/section-1/")
    assert "Kaunti itafanya." in page.select_one(".law").get_text()
    assert "lang" not in page.article.attrs


def test_section_page__not_translated_is_shown_in_english_and_says_so(policy):
    page = served("/sw/policies/water/section-2/")
    assert page.article["lang"] == "en"
    assert page.select(".page-head .notice")
    assert "The county shall do Section 2." in page.select_one(".law").get_text()


def test_whole_text__mixes_languages_and_marks_the_foreign_ones(policy):
    parts = served("/sw/policy/water/editions/1/text/").select(".whole-section")
    assert [part.get("lang") for part in parts] == [None, "en"]
    assert "Kaunti itafanya." in parts[0].get_text()


def test_edition__has_its_titles_in_the_readers_language(policy):
    lines = served("/sw/policy/water/editions/1/").select(".outline a")
    assert [line.select_one(".outline-title").get_text() for line in lines] == [
        "Sehemu ya kwanza",
        "Section 2",
    ]
    assert [line.get("lang") for line in lines] == [None, "en"]


def test_comment__belongs_to_the_section_in_whatever_language_it_is_read(policy):
    make_comment(policy, state="published", text="Sooner, please.")
    for code in ("en", "sw"):
        assert "Sooner, please." in served(f"/{code}/policies/water/section-1/").get_text()


def test_comment__on_one_language_is_not_measured_against_the_other(policy):
    comment = make_comment(policy, state="published", text="Sooner, please.")
    page = "policies/water/section-1/"
    foreign = "en" if comment.version.language == "sw" else "sw"
    link = f"#{comment.ref} a[href*=changes]"
    assert not served(f"/{foreign}/{page}").select(link)
    change_text(comment.version.section, "Another text.")
    assert served(f"/{comment.version.language}/{page}").select(link)
    assert not served(f"/{foreign}/{page}").select(link)
