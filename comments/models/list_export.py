"""Lists of comments that staff took out as files: the job that makes one, and the record of it."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job
from consult.jobs.kept_folder import KeptFolder


class ListExport(KeptFolder, Job):
    """One list that somebody asked for as a file: who, when, how narrowed, and how many rows.

    ``keys`` are the comments that were found when it was asked for, in the list's order: what comes
    later is not in the file. What is said of each is as it stands when the file is made, so that
    nothing erased or redacted meanwhile is in it; ``changed_since`` tells of how many that is more
    than a form of words. File and keys go after a while, the row stays as the record. ``filters``
    are ``[name, label, value]`` in the language of who asked.
    """

    class Format(models.TextChoices):
        XLSX = "xlsx", "XLSX"
        CSV = "csv", "CSV"

    task = "comments.export_list"
    folders = "list-exports"

    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    language = models.CharField(max_length=10, default="en", help_text="Of the table's heads.")
    query = models.TextField(blank=True, help_text="The list's address, to find it again.")
    filters = models.JSONField(default=list)
    keys = models.JSONField(default=list)
    rows = models.PositiveIntegerField(_("comments"), default=0)
    changed_since = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    cancelled_at = models.DateTimeField(null=True, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        verbose_name = _("exported list")
        verbose_name_plural = _("exported lists")

    def __str__(self) -> str:
        return self.file_name

    @property
    def file_name(self) -> str:
        return f"comments-{timezone.localdate(self.created_at)}-{self.pk}.{self.format}"

    @property
    def path(self) -> Path:
        return self.folder / self.file_name

    @property
    def is_there(self) -> bool:
        """Whether its file is made, and not removed yet."""
        made = self.state == "done" and self.cancelled_at is None
        return made and self.removed_at is None
