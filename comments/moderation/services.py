"""What moderators do to comments, and undo.

Who acts says which comments, as they were seen: what somebody else has changed since is left alone,
and said. Each act is a row, with a row for every comment that it was about.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import kept_page_parts
from comments.choices import Done, HiddenReason, SecondView, State
from comments.models import Comment, ModeratedComment, ModerationAction, SecondLook
from comments.models.moderation_actions import Seen
from comments.moderation.bulk_log import LogLine, log_together
from comments.permissions import moderating_role
from consult.jobs.wake import wake_on_commit
from policies.models import PolicyPage

AT_ONCE = 3_000  # more comments than these are a job's
BATCH = 1_000  # comments a transaction, in a job
READ = ("policy", "number", "section_key", "state", "hidden_reason", "as_it_came", "changed_at")


class ModerationError(Exception):
    """A change of state that is refused; the message says why."""


class Outcome(NamedTuple):
    """What a comment becomes; ``as_it_came`` only where reading it is undone."""

    state: str
    hidden_reason: str = ""
    as_it_came: bool = False


Outcomes = Callable[[Comment], Outcome]


@transaction.atomic
def moderate(
    *,
    comments: Iterable[Comment],
    state: str,
    hidden_reason: str = "",
    user: User | None,
) -> ModerationAction:
    """Publish or hide comments as they were read, all at once; withdrawn ones stay as they are.

    The comments that change are told so. Raises `ModerationError` where state and reason do not
    fit.
    """
    by_key = {comment.pk: comment for comment in comments}
    seen = {pk: comment.changed_at for pk, comment in by_key.items()}
    action = _new_action(seen, Outcome(state, hidden_reason), user)
    for changed in work_through(action):
        given = by_key[changed.pk]
        for name in ("changed_at", "moderated_at", "moderated_by", *Outcome._fields):
            setattr(given, name, getattr(changed, name))
    return action


@transaction.atomic
def moderate_chosen(
    *, seen: Seen, state: str, hidden_reason: str = "", user: User
) -> ModerationAction:
    """Publish or hide what was chosen from a list: at once, or many as a job.

    Raises `ModerationError` where state and reason do not fit.
    """
    return _start(_new_action(seen, Outcome(state, hidden_reason), user))


@transaction.atomic
def undo(
    *, action: ModerationAction, user: User, comments: Iterable[Comment] = ()
) -> ModerationAction:
    """Put the comments of an action, or only some, back to what they were before it.

    Only what is still as the action left it. Raises `ModerationError` while the action is under
    way, and where nothing is left of it to undo.
    """
    if not action.is_finished:
        raise ModerationError(_("It is still under way: it can be undone when it is over."))
    moderated = action.changed
    if only := [comment.pk for comment in comments]:
        moderated = moderated.filter(comment__in=only)
    seen = dict(moderated.values_list("comment", "changed_at"))
    if not moderated.standing().exists():
        raise ModerationError(_("Nothing is left to undo: every comment has changed since."))
    undoing = ModerationAction.objects.create(
        done=Done.UNDONE, undoes=action, seen=seen, made_by=user, role=moderating_role(user)
    )
    return _start(undoing)


def work_through(action: ModerationAction) -> list[Comment]:
    """Do all that is left of an action in this transaction. Returns the comments that changed."""
    changed = []
    for _start_of, batch in batches(action):
        changed += apply_batch(action, batch)
    ModerationAction.objects.filter(pk=action.pk).finish(at=len(action.seen))
    action.refresh_from_db(fields=["state", "at", "progress", "finished_at"])
    return changed


def batches(action: ModerationAction) -> Iterator[tuple[int, Seen]]:
    """What is left of the action, in parts: how many comments come before each, and the part."""
    pairs = list(action.seen.items())
    for start in range(action.at, len(pairs), BATCH):
        yield start, dict(pairs[start : start + BATCH])


def apply_batch(action: ModerationAction, seen: Seen) -> list[Comment]:
    """Do the action to these comments. Returns those that changed; stopped ones are on record."""
    outcome = _outcomes(action, seen)
    locked = Comment.objects.select_for_update().filter(pk__in=list(seen)).order_by("pk")
    read = locked.only(*READ)
    comments = [each for each in read if _standing(each) != outcome(each)]
    hides = [each.pk for each in comments if outcome(each).state == State.HIDDEN]
    barred = _judged_already(hides, action.made_by)
    barred |= {each.pk for each in comments if each.changed_at != seen[each.pk]}
    stopped = [each for each in comments if each.pk in barred]
    changing = [
        each for each in comments if each.pk not in barred and each.state != State.WITHDRAWN
    ]
    now = timezone.now()
    _keep_record(action, changing, now)
    _keep_record(action, stopped, None)
    _change(changing, outcome, action, now)
    kept_page_parts.mark_moderated({each.section_key for each in changing})
    kept_page_parts.mark_acts({each.policy_id for each in changing})
    return changing


def _standing(comment: Comment | ModeratedComment) -> Outcome:
    return Outcome(comment.state, comment.hidden_reason, comment.as_it_came)


def hidden_before_by(user: User) -> QuerySet[ModeratedComment]:
    """What this moderator did to comments that hid them, whether it was undone since or not."""
    return ModeratedComment.objects.filter(
        action__done=State.HIDDEN, action__made_by=user, changed_at__isnull=False
    )


def _judged_already(comments: Sequence[int], user: User | None) -> set[int]:
    """Those that a second look showed and that stand as it left them, of which the user hid some.

    Who hid a comment does not hide it again over the head of who looked a second time.
    """
    if user is None or not comments:
        return set()
    shown = SecondLook.objects.filter(
        comment__in=comments, view=SecondView.SHOWN, decided_at__gte=F("comment__moderated_at")
    )
    before = Exists(hidden_before_by(user).filter(comment=OuterRef("comment")))
    return set(shown.filter(Q(hidden_by=user) | before).values_list("comment", flat=True))


def _check(outcome: Outcome) -> None:
    state, hidden_reason, _as_it_came = outcome
    if state not in (State.PUBLISHED, State.HIDDEN, State.RECEIVED):
        raise ModerationError(_("Choose whether to publish or to hide."))
    if (state == State.HIDDEN) != bool(hidden_reason):
        raise ModerationError(_("A hidden comment needs a reason, a published one has none."))
    if hidden_reason and hidden_reason not in HiddenReason.values:
        raise ModerationError(_("Choose a reason from the list."))


def _new_action(seen: Seen, outcome: Outcome, user: User | None) -> ModerationAction:
    _check(outcome)
    return ModerationAction.objects.create(
        done=outcome.state,
        hidden_reason=outcome.hidden_reason,
        seen=seen,
        made_by=user,
        role=moderating_role(user) if user else "",
    )


def _start(action: ModerationAction) -> ModerationAction:
    """Do it now, or have a worker do it."""
    if len(action.seen) > AT_ONCE:
        wake_on_commit(action.task, action.pk)
    else:
        work_through(action)
    return action


def _outcomes(action: ModerationAction, seen: Seen) -> Outcomes:
    """What the action makes of each comment."""
    if action.undoes is None:
        same = Outcome(action.done, action.hidden_reason)
        return lambda _comment: same
    rows = action.undoes.changed.filter(comment__in=seen)
    were = {row.comment_id: _standing(row) for row in rows}
    return lambda comment: were[comment.pk]


def _keep_record(
    action: ModerationAction, comments: Sequence[Comment], changed_at: datetime | None
) -> None:
    ModeratedComment.objects.bulk_create(
        ModeratedComment(
            action=action,
            comment=each,
            state=each.state,
            hidden_reason=each.hidden_reason,
            as_it_came=each.as_it_came,
            changed_at=changed_at,
        )
        for each in comments
    )


def _change(
    comments: Sequence[Comment], outcome: Outcomes, action: ModerationAction, now: datetime
) -> None:
    """Write a few statements whatever the number of comments, and as many entries of the log."""
    policies = PolicyPage.objects.in_bulk({each.policy_id for each in comments})
    lines = []
    for becomes, group in groupby(sorted(comments, key=outcome), key=outcome):
        several = list(group)
        new = becomes._asdict() | {
            "changed_at": now,
            "moderated_at": now,
            "moderated_by": action.made_by,
        }
        Comment.objects.filter(pk__in=[each.pk for each in several]).update(**new)
        for comment in several:
            comment.policy = policies[comment.policy_id]
            reason = becomes.hidden_reason
            data = {"before": comment.state, "hidden_reason": reason, "action": action.pk}
            lines.append(LogLine(comment, f"comments.{becomes.state}", data))
            for name, value in new.items():
                setattr(comment, name, value)
    log_together(lines, user=action.made_by)
