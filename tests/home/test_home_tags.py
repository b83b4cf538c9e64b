"""The frame of every page: menus, the way here, the other language."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from home.models import StandardPage
from policies.models import PolicyIndexPage
from tests.factories import make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def site_pages():
    PolicyIndexPage.objects.update(show_in_menus=True)
    home = Site.objects.get(is_default_site=True).root_page
    for slug in ("privacy", "about", "elsewhere"):
        home.add_child(instance=StandardPage(title=slug.title(), slug=slug))
    return home


def soup(path: str) -> BeautifulSoup:
    return BeautifulSoup(Client().get(path).content, "lxml")


def labels(links) -> list[str]:
    return [link.get_text(strip=True) for link in links]


def test_main_menu__lists_home_and_the_pages_shown_in_menus(site_pages):
    menu = soup("/en/policies/").select(".site-nav a")
    assert labels(menu) == ["Home", "Policies"]
    assert menu[1]["aria-current"] == "page"


def test_footer_menu__lists_the_known_pages_in_their_order(site_pages):
    footer = labels(soup("/en/").select(".site-footer a"))
    assert footer.index("About") < footer.index("Privacy")
    assert "Elsewhere" not in footer


def test_breadcrumb__leads_from_home_through_every_page_above(site_pages):
    make_policy(slug="water", title="Water Policy")
    crumbs = soup("/sw/policies/water/section-2/").select(".breadcrumb a")
    assert labels(crumbs)[1:] == ["Policies", "Water Policy"]
    assert [crumb["href"] for crumb in crumbs] == ["/sw/", "/sw/policies/", "/sw/policies/water/"]
    assert crumbs[2]["lang"] == "en"


def test_breadcrumb__form_page_includes_the_section(site_pages):
    policy = make_policy(slug="water", title="Water Policy")
    section = policy.get_children().first()
    crumbs = soup(f"/en/comment/{section.pk}/").select(".breadcrumb a")
    assert labels(crumbs) == ["Home", "Policies", "Water Policy", section.title]


@pytest.mark.parametrize("path", ["/en/", "/en/policies/water/section-1/", "/en/receipt/?a=b"])
def test_language_links__change_the_prefix_alone(site_pages, path):
    make_policy(slug="water")
    (link,) = soup(path).select(".languages a")
    assert link["href"] == path.replace("/en/", "/sw/", 1)
    assert link["lang"] == "sw"
