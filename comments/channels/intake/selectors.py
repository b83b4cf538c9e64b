"""What a clerk sees of what was entered: the log says who entered it."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import CharField, Count, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import State, WithdrawnReason
from comments.models import Comment, EntryCheck, Submission
from comments.querysets import CommentQuerySet


class EnteredComment(NamedTuple):
    comment: Comment
    clerk: str
    taken_back: str  # why a clerk withdrew it; empty where none did
    check: EntryCheck | None = None  # what a second person found


class BatchTotals(NamedTuple):
    """What a clerk has entered of one pile: of one channel, day and ward."""

    respondents: int
    comments: int


def entries(user: User) -> QuerySet[ModelLogEntry]:
    """What the clerk has entered, newest first; what all have, where an administrator asks."""
    made = ModelLogEntry.objects.filter(action="comments.entered").select_related("user")
    own = made if user.is_superuser else made.filter(user=user)
    return own.order_by("-timestamp", "-pk")


def entered_comments(made: Sequence[ModelLogEntry]) -> list[EnteredComment]:
    """The comments that these entries of the log are about."""
    keys = [entry.object_id for entry in made]
    checks = {str(each.comment_id): each for each in EntryCheck.objects.filter(comment__in=keys)}
    comments = Comment.objects.for_display().select_related("policy").in_bulk(map(int, keys))
    reasons = _reasons(keys)
    return [
        EnteredComment(
            comments[int(entry.object_id)],
            str(entry.user or ""),
            reason,
            checks.get(entry.object_id),
        )
        for entry in made
        for reason in [reasons.get(entry.object_id, "")]
    ]


def entered_comment(user: User, pk: int) -> EnteredComment | None:
    """One comment, where this member of staff may see it among those entered."""
    made = entries(user).filter(object_id=str(pk)).first()
    return entered_comments([made])[0] if made else None


def entered_by_others(user: User) -> CommentQuerySet:
    """What a second person may still check: typed by another, not taken back; oldest first."""
    made = ModelLogEntry.objects.filter(
        action="comments.entered", object_id=Cast(OuterRef("pk"), CharField())
    )
    open_ones = Comment.objects.filter(entry_check=None).exclude(state=State.WITHDRAWN)
    theirs = open_ones.filter(Exists(made), ~Exists(made.filter(user=user)))
    return theirs.order_by("pk")


def _reasons(keys: Sequence[str]) -> dict[str, str]:
    """Why comments were withdrawn by clerks, in words, by their keys."""
    taken_back = ModelLogEntry.objects.filter(
        action="comments.withdrawn", object_id__in=keys, user__isnull=False
    )
    words = dict(WithdrawnReason.choices)
    return {each.object_id: str(words.get(each.data.get("reason"), "")) for each in taken_back}


def batch_of(submission: Submission, clerk: User) -> BatchTotals:
    """How much the clerk has entered that came as this did, and was not withdrawn."""
    day = timezone.localtime(submission.received_at).date()
    begin = timezone.make_aware(datetime.combine(day, time()))
    made = ModelLogEntry.objects.filter(
        action="comments.entered", user=clerk, object_id=Cast(OuterRef("pk"), CharField())
    )
    comments = Comment.objects.filter(
        Exists(made),
        policy=submission.policy_id,
        submission__channel=submission.channel,
        submission__ward=submission.ward_id,
        submission__meeting=submission.meeting_id,
        received_at__gte=begin,
        received_at__lt=begin + timedelta(days=1),
    ).exclude(state=State.WITHDRAWN)
    return BatchTotals(
        **comments.aggregate(respondents=Count("submission", distinct=True), comments=Count("pk"))
    )
