"""An edition of a policy as a file to keep: PDF, Word, plain text, Akoma Ntoso."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from policies.document import EditionDocument
from policies.exporters import akn, docx, pdf, txt


class UnknownFormatError(ValueError):
    """There is no such format; the message names those there are."""


@dataclass(frozen=True)
class Format:
    """A format by its name for people, its file extension and media type, and what writes it."""

    label: str | Promise
    extension: str
    media_type: str
    write: Callable[[EditionDocument, Path], None]


FORMATS = {
    "pdf": Format(_("PDF"), "pdf", "application/pdf", pdf.write),
    "docx": Format(
        _("Word"),
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        docx.write,
    ),
    "txt": Format(_("Plain text"), "txt", "text/plain; charset=utf-8", txt.write),
    "akn": Format(_("Akoma Ntoso XML"), "xml", "application/akn+xml", akn.write),
}


def export(document: EditionDocument, format: str, out: Path) -> Path:  # noqa: A002
    """Write ``document`` to ``out`` as ``"pdf"``, ``"docx"``, ``"txt"`` or ``"akn"``.

    Labels are in the document's language. ``out`` appears only when complete. Raises
    `UnknownFormatError`, `consult.typst.TypstError` (PDF) or `OSError`.
    """
    if format not in FORMATS:
        names = ", ".join(FORMATS)
        raise UnknownFormatError(f"Unknown format {format!r}: choose one of {names}.")
    part = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with override(document.language):
            FORMATS[format].write(document, part)
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)
    return out
