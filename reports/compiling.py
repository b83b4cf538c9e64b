"""Work on reports: claim a row, keep it alive, finish it once; put right what was lost.

A report goes through two steps. Freezing its data is one row, the report's own; each file is a
further row. Any worker may claim any row: see `consult.jobs.job`. What is written appears by a
rename made inside the transaction that finishes the row, so that only the holder of the claim can
make it.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.register.ledger.checkpoints import keep_shown
from consult.jobs.job import Job, JobQuerySet
from consult.jobs.progress import Heartbeat
from consult.jobs.wake import wake
from consult.jobs.work import work_on as work_on_job
from reports.dataset import Dataset, DatasetError
from reports.freeze import freeze
from reports.models import Report, ReportFile
from reports.renderers import RENDERERS

UNFORESEEN = gettext_lazy(
    "It could not be made, for a reason that the product did not foresee. The server's log has"
    " the details; compile again once the cause is gone."
)
FAN_OUT = 8  # wake-ups after freezing; every finished row sends one more while there is work


def work_on(report_id: int) -> bool:
    """Do one row's work of the report. Returns False where there is none to claim."""
    work = partial(work_on_job, explain=explained, unforeseen=UNFORESEEN)
    report, files = _rows(report_id)
    if not (work(report, _freeze) or work(files, _render)):
        return False
    finish(report_id)
    if has_work(report_id):
        wake(Report.task, report_id)
    return True


def has_work(report_id: int) -> bool:
    """Whether a row of the report can be claimed now."""
    return any(rows.claimable().exists() for rows in _rows(report_id))


def is_worked_on(report_id: int) -> bool:
    """Whether some worker holds a row of the report."""
    return any(rows.worked_on().exists() for rows in _rows(report_id))


def _rows(report_id: int) -> tuple[JobQuerySet, JobQuerySet]:
    """The report's own row, as long as its data are not frozen, and those of its files."""
    report = Report.objects.filter(pk=report_id, dataset_sha256="")
    return report, ReportFile.objects.filter(report=report_id)


@contextmanager
def scratch(job: Job, folder: Path) -> Iterator[Path]:
    """A folder for this claim alone; temporary files of libraries go there too.

    So what a killed worker leaves lies in the report's folder, and goes with `_tidy`.
    """
    own = folder / "scratch" / str(job.token)
    own.mkdir(parents=True)
    before, tempfile.tempdir = tempfile.tempdir, str(own)
    try:
        yield own
    finally:
        tempfile.tempdir = before
        shutil.rmtree(own, ignore_errors=True)


def _freeze(report: Report) -> None:
    with scratch(report, report.folder) as folder:
        made = folder / report.dataset_path.name
        frozen = freeze(report, made, progress=Heartbeat(report))
        files = list(_planned_files(report, frozen.dataset))
        with transaction.atomic():
            report.await_parts(
                dataset_sha256=frozen.dataset.sha256,
                rows=len(frozen.dataset),
                ledger_size=frozen.ledger["size"],
                checkpoint=frozen.ledger["checkpoint"],
            )
            ReportFile.objects.bulk_create(files)
            keep_shown(report.policy_id, frozen.ledger["checkpoint"])
            made.replace(report.dataset_path)
    for _file in files[1:FAN_OUT]:
        wake(Report.task, report.pk)


def _planned_files(report: Report, dataset: Dataset) -> Iterator[ReportFile]:
    """A row for each format and part, the slowest formats first."""
    stem = f"{report.policy.reference}-edition-{report.edition.number}-report-{report.pk}".lower()
    for name, renderer in RENDERERS.items():
        parts = renderer.parts(dataset) if name in report.formats else 0
        for part in range(1, parts + 1):
            volume = f"-volume-{part}-of-{parts}" if parts > 1 else ""
            yield ReportFile(
                report=report,
                format=name,
                part=part,
                parts=parts,
                label=renderer.part_label(dataset, part),
                name=f"{stem}{volume}.{name}",
            )


def _render(file: ReportFile) -> None:
    report = file.report
    dataset = Dataset.open(report.dataset_path)
    if dataset.sha256 != report.dataset_sha256:
        raise DatasetError(_("The frozen data have changed on disk. Ask for a new report."))
    with scratch(file, report.folder) as folder:
        made = folder / file.name
        RENDERERS[file.format].render(dataset, file.part, made, progress=Heartbeat(file))
        with made.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        with transaction.atomic():
            file.finish(size=made.stat().st_size, sha256=sha256)
            made.replace(file.path)


def explained(error: Exception) -> str | None:
    """What staff are told of an error that would only come again; the log has the whole."""
    if isinstance(error, DatasetError):
        return str(error)
    if isinstance(error, SoftTimeLimitExceeded):
        return _("It took too long and was stopped. Narrow the report with filters.")
    return None


def finish(report_id: int) -> bool:
    """Finish the report if its last file is finished. Only one worker's call returns True."""
    files = ReportFile.objects.filter(report=report_id)
    if files.unfinished().exists() or not files.exists():
        return False
    waiting = Report.objects.filter(pk=report_id).awaiting_parts().exclude(dataset_sha256="")
    if files.failed().exists():
        won = waiting.fail(_("Some files could not be made."))
    else:
        won = waiting.finish()
    if won:
        _tidy(Report.objects.get(pk=report_id))
    return bool(won)


def _tidy(report: Report) -> None:
    """Remove what killed workers left in the folder of a finished report."""
    shutil.rmtree(report.folder / "scratch", ignore_errors=True)


def sweep() -> list[int]:
    """Put right what was lost: silent workers, lost wake-ups, unfinished endings.

    Fails rows that were tried often enough, finishes reports whose files are all finished, and
    wakes a worker for each report with work. Returns the ids of those.
    """
    for model in (Report, ReportFile):
        model.objects.put_back_lapsed()
    open_reports = Report.objects.unfinished().order_by("pk").values_list("pk", flat=True)
    waiting = []
    for report_id in open_reports:
        if not finish(report_id) and has_work(report_id):
            wake(Report.task, report_id)
            waiting.append(report_id)
    return waiting
