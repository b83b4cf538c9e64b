"""What a worker does for an uploaded file: read it, try it, take it in.

Taken in is a batch at a time, each with its count in the row. A worker that was killed is followed
by one that begins at the first row again: what is known by then is not taken in twice.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_noop
from wagtail.log_actions import log

from comments.channels.bulk import bulk_reading
from comments.channels.bulk.bulk_plan import guessed, numbered, read_planned, said_of
from comments.channels.bulk.sheet_files import ROW
from comments.channels.csv_files import CsvError, CsvFile
from comments.channels.spreadsheet import ImportSummary, import_rows, write_rejected
from comments.models import CommentImport
from comments.register.services import IncomingComment
from consult.jobs.progress import Heartbeat
from consult.jobs.work import work_on
from texts.kept_words import kept
from texts.source import UnreadableDocument

Stage = CommentImport.Stage
SHOWN = 20
"""Of the comments found, and of the rows refused; all of those are in a file."""
UNFORESEEN = gettext_noop("It could not be done. The server's log has the details.")
_CHANGED = gettext_noop(
    "A text of the consultation was changed since the list was tried: try it again."
)


def work_on_bulk(import_id: int) -> bool:
    """Do the work of the file's stage. Returns False where there is none to claim."""
    rows = CommentImport.objects.filter(pk=import_id).select_related("edition__policy__locale")
    work = partial(work_on, explain=_explained, unforeseen=UNFORESEEN)
    steps = {Stage.READING: _read, Stage.CHECKING: _check, Stage.TAKING_IN: _take_in}
    return any(work(rows.filter(stage=stage), step) for stage, step in steps.items())


def _explained(error: Exception) -> str | None:
    if isinstance(error, UnreadableDocument):
        return kept(error.args[0])
    return str(error) if isinstance(error, CsvError) else None


def digest_of(row: CommentImport, table: Path | None = None) -> str:
    """What a person looks at: this file, what was said of it, and the texts it is about.

    ``table`` is one that is to be its file, if it is not that yet.
    """
    content = hashlib.sha256((table or row.table_path).read_bytes()).hexdigest()
    entries = row.edition.entries.filter(replaced_at=None).order_by("pk")
    texts = list(entries.values_list("version", flat=True))
    seen = json.dumps([content, row.plan, texts], sort_keys=True)
    return hashlib.sha256(seen.encode()).hexdigest()


def _read(job: CommentImport) -> None:
    beat = Heartbeat(job)
    kind = bulk_reading.kind_of(job.source_path, job.file_name)
    notes: list[str] = []
    if kind != bulk_reading.TEXT:
        target = job.folder / "table.csv"
        made = bulk_reading.make_table(job.source_path, target, kind, on_wait=lambda: beat(0))
        notes = [kept(each) for each in made]
    with translation.override(job.language):
        file = CsvFile(job.table_path, required=(), known=())
        file.warnings.pop()  # that no column is used: what each is comes later
        count = sum(1 for _row in file)
    columns = [name for name in file.columns if name != ROW]
    job.finish(
        stage=Stage.PLANNING,
        kind=CommentImport.Kind.MAILS if kind == bulk_reading.MAILS else CommentImport.Kind.TABLE,
        columns=columns,
        rows=count,
        notes=[*notes, *file.warnings],
        plan={"columns": guessed(columns)},
    )
    if job.table_path != job.source_path:
        job.source_path.unlink()  # a second copy of what people said


def _check(job: CommentImport) -> None:
    preview: list[dict[str, str]] = []
    beat = Heartbeat(job)

    def watch(summary: ImportSummary, batch: Sequence[IncomingComment], new: int) -> None:
        preview.extend(map(_shown, batch[: SHOWN - len(preview)]))
        beat(summary.read / max(job.rows, 1))

    digest = digest_of(job)
    with translation.override(job.language):
        summary = _import(job, watch, dry_run=True)
    outcome = _outcome(summary) | {"digest": digest, "preview": preview}
    job.finish(stage=Stage.CHECKED, outcome=outcome)


def _take_in(job: CommentImport) -> None:
    if job.outcome.get("digest") != digest_of(job):
        job.fail(_CHANGED)
        return

    def watch(summary: ImportSummary, batch: Sequence[IncomingComment], new: int) -> None:
        job.extend(taken=F("taken") + new, progress=min(summary.read / max(job.rows, 1), 1))

    with translation.override(job.language):
        summary = _import(job, watch, dry_run=False)
    taken = CommentImport.objects.values_list("taken", flat=True).get(pk=job.pk)
    known = max(summary.imported + summary.known - taken, 0)  # rows may be gone since
    outcome = _outcome(summary) | {"imported": taken, "known": known}
    with transaction.atomic():
        job.finish(stage=Stage.TAKEN_IN, outcome=outcome)
        counts = {name: outcome[name] for name in ("imported", "known", "rejected")}
        log(instance=job, action="comments.list_taken_in", user=job.created_by, data=counts)
    for path in {job.source_path, job.table_path}:
        path.unlink(missing_ok=True)


def _import(job: CommentImport, watch: Any, *, dry_run: bool) -> ImportSummary:
    """The rows as planned; those that are refused are in a file of their own."""
    file, rows = read_planned(job)
    summary = import_rows(
        rows,
        edition=job.edition,
        said=said_of(job),
        dry_run=dry_run,
        watch=watch,
        gone=set(job.gone),
    )
    summary.columns = [name for name in file.columns if name != ROW]
    summary.warnings = file.warnings
    write_rejected(summary, job.rejected_path)
    return summary


def _outcome(summary: ImportSummary) -> dict[str, Any]:
    problems = [[line, problem] for line, problem, _row in summary.rejected[:SHOWN]]
    return {
        "imported": summary.imported,
        "known": summary.known,
        "rejected": len(summary.rejected),
        "problems": problems,
        "warnings": summary.warnings,
    }


def _shown(item: IncomingComment) -> dict[str, str]:
    """A comment as it would be, for whoever looks before it is."""
    who, comment = item.submission, item.comment
    return {
        "section": item.version.heading,
        "stance": comment.stance_name,
        "text": comment.text[:200],
        "who": who.respondent,
        "ward": str(who.ward or ""),
        "channel": who.get_channel_display(),
    }


def mails_of(job: CommentImport) -> list[tuple[int, dict[str, str]]]:
    """The messages of a file of mails with their numbers. Raises `CsvError`."""
    file = CsvFile(job.table_path, required=(), known=())
    return [(row.line, row.cells) for row in numbered(file)]
