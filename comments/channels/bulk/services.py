"""What staff do with an uploaded file of comments; the worker's part is in `bulk_job`."""

from datetime import timedelta
from typing import Any, BinaryIO

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments.models import CommentImport
from consult.jobs.wake import wake_on_commit
from policies.models import Edition

Stage = CommentImport.Stage


class BulkError(Exception):
    """What cannot be done with the file now; the message says why."""


def start_bulk(
    *, file: BinaryIO, file_name: str, size: int, edition: Edition, user: User
) -> CommentImport:
    """Keep the file and ask a worker to read it."""
    row = CommentImport(
        file_name=file_name[-255:],
        size=size,
        edition=edition,
        language=get_language() or "en",
        created_by=user,
    )
    row.take(file)
    return row


def request_check(*, row: CommentImport, plan: dict[str, Any]) -> None:
    """Ask a worker to try the file with the plan. Raises `BulkError` where that is over."""
    waiting = CommentImport.objects.filter(
        pk=row.pk, stage__in=(Stage.PLANNING, Stage.CHECKED), taken=0
    )
    if not waiting.restart(stage=Stage.CHECKING, plan=plan, outcome={}):
        raise BulkError(_("This list is no longer waiting for that."))
    wake_on_commit(CommentImport.task, row.pk)


@transaction.atomic
def confirm(*, row: CommentImport, digest: str, user: User) -> None:
    """Have taken in what was looked at: the file, the plan and the edition of that digest.

    Raises `BulkError` where it is another by now.
    """
    looked_at = CommentImport.objects.filter(pk=row.pk, stage=Stage.CHECKED, outcome__digest=digest)
    if not looked_at.restart(stage=Stage.TAKING_IN):
        raise BulkError(_("This is not what you have looked at: it was changed meanwhile."))
    log(instance=row, action="comments.list_confirmed", user=user)
    wake_on_commit(CommentImport.task, row.pk)


def cancel_bulk(*, row: CommentImport, user: User | None) -> None:
    """Leave the file. What was taken in of it stays, for nothing received is lost.

    Raises `BulkError` where everything is taken in.
    """
    open_rows = CommentImport.objects.filter(pk=row.pk).exclude(
        stage__in=(Stage.TAKEN_IN, Stage.CANCELLED)
    )
    with transaction.atomic():
        if not open_rows.cancel(stage=Stage.CANCELLED, outcome={}):
            raise BulkError(_("It is too late to cancel: this list is finished."))
        log(instance=row, action="comments.list_cancelled", user=user)
    row.remove_files()


def forget_left(older_than: timedelta) -> int:
    """Remove refused rows, and files that could not be read, of lists that ended so long ago."""
    old = CommentImport.objects.filter(finished_at__lt=timezone.now() - older_than)
    kept = [row for row in old if row.folder.exists()]
    unread = [row for row in kept if row.stage == Stage.READING]
    ended = [row for row in kept if row.stage in (Stage.TAKEN_IN, Stage.CANCELLED)]
    for row in unread:
        cancel_bulk(row=row, user=None)
    for row in ended:
        forget_files(row=row, user=None)
    return len(unread) + len(ended)


def forget_files(*, row: CommentImport, user: User | None) -> None:
    """Remove what is left of a finished file: the rows that did not go in."""
    if row.stage in (Stage.TAKEN_IN, Stage.CANCELLED):
        row.remove_files()
        row.outcome |= {"problems": [], "warnings": []}
        row.save(update_fields=["outcome"])
        log(instance=row, action="comments.list_forgotten", user=user)
