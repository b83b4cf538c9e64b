"""The way in: from a file to the outline proposed for it."""

from __future__ import annotations

import logging
from io import BytesIO
from pathlib import Path

from texts.bounds import MAX_SECTIONS
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.outline.detect import build_outline
from texts.outline.model import Outline
from texts.readers import door, kinds, markdown_reader, text_reader
from texts.readers.kinds import Kind
from texts.readers.odt import odt_reader
from texts.readers.web import html_reader
from texts.readers.word import docx_reader
from texts.source import SourceDocument, SourceLine, UnreadableDocument

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
    """
    try:
        outline = build_outline(read_source(path, filename, max_bytes=max_bytes))
        _check_text(outline)
        _check_sections(outline)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:
        logger.exception("Import of a file failed: %s", path.suffix)
        raise UnreadableDocument(_not_understood()) from error
    return outline


def read_source(
    path: Path, filename: str | None = None, *, max_bytes: int = door.MAX_BYTES
) -> SourceDocument:
    """The file as its reader understands it: its lines, and what the editor should know of it.

    Size is checked before the file is opened, archives before they are unpacked. Raises
    `UnreadableDocument` for what the door or a reader refuses.
    """
    filename = filename or path.name
    door.check_size(path, max_bytes)
    kind, document = (_read_archive if door.is_archive(path) else _read_text)(path, filename)
    door.check_lines(sum(map(_size, document.lines)))
    document.warnings[:0] = _name_warnings(kind, filename)
    return document


def _size(line: SourceLine) -> int:
    """How many paragraphs or cells a line stands for."""
    return sum(map(len, line.table["data"])) if line.table else 1


def _read_archive(path: Path, filename: str) -> tuple[Kind, SourceDocument]:
    with door.Archive(path) as archive:
        kind = kinds.kind_of_archive(archive)
        if kind == Kind.DOCX:
            return kind, docx_reader.read(archive, _read_chunk)
        return kind, odt_reader.read(archive)


def _read_text(path: Path, filename: str) -> tuple[Kind, SourceDocument]:
    return _read_text_content(path.read_bytes(), filename)


def _read_text_content(content: bytes, filename: str) -> tuple[Kind, SourceDocument]:
    kind = kinds.kind_of_text(content, filename)
    text, warnings = kinds.decode_text(content)
    document = _TEXT_READERS[kind](text)
    document.warnings[:0] = warnings
    document.warnings += door.direction_warnings(text)
    return kind, document


def _read_chunk(content: bytes, name: str) -> SourceDocument:
    """A document inside a Word file; what it holds inside in its turn is not read."""
    if not content.startswith(door.MAGIC):
        return _read_text_content(content, name)[1]
    with door.Archive(BytesIO(content)) as archive:
        kinds.kind_of_archive(archive)
        return docx_reader.read(archive)


def _check_text(outline: Outline) -> None:
    """Refuse a document without words, such as pages that were scanned."""
    if not outline.words.source:
        raise UnreadableDocument(
            _(
                "The file holds no text. If it shows scanned pages, they must first become text:"
                " type them, or use text recognition, and save the text as .docx."
            )
        )


def _check_sections(outline: Outline) -> None:
    """Refuse what no policy has, such as a list of names that are all headings."""
    if len(outline.sections) > MAX_SECTIONS:
        raise UnreadableDocument(
            _(
                "The file has %(count)d sections; a policy can have %(most)d. Split it into several"
                " files, or give fewer of its lines the style of a heading, and upload it again.",
                count=len(outline.sections),
                most=MAX_SECTIONS,
            )
        )


def _name_warnings(kind: Kind, filename: str) -> list[KeptWords]:
    if kinds.named_kind(filename) == kind:
        return []
    ending = Path(filename).suffix[:12]
    if not ending:
        return []
    return [
        _(
            "The file is called %(ending)s but is %(format)s; it was read as what it is.",
            ending=ending,
            format=_NAMES[kind],
        )
    ]


def _not_understood() -> KeptWords:
    return _(
        "The file could not be understood. Open it in Word or LibreOffice, save it under a new"
        " name as .docx, and upload that."
    )
