"""What is let in of the files that anybody may send with a comment.

A file is what its content says, whatever it is called: a PDF, a Word document without macros, a
photo or a picture. Each is one thing from its first byte to its last, so that no other program
finds something else in it. Pictures are made anew, without what the camera wrote into them.
"""

import hashlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import NamedTuple

from django.utils.translation import gettext as _

from comments.attachments import pdf_check, picture_copy, word_check
from comments.attachments.refusal import RefusedFile
from comments.models.attachment import NAME_MAX, FileKind
from texts.cleaning import typed_line

MEGABYTE = 1024 * 1024
MOST_FILES, MOST_MEGABYTES = 3, 5
MOST_BYTES = MOST_MEGABYTES * MEGABYTE


class SentFile(NamedTuple):
    """A file that is let in, as it will be kept."""

    name: str
    kind: FileKind
    content: bytes
    digest: str


Check = Callable[[bytes], bytes]
_CHECKS: tuple[tuple[bytes, FileKind, Check], ...] = (
    (b"%PDF-", FileKind.PDF, pdf_check.checked_pdf),
    (b"PK\x03\x04", FileKind.DOCX, word_check.checked_docx),
    (b"\xff\xd8\xff", FileKind.JPG, picture_copy.jpeg_copy),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG, picture_copy.png_copy),
)


def let_in(name: str, content: bytes) -> SentFile:
    """The file as it will be kept. Raises `RefusedFile`, which says what to do."""
    if not content:
        raise RefusedFile(_("The file is empty. Choose another."))
    if len(content) > MOST_BYTES:
        raise RefusedFile(
            _("The file is larger than %(most)d MB. Send a smaller one.") % {"most": MOST_MEGABYTES}
        )
    for begins, kind, check in _CHECKS:
        if content.startswith(begins):
            kept = check(content)
            return SentFile(_named(name, kind), kind, kept, hashlib.sha256(kept).hexdigest())
    raise RefusedFile(
        _("The file is no PDF, Word document (.docx), JPG or PNG. Save it as one of these.")
    )


def _named(name: str, kind: FileKind) -> str:
    """What its sender called it, with the ending of what it is; no folder, nothing unseen."""
    line = typed_line(name.replace("\\", "/").rpartition("/")[2])
    kept = "".join(each for each in line if each not in '<>:"|?*')
    stem = PurePosixPath(kept).stem.strip(". ") or _("file")
    return f"{stem[: NAME_MAX - 5]}.{kind.value}"
