"""One page, an address in each language."""

import pytest
from django.core.cache import cache
from django.test import Client
from wagtail.models import Locale, Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from home.models import HomePage
from policies.models import PolicyPage, SectionPage
from tests.factories import make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    return make_policy(sections=2, slug="water", title="Water Policy")


def translated(page, title: str, slug: str = ""):
    """A live Kiswahili page for ``page``, its parents translated too."""
    local = page.copy_for_translation(Locale.objects.get(language_code="sw"), copy_parents=True)
    local.title = title
    local.slug = slug or local.slug
    local.save_revision().publish()
    return type(page).objects.get(pk=local.pk)


def test_route__page_without_translation_is_shown_in_its_own_language(policy):
    response = Client().get("/sw/policies/water/section-1/")
    assert response.status_code == 200
    assert response.context["page"].title == "Section 1"
    assert '<article lang="en">' in response.content.decode()


def test_route__translated_page_is_found_under_the_address_of_either_language(policy):
    translated(policy, "Sera ya Maji", slug="maji")
    for path in ("/sw/policies/water/", "/sw/policies/maji/"):
        assert Client().get(path).context["page"].title == "Sera ya Maji", path
    assert Client().get("/en/policies/maji/").context["page"].title == "Water Policy"


def test_route__unpublished_section_leads_to_its_edition_and_any_other_page_nowhere(policy):
    SectionPage.objects.descendant_of(policy).first().unpublish()
    for language in ("en", "sw"):
        answer = Client().get(f"/{language}/policies/water/section-1/")
        assert answer.url.startswith(f"/{language}/policy/water/editions/1/")
    PolicyPage.objects.get(pk=policy.pk).unpublish()
    for path in ("", "section-1/"):
        assert Client().get(f"/en/policies/water/{path}").status_code == 404


def test_route__unpublished_translation_gives_way_to_the_source(policy):
    translated(policy, "Sera ya Maji", slug="maji").unpublish()
    assert Client().get("/sw/policies/water/").context["page"].title == "Water Policy"


@pytest.mark.parametrize("path", ["nothing/", "policies/nothing/", "policies/water/section-1/x/"])
def test_route__unknown_address_is_not_found(policy, path):
    for language in ("en", "sw"):
        assert Client().get(f"/{language}/{path}").status_code == 404


def test_roots__visit_during_the_translation_of_the_home_page_is_forgotten_at_its_end(
    django_capture_on_commit_callbacks,
):
    stale = Site.get_site_root_paths()
    with django_capture_on_commit_callbacks(execute=True):
        home = HomePage.objects.get(locale=Locale.get_default())
        local = home.copy_for_translation(Locale.objects.get(language_code="sw"))
        cache.set(SITE_ROOT_PATHS_CACHE_KEY, stale, version=SITE_ROOT_PATHS_CACHE_VERSION)
    assert HomePage.objects.get(pk=local.pk).url == "/sw/"
