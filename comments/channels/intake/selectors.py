"""What a clerk sees of what was entered: the log says who entered it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.db.models import CharField, Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from wagtail.models import ModelLogEntry

from comments.choices import STANCES, State, WithdrawnReason
from comments.models import Comment, EntryCheck, IntakeBatch, Submission
from comments.querysets import CommentQuerySet
from policies.models import Edition, SectionVersion

NOT_OF_THE_PILE = [each for each in WithdrawnReason.values if each != WithdrawnReason.ASKED]
"""Why a clerk takes back what no form of the pile stands for."""


class EnteredComment(NamedTuple):
    comment: Comment
    clerk: str
    taken_back: str  # why a clerk withdrew it; empty where none did
    check: EntryCheck | None = None  # what a second person found


class BatchTotals(NamedTuple):
    """What a clerk has entered of one pile: of one channel, day and ward."""

    respondents: int
    comments: int


class SectionCount(NamedTuple):
    """How many views a batch has on a section; ``counts`` are in the order of `STANCES`."""

    heading: str
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


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


def clerk_of(comment: Comment) -> User | None:
    """Who entered it; None once their account is gone."""
    made = ModelLogEntry.objects.filter(action="comments.entered", object_id=str(comment.pk))
    entry = made.select_related("user").first()
    return entry.user if entry else None


def batch_key(submission: Submission, edition: Edition, clerk: User | None) -> dict[str, Any]:
    """By what the batch is known that a submission belongs to."""
    return {
        "edition": edition,
        "clerk": clerk,
        "channel": submission.channel,
        "day": timezone.localtime(submission.received_at).date(),
        "ward": submission.ward,
        "meeting": submission.meeting,
    }


def batch_of(submission: Submission, edition: Edition, clerk: User | None) -> IntakeBatch:
    """The batch that a submission belongs to; not saved where it was never opened."""
    key = batch_key(submission, edition, clerk)
    return IntakeBatch.objects.filter(**key).first() or IntakeBatch(**key)


def batches_of(user: User) -> QuerySet[IntakeBatch]:
    """The clerk's own, newest first; those of all, where an administrator asks."""
    every = IntakeBatch.objects.select_related("edition__policy", "ward", "meeting", "clerk")
    return every if user.is_superuser else every.filter(clerk=user)


def entered_in(batch: IntakeBatch) -> CommentQuerySet:
    """What the clerk has entered that came as the batch says, and no clerk took back.

    What its respondent withdrew, or had erased, is on a form of the pile all the same.
    """
    begin = timezone.make_aware(datetime.combine(batch.day, time()))
    made = ModelLogEntry.objects.filter(
        action="comments.entered", user=batch.clerk_id, object_id=Cast(OuterRef("pk"), CharField())
    )
    taken_back = ModelLogEntry.objects.filter(
        action="comments.withdrawn",
        user__isnull=False,
        object_id=Cast(OuterRef("pk"), CharField()),
        data__reason__in=NOT_OF_THE_PILE,
    )
    return Comment.objects.filter(
        Exists(made),
        ~Exists(taken_back),
        edition=batch.edition_id,
        submission__channel=batch.channel,
        submission__ward=batch.ward_id,
        submission__meeting=batch.meeting_id,
        received_at__gte=begin,
        received_at__lt=begin + timedelta(days=1),
    )


def standing_in(batch: IntakeBatch) -> CommentQuerySet:
    """What of it nobody has withdrawn."""
    return entered_in(batch).exclude(state=State.WITHDRAWN)


def totals_of(batch: IntakeBatch) -> BatchTotals:
    counted = Count("submission", distinct=True)
    return BatchTotals(**entered_in(batch).aggregate(respondents=counted, comments=Count("pk")))


def submissions_in(batch: IntakeBatch) -> QuerySet[Submission]:
    """Whose views stand in the batch, in the order of the pile, with their comments."""
    entered = standing_in(batch)
    numbered = Prefetch("comments", entered.select_related("policy").order_by("number"))
    found = Submission.objects.filter(pk__in=entered.values("submission"))
    return found.order_by("pk").prefetch_related(numbered)


def counted_off(batch: IntakeBatch) -> list[SectionCount]:
    """How many views of each stance the batch has on each section, as the edition orders them."""
    rows = entered_in(batch).order_by().values("version", "stance").annotate(n=Count("pk"))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        found[row["version"]][row["stance"]] += row["n"]
    versions = SectionVersion.objects.filter(pk__in=found).annotate(
        place=Min("entries__position", filter=Q(entries__edition=batch.edition_id))
    )
    return [
        SectionCount(each.heading, [found[each.pk][stance] for stance in STANCES])
        for each in versions.order_by("place", "pk")
    ]
