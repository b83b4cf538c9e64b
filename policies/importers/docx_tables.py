"""Word tables as Wagtail's TableBlock stores them, merged cells included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from policies.importers.grid import hidden_cells
from policies.importers.ooxml import child_value, number_value, switch, w

_LAYOUT_SHARE = 0.45
_SENTENCE = 8
"""Words; a cell with a paragraph as long holds text, not data."""
_MAX_SPAN = 200


@dataclass
class _Cell:
    element: etree._Element
    row: int
    column: int
    columns: int
    merged: str | None
    """"restart", "continue" or None: its part in a cell merged over rows."""


def rows_of(table: etree._Element) -> list[etree._Element]:
    """The rows, also those inside content controls, without deleted ones."""
    return [row for row in _children(table, "tr") if row.find(f"{w('trPr')}/{w('del')}") is None]


def cells_of(row: etree._Element) -> list[etree._Element]:
    """The cells of a row, also those inside content controls."""
    return _children(row, "tc")


def read_table(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> dict[str, Any]:
    """TableBlock's raw value. Cells covered by a merged one are None."""
    rows = rows_of(table)
    cells = [cell for number, row in enumerate(rows) for cell in _row_cells(row, number)]
    width = max((cell.column + cell.columns for cell in cells), default=0)
    data: list[list[str | None]] = [[""] * width for _row in rows]
    merges: list[dict[str, int]] = []
    open_merges: dict[int, dict[str, int]] = {}
    for cell in cells:
        text = cell_text(cell.element)
        above = open_merges.get(cell.column)
        if cell.merged == "continue" and above and above["row"] + above["rowspan"] == cell.row:
            above["rowspan"] += 1
            if text:
                top = data[above["row"]][cell.column]
                data[above["row"]][cell.column] = f"{top}\n{text}".strip()
            for column in range(cell.column, cell.column + cell.columns):
                data[cell.row][column] = None
            continue
        data[cell.row][cell.column] = text
        for column in range(cell.column + 1, cell.column + cell.columns):
            data[cell.row][column] = None
        span = {"row": cell.row, "col": cell.column, "rowspan": 1, "colspan": cell.columns}
        merges.append(span)
        open_merges[cell.column] = span
    return table_value(
        data,
        merges=[span for span in merges if span["rowspan"] > 1 or span["colspan"] > 1],
        header=_has_header(rows),
    )


def table_value(
    data: list[list[str | None]], merges: list[dict[str, int]], header: bool
) -> dict[str, Any]:
    """TableBlock's raw value for these cells."""
    return {
        "data": data,
        "cell": hidden_cells(merges),
        "first_row_is_table_header": header,
        "first_col_is_header": False,
        "table_header_choice": "row" if header else "neither",
        "table_caption": "",
        "mergeCells": merges,
    }


def is_layout(table: etree._Element) -> bool:
    """Whether the table only places text on the page: one cell wide, or body beside notes."""
    rows = rows_of(table)
    widest = max((len(cells_of(row)) for row in rows), default=0)
    if widest <= 1:
        return True
    if widest > 2 or _has_borders(table) or _has_header(rows):
        return False
    shares = _widths(rows)
    if min(shares) >= _LAYOUT_SHARE * max(shares):
        return False
    texts = [_text(paragraph) for paragraph in table.iter(w("p"))]
    longest = sum(1 for text in texts if len(text.split()) >= _SENTENCE)
    return len(texts) >= 3 * len(rows) or 2 * longest >= len(rows)


def layout_cells(table: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Cells of a layout table in reading order, the widest column of a row first.

    The flag tells a narrow cell, which holds marginal notes.
    """
    rows = rows_of(table)
    shares = _widths(rows)
    for row in rows:
        cells = cells_of(row)
        order = sorted(range(len(cells)), key=lambda at: -shares[at] if at < len(shares) else 0)
        for at in order:
            narrow = len(cells) > 1 and shares[at] < _LAYOUT_SHARE * max(shares)
            yield cells[at], narrow


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    found = []
    for child in parent:
        if child.tag == w(name):
            found.append(child)
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            found.extend(_children(child, name))
    return found


def _row_cells(row: etree._Element, number: int) -> Iterator[_Cell]:
    column = number_value(row.find(w("trPr")), "gridBefore") or 0
    for element in cells_of(row):
        properties = element.find(w("tcPr"))
        columns = number_value(properties, "gridSpan") or 1
        columns = max(1, min(columns, _MAX_SPAN))
        merge = properties.find(w("vMerge")) if properties is not None else None
        merged = (merge.get(w("val")) or "continue") if merge is not None else None
        yield _Cell(element, number, column, columns, merged)
        column += columns


def _has_header(rows: list[etree._Element]) -> bool:
    """A first row marked to repeat, or whose cells alone are all bold."""
    if len(rows) < 2:
        return False
    if switch(rows[0].find(w("trPr")), "tblHeader"):
        return True
    return _all_bold(rows[0]) and not _all_bold(rows[1])


def _all_bold(row: etree._Element) -> bool:
    runs = [run for run in row.iter(w("r")) if _text(run).strip()]
    return bool(runs) and all(switch(run.find(w("rPr")), "b") for run in runs)


def _text(element: etree._Element) -> str:
    return "".join(item.text or "" for item in element.iter(w("t")))


def _has_borders(table: etree._Element) -> bool:
    properties = table.find(w("tblPr"))
    borders = properties.find(w("tblBorders")) if properties is not None else None
    if borders is not None:
        return any(edge.get(w("val")) not in ("nil", "none") for edge in borders)
    return bool(child_value(properties, "tblStyle")) or (
        next(table.iter(w("tcBorders")), None) is not None
    )


def _widths(rows: list[etree._Element]) -> list[float]:
    for row in rows:
        widths = []
        for cell in cells_of(row):
            width = cell.find(f"{w('tcPr')}/{w('tcW')}")
            value = (width.get(w("w")) or "0") if width is not None else "0"
            widths.append(float(value) if value.replace(".", "").isdigit() else 0.0)
        if len(widths) == 2 and all(widths):
            return widths
    return [1.0, 1.0]
