"""Withdrawing and unpublishing a policy, in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from policies.models import PolicyPage
from policies.publishing.services import change_window
from policies.publishing.withdrawal import hidden_with, withdraw_policy
from tests.factories import make_comment, make_policy, make_user, sign_in
from tests.policies.readers_sample import section

pytestmark = pytest.mark.django_db


@pytest.fixture
def water() -> PolicyPage:
    return make_policy(2, slug="water", title="Water Policy")


def withdraw_url(policy: PolicyPage) -> str:
    return reverse("policies_admin:withdraw", args=[policy.pk])


def unpublish_url(page) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[page.pk])


def shown_window(client, policy: PolicyPage) -> str:
    return client.get(withdraw_url(policy)).context["form"].initial["window"]


def is_withdrawn(policy: PolicyPage) -> bool:
    return PolicyPage.objects.get(pk=policy.pk).withdrawn_at is not None


def test_withdraw__says_what_closes_and_does_it(client, editor, water):
    page = client.get(withdraw_url(water)).content.decode()
    note = BeautifulSoup(page, "lxml").select_one(".help-warning")
    assert "1 open window closes" in note.get_text()
    assert note.select_one("svg.icon-warning")
    assert "First draft" in page
    data = {"reason": "Drafted anew.", "window": shown_window(client, water)}
    client.post(withdraw_url(water), data)
    assert is_withdrawn(water)
    assert "Bring the policy back" in client.get(withdraw_url(water)).content.decode()
    client.post(withdraw_url(water), {"do": "bring_back"})
    assert not is_withdrawn(water)


def test_withdraw__leads_back_to_the_policy_and_to_unpublishing_and_says_who_is_told(
    client, editor, water
):
    for is_open in (True, False):
        policy = water if is_open else make_policy(1, is_open)
        page = BeautifulSoup(client.get(withdraw_url(policy)).content, "lxml").select_one("main")
        assert page.select_one(f'a[href="{unpublish_url(policy)}"]')
        edit = reverse("wagtailadmin_pages:edit", args=[policy.pk])
        assert page.select_one(f'form a[href="{edit}"]').get_text(strip=True) == "Cancel"
        assert "sent to those who follow" in page.get_text()
        assert "Readers of Kiswahili get the reason above" in page.get_text()


def test_withdraw__after_another_changed_the_window_asks_again(client, editor, water):
    seen = shown_window(client, water)
    edition = water.current_edition
    later = edition.closes_at + (edition.closes_at - edition.opens_at)
    change_window(edition=edition, closes_at=later, reason="Floods.", user=make_user())
    answer = client.post(withdraw_url(water), {"reason": "Drafted anew.", "window": seen})
    assert answer.status_code == 409
    assert "Drafted anew." in answer.content.decode()
    assert not is_withdrawn(water)


def test_withdraw__without_a_reason_changes_nothing(client, editor, water):
    answer = client.post(withdraw_url(water), {"window": shown_window(client, water)})
    assert answer.status_code == 422
    assert not is_withdrawn(water)


@pytest.mark.parametrize("role", ["Moderators", "Analysts", "Clerks", ""])
def test_withdraw__is_for_editors(client, water, role):
    sign_in(client, role)
    client.post(withdraw_url(water), {"reason": "Mine.", "window": "any"})
    assert not is_withdrawn(water)
    withdraw_policy(policy=water, reason="Drafted anew.", user=None)
    client.post(withdraw_url(water), {"do": "bring_back"})
    assert is_withdrawn(water)


def test_unpublish__of_a_policy_says_what_goes_and_offers_to_withdraw(client, editor, water):
    make_comment(water)
    page = client.get(unpublish_url(water)).content.decode()
    for line in ("Sections: 2", "Comments: 1", "Followers, who get no mails: 0"):
        assert line in page
    assert "The policy is open for comments" in page
    assert withdraw_url(water) in page
    assert "include_descendants" not in page
    client.post(unpublish_url(water), {"seen": hidden_with(water).mark})
    assert not PolicyPage.objects.get(pk=water.pk).live
    for path in ("policies/water/", "policies/water/section-1/", "policy/water/editions/1/"):
        assert client.get(f"/en/{path}").status_code == 404


def test_unpublish__of_a_policy_that_has_grown_asks_again(client, editor, water):
    seen = hidden_with(water).mark
    section(water, 2).unpublish()
    client.post(unpublish_url(water), {"seen": seen})
    assert PolicyPage.objects.get(pk=water.pk).live


def test_unpublish__of_a_section_says_where_its_text_stays(client, editor, water):
    page = client.get(unpublish_url(section(water, 1))).content.decode()
    assert "stays readable" in page
    assert "First draft" in page


def test_unpublish__of_policies_in_bulk_is_refused(client, editor, water):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    client.post(f"{url}?id={water.pk}")
    assert PolicyPage.objects.get(pk=water.pk).live


def test_unpublish__of_what_holds_policies_is_refused(client, editor, water):
    index = water.get_parent()
    client.post(reverse("wagtailadmin_pages:unpublish", args=[index.pk]))
    index.refresh_from_db()
    assert index.live


def test_delete__says_what_is_true_of_a_policy_and_of_a_section(client, water):
    sign_in(client, "Superuser")
    for page, said in ((water, "withdraw a policy"), (section(water, 1), "stays readable in the")):
        url = reverse("wagtailadmin_pages:delete", args=[page.pk])
        answer = client.post(url, follow=True)
        assert said in answer.content.decode()
        assert PolicyPage.objects.filter(pk=water.pk).exists()


def test_buttons__lead_from_the_policy(client, editor, water):
    explorer = reverse("wagtailadmin_explore", args=[water.pk])
    assert withdraw_url(water) in client.get(explorer).content.decode()
    withdraw_policy(policy=water, reason="Drafted anew.", user=None)
    assert "Bring the policy back" in client.get(explorer).content.decode()
