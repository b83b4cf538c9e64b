"""Work on reports: claim a row, keep it alive, finish it once; put right what was lost.

A report goes through two steps. Freezing its data is one row, the report's own; each file is a
further row. Any worker may claim any row, by one conditional update; the update gives the claim a
token and a lease. While it works, the worker's progress extends the lease; a worker that finds
another token has lost it and stops without a trace. What is written appears by a rename made
inside the transaction that finishes the row, so that only the holder of the claim can make it.
"""

import hashlib
import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from billiard.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consult.jobs.job import Heartbeat, LostLease, claim, held, put_back_lapsed
from reports import wake
from reports.dataset import Dataset, DatasetError
from reports.freeze import freeze
from reports.models import MAX_ATTEMPTS, Job, JobState, Report, ReportFile
from reports.renderers import RENDERERS

logger = logging.getLogger(__name__)

FAN_OUT = 8  # wake-ups after freezing; every finished row sends one more while there is work


def work_on(report_id: int) -> bool:
    """Do one row's work of the report. Returns False where there is none to claim."""
    report = Report.objects.filter(pk=report_id, dataset_sha256="")
    job = claim(report) or claim(ReportFile.objects.filter(report=report_id))
    if job is None:
        return False
    try:
        if isinstance(job, Report):
            _freeze(job)
        elif isinstance(job, ReportFile):
            _render(job)
    except LostLease as lost:
        logger.warning("Lost the lease of %s: another worker has it.", lost)
    except (KeyboardInterrupt, SystemExit):
        held(job).update(state=JobState.QUEUED, token=None, lease_until=None, progress=0)
        raise
    except Exception as error:  # noqa: BLE001
        _give_back(job, error)
    finish(report_id)
    if has_work(report_id):
        wake.send(report_id)
    return True


def has_work(report_id: int) -> bool:
    """Whether a row of the report can be claimed now."""
    report = Report.objects.filter(pk=report_id, dataset_sha256="")
    files = ReportFile.objects.filter(report=report_id)
    return report.claimable().exists() or files.claimable().exists()


def is_worked_on(report_id: int) -> bool:
    """Whether some worker holds a row of the report."""
    now = timezone.now()
    report = Report.objects.filter(pk=report_id, lease_until__gt=now)
    return (
        report.exists() or ReportFile.objects.filter(report=report_id, lease_until__gt=now).exists()
    )


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
            won = held(report).update(
                token=None,
                lease_until=None,
                progress=1,
                dataset_sha256=frozen.dataset.sha256,
                rows=len(frozen.dataset),
                ledger_position=frozen.ledger_position,
                ledger_head=frozen.ledger_head,
            )
            if not won:
                raise LostLease(f"Report {report.pk}")
            ReportFile.objects.bulk_create(files)
            made.replace(report.dataset_path)
    for _file in files[1:FAN_OUT]:
        wake.send(report.pk)


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
            won = held(file).update(
                state=JobState.DONE,
                token=None,
                lease_until=None,
                progress=1,
                size=made.stat().st_size,
                sha256=sha256,
                finished_at=timezone.now(),
            )
            if not won:
                raise LostLease(f"ReportFile {file.pk}")
            made.replace(file.path)


def _give_back(job: Job, error: Exception) -> None:
    """Put the row back in the queue, or fail it where trying again cannot help."""
    logger.error("%s %s was not finished", type(job).__name__, job.pk, exc_info=error)
    hopeless = isinstance(error, DatasetError | SoftTimeLimitExceeded)
    final = hopeless or job.attempts >= MAX_ATTEMPTS
    held(job).update(
        state=JobState.FAILED if final else JobState.QUEUED,
        token=None,
        lease_until=None,
        progress=0,
        error=explained(error) if final else "",
        finished_at=timezone.now() if final else None,
    )


def explained(error: Exception) -> str:
    """What staff are told; the log has the whole."""
    if isinstance(error, DatasetError):
        return str(error)
    if isinstance(error, SoftTimeLimitExceeded):
        return _("It took too long and was stopped. Narrow the report with filters.")
    return _(
        "It could not be made, for a reason that the product did not foresee. The server's log has"
        " the details; compile again once the cause is gone."
    )


def finish(report_id: int) -> bool:
    """Finish the report if its last file is finished. Only one worker's call returns True."""
    files = ReportFile.objects.filter(report=report_id)
    if files.unfinished().exists() or not files.exists():
        return False
    failed = files.filter(state=JobState.FAILED).exists()
    won = (
        Report.objects.filter(pk=report_id, state=JobState.RUNNING, lease_until=None)
        .exclude(dataset_sha256="")
        .update(
            state=JobState.FAILED if failed else JobState.DONE,
            finished_at=timezone.now(),
            error=_("Some files could not be made.") if failed else "",
        )
    )
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
        put_back_lapsed(model)
    open_reports = Report.objects.unfinished().order_by("pk").values_list("pk", flat=True)
    waiting = []
    for report_id in open_reports:
        if not finish(report_id) and has_work(report_id):
            wake.send(report_id)
            waiting.append(report_id)
    return waiting
