"""The screen's stylesheet is written as many files and fetched as one.

``css/site.css`` imports the others, which every browser understands: so it is served as it stands
while somebody works on it. Collected for production, the imported files stand in it, and a reader
asks once.
"""

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SITE = "css/site.css"
_IMPORT = re.compile(r'^@import "([^"]+)";$', re.MULTILINE)

# Name of a collected file → the storage it was found in, and its path there.
Found = dict[str, tuple[Storage, str]]


class JoinedStylesheetStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, that joins `SITE` before it is hashed and compressed."""

    def post_process(
        self, paths: Found, dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool | Exception]]:
        if SITE in paths and not dry_run:
            joined = joined_stylesheet(SITE, paths)
            self.delete(SITE)
            self._save(SITE, ContentFile(joined.encode()))
            paths = paths | {SITE: (self, SITE)}
        yield from super().post_process(paths, dry_run, **options)


def joined_stylesheet(name: str, found: Found) -> str:
    """The text of a stylesheet with those that it imports in their places.

    Raises `KeyError` where one of them was not found.
    """

    def imported(match: re.Match[str]) -> str:
        return joined_stylesheet(posixpath.join(posixpath.dirname(name), match[1]), found).rstrip()

    storage, path = found[name]
    with storage.open(path) as file:
        return _IMPORT.sub(imported, file.read().decode())
