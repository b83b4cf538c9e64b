"""Two languages: what is missing in one is shown in the other, and says so."""

import re

import pytest
from bs4 import Tag
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import PageViewRestriction

from consult.jobs.job import JobState
from home.models import MeetingPage, UpdatePage
from policies.models import Edition, PolicyPage
from reports.models import Report
from tests.factories import make_comment, make_policy
from tests.policies.readers_sample import (
    change_text,
    get,
    next_edition,
    section,
    served,
    translated,
)


def make_in_both_languages() -> PolicyPage:
    policy = make_policy(sections=2, slug="water", title="Water Policy")
    translated(policy, title="Sera ya Maji", summary="Kwa ufupi.")
    body = [("paragraph", "<p>Kaunti itafanya.</p>")]
    translated(section(policy, 1), title="Sehemu ya kwanza", body=body)
    cache.clear()
    return policy


@pytest.fixture(scope="module")
def made(make_once) -> PolicyPage:
    return make_once(make_in_both_languages)


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


def spoken_in(page, words: str | re.Pattern[str]) -> set[str]:
    """The languages in which the page says these very words, as its ``lang`` attributes say."""
    places = [place for place in page.find_all(string=words) if place.parent.name != "title"]
    assert places, words
    return {_language(place.parent) for place in places}


def _language(element: Tag) -> str:
    return element["lang"] if element.get("lang") else _language(element.parent)


KINDS = [
    "policies/",
    "policies/water/",
    "policies/water/section-1/",
    "policies/water/section-2/",
    "policy/water/editions/",
    "policy/water/editions/1/",
    "policy/water/editions/1/text/",
    "policy/water/editions/1/{version}/",
    "policy/water/compare/1/2/",
    "policy/water/history/{section}/",
    "policy/water/notice/",
    "policy/water/follow/",
    "search/?q=county",
    "receipt/{receipt}/",
    "comment/{section}/",
    "report/{report}/",
]


@pytest.fixture
def filled(policy) -> dict:
    """Two editions, a comment and a report, and what addresses are made of."""
    comment = make_comment(policy, section=2, state="published", text="Sooner, please.")
    change_text(section(policy, 2), "The county shall do it at once.")
    edition = next_edition(policy, "Draft after comments", label_sw="Rasimu baada ya maoni")
    report = Report.objects.create(policy=policy, edition=edition, state=JobState.DONE)
    Report.objects.update(published_at=edition.published_at)
    return {
        "version": comment.version_id,
        "section": comment.version.section_id,
        "receipt": comment.submission.printed_receipt,
        "report": report.uid,
    }


@pytest.mark.parametrize("kind", KINDS)
def test_page__has_titles_and_labels_in_kiswahili_where_they_are_and_marks_the_rest(filled, kind):
    page = served(f"/sw/{kind.format(**filled)}")
    assert "Water Policy" not in page.get_text()
    text = page.main.get_text(" ")
    assert "Draft after comments" not in text
    for english in ("First draft", "Section 2"):
        if english in text:
            assert spoken_in(page.main, re.compile(english)) == {"en"}


def test_receipt__leads_to_the_section_in_the_readers_language(policy):
    comment = make_comment(policy, state="published")
    path = f"receipt/{comment.submission.printed_receipt}/"
    for code, heading in (("sw", "1 Sehemu ya kwanza"), ("en", "1 Section 1")):
        link = served(f"/{code}/{path}").select_one(".comment-who a")
        assert (link["href"], link.get_text()) == (f"/{code}/policies/water/section-1/", heading)
        assert not link.get("lang")


def test_receipt__of_a_section_that_left_leads_to_the_text_commented_on(policy):
    comment = make_comment(policy, section=2)
    section(policy, 2).unpublish()
    link = served(f"/en/receipt/{comment.submission.printed_receipt}/").select_one(".comment-who a")
    assert link["href"] == f"/en/policy/water/editions/1/{comment.version_id}/"


