"""Taking comments in, as every channel does it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import HiddenReason, State
from comments.models import Comment, Contact, Submission
from comments.register import services
from comments.register.ledger.entries import verify
from comments.register.services import CommentError, IncomingComment, take_in, withdraw
from policies.models import Edition
from tests.factories import SubmissionFactory, make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db


def incoming(edition, text="The notice is too short.", identifier="", **fields):
    version = edition.entries.first().version
    comment = Comment(stance="oppose", text=text, external_id=identifier)
    fields.setdefault("submission", SubmissionFactory.build())
    return IncomingComment(version=version, comment=comment, **fields)


def test_take_in__numbers_and_links_in_order(policy, edition):
    make_comment(policy)
    submission = SubmissionFactory.build()
    items = [incoming(edition, f"One of many {n}", submission=submission) for n in range(30)]
    taken = take_in(edition=edition, items=items)
    assert [each.comment.number for each in taken] == list(range(2, 32))
    assert all(each.is_new for each in taken)
    assert submission.comments.count() == 30
    assert verify(policy) == []


def test_take_in__takes_constant_queries(edition):
    def queries(count):
        counter = QueryCounter()
        items = [incoming(edition, contact=Contact(phone="0700 000000")) for _n in range(count)]
        with connection.execute_wrapper(counter):
            take_in(edition=edition, items=items)
        return counter.count

    queries(1)
    assert queries(2) == queries(30)


class QueryCounter:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, *args):
        self.count += 1
        return execute(*args)


def test_take_in__what_is_known_is_given_back(policy, edition):
    [first] = take_in(edition=edition, items=[incoming(edition, identifier="a")])
    items = [incoming(edition, identifier=name) for name in ("a", "b", "b", "", "")]
    again, new, same, *nameless = take_in(edition=edition, items=items)
    assert (again.comment, again.is_new) == (first.comment, False)
    assert (new.is_new, same.is_new) == (True, False)
    assert same.comment is new.comment
    assert [each.is_new for each in nameless] == [True, True]
    assert Comment.objects.count() == Submission.objects.count() == 4
    assert verify(policy) == []


def test_take_in__the_same_words_of_one_submission_are_one_comment(policy, edition):
    youth, first = policy.tags.get(), SubmissionFactory.build()

    def take(text="Too short.", identifier="", submission=first, **fields):
        item = incoming(edition, text, identifier, submission=submission, **fields)
        return take_in(edition=edition, items=[item])[0]

    comment = take(identifier="form:1", tags=[youth]).comment
    again = take(identifier="form:2", tags=[youth])
    assert (again.comment, again.is_new) == (comment, False)
    assert take(identifier="form:3").is_new
    assert take("Far too short.", tags=[youth]).is_new
    assert take(tags=[youth], submission=SubmissionFactory.build()).is_new
    withdraw(comment=comment)
    assert take(identifier="form:4", tags=[youth]).is_new
    assert verify(policy) == []


def test_take_in__what_another_policy_knows_is_new(edition):
    other = make_policy().current_edition
    take_in(edition=other, items=[incoming(other, identifier="a")])
    [taken] = take_in(edition=edition, items=[incoming(edition, identifier="a")])
    assert taken.is_new


def test_take_in__looks_for_what_is_known_under_the_ledgers_lock(edition, monkeypatch):
    lock = services.lock_ledger

    def waits_for_the_same_to_be_taken_in(policy):
        monkeypatch.setattr(services, "lock_ledger", lock)
        take_in(edition=edition, items=[incoming(edition, identifier="a")])
        return lock(policy)

    monkeypatch.setattr(services, "lock_ledger", waits_for_the_same_to_be_taken_in)
    [taken] = take_in(edition=edition, items=[incoming(edition, identifier="a")])
    assert not taken.is_new
    assert Comment.objects.count() == 1


def test_take_in__after_the_window_only_what_is_known(edition):
    [first] = take_in(edition=edition, items=[incoming(edition, identifier="a")])
    closed = timezone.now() - timedelta(seconds=1)
    Edition.objects.filter(pk=edition.pk).update(closes_at=closed)
    [again] = take_in(edition=edition, items=[incoming(edition, identifier="a")])
    assert again.comment == first.comment
    both = [incoming(edition, identifier=name) for name in ("a", "b")]
    with pytest.raises(CommentError, match="not open"):
        take_in(edition=edition, items=both)
    [by_post] = take_in(edition=edition, items=both[1:], in_window=False)
    assert by_post.is_new


def test_take_in__a_text_that_was_replaced_is_refused_with_all_that_came_beside_it(edition):
    item = incoming(edition)
    edition.entries.filter(version=item.version).update(replaced_at=timezone.now())
    with pytest.raises(CommentError, match="has changed"):
        take_in(edition=edition, items=[incoming(edition), item])
    assert not Submission.objects.exists()


def test_take_in__keeps_how_to_reach_a_new_respondent_apart(edition):
    submission = SubmissionFactory.build()
    for phone in ("0700 000000", "0711 111111"):
        item = incoming(edition, submission=submission, contact=Contact(phone=phone))
        take_in(edition=edition, items=[item])
    assert Contact.objects.get().submission == submission
    assert Contact.objects.get().phone == "0700 000000"


def test_take_in__logs_which_clerk_entered_what_is_new(edition):
    clerk = make_user("Clerks")
    for _n in range(2):
        take_in(edition=edition, items=[incoming(edition, identifier="a")], user=clerk)
    entry = ModelLogEntry.objects.get(action="comments.entered")
    assert (entry.user, entry.data) == (clerk, {"number": 1})
    take_in(edition=edition, items=[incoming(edition)])
    assert ModelLogEntry.objects.filter(action="comments.entered").count() == 1


def test_withdraw__by_the_respondent_leaves_what_was_hidden_meanwhile():
    comment = make_comment(make_policy(1), state=State.HIDDEN, hidden_reason=HiddenReason.HATE)
    assert withdraw(comment=comment).state == State.HIDDEN
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason) == (State.HIDDEN, HiddenReason.HATE)
