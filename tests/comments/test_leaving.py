"""A section with comments leaves its policy only after they were named."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from policies.models import SectionPage
from tests.factories import SectionPageFactory, make_comment, make_policy, sign_in
from tests.policies.readers_sample import close, section


@pytest.fixture
def editor(client, db):
    return sign_in(client, "Editors")


@pytest.fixture
def page(db) -> SectionPage:
    policy = make_policy(2)
    for state in ("published", "hidden"):
        make_comment(policy, state=state)
    return section(policy, 1)


def move_url(page, destination) -> str:
    return reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])


def below(page: SectionPage, policy) -> bool:
    return SectionPage.objects.descendant_of(policy).filter(pk=page.pk).exists()


def test_move__out_of_the_policy_asks_first_and_names_the_comments(client, editor, page):
    other = make_policy(1)
    SectionPage.objects.filter(pk=section(other, 1).pk).update(slug="else")
    asked = client.post(move_url(page, other)).content.decode()
    assert "2 comments were made on it" in asked
    assert "open for comments" in asked
    assert (
        BeautifulSoup(asked, "lxml").select_one("h1").get_text(" ", strip=True).startswith("Move")
    )
    assert not below(page, other)
    client.post(move_url(page, other), {"comments_seen": "1"})
    assert not below(page, other)
    client.post(move_url(page, other), {"comments_seen": "2"})
    assert below(page, other)


def test_move__within_the_policy_asks_nothing_of_ours(client, editor, page):
    second = section(page.policy, 2)
    client.post(move_url(page, second))
    assert below(page, second)


def test_unpublish__names_the_comments_and_refuses_unseen(client, editor, page):
    url = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    asked = client.get(url).content.decode()
    assert "2 comments were made on it" in asked
    assert f"/policy/{page.policy.slug}/editions/" in asked
    assert 'name="comments_seen" value="2"' in asked
    client.post(url)
    assert SectionPage.objects.get(pk=page.pk).live
    client.post(url, {"comments_seen": "2"})
    assert not SectionPage.objects.get(pk=page.pk).live


def test_unpublish__without_comments_asks_nothing_of_ours_once_nobody_can_comment(
    client, editor, page
):
    second = section(page.policy, 2)
    close(page.policy.current_edition)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[second.pk]))
    assert not SectionPage.objects.get(pk=second.pk).live


def test_section__that_people_can_comment_on_leaves_only_after_a_question(client, editor, page):
    second, other = section(page.policy, 2), make_policy(1)
    SectionPage.objects.filter(pk=section(other, 1).pk).update(slug="else")
    url = reverse("wagtailadmin_pages:unpublish", args=[second.pk])
    assert "nobody can comment on it any more" in client.get(url).content.decode()
    client.post(url)
    asked = client.post(move_url(second, other)).content.decode()
    assert "nobody can comment on it any more" in asked
    second = SectionPage.objects.get(pk=second.pk)
    assert second.live
    assert not below(second, other)
    client.post(move_url(second, other), {"comments_seen": "0"})
    assert below(second, other)


def test_draft__of_an_open_policy_moves_without_a_question(client, editor, page):
    other = make_policy(1)
    SectionPage.objects.filter(pk=section(other, 1).pk).update(slug="else")
    draft = SectionPageFactory(parent=page.policy, live=False, slug="draft")
    client.post(move_url(draft, other))
    assert below(draft, other)


@pytest.mark.parametrize("action", ["move", "unpublish"])
def test_bulk_action__on_a_section_that_people_can_comment_on_is_refused(
    client, editor, page, action
):
    second = section(page.policy, 2)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    sent = {"chooser": page.pk}
    response = client.post(f"{url}?id={second.pk}", sent, follow=True)
    assert "People can comment on" in response.content.decode()
    second = SectionPage.objects.get(pk=second.pk)
    assert second.live
    assert second.get_parent().pk == page.policy.pk
    close(page.policy.current_edition)
    client.post(f"{url}?id={second.pk}", sent, follow=True)
    second = SectionPage.objects.get(pk=second.pk)
    assert (second.live, second.get_parent().pk) != (True, page.policy.pk)


@pytest.mark.parametrize("action", ["move", "unpublish"])
def test_bulk_action__on_a_section_with_comments_is_refused(client, editor, page, action):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    response = client.post(
        f"{url}?id={page.pk}", {"chooser": section(page.policy, 2).pk}, follow=True
    )
    assert "has comments" in response.content.decode()
    assert SectionPage.objects.get(pk=page.pk).live
