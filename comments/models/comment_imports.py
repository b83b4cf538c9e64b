"""An uploaded file of comments on its way into the register."""

import json
from collections.abc import Iterable
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.jobs.uploaded_file import UploadedFile


class CommentImport(UploadedFile):
    """One uploaded file. `state` is the state of the work of its present stage.

    The worker reads it, a person says what is what in it, the worker tries it, the person confirms
    what was found, the worker takes it in. What the file says of people is in its folder, and goes
    with that once everything is in the register.
    """

    class Stage(models.TextChoices):
        READING = "reading", pgettext_lazy("stage of a list", "Being read")
        PLANNING = "planning", pgettext_lazy("stage of a list", "Waiting: what is what?")
        CHECKING = "checking", pgettext_lazy("stage of a list", "Being tried")
        CHECKED = "checked", pgettext_lazy("stage of a list", "Waiting to be confirmed")
        TAKING_IN = "taking_in", pgettext_lazy("stage of a list", "Being taken in")
        TAKEN_IN = "taken_in", pgettext_lazy("stage of a list", "Taken in")
        CANCELLED = "cancelled", pgettext_lazy("stage of a list", "Cancelled")

    class Kind(models.TextChoices):
        TABLE = "table", _("Table")
        MAILS = "mails", _("E-mails")

    task = "comments.import"
    folders = "comment-imports"

    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, default=Stage.READING
    )
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices, default=Kind.TABLE)
    edition = models.ForeignKey(
        "policies.Edition", on_delete=models.CASCADE, related_name="+", verbose_name=_("edition")
    )
    language = models.CharField(
        max_length=10, default="en", help_text="In which problems are said: the uploader's."
    )
    columns = models.JSONField(default=list, help_text="The names that the file has for them.")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    notes = models.JSONField(default=list, help_text="What to know of the file as it was read.")
    plan = models.JSONField(
        default=dict, help_text="What is what in it: see comments.channels.bulk.bulk_plan."
    )
    outcome = models.JSONField(default=dict, help_text="What trying it, or taking it in, showed.")
    taken = models.PositiveIntegerField(default=0, help_text="Comments that are in the register.")

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        verbose_name = _("list of comments")
        verbose_name_plural = _("lists of comments")

    def fail(self, error: str) -> None:
        """Say why. What nothing was taken in of goes back to whoever can put it right.

        Raises `LostLease`.
        """
        tried = self.stage in (self.Stage.CHECKING, self.Stage.TAKING_IN)
        if tried and not type(self).objects.get(pk=self.pk).taken:
            self.finish(stage=self.Stage.PLANNING, progress=0, error=error)
        else:
            super().fail(error)

    @property
    def table_path(self) -> Path:
        """The rows as CSV: what was read out of a workbook or of mails."""
        made = self.folder / "table.csv"
        return made if made.exists() else self.source_path

    @property
    def rejected_path(self) -> Path:
        return self.folder / "rejected.csv"

    @property
    def gone(self) -> list[str]:
        """The identifiers of rows that were taken out of the file, for their words were erased."""
        return json.loads(self._gone_path.read_text()) if self._gone_path.exists() else []

    def keep_gone(self, identifiers: Iterable[str]) -> None:
        self._gone_path.write_text(json.dumps(sorted({*self.gone, *identifiers})))

    @property
    def _gone_path(self) -> Path:
        return self.folder / "gone.json"
