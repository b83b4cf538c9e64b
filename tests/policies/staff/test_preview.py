"""The whole policy with its drafts, shown to editors before any of it is public."""

import pytest
from django.urls import reverse

from tests.factories import make_published_policy, make_user
from tests.policies.readers_sample import section


def make_with_draft():
    policy = make_published_policy(2, open=False)
    page = section(policy, 1)
    page.body = [("paragraph", "<p>Words of the second edition.</p>")]
    page.save_revision()
    return policy


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_with_draft)


def test_preview__shows_every_draft_in_its_place_and_publishes_nothing(client, editor, policy):
    policy.title = "Water Policy, second text"
    policy.save_revision()
    where = reverse("policies_admin:preview", args=[policy.pk])
    response = client.get(where)
    page = response.content.decode()
    assert "Words of the second edition." in page
    assert "Water Policy, second text" in page
    assert "The county shall do Section 2." in page
    assert "no-store" in response["Cache-Control"]
    assert where in client.get(reverse("policies_admin:publish", args=[policy.pk])).content.decode()
    assert "second edition" not in client.get(section(policy, 1).url).content.decode()


@pytest.mark.parametrize("role", ["", "Moderators", "Analysts", "Approvers", "Clerks"])
def test_preview__is_for_editors_alone(client, policy, role):
    client.force_login(make_user(role))
    response = client.get(reverse("policies_admin:preview", args=[policy.pk]))
    assert response.status_code in (302, 403)
