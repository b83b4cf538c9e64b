"""What a screen or a command shows of a report."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.choices import Channel
from comments.models import LedgerEntry, Submission
from consult.jobs.job import JobState
from home.models import MeetingPage
from home.visibility import restricted
from policies.models import PolicyPage
from policies.selectors import private_sections
from reports.dataset import Dataset, DatasetError
from reports.dataset_header import ChannelCounts, Header, Reconciliation
from reports.models import Report, ReportFile

FREEZING = 0.1  # its share of the whole
# A file's share of the rest: about how long it takes.
WEIGHTS = {"pdf": 4, "docx": 2, "xlsx": 3, "csv": 1, "json": 1}


@dataclass(frozen=True)
class Progress:
    """How far a report is: `fraction` of 1, what is being done, and its files."""

    report: Report
    files: list[ReportFile]

    @cached_property
    def fraction(self) -> float:
        if self.report.state == JobState.DONE:
            return 1.0
        weight = sum(WEIGHTS[file.format] for file in self.files)
        done = sum(WEIGHTS[file.format] * file.progress for file in self.files)
        return FREEZING * self.report.progress + (1 - FREEZING) * (done / weight if weight else 0)

    @property
    def percent(self) -> int:
        return int(100 * self.fraction)

    @property
    def step(self) -> str:
        """In the active language."""
        state = self.report.state
        if state == JobState.QUEUED:
            return _("Waiting for a worker")
        if state == JobState.DONE:
            return _("Ready")
        if state == JobState.FAILED:
            return _("Failed")
        if not self.report.is_frozen:
            return _("Gathering the comments")
        done = sum(file.state == JobState.DONE for file in self.files)
        words = ngettext(
            "Writing the file", "Writing the files: %(done)d of %(all)d ready", len(self.files)
        )
        return words % {"done": done, "all": len(self.files)}


def progress_of(report: Report) -> Progress:
    """Two queries: the report is read anew."""
    fresh = Report.objects.select_related("policy", "edition", "created_by").get(pk=report.pk)
    return Progress(fresh, list(fresh.files.all()))


def frozen_header(report: Report) -> Header | None:
    """The header of the report's dataset; None before it is frozen, or where it cannot be read."""
    if not report.is_frozen:
        return None
    try:
        return Dataset.open(report.dataset_path).header
    except DatasetError:
        return None


def reconciliation_of(header: Header | None) -> Reconciliation | None:
    """The frozen table, which bears the report's language, with channels named as the page is."""
    if header is None:
        return None
    names, table = dict(Channel.choices), header["reconciliation"]
    lines: list[ChannelCounts] = [
        {**line, "label": str(names.get(line["channel"], line["label"]))}
        for line in table["channels"]
    ]
    return {**table, "channels": lines}


def public_reports() -> QuerySet[Report]:
    """Reports that have been published. Who may read one may read its policy: see `shows_all`."""
    return Report.objects.filter(published_at__isnull=False)


def shows_all(report: Report) -> bool:
    """Whether all that the report is about may be read by whoever may read its policy.

    A report has headings and words of each section that was commented on, and the meetings that
    were announced, and stays as it is: so it is shown while none of them is private.
    """
    edition, policy = report.edition, report.edition.policy
    if edition.entries.filter(version__section__in=private_sections(policy)).exists():
        return False
    private = set(restricted(MeetingPage.objects.all(), within=policy).values_list("pk", flat=True))
    header = frozen_header(report) if private else None
    announced = header.get("announced") if header else None
    return not (announced and private.intersection(announced["meeting_pages"]))


def reports_over(submission: Submission) -> list[Report]:
    """Reports whose data were frozen when the ledger had a comment of it, the newest first."""
    entries = LedgerEntry.objects.filter(comment__submission=submission)
    first = dict(entries.values_list("comment__edition").annotate(Min("position")).order_by())
    frozen = Report.objects.filter(edition__in=first, ledger_size__isnull=False)
    found = frozen.select_related("policy", "edition").order_by("-created_at")
    return [report for report in found if (report.ledger_size or 0) >= first[report.edition_id]]


def readable_reports(policy: PolicyPage) -> list[Report]:
    """For whoever may read the policy, the newest report first."""
    reports = public_reports().filter(policy=policy.canonical).select_related("edition")
    found = list(reports.order_by("-published_at"))
    for report in found:
        report.edition.policy = policy.canonical
    return [report for report in found if shows_all(report)]
