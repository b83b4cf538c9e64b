"""The worker's part of a list that was asked for as a file."""

from django.utils.translation import gettext_lazy, override

from comments.exporting.export_files import WRITERS, rows_of
from comments.models import Comment, ListExport
from consult.jobs.made_files import complete_or_nothing, with_progress
from consult.jobs.progress import Heartbeat
from consult.jobs.work import work_on

UNFORESEEN = gettext_lazy("The file could not be made. The server's log has the details.")


def work_on_export(export_id: int) -> bool:
    """Make the file. Returns False where there is nothing to claim."""
    rows = ListExport.objects.filter(pk=export_id)
    return work_on(rows, _make, explain=lambda _error: None, unforeseen=UNFORESEEN)


def _make(export: ListExport) -> None:
    export.make_folder()
    rows = with_progress(rows_of(export.keys), export.rows, Heartbeat(export))
    with override(export.language), complete_or_nothing(export.path) as path:
        WRITERS[export.format](export, rows, path)
        export.extend()  # what was cancelled or taken over meanwhile puts no file there
    changed = Comment.objects.filter(changed_at__gt=export.created_at)
    chosen = set(export.keys)
    since = sum(key in chosen for key in changed.values_list("pk", flat=True))
    export.finish(changed_since=since)
