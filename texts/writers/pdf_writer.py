"""PDF, set by Typst as PDF/UA-1 and PDF/A-2a: tagged, with bookmarks and contents."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from texts.cleaning import section_line
from texts.edition_text import EditionText, SectionText
from texts.printing.typst import compile_pdf
from texts.runs import Run
from texts.tables import Table, by_corner, covered_by
from texts.writers import front
from texts.writers.flow import (
    Flow,
    FlowItem,
    FlowNote,
    FlowText,
    Piece,
    address,
    flow,
    image_file,
    ranked_texts,
)

TEMPLATE = Path(__file__).parent / "templates" / "edition.typ"
ADDRESS_CHUNK = 20
LEAST_LEVEL, DEEPEST_LEVEL = 2, 6


def write(document: EditionText, out: Path) -> None:
    """Write the edition as a PDF; equal documents give equal bytes where they carry a date.

    Raises `texts.printing.typst.TypstError`.
    """
    images: dict[str, bytes] = {}
    data = _data(document, images)
    date = document.date
    stamp = dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC) if date else None
    compile_pdf(TEMPLATE, data, out, assets=images, timestamp=stamp)


def _data(document: EditionText, images: dict[str, bytes]) -> dict[str, Any]:
    """What the template reads; files of images are added to ``images``."""
    return {
        "title": section_line(document.title),
        "language": document.language,
        "author": section_line(document.organisation),
        "edition": section_line(document.edition),
        "notice": front.notice(document),
        "page_of": _("Page {page} of {pages}"),
        "contents": _("Contents"),
        "plain_words": front.in_plain_words(),
        "particulars": [
            {"label": label, "value": value, "href": chunks(address(value))}
            for label, value in front.particulars(document)
        ],
        "sections": [
            section_data(section, level, document, images)
            for section, level in ranked_texts(document, LEAST_LEVEL, DEEPEST_LEVEL)
        ],
    }


def section_data(
    section: SectionText, level: int, document: EditionText, images: dict[str, bytes]
) -> dict[str, Any]:
    """What ``text.typ`` sets of a section; files of images are added to ``images``."""
    return {
        "level": level,
        "heading": section_line(section.heading),
        "summary": section_line(section.summary),
        "parts": [_part(part, level, document, images) for part in flow(section.parts)],
    }


def _part(
    part: Flow, level: int, document: EditionText, images: dict[str, bytes]
) -> dict[str, Any]:
    if isinstance(part, Table):
        return _table(part)
    if isinstance(part, FlowNote):
        return {"kind": "note", "label": part.label, "paragraphs": _paragraphs(part)}
    if isinstance(part, list):
        return {"kind": "list", "items": _items(part)}
    if part.line.kind == "image":
        return _image(part, document, images)
    return {
        "kind": part.line.kind,
        "label": part.line.label,
        "level": min(level + 1, DEEPEST_LEVEL),
        "pieces": _pieces(part.pieces),
    }


def _pieces(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    return [
        {"note": piece.label, "paragraphs": _paragraphs(piece)}
        if isinstance(piece, FlowNote)
        else {"text": piece.text, "styles": sorted(piece.styles), "href": _href(piece)}
        for piece in pieces
    ]


def _paragraphs(note: FlowNote) -> list[list[dict[str, Any]]]:
    return [_pieces(runs) for runs in note.paragraphs]


def _href(run: Run) -> list[str]:
    return chunks(address(run.href))


def chunks(text: str) -> list[str]:
    """An address in short pieces, for long words would be given places to break."""
    return [text[start : start + ADDRESS_CHUNK] for start in range(0, len(text), ADDRESS_CHUNK)]


def _items(items: Sequence[FlowItem]) -> list[dict[str, Any]]:
    return [
        {"label": item.label, "pieces": _pieces(item.pieces), "items": _items(item.items)}
        for item in items
    ]


def _table(table: Table) -> dict[str, Any]:
    corners, covered = by_corner(table.spans), covered_by(table.spans)
    rows = [
        [
            {
                "text": text,
                "colspan": corners[y, x].colspan if (y, x) in corners else 1,
                "rowspan": corners[y, x].rowspan if (y, x) in corners else 1,
                "strong": table.header_col and x == 0,
                "x": x,
                "y": y,
            }
            for x, text in enumerate(row)
            if (y, x) not in covered
        ]
        for y, row in enumerate(table.rows)
    ]
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": len(table.rows[0]) if table.rows else 0,
        "rows": rows,
        "header_rows": table.header_rows,
    }


def _image(text: FlowText, document: EditionText, images: dict[str, bytes]) -> dict[str, Any]:
    content, kind = image_file(document, text.line.ref)
    if not kind:
        runs = (Run(text.line.text),)
        return {"kind": "paragraph", "label": "", "level": 0, "pieces": _pieces(runs)}
    name = f"image-{len(images) + 1}.{kind}"
    images[name] = content
    return {
        "kind": "image",
        "file": name,
        "alt": text.line.label,
        "pieces": _pieces(text.pieces),
    }
