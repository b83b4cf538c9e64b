"""What changed: between two editions, and between two texts of a section."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from policies.models import Edition, PolicyPage
from policies.reading.shown_editions import (
    compared,
    edition_entries,
    section_texts,
    with_bodies,
)
from tests.factories import make_comment, make_policy
from tests.policies.readers_sample import (
    HOSTILE,
    change_text,
    close,
    get,
    next_edition,
    queries,
    section,
    served,
    translated,
)
from texts.redline import compare_editions, retold, told

pytestmark = pytest.mark.django_db

COMPARE = "/en/policy/water/compare/1/2/"


def test_compare__tells_the_figures_and_opens_only_what_changed(policy):
    page = served(COMPARE)
    assert "1 section changed, 1 new, 1 removed" in page.select_one(".page-head").get_text()
    opened = [each.h2.get_text(" ", strip=True) for each in page.select("details[open]")]
    assert opened == ["1 Section 1 changed", "5 Section 5 new section"]
    folded = page.select(".change details:not([open]) > summary")
    assert [each.get_text(" ", strip=True) for each in folded] == ["3 Section 3 removed section"]
    same = [each.a.get_text(strip=True) for each in page.select(".change-unchanged")]
    assert same == ["2 Section 2", "4 Section 4"]


def test_compare__begins_with_a_way_to_each_change(policy):
    page = served(COMPARE)
    lines = page.select("nav.contents li")
    assert [line.get_text(" ", strip=True) for line in lines] == [
        "1 Section 1 changed",
        "3 Section 3 removed section",
        "5 Section 5 new section",
    ]
    for line in lines:
        assert line.a.get_text(strip=True) in page.select_one(line.a["href"]).get_text(" ")


def test_section_text__of_a_section_that_left_keeps_its_comments(db):
    policy = make_policy(sections=2, slug="water")
    comment = make_comment(policy, section=2, state="published", text="Keep it, please.")
    hidden = make_comment(policy, section=2, state="hidden", text="Nonsense.")
    path = f"/en/policy/water/editions/1/{comment.version_id}/"
    assert not served(path).select("#comments")
    section(policy, 2).unpublish()
    shown = served(path).select_one("#comments")
    assert shown.select_one(f"#{comment.ref}")
    assert not shown.select(f"#{hidden.ref}")


def test_policy_page__counts_the_comments_that_its_sections_show(db):
    policy = make_policy(sections=1, slug="water")
    make_comment(policy, state="published")
    next_edition(policy)
    make_comment(policy, state="published")
    page = served("/en/policies/water/")
    assert page.select_one(".count").get_text(strip=True) == "2 comments"
    assert "2 comments received on all editions" in page.select_one(".page-head").get_text()
    assert len(served("/en/policies/water/section-1/").select(".comment")) == 2


def test_policy_page__timeline_begins_with_the_consultations_on_earlier_editions(policy):
    steps = served("/en/policies/water/").select(".timeline li")
    assert [step.strong.get_text() for step in steps][:2] == [
        "Comments on “First draft”",
        "New text published: Final",
    ]
    assert steps[0].a["href"] == "/en/policy/water/editions/1/"


def test_compare__marks_insertions_and_deletions_with_more_than_colour(policy):
    changed = served(COMPARE).select_one(".change-changed .redline")
    inserted = changed.select_one("ins")
    assert "within a year" in inserted.get_text()
    assert inserted.select_one(".visually-hidden").get_text(strip=True) == "[inserted:"
    assert "Section 3" in served(COMPARE).select_one(".change-removed del").get_text()


def test_compare__form_leads_to_the_comparison_whatever_the_order(policy):
    response = get("/en/policy/water/compare/", old="2", new="1")
    assert response["Location"] == COMPARE
    for wrong in ({"old": "x", "new": "1"}, {}, {"old": "9" * 9, "new": "1"}):
        response = get("/en/policy/water/compare/", **wrong)
        assert response["Location"] == "/en/policy/water/editions/"
    assert get("/en/policy/water/compare/", old="1", new="7").status_code == 404


def test_compare__words_stay_text():
    policy = make_policy(sections=1, slug="water")
    change_text(section(policy, 1), "Plain.")
    next_edition(PolicyPage.objects.get(pk=policy.pk))
    escaped = HOSTILE.replace("<", "&lt;")
    change_text(section(policy, 1), escaped, title=HOSTILE)
    page = served(COMPARE)
    assert not page.select("main script")
    assert "<script>alert(1)</script>{{ 7|add:7 }}" in page.select_one("main").get_text()


def test_compare__is_made_once_for_the_same_texts(policy, monkeypatch):
    first, second = policy.editions.order_by("number")
    made = compared(first, second)

    def made_again(*_args):
        yield pytest.fail("made again")

    monkeypatch.setattr("policies.reading.shown_editions.section_redlines", made_again)
    again = compared(first, second)
    assert [shown.body for shown in again.changes] == [shown.body for shown in made.changes]


LONG = "The county shall hold it. " * 3_000


def test_compare__sends_to_pages_of_their_own_what_one_page_does_not_hold():
    policy = make_policy(sections=5, slug="water")
    for number in range(1, 6):
        change_text(section(policy, number), LONG)
    next_edition(policy)
    for number in range(1, 6):
        change_text(section(policy, number), LONG.replace("hold", "keep", 4))
    page = served(COMPARE)
    changed = page.select("section.change-changed")
    shown = [bool(each.select("ins")) for each in changed]
    assert shown == [True] * 3 + [False] * 2
    assert [bool(each.select(".callout")) for each in changed] == [not each for each in shown]
    alone = changed[4].find("a", string="This section alone")
    assert served(alone["href"]).select("ins")


def test_history__sends_to_pages_of_their_own_what_one_page_does_not_hold():
    policy = make_policy(sections=1, slug="water")
    for word in ("first", "second", "third", "fourth"):
        change_text(section(policy, 1), LONG.replace("hold", word, 4))
    page = served(f"/en/policy/water/history/{section(policy, 1).pk}/")
    assert len(page.select(".redline")) == 2
    ways = page.find_all("a", string="What changed in this text")
    assert len(ways) == 2
    assert served(ways[0]["href"]).select("ins")


def test_compare__hidden_words_are_the_readers_language(policy):
    for language in ("en", "sw", "en"):
        inserted = served(f"/{language}/policy/water/compare/1/2/").select_one(".redline ins")
        with translation.override(language):
            said = gettext("[inserted:")
        assert inserted.select_one(".visually-hidden").get_text(strip=True) == said


def test_compare__queries_do_not_grow_with_sections(policy):
    long = make_policy(sections=14, slug="long")
    change_text(section(long, 1), "Corrected.")
    next_edition(PolicyPage.objects.get(pk=long.pk))
    for number in range(2, 9):
        change_text(section(long, number), f"Changed {number}.")
    assert queries("/en/policy/long/compare/1/2/") == queries(COMPARE) <= 15


def test_compare__section_in_one_language_on_both_sides():
    policy = make_policy(sections=1, slug="water")
    next_edition(PolicyPage.objects.get(pk=policy.pk))
    translated(section(policy, 1), title="Sehemu", body=[("paragraph", "<p>Kaunti.</p>")])
    page = served("/sw/policy/water/compare/1/2/")
    assert "Kaunti." not in page.select_one("main").get_text()
    assert page.select(".change-unchanged")


def test_changes__between_two_texts_of_a_section(policy):
    first, second = section(policy, 1).versions.order_by("ordinal")
    page = served(f"/en/policy/water/changes/{first.pk}/{second.pk}/")
    assert "within a year" in page.select_one(".redline ins").get_text()


def test_changes__of_two_sections_are_not_found(policy):
    one, other = section(policy, 1).versions.first(), section(policy, 2).versions.first()
    assert get(f"/en/policy/water/changes/{one.pk}/{other.pk}/").status_code == 404


def test_comment__on_an_earlier_text_leads_to_what_changed_since():
    policy = make_policy(sections=1, slug="water")
    comment = make_comment(policy, state="published", text="Sooner, please.")
    path = "/en/policies/water/section-1/"
    assert "see what changed since" not in served(path).select_one("#comments").get_text()
    change_text(section(policy, 1), "Corrected.")
    newest = section(policy, 1).current_version
    link = served(path).select_one("#comments .comment a[href*=changes]")
    assert link["href"] == f"/en/policy/water/changes/{comment.version_id}/{newest.pk}/"
    assert get(link["href"]).status_code == 200


def test_compare__marks_and_counts_what_nobody_was_asked_about(policy):
    """The second edition was open for comments, the third is not: what differs since is marked."""
    close(policy.current_edition)
    change_text(section(policy, 2), "Other words that nobody has read.")
    section(policy, 4).unpublish()
    next_edition(PolicyPage.objects.get(pk=policy.pk), "Adopted", opens_at=None, closes_at=None)
    page = served("/en/policy/water/compare/1/3/")
    assert "2 sections" in page.select_one("#unasked").get_text(" ", strip=True)
    marked = [each.parent.a.get_text() for each in page.select("nav.contents .badge-unasked")]
    assert marked == ["2 Section 2", "4 Section 4"]
    kiswahili = served("/sw/policy/water/compare/1/3/")
    assert "Nobody was asked" not in kiswahili.get_text()
    assert len(kiswahili.select("nav.contents .badge-unasked")) == 2


def test_compare__marks_nothing_in_an_edition_that_people_are_asked_about(policy):
    assert not served(COMPARE).select("#unasked, .badge-unasked")
    Edition.objects.update(opens_at=None, closes_at=None)
    assert not served(COMPARE).select("#unasked, .badge-unasked")


@pytest.fixture
def paged(policy, monkeypatch):
    """The comparison of five sections, two a page."""
    monkeypatch.setattr("policies.reading.shown_editions.CHANGES_A_PAGE", 2)
    return policy


def test_compare__of_many_sections_is_in_pages_that_miss_none(paged):
    pages = [served(f"{COMPARE}?page={number}") for number in (1, 2, 3)]
    ids = [each["id"] for page in pages for each in page.select("section.change")]
    assert ids == ["c-1", "c-2", "c-3", "c-4", "c-5"]
    for page in pages:
        assert "1 section changed, 1 new, 1 removed" in page.select_one(".page-head").get_text()
        links = [each["href"] for each in page.select("nav.contents li a")]
        assert all(page.select_one(link) for link in links)
    assert pages[0].select_one(".pages a[rel=next]")["href"] == "?page=2"
    assert not pages[0].select(".pages a[rel=prev]")


def test_compare__reads_no_more_bodies_than_the_page_shows(paged, monkeypatch):
    served(COMPARE)  # what changed is looked for once
    read = []

    def counted(entries):
        read.append(len(entries))
        return with_bodies(entries)

    monkeypatch.setattr("policies.reading.shown_editions.with_bodies", counted)
    served(f"{COMPARE}?page=3")
    assert sum(read) <= 4


def test_told__comparison_is_retold(policy):
    old, new = (
        section_texts(edition_entries(edition)) for edition in policy.editions.order_by("number")
    )
    made = compare_editions(old, new)
    assert retold(told(made, old, new), old, new) == made
