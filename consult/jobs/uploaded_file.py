"""A job on a file that a member of staff uploaded: the file lies in a folder of the row's own."""

import shutil
import uuid
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job
from consult.jobs.wake import wake_on_commit
from texts.kept_words import said


class UploadedFile(Job):
    """``notes`` are kept words; ``folders`` names the folder in `DATA_DIR` for those of a kind."""

    folders: ClassVar[str]
    notes: Any  # a field of its own, for what a kind notes

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
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
    def folder(self) -> Path:
        """Where the file and what is made of it lie: outside what the web server hands out."""
        return Path(settings.DATA_DIR) / self.folders / str(self.uid)

    @property
    def source_path(self) -> Path:
        return self.folder / "source"

    def take(self, file: BinaryIO) -> None:
        """Keep the file, save the row and wake a worker; or nothing at all."""
        self.folder.mkdir(parents=True, mode=0o700)
        try:
            with self.source_path.open("wb") as kept:
                shutil.copyfileobj(file, kept)
            self.save()
        except BaseException:
            self.remove_files()
            raise
        wake_on_commit(self.task, self.pk)

    def remove_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
