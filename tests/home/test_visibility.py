"""Who may see a page, and what they who may are shown of what is private with it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from home.visibility import closed_trees, is_private, look_once, open_to_all, published
from policies.models import SectionPage
from tests.factories import make_comment, make_policy, make_user
from tests.policies.readers_sample import section, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def water():
    return make_policy(3, slug="water", title="Water Policy")


def restrict(page: Page) -> PageViewRestriction:
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def signed_in() -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def titles(pages) -> set[str]:
    return set(pages.values_list("title", flat=True))


def test_open_to_all__leaves_out_what_is_private_and_all_below_it(water):
    part = section(water, 2).add_child(instance=SectionPage(title="Part", slug="part"))
    restrict(section(water, 2))
    open_ones = titles(open_to_all(SectionPage.objects.descendant_of(water)))
    assert open_ones == {"Section 1", "Section 3"}
    assert is_private(part)
    within = open_to_all(SectionPage.objects.descendant_of(water), within=part)
    assert titles(within) == {"Section 1", "Section 2", "Section 3", "Part"}


def test_open_to_all__treats_a_translation_and_an_alias_as_their_source(water):
    local = translated(section(water, 1), title="Sehemu")
    copy = section(water, 1).create_alias(parent=water, update_slug="alias")
    pages = Page.objects.filter(pk__in=[local.pk, copy.pk])
    assert open_to_all(pages).count() == 2
    with_rule = restrict(water)
    assert not open_to_all(pages).exists()
    with_rule.delete()
    restrict(section(water, 1))
    assert not open_to_all(pages).exists()


def test_published__policy_hides_what_lies_below_and_a_section_only_itself(water):
    section(water, 2).add_child(instance=SectionPage(title="Part", slug="part"))
    section(water, 2).unpublish()
    sections = SectionPage.objects.descendant_of(water)
    assert titles(published(sections)) == {"Section 1", "Section 3", "Part"}
    water.unpublish()
    assert not published(sections).exists()
    assert Client().get("/en/policies/water/section-1/").status_code == 404


def test_published__translation_goes_with_its_source_and_not_the_other_way(water):
    translated(water, title="Sera", slug="maji")
    local = translated(section(water, 1), title="Sehemu")
    assert "Sehemu" in Client().get("/sw/policies/maji/section-1/").content.decode()
    water.unpublish()
    for path in ("/sw/policies/maji/", "/sw/policies/water/", "/sw/policies/maji/section-1/"):
        assert Client().get(path).status_code == 404, path
    water.refresh_from_db()
    water.save_revision().publish()
    local.get_parent().specific.unpublish()
    assert "Section 1" in Client().get("/sw/policies/water/section-1/").content.decode()


def test_private_policy__is_whole_for_who_is_let_in_and_is_kept_by_no_cache(water):
    make_comment(water, state="published", text="Inside")
    restrict(water)
    reader = signed_in()
    assert "Section 2" in reader.get("/en/policies/water/").content.decode()
    edition = reverse("policies:edition", args=["water", 1])
    assert "Section 2" in reader.get(edition).content.decode()
    for name, more in (("download", [1, "txt"]), ("policy_feed", []), ("policy_calendar", [])):
        url = reverse(f"policies:{name}", args=["water", *more])
        answer = reader.get(url)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"], url
        assert b"".join(answer)
        assert Client().get(url).status_code == 404


def test_private_section__is_read_with_its_neighbours_by_who_is_let_in(water):
    part = section(water, 2).add_child(instance=SectionPage(title="Part", slug="part"))
    restrict(section(water, 2))
    page = signed_in().get("/en/policies/water/section-2/").content.decode()
    assert "Part" in page
    assert "Section 1" in page
    assert part.url in page
    assert "Section 2" not in signed_in().get("/en/policies/water/").content.decode()
    edition = signed_in().get(reverse("policies:edition", args=["water", 1])).content.decode()
    assert "Section 2" not in edition
    assert "Some sections are not public" in edition
    history = reverse("policies:history", args=["water", section(water, 2).pk])
    assert signed_in().get(history).status_code == 200
    assert Client().get(history).status_code == 404


def test_pages__say_that_a_private_section_below_is_left_out_and_not_which(water):
    said = "Some sections are not public, and left out."
    part = section(water, 2).add_child(instance=SectionPage(title="Part", slug="part"))
    paths = ("/en/policies/water/", "/en/policies/water/section-2/")
    assert not [path for path in paths if said in Client().get(path).content.decode()]
    restrict(part)
    for path in paths:
        page = Client().get(path).content.decode()
        assert said in page, path
        assert part.url not in page, path
    assert said not in Client().get("/en/policies/water/section-1/").content.decode()
    assert said not in signed_in().get(part.url).content.decode()
    part.unpublish()
    assert not [path for path in paths if said in Client().get(path).content.decode()]


def test_receipt__on_a_section_that_is_private_has_the_senders_words_alone(water):
    comment = make_comment(water, section=2, text="My own words", quote="The county shall")
    url = reverse("comments:receipt", args=[comment.submission.printed_receipt])
    assert "Section 2" in Client().get(url).content.decode()
    restrict(section(water, 2))
    page = Client().get(url).content.decode()
    assert "My own words" in page
    assert "Section 2" not in page
    assert "The county shall" not in page
    water.unpublish()
    page = Client().get(url).content.decode()
    assert "My own words" in page
    assert "Water Policy" not in page


def test_list__within_a_private_page_shows_its_children_to_who_is_let_in(water):
    home = Page.objects.get(depth=2, locale__language_code="en")
    members = StandardPage(title="Members", slug="members", lists_children=True)
    home.add_child(instance=members)
    members.add_child(instance=StandardPage(title="Minutes", slug="minutes"))
    restrict(members)
    assert "Minutes" in signed_in().get("/en/members/").content.decode()
    assert "Minutes" not in Client().get("/en/members/").content.decode()


def test_look_once__asks_once(water, django_assert_num_queries):
    closed_trees()
    with look_once(), django_assert_num_queries(1):
        assert closed_trees() is closed_trees()
