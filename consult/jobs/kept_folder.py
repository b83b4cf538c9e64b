"""A row with a folder of its own for files, outside what the web server hands out."""

import shutil
import uuid
from pathlib import Path
from typing import ClassVar

from django.conf import settings
from django.db import models


class KeptFolder(models.Model):
    """``folders`` names the folder in `DATA_DIR` for those of a kind."""

    folders: ClassVar[str]

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def folder(self) -> Path:
        return Path(settings.DATA_DIR) / self.folders / str(self.uid)

    def make_folder(self) -> None:
        """For the eyes of the site's own user alone."""
        self.folder.mkdir(parents=True, mode=0o700, exist_ok=True)

    def remove_files(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
