"""Which pictures of a file are taken over, and what the editor is told of the others."""

from __future__ import annotations

from pathlib import PurePosixPath

from texts.kept_words import KeptWords
from texts.kept_words import remark as _

SMALLEST = 18
"""Points; what is smaller in either direction is a rule or a speck of a scan."""
_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
}


def picture_type(name: str) -> str | None:
    """The media type of a picture by its file name; None for one that browsers do not show."""
    return _TYPES.get(PurePosixPath(name).suffix.lower())


def picture_warnings(*, outside: bool, unsupported: bool) -> list[KeptWords]:
    """What to tell of pictures that are not inside the file, and of those nobody would see."""
    warnings = []
    if outside:
        warnings.append(_("Images that are not inside the file but elsewhere were not fetched."))
    if unsupported:
        warnings.append(
            _(
                "Images in a format that browsers do not show were left out. Save them as PNG "
                "or JPEG and add them to their sections."
            )
        )
    return warnings
