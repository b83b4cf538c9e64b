"""Word tables that only place text on the page: clauses beside notes, a number beside its text.

Files made from a PDF are full of them: a line of text may be a row with a cell a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from texts.marks import typed_mark
from texts.patterns import LETTERS, word_count
from texts.readers.word.docx_tables import cells_of, has_header, rows_of, text_of
from texts.readers.word.ooxml import child_value, number_value, w
from texts.runs import bold_prefix, join, parse
from texts.source import SourceLine

_NARROW = 0.45
"""A cell this much narrower than the widest of its row holds marginal notes."""
_SMALL = 0.8
_PART = re.compile(r"(?:PART|CHAPTER)\s+\w+\W*$", re.IGNORECASE)
_WIDE = 0.5
"""The share of its row that the text beside a note takes at the least."""
_SENTENCE = 8
"""Words; a cell with a paragraph as long holds text, not data."""
_CLAUSE = 5
_MOST = 0.6


@dataclass
class _Placed:
    element: etree._Element
    width: float


def places_text(table: etree._Element) -> bool:
    """Whether a table is no table: one cell wide, or body beside notes."""
    rows = rows_of(table)
    widest = max((len(cells_of(row)) for row in rows), default=0)
    if widest <= 1:
        return True
    if widest > 2 or _has_borders(table) or has_header(rows):
        return False
    shares = _widths(rows)
    if min(shares) >= _NARROW * max(shares):
        return False
    texts = [text_of(paragraph) for paragraph in table.iter(w("p"))]
    longest = sum(1 for text in texts if len(text.split()) >= _SENTENCE)
    return len(texts) >= 3 * len(rows) or 2 * longest >= len(rows)


def may_place_text(table: etree._Element) -> bool:
    """Whether a table is none where the document is a bill: no borders, and rows that read on.

    Rows parted at different places are no rows of data: one that reads on is enough.
    """
    rows = rows_of(table)
    if _has_borders(table) or has_header(rows):
        return False
    texts = [[text for cell in cells_of(row) if (text := text_of(cell).strip())] for row in rows]
    texts = [row for row in texts if row]
    reading = sum(1 for row in texts if _reads_on(row))
    ragged = len({tuple(_width(cell) for cell in cells_of(row)) for row in rows}) > 1
    return len(texts) == 1 or reading > (0 if ragged else _MOST * len(texts))


def _reads_on(cells: list[str]) -> bool:
    if len(cells) == 1 or max(word_count(cell) for cell in cells) >= _CLAUSE:
        return True
    if typed_mark(f"{' '.join(cells)} ") is not None and word_count(cells[0]) <= 1:
        return True
    return sum(1 for cell in cells if cell[0].islower()) > _MOST * len(cells)


def laid_out(
    table: etree._Element, lines_of: Callable[[etree._Element], list[SourceLine]]
) -> Iterator[SourceLine]:
    """The lines of a table's cells in reading order, notes after the line they stand beside."""
    rows = rows_of(table)
    shares = _widths(rows)
    for row in rows:
        cells = [cell for cell in _placed(row, shares) if _shown(lines_of(cell.element))]
        notes = [cell for cell in cells if _is_note(cell, cells, lines_of)]
        body: list[SourceLine] = []
        for cell in cells:
            if cell not in notes:
                body = _beside(body, lines_of(cell.element))
        yield from body[:1]
        for cell in notes:
            yield from (replace(line, margin=True) for line in lines_of(cell.element))
        yield from body[1:]


def _placed(row: etree._Element, shares: list[float]) -> list[_Placed]:
    """The cells of a row with their widths, those of the table where the row does not say."""
    cells = cells_of(row)
    widths = [_width(cell) for cell in cells]
    if not all(widths):
        same = len(shares) == len(cells)
        widths = list(shares) if same else [float(_span(cell)) for cell in cells]
    return [_Placed(cell, width) for cell, width in zip(cells, widths, strict=True)]


