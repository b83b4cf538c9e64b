"""Where the address of a page leads that was renamed, moved or taken out; and who is told."""

import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from home.models import FormerAddress, StandardPage, UpdatePage
from home.old_addresses import lead_on, remember
from policies.models import PolicyPage, SectionPage
from tests.factories import make_policy, make_user
from tests.policies.readers_sample import section, translated

pytestmark = pytest.mark.django_db

OLD = "/en/policies/water/"


@pytest.fixture
def rename(django_capture_on_commit_callbacks):
    def change(page: Page, slug: str) -> Page:
        page = type(page).objects.get(pk=page.pk)
        page.slug = slug
        with django_capture_on_commit_callbacks(execute=True):
            page.save_revision().publish()
        return type(page).objects.get(pk=page.pk)

    return change


@pytest.fixture
def moved(rename) -> PolicyPage:
    return rename(make_policy(slug="water", title="Water Policy"), "secret-springs")


def restrict(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def told(path: str, client: Client | None = None) -> tuple[int, bool]:
    """The status, and whether the new address is in the answer."""
    answer = (client or Client()).get(path)
    words = answer.content.decode() + str(answer.headers)
    return answer.status_code, "secret-springs" in words


@pytest.mark.parametrize(
    "path", [OLD, f"{OLD}?page=2", "/sw/policies/water/", "/en/policy/water/editions/"]
)
def test_old_address__leads_on_who_may_see_the_page_and_tells_others_nothing(moved, path):
    assert told(path) == (301, True)
    restrict(moved)
    assert told(path) == (404, False)
    reader = Client()
    reader.force_login(make_user())
    answer = reader.get(path)
    assert answer.status_code == 301
    assert "private" in answer["Cache-Control"]


def test_old_address__of_a_page_that_is_unpublished_tells_nothing(moved):
    moved.unpublish()
    assert told(OLD) == (404, False)
    assert told("/en/policy/water/editions/") == (404, False)


def test_old_address__keeps_the_readers_language(moved):
    assert Client().get("/sw/policies/water/").url == "/sw/policies/secret-springs/"
    assert Client().get("/sw/policy/water/notice/").url == "/sw/policy/secret-springs/notice/"


def test_old_address__of_a_form_takes_what_was_sent_along(moved):
    answer = Client().post("/en/policy/water/follow/", {"address": "a@example.org"})
    assert answer.status_code == 308
    assert answer.url == "/en/policy/secret-springs/follow/"


def test_old_address__that_another_policy_takes_is_that_policys(moved):
    make_policy(slug="water", title="Another", reference="ANO")
    assert Client().get(OLD).status_code == 200
    assert Client().get("/en/policy/water/editions/").status_code == 200
    assert told("/en/policy/water/editions/99/") == (404, False)


@pytest.mark.parametrize("language", ["en", "sw"])
@pytest.mark.parametrize("path", ["policies/water/", "policy/water/notice/"])
def test_old_address__that_another_page_takes_says_where_the_first_one_went(moved, language, path):
    taker = make_policy(slug="water", title="Another Policy")
    path = f"/{language}/{path}"
    page = Client().get(path).content.decode()
    assert f'<a href="/{language}/policies/secret-springs/"' in page
    restrict(moved)
    assert told(path) == (200, False)
    assert "stood at this address" not in Client().get(moved.url).content.decode()
    assert taker.url == OLD


@pytest.fixture
def swapped(moved, rename) -> PolicyPage:
    """The Roads Policy, at the address that was the Water Policy's, and the other way round."""
    other = make_policy(slug="roads", title="Roads Policy")
    other = rename(other, "water")
    rename(moved, "roads")
    return other


def test_old_address__names_that_two_policies_swapped_lead_from_one_to_the_other(swapped):
    assert "/en/policies/roads/" in Client().get(OLD).content.decode()
    assert OLD in Client().get("/en/policies/roads/").content.decode()


FILES = [
    "editions/1/download/pdf/",
    "notice/poster/en/",
    "paper/en/",
]


@pytest.mark.parametrize("path", FILES)
def test_file__at_an_address_that_was_anothers_asks_which_one_is_meant(swapped, path):
    asked = Client().get(f"/en/policy/water/{path}")
    page = asked.content.decode()
    assert asked.status_code == 300
    assert "Roads Policy" in page
    assert '<a href="/en/policies/roads/">' in page
    named = f"/en/policy/water/{path}?of={swapped.pk}"
    assert f'href="{named}"' in page
    sent = Client().get(named)
    sent.getvalue()
    assert sent["Content-Disposition"].startswith("attachment")
    assert Client().get(f"/en/policy/water/{path}?of=1").status_code == 300


def test_file__is_linked_by_the_name_of_its_policy_where_another_stood(swapped):
    for path in ("editions/1/", "editions/1/text/", "notice/"):
        page = Client().get(f"/en/policy/water/{path}").content.decode()
        links = re.findall(r'href="([^"]*/(?:download|poster|paper)/[^"]*)"', page)
        assert links
        assert all(link.endswith(f"?of={swapped.pk}") for link in links)


@pytest.mark.parametrize("path", FILES)
def test_file__at_an_address_that_was_only_its_own_is_sent(rename, path):
    policy = rename(rename(make_policy(slug="water"), "springs"), "water")
    sent = Client().get(f"/en/policy/water/{path}")
    sent.getvalue()
    assert (sent.status_code, policy.slug) == (200, "water")
    assert "?of=" not in Client().get("/en/policy/water/editions/1/").content.decode()


@pytest.mark.parametrize("path", FILES)
def test_file__at_the_address_of_one_that_is_private_now_tells_nothing_of_it(moved, rename, path):
    make_policy(slug="water", title="Roads Policy")
    restrict(moved)
    sent = Client().get(f"/en/policy/water/{path}")
    sent.getvalue()
    assert sent.status_code == 200


def test_calendar_and_feed__of_an_address_go_on_for_both_policies(swapped, moved):
    calendar = Client().get("/en/policy/water/calendar.ics").content.decode()
    assert "Comments close: Roads Policy" in calendar
    assert "Comments close: Water Policy" in calendar
    for number, policy in enumerate((swapped, moved), 1):
        update = UpdatePage(title=f"Told {number}", date=date(2026, 1, number))
        PolicyPage.objects.get(pk=policy.pk).add_child(instance=update)
    feed = Client().get("/en/policy/water/updates.atom").content.decode()
    assert feed.index("Told 2") < feed.index("Told 1")
    restrict(moved)
    assert "Water Policy" not in Client().get("/en/policy/water/calendar.ics").content.decode()
    assert "Told 2" not in Client().get("/en/policy/water/updates.atom").content.decode()


def test_old_address__that_another_page_takes_is_told_on_every_page_of_the_policy(swapped):
    for path in (
        "editions/", "editions/1/", "editions/1/text/", "notice/", "follow/",
        f"editions/1/{swapped.editions.get().entries.first().version_id}/",
        f"history/{swapped.get_children().first().pk}/",
    ):  # fmt: skip
        page = Client().get(f"/en/policy/water/{path}").content.decode()
        assert "stood at this address" in page, path
        assert 'href="/en/policies/roads/"' in page, path


def test_old_address__of_one_that_came_back_names_no_other(moved, rename):
    page = rename(moved, "water")
    assert "stood at this address" not in Client().get(page.url).content.decode()


def test_old_address__is_not_taken_by_a_draft(moved):
    other = make_policy(slug="water", title="Another", reference="ANO")
    other.unpublish()
    assert told(OLD) == (301, True)
    assert told("/en/policy/water/editions/") == (301, True)


def test_old_address__leads_to_the_last_that_left_it_and_may_be_seen(moved, rename):
    second = rename(make_policy(slug="water", title="Another", reference="ANO"), "wells")
    assert Client().get(OLD).url == "/en/policies/wells/"
    restrict(second)
    assert Client().get(OLD).url == "/en/policies/secret-springs/"


def test_old_address__names_no_policy_where_a_section_had_the_slug(moved, rename):
    rename(section(moved, 1), "clause")
    assert Client().get("/en/policy/section-1/editions/").status_code == 404


def test_old_address__of_every_page_below_is_kept_in_few_questions(
    rename, django_assert_max_num_queries
):
    policy = make_policy(sections=30, slug="water")
    page = PolicyPage.objects.get(pk=policy.pk)
    page.slug = "springs"
    page.save()
    with django_assert_max_num_queries(4):
        remember(page, "/home/policies/water/", "/home/policies/springs/")
    assert FormerAddress.objects.count() == 31


def test_old_address__of_a_draft_that_was_never_public_is_not_kept(moved, rename):
    before = FormerAddress.objects.count()
    draft = moved.add_child(instance=SectionPage(title="Draft", slug="draft", live=False))
    draft.slug = "other"
    draft.save()
    assert FormerAddress.objects.count() == before


def test_search__in_a_policy_by_its_old_slug_searches_that_policy(moved):
    page = Client().get("/en/search/?q=county&policy=water").content.decode()
    assert re.search(r'value="secret-springs"\s+selected', page)


@pytest.fixture
def editor(client) -> None:
    client.force_login(make_user("Editors"))


def news_form(client, parent: Page, **sent) -> str:
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", parent.pk])
    data = {"title": "News", "slug": "news", "body-count": "0", **sent}
    return client.post(address, data).content.decode()


def test_page_form__says_first_that_an_address_led_elsewhere(client, editor, rename):
    home = Page.objects.get(depth=2, slug="home")
    old = home.add_child(instance=StandardPage(title="Old <b>news</b>", slug="news"))
    rename(old, "archive")
    said = news_form(client, home)
    assert "This address led to “Old &lt;b&gt;news&lt;/b&gt;”" in said
    assert not home.get_children().filter(slug="news").exists()
    news_form(client, home, takes_over="on")
    assert home.get_children().filter(slug="news").exists()


def test_page_form__asks_nothing_of_a_page_that_comes_back_to_its_own_address(
    client, editor, rename, django_capture_on_commit_callbacks
):
    home = Page.objects.get(depth=2, slug="home")
    page = rename(home.add_child(instance=StandardPage(title="News", slug="news")), "archive")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    sent = {"title": "News", "slug": "news", "body-count": "0", "action-publish": "1"}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(address, sent)
    assert StandardPage.objects.get(pk=page.pk).slug == "news"
    assert Client().get("/en/news/").status_code == 200
    assert Client().get("/en/archive/").url == "/en/news/"


def test_removed_section__is_read_where_it_stood_last(moved, rename):
    gone = rename(section(moved, 1), "first")
    translated(gone, title="Kwanza")
    gone.unpublish()
    for path in ("/en/policies/secret-springs/first/", f"{OLD}section-1/"):
        answer = Client().get(path, follow=True)
        assert answer.status_code == 200, path
        assert "This section is no longer part of the policy." in answer.content.decode()


def test_removed_section__that_is_private_or_of_a_hidden_policy_is_not_found(moved):
    gone = section(moved, 1)
    gone.unpublish()
    path = "/en/policies/secret-springs/section-1/"
    assert Client().get(path).status_code == 302
    restrict(gone)
    assert Client().get(path).status_code == 404
    PageViewRestriction.objects.all().delete()
    moved.unpublish()
    assert Client().get(path).status_code == 404


def test_comment_form__of_a_removed_section_gives_back_what_was_typed_and_says_where(moved):
    gone = section(moved, 1)
    version = gone.current_version
    gone.unpublish()
    address = reverse("comments:comment", args=[gone.pk])
    last = reverse("policies:section_text", args=["secret-springs", 1, version.pk])
    assert Client().get(address).url == last
    answer = Client().post(address, {"text": "Our words."})
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "Our words." in page
    assert last in page


def test_migration__takes_the_ways_that_wagtail_made_and_gives_them_back(moved):
    take = import_module("home.migrations.0006_moved_redirects")
    FormerAddress.objects.all().delete()
    own = Redirect.objects.create(old_path="/en/mine", redirect_page=moved)
    made = {"redirect_page": moved, "automatically_created": True}
    Redirect.objects.create(old_path="/en/policies/water", **made)
    take.take_redirects(apps, None)
    assert told("/sw/policy/water/editions/") == (301, True)
    assert list(Redirect.objects.all()) == [own]
    take.give_back(apps, None)
    back = Redirect.objects.get(old_path="/en/policies/water")
    assert back.redirect_page_id == moved.pk


@pytest.mark.parametrize("url", ["", "/left/", "https://other.example/left/"])
def test_lead_on__nowhere_or_in_a_circle_leads_nobody(url, rf):
    assert lead_on(rf.get("/left/"), Page(), url) is None
