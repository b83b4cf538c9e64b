"""A report and each of its files are jobs: rows with state, lease and progress."""

import uuid
from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.jobs.job import Job, JobState
from policies.models.editions import policy_has_an_edition


class ReportFormat(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word (DOCX)"
    XLSX = "xlsx", "Excel (XLSX)"
    CSV = "csv", "CSV"
    JSON = "json", "JSON"


class Compiled(Job):
    """A job whose state is told in the words of reports."""

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=JobState.worded(pgettext_lazy("job state", "Being compiled")),
        default=JobState.QUEUED,
    )

    class Meta:
        abstract = True


class Report(Compiled):
    """A consolidated report on one edition, computed from a frozen dataset."""

    task = "reports.work"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("policy"),
    )
    edition = models.ForeignKey(
        "policies.Edition",
        on_delete=models.PROTECT,
        related_name="reports",
        verbose_name=_("edition"),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    formats = models.JSONField(_("formats"), default=list)
    filters = models.JSONField(_("filters"), default=dict, blank=True)
    ledger_size = models.PositiveIntegerField(_("entries in the ledger"), null=True, editable=False)
    checkpoint = models.TextField(_("checkpoint of the ledger"), blank=True, editable=False)
    dataset_sha256 = models.CharField(_("dataset"), max_length=64, blank=True, editable=False)
    rows = models.PositiveIntegerField(_("comments"), null=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ("add", "view")
        permissions = [("download_report", _("Can download reports"))]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.policy}, {self.edition} ({self.pk})"

    @property
    def folder(self) -> Path:
        """Where the dataset and the files lie: outside the media that the web server hands out."""
        return settings.REPORTS_ROOT / str(self.uid)

    @property
    def dataset_path(self) -> Path:
        return self.folder / "dataset.jsonl.gz"

    @property
    def is_frozen(self) -> bool:
        return bool(self.dataset_sha256)


class ReportFile(Compiled):
    """One file of a report; a long PDF has several parts. Its task is the report's."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="files")
    format = models.CharField(_("format"), max_length=8, choices=ReportFormat.choices)
    part = models.PositiveSmallIntegerField(_("part"), default=1)
    parts = models.PositiveSmallIntegerField(_("parts"), default=1)
    label = models.CharField(_("what it holds"), max_length=200, blank=True)
    name = models.CharField(_("file name"), max_length=160)
    size = models.PositiveBigIntegerField(_("size"), null=True, help_text="Bytes.")
    sha256 = models.CharField(_("checksum"), max_length=64, blank=True)

    class Meta:
        ordering = ["report", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "format", "part"], name="reports_file_part_once"
            )
        ]
        default_permissions = ()
        verbose_name = _("report file")
        verbose_name_plural = _("report files")

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return self.report.folder / self.name