def _is_note(
    cell: _Placed, cells: list[_Placed], lines_of: Callable[[etree._Element], list[SourceLine]]
) -> bool:
    """The first or last cell of a row, narrow beside one that takes most of it, with words."""
    if len(cells) < 2 or cell not in (cells[0], cells[-1]):
        return False
    lines = _shown(lines_of(cell.element))
    if not _is_narrow(cell, cells) and not _is_small(lines, cells, lines_of):
        return False
    shown = " ".join(f"{line.label} {line.text}" for line in lines)
    if len(lines) == 1 and typed_mark(f"{shown.strip()} ") and word_count(shown) == 1:
        return False
    return len(LETTERS.findall(shown)) >= 3 and not _PART.match(shown.strip())


def _is_narrow(cell: _Placed, cells: list[_Placed]) -> bool:
    widest = max(item.width for item in cells)
    return cell.width < _NARROW * widest and widest >= _WIDE * sum(item.width for item in cells)


def _is_small(
    lines: list[SourceLine],
    cells: list[_Placed],
    lines_of: Callable[[etree._Element], list[SourceLine]],
) -> bool:
    """Whether a cell is in clearly smaller type than the others of its row."""
    sizes = [line.size for cell in cells for line in _shown(lines_of(cell.element)) if line.size]
    own = [line.size for line in lines if line.size]
    return bool(own) and max(own) <= _SMALL * max(sizes)


def _beside(left: list[SourceLine], right: list[SourceLine]) -> list[SourceLine]:
    """The lines of two cells that stand side by side: one line where each has one."""
    begin, end = _shown(left), _shown(right)
    if len(begin) != 1 or not end or begin[0].kind != "text" or end[0].kind != "text":
        return [*left, *right]
    if len(end) > 1 and word_count(f"{begin[0].label} {begin[0].text}") > 1:
        return [*left, *right]
    rest = right[right.index(end[0]) + 1 :]
    return [_joined(begin[0], end[0]), *rest]


def _joined(one: SourceLine, other: SourceLine) -> SourceLine:
    if not one.text and one.label and not other.label:
        return replace(
            other,
            label=one.label,
            list_id=one.list_id,
            list_level=one.list_level,
            list_format=one.list_format,
        )
    text = f"{one.text} {other.label} {other.text}" if other.label else f"{one.text} {other.text}"
    html = join(one.html, other.label, other.html)
    lettered = [line for line in (one, other) if LETTERS.search(line.text)] or [one]
    return replace(
        one,
        text=text.strip(),
        html=html,
        bold=all(line.bold for line in lettered),
        italic=all(line.italic for line in lettered),
        caps=all(line.caps for line in lettered),
        size=max(lettered, key=lambda line: len(line.text)).size,
        bold_prefix=bold_prefix(parse(html)),
        notes=[*one.notes, *other.notes],
    )


def _shown(lines: Iterable[SourceLine]) -> list[SourceLine]:
    return [line for line in lines if line.text or line.label or line.kind != "text"]


def _has_borders(table: etree._Element) -> bool:
    """Whether lines are drawn between the cells; a rule here and there is none."""
    properties = table.find(w("tblPr"))
    borders = properties.find(w("tblBorders")) if properties is not None else None
    if borders is not None:
        return bool(_drawn(borders))
    if child_value(properties, "tblStyle"):
        return True
    framed = sum(1 for item in table.iter(w("tcBorders")) if len(_drawn(item)) > 1)
    return 2 * framed > sum(1 for _cell in table.iter(w("tc")))


def _drawn(borders: etree._Element) -> list[etree._Element]:
    return [edge for edge in borders if edge.get(w("val")) not in ("nil", "none")]


def _widths(rows: list[etree._Element]) -> list[float]:
    for row in rows:
        widths = [_width(cell) for cell in cells_of(row)]
        if len(widths) == 2 and all(widths):
            return widths
    return [1.0, 1.0]


def _width(cell: etree._Element) -> float:
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    value = (width.get(w("w")) or "0") if width is not None else "0"
    return float(value) if value.replace(".", "").isdigit() else 0.0


def _span(cell: etree._Element) -> int:
    return number_value(cell.find(w("tcPr")), "gridSpan") or 1
