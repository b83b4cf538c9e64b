"""The list of editions, an edition's contents, and its texts as they stood."""

from datetime import timedelta

import pytest
from django.utils import timezone

from policies.models import PolicyPage
from policies.publishing.services import change_window
from tests.factories import make_policy, make_user
from tests.policies.readers_sample import (
    change_text,
    get,
    make_two_editions,
    next_edition,
    queries,
    section,
    served,
)

pytestmark = pytest.mark.django_db

EDITIONS = "/en/policy/water/editions/"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_two_editions)


def test_edition_list__tells_label_date_and_what_changed(policy):
    page = served(EDITIONS)
    cards = page.select("article.card")
    assert [card.h2.get_text(strip=True) for card in cards] == ["Final", "First draft"]
    assert "1 section changed, 1 new, 1 removed" in cards[0].get_text()
    assert cards[0].find("a", href="/en/policy/water/compare/1/2/")


def test_edition_list__tells_every_change_of_the_window_with_its_reason(policy):
    edition = policy.current_edition
    later = timezone.now() + timedelta(days=20)
    change_window(edition=edition, closes_at=later, reason="Floods.", user=make_user())
    sooner = later - timedelta(days=5)
    change_window(edition=edition, closes_at=sooner, reason="<b>All</b> said.", user=make_user())
    text = served(EDITIONS).select("article.card")[0].get_text(" ", strip=True)
    assert "extended until" in text
    assert "Floods." in text
    assert "brought forward" in text
    assert "<b>All</b> said." in text


def test_edition_list__queries_do_not_grow_with_sections_or_editions(policy):
    few = queries(EDITIONS)
    change_text(section(policy, 2), "Another text.")
    next_edition(PolicyPage.objects.get(pk=policy.pk), label="Adopted")
    make_policy(sections=12, slug="long")
    assert queries(EDITIONS) == few
    assert queries("/en/policy/long/editions/") <= few <= 15


def test_edition__lists_the_sections_that_stood_in_it(policy):
    old = [a.get_text(" ", strip=True) for a in served(f"{EDITIONS}1/").select(".outline a")]
    new = [a.get_text(" ", strip=True) for a in served(f"{EDITIONS}2/").select(".outline a")]
    assert old == ["1 Section 1", "2 Section 2", "3 Section 3", "4 Section 4"]
    assert new == ["1 Section 1", "2 Section 2", "4 Section 4", "5 Section 5"]


def test_edition__earlier_one_says_so_and_leads_to_the_newest(policy):
    notice = served(f"{EDITIONS}1/").select_one(".notice-warning")
    assert "earlier text" in notice.get_text()
    assert notice.a["href"] == "/en/policy/water/editions/2/"
    assert not served(f"{EDITIONS}2/").select(".notice-warning")


def test_section_text__stays_as_it_stood_and_leads_to_what_changed(policy):
    first, second = section(policy, 1).versions.order_by("ordinal")
    page = served(f"{EDITIONS}1/{first.pk}/")
    assert "within a year" not in page.get_text()
    assert page.select_one(".notice-warning a")["href"] == "/en/policies/water/section-1/"
    assert page.find("a", href=f"/en/policy/water/changes/{first.pk}/{second.pk}/")


def test_section_text__removed_section_stays_readable_in_its_edition(policy):
    version = section(policy, 3).versions.get()
    page = served(f"{EDITIONS}1/{version.pk}/")
    assert "The county shall do Section 3." in page.select_one(".law-body").get_text()
    assert "no longer part" in page.select_one(".notice-warning").get_text()
    assert get(f"{EDITIONS}2/{version.pk}/").status_code == 404


def test_section_text__that_a_correction_replaced_is_still_readable():
    policy = make_policy(sections=1, slug="rates")
    editions = "/en/policy/rates/editions/"
    change_text(section(policy, 1), "Corrected.")
    first, second = section(policy, 1).versions.order_by("ordinal")
    assert "Corrected." not in served(f"{editions}1/{first.pk}/").select_one(".law-body").get_text()
    assert "Corrected." in served(f"{editions}1/{second.pk}/").select_one(".law-body").get_text()
    assert len(served(f"{editions}1/").select(".outline a")) == 1


def test_section_text__has_its_neighbours_in_the_edition(policy):
    version = section(policy, 4).versions.get()
    pager = served(f"{EDITIONS}2/{version.pk}/").select_one(".pager")
    assert [a.get_text(" ", strip=True) for a in pager.select("a")] == [
        "Previous 2 Section 2",
        "Next 5 Section 5",
    ]


PATHS = [
    "editions/",
    "editions/1/",
    "editions/1/text/",
    "editions/1/download/txt/",
    "compare/1/2/",
    "compare/?old=1&new=2",
    "notice/",
    "notice/docx/en/",
]


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_a_policy__unpublished_are_not_found(policy, path):
    assert get(f"/en/policy/water/{path}").status_code in (200, 302)
    policy.unpublish()
    for prefix in ("en", "sw"):
        assert get(f"/{prefix}/policy/water/{path}").status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_pages_of_a_policy__behind_a_password_are_not_found(policy, path):
    policy.view_restrictions.create(restriction_type="password", password="a secret")
    assert get(f"/en/policy/water/{path}").status_code == 404


def test_texts_of_a_policy__unpublished_are_not_found(policy):
    page = section(policy, 1)
    first, second = page.versions.order_by("ordinal")
    paths = [f"editions/1/{first.pk}/", f"changes/{first.pk}/{second.pk}/", f"history/{page.pk}/"]
    assert {get(f"/en/policy/water/{path}").status_code for path in paths} == {200}
    policy.unpublish()
    assert {get(f"/en/policy/water/{path}").status_code for path in paths} == {404}


def test_edition__not_published_is_not_found(policy):
    policy.editions.filter(number=2).update(published_at=None)
    for path in ("editions/2/", "editions/2/text/", "editions/2/download/txt/", "compare/1/2/"):
        assert get(f"/en/policy/water/{path}").status_code == 404
    assert "Final" not in served(EDITIONS).get_text()


def test_policy_page__lists_editions_downloads_notice_and_every_channel(policy, channels):
    page = served("/en/policies/water/")
    hrefs = {a["href"] for a in page.select("main a")}
    assert {
        "/en/policy/water/editions/1/",
        "/en/policy/water/editions/2/",
        "/en/policy/water/editions/2/text/",
        "/en/policy/water/editions/2/download/pdf/",
        "/en/policy/water/notice/",
    } <= hrefs
    callout = page.select_one(".callout").get_text()
    assert f"{policy.reference} 3 …”, and send it to 22123" in callout


def test_policy_page__timeline_tells_an_extension(policy):
    later = timezone.now() + timedelta(days=20)
    change_window(
        edition=policy.current_edition, closes_at=later, reason="Floods.", user=make_user()
    )
    timeline = served("/en/policies/water/").select_one(".timeline").get_text(" ", strip=True)
    assert "Deadline extended" in timeline
    assert "Floods." in timeline


@pytest.fixture
def channels():
    from wagtail.models import Site

    from home.models import ContactSettings

    site = Site.objects.get(is_default_site=True)
    return ContactSettings.objects.create(site=site, sms_number="22123", email="us@example.org")
