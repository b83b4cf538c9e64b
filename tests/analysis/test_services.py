"""Decisions on comments, and making an edition's public."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from analysis.models import DecidedComment, Decision
from analysis.services import DecisionError, decide_comments, publish_decisions
from policies.models import PolicyPage, StandardUpdate
from policies.phases import Phase
from policies.publishing.standard_updates import post_due
from tests.factories import make_comment, make_decision, make_policy, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition():
    policy = make_policy(open=False)
    make_decision(make_comment(policy, state="published"))
    return policy.current_edition


def decided_by(decision) -> set[int]:
    return set(decision.decided.values_list("comment", flat=True))


def test_decide_comments__is_on_record_and_logged():
    policy, user = make_policy(), make_user("Analysts")
    first, second = (make_comment(policy, section=2, state="published") for _n in range(2))
    decision = decide_comments(
        comments=[second, first], kind="accepted", reason="It is clearer.", user=user
    )
    assert decided_by(decision) == {first.pk, second.pk}
    assert decision.section_key == first.section_key
    assert Revision.objects.for_instance(decision).count() == 1
    entry = ModelLogEntry.objects.get(action="analysis.decided")
    assert (entry.user, entry.data["comments"]) == (user, [first.number, second.number])


def test_decide_comments__takes_the_place_of_an_earlier_decision():
    policy = make_policy()
    first, second = (make_comment(policy, state="published") for _n in range(2))
    earlier = make_decision(first, second)
    later = make_decision(second, kind="accepted")
    assert (decided_by(earlier), decided_by(later)) == ({first.pk}, {second.pk})


def test_decide_comments__on_two_sections_is_refused():
    policy = make_policy()
    comments = [make_comment(policy, section=n, state="published") for n in (1, 2)]
    with pytest.raises(DecisionError, match="one section"):
        make_decision(*comments)
    assert not DecidedComment.objects.exists()


def test_publish_decisions__shows_them_and_ends_the_consultation(edition):
    user = make_user("Analysts")
    publish_decisions(edition=edition, user=user)
    assert Decision.objects.get().is_published
    assert PolicyPage.objects.get(pk=edition.policy_id).phase == Phase.ANSWERED
    assert ModelLogEntry.objects.filter(action="analysis.decided").exists()
    post_due()
    assert StandardUpdate.objects.filter(kind="answers").count() == 1


def test_publish_decisions__leaves_those_of_other_editions(edition):
    other = make_decision(make_comment(make_policy(), state="published"))
    publish_decisions(edition=edition, user=None)
    other.refresh_from_db()
    assert not other.is_published


def test_publish_decisions__while_comments_are_taken_is_refused(edition):
    edition.closes_at = timezone.now() + timedelta(days=1)
    edition.save()
    with pytest.raises(DecisionError, match="still taken"):
        publish_decisions(edition=edition, user=None)
    assert not Decision.objects.get().is_published


def test_publish_decisions__without_a_decision_is_refused():
    policy = make_policy(open=False)
    make_comment(policy)
    with pytest.raises(DecisionError, match="no answer"):
        publish_decisions(edition=policy.current_edition, user=None)


@pytest.mark.parametrize("state", ["received", "withdrawn"])
def test_decide_comments__that_no_moderator_has_decided_on_is_refused(state):
    policy = make_policy()
    comments = [make_comment(policy, state=each) for each in ("published", state)]
    with pytest.raises(DecisionError, match="once a moderator"):
        make_decision(*comments)
    assert not Decision.objects.exists()


def test_decide_comments__that_are_hidden_are_answered_too():
    comment = make_comment(make_policy(), state="hidden")
    assert decided_by(make_decision(comment)) == {comment.pk}
