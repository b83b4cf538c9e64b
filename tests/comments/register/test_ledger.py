"""The chain of commitments: nothing received can be changed, dropped or reordered unnoticed."""

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment, Ledger, LedgerEntry, Submission
from comments.models.comment import ADDED
from comments.register import ledger
from tests.factories import make_comment, make_policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy():
    policy = make_policy()
    for n in range(5):
        make_comment(policy, section=n % 3 + 1, text=f"View number {n}")
    return policy


def test_verify__of_an_untouched_chain_finds_nothing(policy):
    assert ledger.verify(policy) == []
    assert Ledger.objects.get(policy=policy).position == 5


def test_verify__finds_a_changed_word(policy):
    Comment.objects.filter(number=3).update(text="View number three")
    assert ledger.verify(policy) == ["comment 3 differs from what was received"]


@pytest.mark.parametrize("field", ["stance", "quote", "block_id", *ADDED])
def test_verify__finds_any_changed_field(policy, field):
    Comment.objects.filter(number=1).update(**{field: "x"})
    assert ledger.verify(policy) == ["comment 1 differs from what was received"]


def test_verify__bears_that_comments_get_another_field(policy, monkeypatch):
    monkeypatch.setattr(ledger, "ADDED", (*ADDED, "external_id"))
    assert ledger.verify(policy) == []


def test_verify__finds_a_dropped_entry(policy):
    LedgerEntry.objects.filter(position=2).delete()
    faults = ledger.verify(policy)
    assert "position 2 is missing" in faults
    assert "1 comments are not in the ledger" in faults


def test_verify__finds_a_cut_end(policy):
    LedgerEntry.objects.filter(position=5).delete()
    assert any("ends at 4" in fault for fault in ledger.verify(policy))


def test_verify__finds_swapped_commitments(policy):
    one, two = LedgerEntry.objects.filter(position__in=(1, 2)).order_by("position")
    LedgerEntry.objects.filter(pk=one.pk).update(commitment=two.commitment, salt=two.salt)
    assert ledger.verify(policy)


def test_verify__finds_a_changed_channel_and_a_moved_comment(policy):
    first, second = Comment.objects.order_by("number")[:2]
    Submission.objects.filter(pk=first.submission_id).update(channel="sms")
    Comment.objects.filter(pk=second.pk).update(submission=first.submission_id)
    assert len(ledger.verify(policy)) == 2


def test_command__says_whether_it_adds_up(policy, capsys):
    call_command("verify_ledger", policy.slug)
    assert "5 comments" in capsys.readouterr().out
    Comment.objects.filter(number=3).update(text="Other words")
    with pytest.raises(CommandError, match="comment 3"):
        call_command("verify_ledger", policy.slug)


def test_verify__does_not_mind_moderation(policy):
    Comment.objects.filter(number=1).update(state="published")
    assert ledger.verify(policy) == []


def test_append__refuses_a_number_out_of_turn(policy):
    comment = Comment.objects.get(number=5)
    with pytest.raises(ValueError, match="cannot follow"):
        ledger.append(ledger.lock_ledger(policy), [comment])
