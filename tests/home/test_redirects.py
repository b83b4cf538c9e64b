"""Where the old address of a page leads."""

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from policies.models import PolicyPage
from tests.factories import make_policy, make_user
from tests.policies.readers_sample import translated

pytestmark = pytest.mark.django_db

OLD = "/en/policies/water/"


@pytest.fixture
def moved() -> PolicyPage:
    """A policy to which an editor leads from another address."""
    policy = make_policy(slug="secret-springs", title="Water Policy")
    Redirect.objects.create(old_path=OLD.rstrip("/"), redirect_page=policy)
    return PolicyPage.objects.get(pk=policy.pk)


def restrict(page):
    return PageViewRestriction.objects.create(page=page, restriction_type="login")


def told(path: str, client: Client | None = None) -> tuple[int, bool]:
    """The status, and whether the new address is in the answer."""
    answer = (client or Client()).get(path)
    words = answer.content.decode() + str(answer.headers)
    return answer.status_code, "secret-springs" in words


@pytest.mark.parametrize("path", [OLD, f"{OLD}?page=2"])
def test_redirect__leads_on_who_may_see_the_page_and_tells_others_nothing(moved, path):
    assert told(path) == (301, True)
    restrict(moved)
    assert told(path) == (404, False)
    reader = Client()
    reader.force_login(make_user())
    assert told(path, reader) == (301, True)


def test_redirect__of_a_page_that_is_unpublished_tells_nothing(moved):
    moved.unpublish()
    assert told(OLD) == (404, False)


def test_redirect__of_a_translation_goes_with_what_it_translates(moved):
    local = translated(moved, title="Sera", slug="maji")
    Redirect.objects.create(old_path="/sw/sera-ya-maji", redirect_page=local)
    assert Client().get("/sw/sera-ya-maji/").status_code == 301
    restrict(moved)
    assert Client().get("/sw/sera-ya-maji/").status_code == 404


def test_redirect__to_an_address_is_followed_as_it_stands():
    Redirect.objects.create(old_path="/en/news", redirect_link="/en/", is_permanent=False)
    assert Client().get("/en/news/").status_code == 302