def test_comment_form__opens_for_the_text_in_the_readers_language(policy):
    english = section(policy, 1)
    kiswahili = english.get_translations().get()
    response = get(f"/sw/comment/{english.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"/sw/comment/{kiswahili.pk}/")
    assert get(f"/en/comment/{english.pk}/").status_code == 200


@pytest.mark.parametrize(("code", "words"), [("en", "In Kiswahili"), ("sw", None)])
def test_comment__in_the_other_language_says_so(policy, code, words):
    comment = make_comment(policy, state="published", text="Mapema zaidi.", language="sw")
    shown = served(f"/{code}/policies/water/section-1/").select_one(f"#{comment.ref}")
    assert ("In Kiswahili" in shown.get_text()) == (words is not None)
    assert spoken_in(shown, "Mapema zaidi.") == {"sw"}


def test_comment__was_marked_in_the_language_it_was_sent_in(policy):
    make_comment(policy, state="published", text="Sooner, please.")
    shown = served("/sw/policies/water/section-1/").select_one(".comment")
    assert "Kwa Kiingereza" in shown.get_text()


def test_quote__leads_to_its_paragraph_only_where_it_stands_once(policy):
    def quoted():
        shown = served("/en/policies/water/section-2/")
        return shown.select_one(f"#{comment.ref} .quote-place")

    comment = make_comment(policy, section=2, state="published", quote="The county shall")
    page = section(policy, 2)
    anchor = f"#p-{page.body[0].id}"
    assert quoted().a["href"] == anchor
    change_text(page, "The county shall do it. The county shall say so.")
    assert quoted().get_text(strip=True) == "On the earlier text"
    assert not quoted().select("a")


def test_quote__of_one_language_is_not_looked_for_in_the_other(policy):
    comment = make_comment(policy, state="published", quote="itafanya")
    foreign = "en" if comment.version.language == "sw" else "sw"
    shown = served(f"/{foreign}/policies/water/section-1/").select_one(f"#{comment.ref}")
    assert shown.select(".quote-place")
    assert not shown.select(".quote-place a")


def test_updates_and_meetings__without_a_translation_are_shown_in_their_own_language(policy):
    update = UpdatePage(title="More time", live=True)
    policy.add_child(instance=update)
    meeting = MeetingPage(title="Baraza", venue="Hall", live=True, starts_at="2026-03-02T06:30Z")
    policy.add_child(instance=meeting)
    page = served("/sw/policies/water/")
    assert spoken_in(page, "More time") == spoken_in(page, "Baraza") == {"en"}
    translated(update, title="Muda zaidi")
    page = served("/sw/policies/water/")
    assert spoken_in(page, "Muda zaidi") == {"sw"}
    assert "More time" not in page.get_text()


def test_edition__without_a_kiswahili_label_keeps_its_own(policy):
    assert spoken_in(served("/sw/policy/water/editions/1/"), "First draft") == {"en"}
    Edition.objects.update(label_sw="Rasimu ya kwanza")
    assert spoken_in(served("/sw/policy/water/editions/1/"), "Rasimu ya kwanza") == {"sw"}
    assert "Edition: First draft" in get("/en/policy/water/editions/1/download/txt/").body.decode()
    assert "Rasimu ya kwanza" in get("/sw/policy/water/editions/1/download/txt/").body.decode()


@pytest.mark.django_db
def test_translation__is_as_private_as_what_it_translates():
    policy = make_policy(1, slug="forests", title="Forest Policy")
    local = translated(policy, title="Sera ya Misitu")
    kiswahili = translated(section(policy, 1), title="Sehemu ya 1")
    PageViewRestriction.objects.create(page=policy, restriction_type="login")
    for page in (policy, local, kiswahili):
        assert get(page.url).status_code == 302


@pytest.mark.django_db
def test_update__that_is_private_is_not_told_of_on_the_policys_page():
    policy = make_policy(1, slug="forests", title="Forest Policy")
    update = UpdatePage(title="For members alone", slug="members", date=timezone.localdate())
    policy.add_child(instance=update)
    assert "For members alone" in served(policy.url).get_text()
    PageViewRestriction.objects.create(page=update, restriction_type="login")
    assert "For members alone" not in served(policy.url).get_text()
