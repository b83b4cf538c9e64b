"""The words of a Word file's body, gathered without regard to structure.

The measure of what arrived: it walks the XML for text alone, apart from the reader that makes
lines, so that what the reader loses shows as missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from texts.readers.word.docx_runs import M_TEXT, SKIPPED, run_text
from texts.readers.word.ooxml import switch, w

CHANGES = ("ins", "del", "moveFrom", "moveTo")
"""Tags of tracked changes."""


def source_text(
    body: etree._Element,
    labels: Mapping[etree._Element, str],
    notes: Iterable[tuple[str, etree._Element]],
    marks: Mapping[tuple[str, str], str],
) -> str:
    """All text of the body, then of the notes it cites; a line a paragraph.

    `labels`: paragraph → the automatic number it shows. `notes`: mark and element of each cited
    note. `marks`: (kind, id) of a note → its mark.
    """
    parts = list(_walk(body, labels, marks))
    for mark, note in notes:
        parts.append(f"{mark} ")
        parts.extend(_walk(note, labels, marks))
    return "".join(parts)


def _walk(
    element: etree._Element,
    labels: Mapping[etree._Element, str],
    marks: Mapping[tuple[str, str], str],
) -> Iterator[str]:
    tag = element.tag
    if tag in SKIPPED or not isinstance(tag, str):
        return
    if tag == w("tr") and _row_deleted(element):
        return
    if tag == w("r") and switch(element.find(w("rPr")), "vanish"):
        return
    if tag == w("p") and element in labels:
        yield f"{labels[element]} "
    if tag in (w("footnoteReference"), w("endnoteReference")):
        kind = "footnote" if tag == w("footnoteReference") else "endnote"
        yield f" [{marks.get((kind, element.get(w('id'), '')), '')}] "
    elif tag == M_TEXT:
        yield element.text or ""
    else:
        yield run_text(element)
    if tag == w("txbxContent"):
        yield "\n"
    for child in element:
        yield from _walk(child, labels, marks)
    if tag == w("p") and not _mark_deleted(element):
        yield "\n"


def _row_deleted(row: etree._Element) -> bool:
    properties = row.find(w("trPr"))
    return properties is not None and properties.find(w("del")) is not None


def _mark_deleted(paragraph: etree._Element) -> bool:
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and (
        mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None
    )


def has_changes(body: etree._Element) -> bool:
    """Whether the body holds tracked changes."""
    return next(body.iter(*(w(tag) for tag in CHANGES)), None) is not None


def note_elements(root: etree._Element | None, tag: str) -> dict[tuple[str, str], etree._Element]:
    """The real notes of a part (no separators) by kind and id."""
    if root is None:
        return {}
    return {
        (tag, note.get(w("id"), "")): note
        for note in root.iterchildren(w(tag))
        if (note.get(w("type")) or "normal") == "normal"
    }
