"""Lists of comments taken out as files: asked for, cancelled, and removed after a while.

A file is for whoever asked for it, for a day. That it was asked for stays on record, without what
was typed to narrow the list.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from comments.exporting.export_job import work_on_export
from comments.models import Comment, ListExport
from comments.models.saved_view import TYPED
from comments.querysets import CommentQuerySet
from consult.jobs.wake import wake_on_commit

AT_ONCE = 2_000  # more comments than these are a worker's
KEPT = timedelta(days=1)

Told = Sequence[tuple[str, str, str]]


class ExportError(Exception):
    """A list that cannot be taken out as a file; the message says why."""


def export_list(
    *, comments: CommentQuerySet, query: str, filters: Told, file_format: str, user: User
) -> ListExport:
    """Make a file of exactly these comments, in their order: now, or by a worker where many.

    ``query`` is the list's address, ``filters`` says it in words. Raises `ExportError`.
    """
    if file_format not in ListExport.Format.values:
        raise ExportError(_("Choose XLSX or CSV."))
    keys = list(comments.values_list("pk", flat=True))
    if not keys:
        raise ExportError(_("Nothing was found, so there is nothing to take out."))
    export = ListExport.objects.create(
        format=file_format,
        language=get_language() or "en",
        query=query,
        filters=list(filters),
        keys=keys,
        rows=len(keys),
        asked_by=user,
    )
    if len(keys) > AT_ONCE:
        wake_on_commit(export.task, export.pk)
    else:
        work_on_export(export.pk)
        export.refresh_from_db()
    return export


def cancel_export(export: ListExport) -> None:
    """Leave it, whatever it is at. Raises `ExportError` where the file is made already."""
    now = timezone.now()
    of_one = ListExport.objects.filter(pk=export.pk)
    if not of_one.unfinished().cancel(cancelled_at=now, removed_at=now, keys=[]):
        raise ExportError(_("It is too late to cancel: the file is made."))
    export.remove_files()


def forget_exports() -> int:
    """Remove the files that were made a day ago; returns how many."""
    old = ListExport.objects.finished().filter(removed_at=None)
    return _remove(old.filter(finished_at__lt=timezone.now() - KEPT))


def remove_exports_of(comments: Iterable[Comment]) -> int:
    """Remove all files, made or under way, that hold any of the comments; returns how many."""
    wanted = {each.pk for each in comments}
    return _remove(
        each for each in ListExport.objects.filter(removed_at=None) if wanted & set(each.keys)
    )


def _remove(exports: Iterable[ListExport]) -> int:
    count = 0
    for export in exports:
        filters = [[name, label, "…" if name in TYPED else v] for name, label, v in export.filters]
        gone = {"removed_at": timezone.now(), "keys": [], "query": "", "filters": filters}
        of_one = ListExport.objects.filter(pk=export.pk)
        if not of_one.unfinished().cancel(cancelled_at=timezone.now(), **gone):
            of_one.update(**gone)
        export.remove_files()
        count += 1
    return count
