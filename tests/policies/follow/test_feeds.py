"""Atom feeds of updates, of a policy and of the whole site."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation
from lxml import etree

from home.models import UpdatePage
from policies.models import PolicyPage
from tests.factories import make_policy

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def policy():
    return make_policy(1, title="Illustrative Water Policy")


def add_update(parent, title="A hall has been booked", **fields):
    page = UpdatePage(title=title, introduction="In Shinyalu.", live=False, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return UpdatePage.objects.get(pk=page.pk)


def feed(client, policy=None):
    name, args = ("policy_feed", [policy.slug]) if policy else ("feed", [])
    response = client.get(reverse(f"policies:{name}", args=args))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return etree.fromstring(response.content)


def titles(root):
    return root.xpath("a:entry/a:title/text()", namespaces=ATOM)


def test_feed__of_a_policy_has_its_updates_newest_first(client, policy):
    add_update(policy, "Older", date=date(2026, 1, 1))
    newer = add_update(policy, "Newer", date=date(2026, 2, 1))
    add_update(make_policy(1), "Of another")
    root = feed(client, policy)
    assert titles(root) == ["Newer", "Older"]
    assert policy.title in root.findtext("a:title", namespaces=ATOM)
    (link, *_rest) = root.xpath("a:entry/a:link/@href", namespaces=ATOM)
    assert link.endswith(newer.url)
    assert link.startswith("http")


def test_feed__keeps_its_id_when_the_policy_is_renamed_and_says_who_publishes(client, policy):
    PolicyPage.objects.filter(pk=policy.pk).update(responsible_body="Office of <the> Governor")
    root = feed(client, policy)
    marks = [root.findtext("a:id", namespaces=ATOM), feed(client).findtext("a:id", namespaces=ATOM)]
    assert len(set(marks)) == 2
    assert root.findtext("a:author/a:name", namespaces=ATOM) == "Office of <the> Governor"
    renamed = PolicyPage.objects.get(pk=policy.pk)
    renamed.slug = "springs"
    renamed.save()
    assert feed(client, renamed).findtext("a:id", namespaces=ATOM) == marks[0]
    assert feed(client).findtext("a:author/a:name", namespaces=ATOM)


def test_feed__of_the_site_has_every_update(client, policy):
    add_update(policy, "On the policy")
    add_update(policy.get_parent().get_parent(), "Of the network")
    assert sorted(titles(feed(client))) == ["Of the network", "On the policy"]


def test_feed__keeps_an_entrys_id_when_the_page_moves_and_changes(client, policy):
    page = add_update(policy)
    before = feed(client, policy).xpath("a:entry/a:id/text()", namespaces=ATOM)
    page.slug, page.title = "elsewhere", "Renamed"
    page.save_revision().publish()
    root = feed(client, policy)
    assert root.xpath("a:entry/a:id/text()", namespaces=ATOM) == before
    assert titles(root) == ["Renamed"]


def test_feed__shows_nothing_that_is_not_public(client, policy):
    add_update(policy, "Withdrawn").unpublish()
    assert titles(feed(client, policy)) == []
    policy.unpublish()
    assert client.get(reverse("policies:policy_feed", args=[policy.slug])).status_code == 404


def test_feed__is_well_formed_whatever_an_editor_pastes(client, policy):
    add_update(policy, "A\x0b <b>bell</b>\x07 & more")
    assert titles(feed(client, policy)) == ["A <b>bell</b> & more"]


def test_feed__falls_back_to_the_language_that_an_update_has(client, policy):
    page = add_update(policy)
    with translation.override("sw"):
        root = feed(client, policy)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "sw"
    assert titles(root) == [page.title]
    assert "/sw/" in root.xpath("a:entry/a:link/@href", namespaces=ATOM)[0]


def test_feed__asks_the_database_as_much_for_many_updates(
    client, policy, django_assert_max_num_queries
):
    for number in range(10):
        add_update(policy, f"Update {number}")
    feed(client, policy)
    with django_assert_max_num_queries(15) as asked:
        assert len(titles(feed(client, policy))) == 10
    looked_up = [query for query in asked if f'page"."slug" = \'{policy.slug}\'' in query["sql"]]
    assert len(looked_up) == 1


def test_policy_page__names_the_feed_and_the_calendar(client, policy):
    html = client.get(policy.url).content.decode()
    for name in ("policy_feed", "policy_calendar"):
        address = reverse(f"policies:{name}", args=[policy.slug])
        assert html.count(f'href="{address}"') == 2
    assert reverse("policies:follow", args=[policy.slug]) in html
