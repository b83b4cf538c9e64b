"""An edition of a policy as a file to keep: PDF, Word, plain text, Akoma Ntoso."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from texts.edition_text import EditionText
from texts.writers import akn_writer, docx_writer, pdf_writer, txt_writer


class UnknownFormatError(ValueError):
    """There is no such format; the message names those there are."""


@dataclass(frozen=True)
class DownloadFormat:
    """A format by its name for people, its file extension and media type, and what writes it."""

    label: str | Promise
    extension: str
    media_type: str
    write: Callable[[EditionText, Path], None]


FORMATS = {
    "pdf": DownloadFormat(_("PDF"), "pdf", "application/pdf", pdf_writer.write),
    "docx": DownloadFormat(
        _("Word"),
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        docx_writer.write,
    ),
    "txt": DownloadFormat(_("Plain text"), "txt", "text/plain; charset=utf-8", txt_writer.write),
    "akn": DownloadFormat(_("Akoma Ntoso XML"), "xml", "application/akn+xml", akn_writer.write),
}


def export(document: EditionText, format: str, out: Path) -> Path:  # noqa: A002
    """Write ``document`` to ``out`` as ``"pdf"``, ``"docx"``, ``"txt"`` or ``"akn"``.

    Labels are in the document's language. ``out`` appears only when complete. Raises
    `UnknownFormatError`, `texts.printing.typst.TypstError` (PDF) or `OSError`.
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
