"""Comments that threads of a process bring at once, written in one transaction."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection

from comments.models import Comment, Submission
from comments.register import together
from comments.register.ledger.entries import verify
from comments.register.services import CommentError, IncomingComment, Taken, take_in
from comments.register.together import take_in_together
from policies.models import Edition, PolicyTag
from tests.comments.register.test_services import incoming
from tests.factories import SubmissionFactory, make_policy

PATIENCE_S = 20


@pytest.fixture
def policy(transactional_db):
    return make_policy(2)


def brought_at_once(edition, items) -> list[Taken | Exception]:
    return each_brought_at_once([(edition, item) for item in items])


def each_brought_at_once(
    pairs: Sequence[tuple[Edition, IncomingComment]],
) -> list[Taken | Exception]:
    """What becomes of comments that are all there when the first of them is written."""
    desk = together._desks.setdefault(pairs[0][0].pk, together._Desk())

    def bring(edition: Edition, item: IncomingComment) -> Taken | Exception:
        try:
            return take_in_together(edition=edition, item=item)
        except (CommentError, OperationalError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as threads:
        desk._is_busy = True  # somebody else is writing
        brought = [threads.submit(bring, *pair) for pair in pairs]
        give_up = time.monotonic() + PATIENCE_S
        with desk._changed:
            while len(desk._waiting) < len(pairs) and time.monotonic() < give_up:
                desk._changed.wait(0.01)
            desk._is_busy = False
            desk._changed.notify_all()
        return [each.result(PATIENCE_S) for each in brought]


@pytest.fixture
def writings(monkeypatch) -> list[int]:
    """How many comments each transaction was given."""
    counts: list[int] = []

    def counted(*, edition, items):
        counts.append(len(items))
        return take_in(edition=edition, items=items)

    monkeypatch.setattr(together, "take_in", counted)
    return counts


def test_brought_at_once__are_written_once_and_each_gets_its_own(policy, writings):
    items = [incoming(policy.current_edition, f"One of many {n}") for n in range(12)]
    taken = brought_at_once(policy.current_edition, items)
    assert writings == [12]
    assert [each.comment for each in taken] == [item.comment for item in items]
    assert {each.comment.number for each in taken} == set(range(1, 13))
    assert Submission.objects.count() == 12
    assert verify(policy) == []


def test_brought_at_once__no_more_are_written_together_than_fit(policy, writings, monkeypatch):
    monkeypatch.setattr(together, "MOST", 5)
    items = [incoming(policy.current_edition, f"One of many {n}") for n in range(12)]
    assert all(each.is_new for each in brought_at_once(policy.current_edition, items))
    assert writings == [5, 5, 2]


def test_brought_at_once__one_form_sent_by_many_taps_is_one_comment(policy):
    items = [incoming(policy.current_edition, identifier="form:1") for _n in range(8)]
    taken = brought_at_once(policy.current_edition, items)
    assert sorted(each.is_new for each in taken) == [False] * 7 + [True]
    assert len({each.comment.pk for each in taken}) == Comment.objects.count() == 1
    assert Submission.objects.count() == 1


def test_brought_at_once__the_same_words_of_one_visit_are_one_comment(policy):
    visit = SubmissionFactory(policy=policy)
    items = [
        incoming(policy.current_edition, identifier=f"form:{n}", submission=visit) for n in range(4)
    ]
    taken = brought_at_once(policy.current_edition, items)
    assert len({each.comment.pk for each in taken}) == Comment.objects.count() == 1


def test_brought_at_once__one_that_is_refused_keeps_none_of_the_others_out(policy, writings):
    edition = policy.current_edition
    elsewhere = make_policy(1, slug="elsewhere").current_edition.entries.get().version
    items = [incoming(edition, f"One of many {n}") for n in range(3)]
    gone = IncomingComment(SubmissionFactory.build(), elsewhere, incoming(edition).comment)
    *taken, refused = brought_at_once(edition, [*items, gone])
    assert isinstance(refused, CommentError)
    assert {each.comment.number for each in taken} == {1, 2, 3}
    assert writings == [4, 1, 1, 1, 1]
    assert verify(policy) == []


def test_brought_at_once__those_of_another_edition_wait_for_nobody(policy, writings):
    other = make_policy(1, slug="other", title="Other Policy")
    desk = together._desks.setdefault(policy.current_edition.pk, together._Desk())
    desk._is_busy = True
    taken = take_in_together(edition=other.current_edition, item=incoming(other.current_edition))
    desk._is_busy = False
    assert (writings, taken.comment.number) == ([1], 1)


def test_brought_at_once__nobody_waits_longer_than_their_patience(policy, monkeypatch):
    monkeypatch.setattr(together, "patience_s", lambda: 0.05)
    desk = together._desks.setdefault(policy.current_edition.pk, together._Desk())
    desk._is_busy = True
    with pytest.raises(OperationalError, match="too long"):
        take_in_together(edition=policy.current_edition, item=incoming(policy.current_edition))
    desk._is_busy = False
    assert desk._waiting == []
    assert not Comment.objects.exists()


def test_brought_at_once__each_is_told_where_nothing_can_be_written(policy, monkeypatch):
    def locked(**_items: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(together, "take_in", locked)
    items = [incoming(policy.current_edition, f"One of many {n}") for n in range(3)]
    told = brought_at_once(policy.current_edition, items)
    assert [str(each) for each in told] == ["database is locked"] * 3


def test_brought_at_once__who_brings_a_fault_has_it_alone(policy):
    """A tag that was deleted meanwhile fails at the end, when all the others are written."""
    items = [incoming(policy.current_edition, f"One of many {n}") for n in range(4)]
    gone = PolicyTag.objects.create(name="Gone", slug="gone")
    bad = incoming(policy.current_edition, "With a tag", tags=[gone])
    PolicyTag.objects.filter(pk=gone.pk).delete()
    with pytest.raises(IntegrityError):
        brought_at_once(policy.current_edition, [*items, bad])
    assert sorted(Comment.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    assert Submission.objects.count() == 4
    assert verify(policy) == []
