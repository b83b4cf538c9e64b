"""Whatever is done to comments in whatever order, the ledger adds up and tells what was touched."""

from contextlib import contextmanager, suppress

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scitt_cose import merkle as oracle

from comments.models import Comment, EarlierWords, Ledger, LedgerEntry
from comments.register.editing import edit
from comments.register.erasing import erase
from comments.register.ledger.entries import tree_head, verify
from comments.register.services import CommentError, withdraw
from tests.factories import make_comment, make_user

pytestmark = pytest.mark.django_db
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
DONE = st.sampled_from(["take in", "edit", "edit", "edit", "withdraw", "erase"])
# What is done, to which comment, with which words.
STEPS = st.lists(st.tuples(DONE, st.integers(0, 9), WORDS), min_size=1, max_size=10)
FEW = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def run(policy, steps, user) -> None:
    for action, nth, text in steps:
        comments = list(Comment.objects.filter(policy=policy).order_by("number"))
        if action == "take in" or not comments:
            make_comment(policy, text=text)
            continue
        comment = comments[nth % len(comments)]
        if action == "withdraw":
            withdraw(comment=comment)
        elif action == "erase" and not comment.is_erased:
            erase(submission=comment.submission, reason="asked", user=user)
        elif action == "edit":
            said = Comment(stance="question", text=text)
            with suppress(CommentError):
                edit(comment=comment, said=said, tags=[], seen=comment.revision)


@contextmanager
def undone():
    """What is done inside is undone, so that the next example finds what this one found."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@FEW
@given(steps=STEPS)
def test_ledger__adds_up_after_any_order_and_as_another_hand_counts(policy, steps):
    with undone():
        run(policy, steps, make_user())
        assert verify(policy) == []
        ledger = Ledger.objects.get(policy=policy)
        seals = ledger.entries.order_by("position").values_list("commitment", flat=True)
        assert tree_head(ledger).root.hex() == oracle.merkle_root(list(seals))
        assert ledger.comments == Comment.objects.filter(policy=policy).count()
        assert ledger.size == sum(Comment.objects.values_list("revision", flat=True))


def touch_earlier_words():
    return EarlierWords.objects.exclude(comment__erased_at__isnull=False).update(
        text="Touched by the owner"
    )


def touch_order():
    """Two states of each edited comment change their places."""
    entries = LedgerEntry.objects.filter(comment__revision__gt=1)
    return next(entries.filter(revision=a).update(revision=b) for a, b in ((1, 0), (2, 1), (0, 2)))


def touch_count():
    return Ledger.objects.update(comments=F("comments") + 1)


def touch_states():
    return Comment.objects.filter(erased_at=None).update(revision=F("revision") + 1)


def drop_earlier_words():
    deleted, _each = EarlierWords.objects.all().delete()
    return deleted


@pytest.mark.parametrize(
    "touch", [touch_earlier_words, touch_order, touch_count, touch_states, drop_earlier_words]
)
@FEW
@given(steps=STEPS)
def test_verify__notices_what_was_touched_after_any_order(policy, touch, steps):
    with undone():
        run(policy, [("take in", 0, "x"), ("edit", 0, "y"), *steps], make_user())
        touched = touch()
        assert bool(verify(policy)) == bool(touched)
