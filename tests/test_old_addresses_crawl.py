"""Every address of the site, asked again after its pages were renamed and moved."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from policies.models import PolicyIndexPage, PolicyPage, SectionPage
from tests.factories import SectionPageFactory
from tests.marked_site import MarkedSite, addresses, make_site

# What names a page in its address.
NAMED = re.compile("policies:|comments:comment|wagtail_serve|sitemap")


@pytest.fixture(scope="module")
def sights() -> list:
    return []


@pytest.fixture
def seen(transactional_db, fill_once, sights) -> tuple[MarkedSite, dict[str, int]]:
    """The site, with what each address answers before anything is renamed."""
    fill_once(lambda: sights.append(look()))
    return sights[0]


def look() -> tuple[MarkedSite, dict[str, int]]:
    site = make_site()
    return site, {url: final(url)[0] for name, url in addresses(site) if NAMED.match(name)}


def final(url: str) -> tuple[int, list]:
    """The status at the end of the way, and the steps."""
    response = Client().get(url, follow=True)
    if response.streaming:
        b"".join(response.streaming_content)
    return response.status_code, response.redirect_chain


def rename(page: Page, slug: str) -> None:
    page = type(page).objects.get(pk=page.pk)
    page.slug = slug
    page.save()


def in_kiswahili(page: Page) -> Page:
    return page.get_translations().get()


def rename_policy(site: MarkedSite) -> None:
    """Three names, the second one twice: no chain, no circle."""
    for slug in ("springs", "wells", "springs"):
        rename(site.policy, slug)


def rename_sections_then_policy(site: MarkedSite) -> None:
    """In both languages."""
    for name, slug in (("part", "clause-7a"), ("section", "clause-7"), ("policy", "springs")):
        rename(site.pages[name], slug)
        rename(in_kiswahili(site.pages[name]), f"sw-{slug}")


def move_section_and_rename_all_else(site: MarkedSite) -> None:
    """Below another section, in both languages, and its part with it; then what is above."""
    for page in (site.pages["section"], in_kiswahili(site.pages["section"])):
        policy = PolicyPage.objects.ancestor_of(page).get()
        part = SectionPageFactory(parent=policy, locale=policy.locale, slug="part-two")
        SectionPage.objects.get(pk=page.pk).move(Page.objects.get(pk=part.pk), "last-child")
    for page in [*HomePage.objects.all(), *PolicyIndexPage.objects.all()]:
        rename(page, f"other-{page.slug}")
    for name in ("page", "child", "update", "meeting"):
        rename(site.pages[name], f"other-{name}")


@pytest.mark.parametrize(
    "change", [rename_policy, rename_sections_then_policy, move_section_and_rename_all_else]
)
def test_old_addresses__all_lead_to_what_they_led_to(seen, change):
    site, before = seen
    change(site)
    lost = {}
    for url, status in before.items():
        now, chain = final(url)
        if now != status or len(chain) > 2:
            lost[url] = (status, now, chain)
    assert not lost


def test_old_addresses__of_a_policy_lead_on_at_once_with_the_query(seen):
    site, _before = seen
    rename_policy(site)
    url = reverse("policies:history", args=["water", site.pages["section"].pk])
    response = Client().get(f"{url}?page=2")
    assert response.status_code == 301
    assert response.url == f"{url.replace('water', 'springs')}?page=2"
