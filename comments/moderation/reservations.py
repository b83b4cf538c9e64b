"""Who has which comment open: a moderator is given none that another is reading.

A reservation says who reads, for ten minutes; it locks nothing. Who acts on a comment is held to
what was seen of it, reserved or not (`comments.moderation.services`).
"""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from comments.models import Comment, CommentReservation
from comments.models.comment_reservation import RESERVED_FOR
from comments.querysets import CommentQuerySet

RENEWED_AFTER = timedelta(minutes=1)
TRIED = 20  # comments that may be taken under our eyes before we ask once more


def reserve(*, comment: Comment, user: User) -> CommentReservation:
    """The comment's: this moderator's, who leaves every other; or that of the one who has it."""
    now = timezone.now()
    about = Q(comment=comment) | Q(moderator=user) | Q(until__lte=now)
    found = list(CommentReservation.objects.filter(about).select_related("moderator"))
    standing = [each for each in found if each.comment_id == comment.pk and each.until > now]
    is_own = any(each.moderator_id == user.pk for each in standing)
    is_new = is_own and standing[0].until > now + RESERVED_FOR - RENEWED_AFTER
    if standing and (not is_own or (is_new and len(found) == 1)):
        return standing[0]
    return _reserve_anew(comment, user, now)


@transaction.atomic
def _reserve_anew(comment: Comment, user: User, now: datetime) -> CommentReservation:
    """Whoever writes first has it: there is one row for a comment."""
    done = Q(until__lte=now) | Q(moderator=user) & ~Q(comment=comment)
    CommentReservation.objects.filter(done).delete()
    until = now + RESERVED_FOR
    new = CommentReservation(comment=comment, moderator=user, until=until)
    CommentReservation.objects.bulk_create([new], ignore_conflicts=True)
    of_comment = CommentReservation.objects.filter(comment=comment)
    reserved = of_comment.select_related("moderator").first()
    if reserved is None:  # whoever had it has left it this moment
        return _reserve_anew(comment, user, now)
    if reserved.moderator_id == user.pk and reserved.until != until:
        of_comment.filter(moderator=user).update(until=until)
        reserved.until = until
    return reserved


def reserve_next(*, waiting: CommentQuerySet, user: User) -> Comment | None:
    """The first of these comments that nobody else reads, from now on this moderator's."""
    others = CommentReservation.objects.filter(until__gt=timezone.now()).exclude(moderator=user)
    while True:
        read = list(others.values_list("comment", flat=True))
        found = waiting.exclude(pk__in=read)[:TRIED]
        for comment in found:
            if reserve(comment=comment, user=user).moderator_id == user.pk:
                return comment
        if not found:
            return None


def other_reader(*, comment: Comment, user: User) -> str:
    """Who else has it open; empty where nobody has."""
    others = CommentReservation.objects.filter(comment=comment, until__gt=timezone.now())
    reserved = others.exclude(moderator=user).select_related("moderator").first()
    return name_of_other(reserved, user) if reserved else ""


def name_of_other(reserved: CommentReservation, user: User) -> str:
    """Who has it, where that is not this moderator."""
    other = reserved.moderator
    return "" if other.pk == user.pk else other.get_full_name() or other.get_username()


def leave(*, user: User, comment_id: int | None = None, until: datetime | None = None) -> None:
    """Give back what this moderator has open: all, of one comment, or one reservation of it."""
    own = CommentReservation.objects.filter(moderator=user)
    if comment_id is not None:
        own = own.filter(comment=comment_id)
    (own if until is None else own.filter(until=until)).delete()
