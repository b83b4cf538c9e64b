"""What a comment is as it comes: by the policy's rule, unless something about it wants eyes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import Done, FirstShown, HiddenReason, HoldReason, State
from comments.models import Comment, ModerationRule
from comments.moderation.services import moderate, undo
from comments.register.editing import edit
from comments.register.erasing import erase
from comments.register.first_state import QUICK_S, Arrival, rule_of
from comments.register.ledger.entries import verify
from comments.register.services import IncomingComment, take_in, withdraw
from tests.factories import make_comment, make_policy, make_user
from tests.factories.comments import SaidFactory, SubmissionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once(policy):
    since = timezone.now() - timedelta(hours=1)
    rule = ModerationRule.objects.create(policy=policy, shown=FirstShown.AT_ONCE, since=since)
    return rule.policy


def brought(policy, *, told_at=None, took_s=60.0, has_files=False, who=None, **said):
    """A comment that came by a door that follows the rule."""
    edition = policy.current_edition
    told_at = told_at or timezone.now()
    arrival = Arrival(rule_of(policy.pk), told_at, took_s=took_s, has_files=has_files)
    version = edition.entries.first().version
    submission = SubmissionFactory.build(**(who or {}))
    item = IncomingComment(submission, version, SaidFactory(**said), arrival=arrival)
    [taken] = take_in(edition=edition, items=[item])
    return Comment.objects.get(pk=taken.comment.pk)


def edited(comment, text="Other words", *, told_at_once=True):
    comment = Comment.objects.on_record().get(pk=comment.pk)
    said = Comment(stance=comment.stance, text=text)
    seen = comment.revision
    return edit(comment=comment, said=said, tags=[], seen=seen, told_at_once=told_at_once).comment


def stands(comment):
    comment.refresh_from_db()
    return comment.state, comment.as_it_came, comment.hold_reason


SHOWN = (State.PUBLISHED, True, "")
WAITS = (State.RECEIVED, False, "")


def test_take_in__waits_without_a_rule_and_with_one_that_says_so(policy):
    assert stands(brought(policy)) == WAITS
    ModerationRule.objects.create(policy=policy)
    assert stands(brought(policy)) == WAITS


def test_take_in__shows_at_once_what_nothing_holds(at_once):
    comment = brought(at_once)
    assert stands(comment) == SHOWN
    assert (comment.moderated_at, comment.moderated_by, comment.changed_at) == (None, None, None)
    entry = ModelLogEntry.objects.get(object_id=str(comment.pk))
    assert (entry.action, entry.user) == ("comments.shown_as_it_came", None)
    assert verify(at_once) == []


def test_take_in__what_comes_by_another_door_waits(at_once):
    assert stands(make_comment(at_once)) == WAITS


def test_take_in__the_rule_of_another_policy_does_not_count(at_once):
    assert stands(brought(make_policy())) == WAITS


def test_take_in__waits_where_its_author_was_told_so(at_once):
    """A form that was opened before the rule changed says that a moderator reads first."""
    assert stands(brought(at_once, told_at=timezone.now() - timedelta(hours=2))) == WAITS


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"text": "Call me on 0712 345 678."}, HoldReason.WORDS),
        ({"text": "You idiots."}, HoldReason.WORDS),
        ({"text": "See https://example.test/offer"}, HoldReason.WORDS),
        ({"text": "Loans at fast-money.com today"}, HoldReason.WORDS),
        ({"proposed": "Write to a@example.test"}, HoldReason.WORDS),
        ({"reason": "ID no. 12345678 says so"}, HoldReason.WORDS),
        ({"who": {"name": "Mpumbavu"}}, HoldReason.WORDS),
        ({"who": {"organisation_name": "www.example.test"}}, HoldReason.WORDS),
        ({"has_files": True}, HoldReason.FILE),
        ({"took_s": QUICK_S - 0.5}, HoldReason.QUICK),
        ({"hold_reason": HoldReason.NETWORK, "has_files": True}, HoldReason.NETWORK),
    ],
)
def test_take_in__holds_what_wants_a_moderators_eyes_and_says_why(at_once, how, reason):
    assert stands(brought(at_once, **how)) == (State.RECEIVED, False, reason)


def test_take_in__holds_for_nothing_more_where_a_moderator_reads_all(policy):
    assert stands(brought(policy, text="You idiots.", has_files=True, took_s=1)) == WAITS


def test_link__is_not_seen_in_plain_sentences(at_once):
    text = "Yes.No, the 2.5 km road e.g. at Mumias. Common needs come first."
    assert stands(brought(at_once, text=text)) == SHOWN


def test_change_of_rule__leaves_what_has_come(at_once):
    shown = brought(at_once)
    ModerationRule.objects.update(shown=FirstShown.READ)
    assert stands(shown) == SHOWN
    waiting = brought(at_once)
    ModerationRule.objects.update(shown=FirstShown.AT_ONCE)
    assert stands(waiting) == WAITS


def test_edit__of_what_is_shown_stays_shown(at_once):
    comment = brought(at_once)
    assert stands(edited(comment)) == SHOWN
    entries = ModelLogEntry.objects.filter(action="comments.shown_as_it_came")
    assert [each.data["revision"] for each in entries.order_by("pk")] == [1, 2]
    assert verify(at_once) == []


def test_edit__of_what_a_moderator_published_has_words_that_nobody_read(at_once):
    comment = make_comment(at_once, state=State.PUBLISHED)
    assert stands(edited(comment)) == SHOWN


@pytest.mark.parametrize("text", ["You idiots.", "See www.example.test"])
def test_edit__into_words_that_want_eyes_waits(at_once, text):
    comment = brought(at_once)
    assert stands(edited(comment, text)) == (State.RECEIVED, False, HoldReason.WORDS)
    assert stands(edited(comment, "Plain words again")) == SHOWN


def test_edit__waits_where_its_author_was_told_so_or_the_rule_says_so(at_once):
    comment = brought(at_once)
    assert stands(edited(comment, told_at_once=False)) == WAITS
    ModerationRule.objects.update(shown=FirstShown.READ)
    assert stands(edited(comment, "Third words")) == WAITS


@pytest.mark.parametrize("reason", [HoldReason.VISIT, HoldReason.FILE, HoldReason.QUICK])
def test_edit__frees_nothing_that_is_held_for_more_than_words(at_once, reason):
    comment = brought(at_once, hold_reason=reason)
    assert stands(edited(comment)) == (State.RECEIVED, False, reason)


def test_edit__shows_nothing_that_a_moderator_put_back(at_once):
    comment = brought(at_once)
    moderate(comments=[comment], state=State.RECEIVED, user=make_user("Moderators"))
    assert stands(edited(comment)) == WAITS


def test_moderate__publishing_what_is_shown_means_that_it_was_read(at_once):
    comment, moderator = brought(at_once), make_user("Moderators")
    action = moderate(comments=[comment], state=State.PUBLISHED, user=moderator)
    assert stands(comment) == (State.PUBLISHED, False, "")
    assert comment.moderated_by == moderator
    again = moderate(comments=[comment], state=State.PUBLISHED, user=moderator)
    assert (action.changed.count(), again.changed.count()) == (1, 0)
    undo(action=action, user=moderator)
    assert stands(comment) == SHOWN


def test_moderate__hides_what_is_shown_and_its_undoing_leaves_it_unread(at_once):
    comment, moderator = brought(at_once), make_user("Moderators")
    reason = HiddenReason.OFF_TOPIC
    action = moderate(comments=[comment], state=State.HIDDEN, hidden_reason=reason, user=moderator)
    assert stands(comment) == (State.HIDDEN, False, "")
    undone = undo(action=action, user=moderator)
    assert (stands(comment), undone.done) == (SHOWN, Done.UNDONE)


def test_withdraw_and_erase__leave_nothing_to_read(at_once):
    first, second = brought(at_once), brought(at_once)
    assert stands(withdraw(comment=first)) == (State.WITHDRAWN, False, "")
    erase(submission=second.submission, reason="asked", user=make_user("Superuser"))
    assert not Comment.objects.all().as_they_came().exists()
