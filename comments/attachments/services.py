"""What changes the files of comments: they are kept beside a comment, and removed."""

import logging
import os
import secrets
import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments.attachments.sent_files import MEGABYTE, MOST_FILES, SentFile
from comments.models import Attachment, Comment
from comments.models.attachment import AttachmentQuerySet, FileState

logger = logging.getLogger(__name__)
LEAST_FREE = 500 * MEGABYTE
"""Bytes that files leave free on their disk: the database may be on the same one."""


class OtherWordsError(Exception):
    """A file was looked at beside words that stand no more; the message says so."""


def attach(*, comment: Comment, files: Sequence[SentFile], is_scan: bool = False) -> None:
    """Keep files with a comment that was taken in, each once however often it is sent.

    A file that cannot be kept is on record as that: its comment stands all the same. Such a record
    takes no place of another file, and goes where the same one comes again.
    """
    if not files:
        return
    with transaction.atomic():
        Comment.objects.select_for_update().get(pk=comment.pk)
        known = _known(comment)
        new = list({file.digest: file for file in files if file.digest not in known}.values())
        rows = [_kept(comment, file, is_scan) for file in new[: MOST_FILES - len(known)]]
        try:
            _make_way(comment, rows, len(known))
            Attachment.objects.bulk_create(rows)
        except BaseException:
            for row in rows:
                if row.stored:
                    _delete(row.path)
            raise


def attach_scan(*, comments: Sequence[Comment], file: SentFile, user: User) -> int:
    """Keep a scan of the paper with each of the entries that stand on it, for staff.

    Returns with how many it could not be kept. Raises `NoRoomError` where one has its files.
    """
    full = [each for each in comments if not _has_room(each, file)]
    if full:
        raise NoRoomError(full)
    for comment in comments:
        attach(comment=comment, files=[file], is_scan=True)
        log(instance=comment, action="comments.scan_attached", user=user)
    kept = Attachment.objects.filter(comment__in=comments, digest=file.digest)
    return kept.filter(state=FileState.LOST).count()


class NoRoomError(Exception):
    """These comments have as many files as one may have."""

    def __init__(self, comments: Sequence[Comment]) -> None:
        super().__init__()
        self.comments = comments


def _has_room(comment: Comment, file: SentFile) -> bool:
    known = _known(comment)
    return file.digest in known or len(known) < MOST_FILES


def _known(comment: Comment) -> set[str]:
    """The digests of its files; what could not be kept may come again."""
    came = comment.attachments.exclude(state=FileState.LOST)
    return set(came.values_list("digest", flat=True))


def _make_way(comment: Comment, rows: Sequence[Attachment], known: int) -> None:
    """Drop records of what was not kept: of files that come again, and the oldest over three."""
    again = {row.digest for row in rows}
    lost = list(comment.attachments.filter(state=FileState.LOST))
    others = [each for each in lost if each.digest not in again]
    over = others[: max(0, known + len(rows) + len(others) - MOST_FILES)]
    gone = [each.pk for each in lost if each.digest in again or each in over]
    comment.attachments.filter(pk__in=gone).delete()


def _kept(comment: Comment, file: SentFile, is_scan: bool) -> Attachment:
    stored = secrets.token_hex(16)
    row = Attachment(
        comment=comment,
        name=file.name,
        kind=file.kind,
        size=len(file.content),
        digest=file.digest,
        stored=stored,
        is_scan=is_scan,
    )
    try:
        write_file(row.path, file.content)
    except OSError as error:
        logger.error("A file of %d bytes could not be kept: %s", row.size, error)
        row.stored, row.state = "", FileState.LOST
    return row


def write_file(path: Path, content: bytes) -> None:
    """All of it, for nobody else on this machine, or nothing. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(path.parent).free < LEAST_FREE + len(content):
        raise OSError("the disk is nearly full")
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        path.unlink(missing_ok=True)
        raise


@transaction.atomic
def remove_attachments(*, comment: Comment, user: User | None = None) -> int:
    """Remove the files of a comment for ever, with their names. Returns how many there were.

    How many it had stays on record. They go when the transaction ends, whatever else is in it.
    """
    return _remove(comment, comment.attachments.all(), user)


@transaction.atomic
def remove_scan(*, scan: Attachment, user: User) -> int:
    """Remove a scan from one entry for ever. Returns 0 where it is gone, or was released."""
    return _remove(
        scan.comment, Attachment.objects.scans().filter(pk=scan.pk, released_at=None), user
    )


@transaction.atomic
def remove_scans(*, scans: Sequence[Attachment], user: User) -> None:
    """Remove scans for ever, released or not: somebody whose view is on the sheet is erased."""
    for scan in scans:
        _remove(scan.comment, Attachment.objects.scans().filter(pk=scan.pk), user)


def _remove(comment: Comment, files: AttachmentQuerySet, user: User | None) -> int:
    rows = list(files.select_for_update().exclude(state=FileState.REMOVED))
    for row in rows:
        if row.stored:
            transaction.on_commit(partial(_delete, row.path))
        row.stored, row.state, row.name, row.digest = "", FileState.REMOVED, "", f"removed {row.pk}"
        row.released_at = None
    Attachment.objects.bulk_update(rows, ["stored", "state", "name", "digest", "released_at"])
    if rows:
        action, data = "comments.attachments_removed", {"count": len(rows)}
        log(instance=comment, action=action, user=user, data=data)
    return len(rows)


@transaction.atomic
def release(*, attachment: Attachment, user: User, seen: int | None = None) -> bool:
    """Let the public have a file, beside its comment while that is shown. Whether that is new.

    ``seen`` is the state of the comment's words beside which it was looked at. Raises
    `OtherWordsError` where they are others by now.
    """
    comment = Comment.objects.select_for_update().get(pk=attachment.comment_id)
    if seen not in (None, comment.revision):
        raise OtherWordsError(
            _(
                "The comment was edited since you opened this page, so nothing was released. Read"
                " it as it stands now, then say so again."
            )
        )
    kept = Attachment.objects.filter(pk=attachment.pk, state=FileState.KEPT, released_at=None)
    is_new = bool(kept.update(released_at=timezone.now()))
    if is_new:
        _log(attachment, "comments.file_released", user)
    return is_new


def keep_all_private(*, comment: Comment) -> None:
    """Take back what was released beside a comment that says something else now."""
    for attachment in comment.attachments.exclude(released_at=None):
        keep_private(attachment=attachment, user=None)


@transaction.atomic
def keep_private(*, attachment: Attachment, user: User | None) -> bool:
    """Take a released file back from the public. Whether it was released."""
    released = Attachment.objects.filter(pk=attachment.pk).exclude(released_at=None)
    is_new = bool(released.update(released_at=None))
    if is_new:
        _log(attachment, "comments.file_kept_private", user)
    return is_new


def _log(attachment: Attachment, action: str, user: User | None) -> None:
    log(instance=attachment.comment, action=action, user=user, data={"file": attachment.pk})


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        logger.error("A file that was removed is still there, %s: %s", path.name, error)
