"""A job on a file that a member of staff uploaded: the file lies in a folder of the row's own."""

import shutil
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job
from consult.jobs.kept_folder import KeptFolder
from consult.jobs.wake import wake_on_commit
from texts.kept_words import said


class UploadedFile(KeptFolder, Job):
    """``notes`` are kept words."""

    notes: Any  # a field of its own, for what a kind notes

    file_name = models.CharField(_("file"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"), help_text="Bytes.")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.file_name

    @property
    def said_notes(self) -> list[str]:
        """The notes in the language of who looks."""
        return list(map(said, self.notes))

    @property
    def source_path(self) -> Path:
        return self.folder / "source"

    def take(self, file: BinaryIO) -> None:
        """Keep the file, save the row and wake a worker; or nothing at all."""
        self.make_folder()
        try:
            with self.source_path.open("wb") as kept:
                shutil.copyfileobj(file, kept)
            self.save()
        except BaseException:
            self.remove_files()
            raise
        wake_on_commit(self.task, self.pk)
