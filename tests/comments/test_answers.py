"""Publishing the answers to an edition's comments."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.models import Decision
from comments.services import CommentError, answer_comments, publish_answers
from policies.models import PolicyPage, StandardUpdate
from policies.phases import Phase
from policies.publishing.standard_updates import post_due
from tests.factories import make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    policy = make_policy(open=False)
    comment = make_comment(policy, state="published")
    answer_comments(comments=[comment], outcome="accepted", reason="It is clearer.", user=None)
    return policy.current_edition


def test_publish_answers__shows_them_and_ends_the_consultation(client, edition):
    client.force_login(make_user("Analysts"))
    url = reverse("comments_answers:overview")
    assert "Publish the answers" in client.get(url).content.decode()
    client.post(reverse("comments_answers:publish", args=[edition.pk]))
    assert Decision.objects.get().is_published
    assert PolicyPage.objects.get(pk=edition.policy_id).phase == Phase.ANSWERED
    post_due()
    assert StandardUpdate.objects.filter(kind="answers").count() == 1


def test_publish_answers__while_comments_are_taken_is_refused(edition):
    edition.closes_at = timezone.now() + timedelta(days=1)
    edition.save()
    with pytest.raises(CommentError, match="still taken"):
        publish_answers(edition=edition, user=None)
    assert not Decision.objects.get().is_published


def test_publish_answers__without_an_answer_is_refused():
    policy = make_policy(open=False)
    make_comment(policy)
    with pytest.raises(CommentError, match="no answer"):
        publish_answers(edition=policy.current_edition, user=None)
