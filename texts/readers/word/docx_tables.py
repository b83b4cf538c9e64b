"""Word tables as Wagtail's TableBlock stores them, merged cells included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from texts.readers.grid import hidden_cells
from texts.readers.word.ooxml import number_value, switch, w

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
        header=has_header(rows),
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


def has_header(rows: list[etree._Element]) -> bool:
    """A first row marked to repeat, or whose cells alone are all bold."""
    if len(rows) < 2:
        return False
    if switch(rows[0].find(w("trPr")), "tblHeader"):
        return True
    return _all_bold(rows[0]) and not _all_bold(rows[1])


def _all_bold(row: etree._Element) -> bool:
    runs = [run for run in row.iter(w("r")) if text_of(run).strip()]
    return bool(runs) and all(switch(run.find(w("rPr")), "b") for run in runs)


def text_of(element: etree._Element) -> str:
    """All typed text below an element."""
    return "".join(item.text or "" for item in element.iter(w("t")))
