"""The way in: from a file to the outline proposed for it."""

from __future__ import annotations

import logging
from pathlib import Path

from django.utils.translation import gettext as _

from texts.outline.detect import build_outline
from texts.outline.model import Outline
from texts.readers import door, markdown_reader, text_reader
from texts.readers.door import Kind
from texts.readers.odt import odt_reader
from texts.readers.web import html_reader
from texts.readers.word import docx_reader
from texts.source import SourceDocument, UnreadableDocument

logger = logging.getLogger(__name__)

_TEXT_READERS = {
    Kind.HTML: html_reader.read,
    Kind.MARKDOWN: markdown_reader.read,
    Kind.TEXT: text_reader.read,
}
_NAMES = {
    Kind.DOCX: "Word (.docx)",
    Kind.ODT: "OpenDocument (.odt)",
    Kind.HTML: "HTML",
    Kind.MARKDOWN: "Markdown",
    Kind.TEXT: ".txt",
}


def read_document(
    path: Path, filename: str | None = None, *, max_bytes: int = door.MAX_BYTES
) -> Outline:
    """The outline of a file, whatever it is called; `filename` is the name it was uploaded under.

    Raises `UnreadableDocument`, with a message for the editor, for everything that cannot be read.
    Size is checked before the file is opened, archives before they are unpacked.
    """
    filename = filename or path.name
    door.check_size(path, max_bytes)
    kind = door.sniff(path, filename)
    try:
        document = _read(path, kind)
        outline = build_outline(document)
        _check_text(outline)
    except UnreadableDocument:
        raise
    except Exception as error:
        logger.exception("Import of a %s file failed", kind)
        raise UnreadableDocument(_not_understood()) from error
    outline.warnings = [*_name_warnings(kind, filename), *outline.warnings]
    return outline


def _read(path: Path, kind: Kind) -> SourceDocument:
    if kind in _TEXT_READERS:
        source, warnings = door.decode_text(path.read_bytes())
        document = _TEXT_READERS[kind](source)
        document.warnings = [*warnings, *document.warnings]
    else:
        document = (docx_reader if kind == Kind.DOCX else odt_reader).read(path)
        source = door.main_part_text(path, kind)
    if door.has_direction_controls(source):
        document.warnings.append(
            _(
                "Hidden characters that turn the direction of writing were taken out."
                " Check that titles read as they should."
            )
        )
    return document


def _check_text(outline: Outline) -> None:
    """Refuse a document without words, such as pages that were scanned."""
    if not outline.words.source:
        raise UnreadableDocument(
            _(
                "The file holds no text. If it shows scanned pages, they must first become text:"
                " type them, or use text recognition, and save the text as .docx."
            )
        )


def _name_warnings(kind: Kind, filename: str) -> list[str]:
    if door.named_kind(filename) == kind:
        return []
    ending = Path(filename).suffix[:12]
    if not ending:
        return []
    return [
        _("The file is called %(ending)s but is %(format)s; it was read as what it is.")
        % {"ending": ending, "format": _NAMES[kind]}
    ]


def _not_understood() -> str:
    return _(
        "The file could not be understood. Open it in Word or LibreOffice, save it under a new"
        " name as .docx, and upload that."
    )
