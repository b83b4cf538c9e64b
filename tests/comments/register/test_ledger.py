"""The chain of commitments: nothing received can be changed, dropped or reordered unnoticed."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from comments.models import Comment, Ledger, LedgerEntry, Submission
from comments.models.comment import ADDED
from comments.register import ledger
from comments.services import IncomingComment, submit_comments
from tests.factories import SubmissionFactory, make_comment, make_policy

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


def test_submit_comments__numbers_and_links_in_order(policy):
    edition = policy.current_edition
    version = edition.entries.first().version
    submission = SubmissionFactory.build()
    items = [
        IncomingComment(submission, version, Comment(stance="support", text=f"One of many {n}"))
        for n in range(30)
    ]
    made = submit_comments(edition=edition, items=items)
    assert [comment.number for comment in made] == list(range(6, 36))
    assert submission.comments.count() == 30
    assert ledger.verify(policy) == []


def test_submit_comments__takes_constant_queries(policy, django_assert_num_queries):
    edition = policy.current_edition
    version = edition.entries.first().version

    def items(count):
        return [
            IncomingComment(
                SubmissionFactory.build(), version, Comment(stance="support", text="Yes")
            )
            for _n in range(count)
        ]

    with connection.execute_wrapper(_Counter()) as _:
        submit_comments(edition=edition, items=items(2))
    few, many = _Counter(), _Counter()
    with connection.execute_wrapper(few):
        submit_comments(edition=edition, items=items(2))
    with connection.execute_wrapper(many):
        submit_comments(edition=edition, items=items(40))
    assert few.count == many.count


class _Counter:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)
