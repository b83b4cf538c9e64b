"""Word tables as Wagtail's TableBlock stores them, merged cells included."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from texts.readers.grid import MAX_AREA
from texts.readers.word.ooxml import number_value, switch, w
from texts.tables import Merge, TableValue, table_value

_MAX_SPAN = 200


@dataclass
class _WordCell:
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


def read_table(table: etree._Element, cell_text: Callable[[etree._Element], str]) -> TableValue:
    """TableBlock's raw value. Cells covered by a merged one are None.

    A table beyond `MAX_AREA` becomes one column.
    """
    rows = rows_of(table)
    cells = [cell for number, row in enumerate(rows) for cell in _row_cells(row, number)]
    width = max((cell.column + cell.columns for cell in cells), default=0)
    if width * len(rows) > MAX_AREA:
        return _one_column(rows, cell_text)
    data: list[list[str | None]] = [[""] * width for _row in rows]
    merges: list[Merge] = []
    open_merges: dict[int, Merge] = {}
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
        span: Merge = {"row": cell.row, "col": cell.column, "rowspan": 1, "colspan": cell.columns}
        merges.append(span)
        open_merges[cell.column] = span
    return table_value(
        data,
        [span for span in merges if span["rowspan"] > 1 or span["colspan"] > 1],
        header_row=has_header(rows),
    )


def _one_column(
    rows: list[etree._Element], cell_text: Callable[[etree._Element], str]
) -> TableValue:
    texts = [" ".join(filter(None, map(cell_text, cells_of(row)))) for row in rows]
    return table_value([[text] for text in texts], [], header_row=has_header(rows))


def _children(parent: etree._Element, name: str) -> list[etree._Element]:
    found = []
    for child in parent:
        if child.tag == w(name):
            found.append(child)
        elif child.tag in (w("sdt"), w("sdtContent"), w("customXml"), w("ins")):
            found.extend(_children(child, name))
    return found


def _row_cells(row: etree._Element, number: int) -> Iterator[_WordCell]:
    column = number_value(row.find(w("trPr")), "gridBefore") or 0
    for element in cells_of(row):
        properties = element.find(w("tcPr"))
        columns = number_value(properties, "gridSpan") or 1
        columns = max(1, min(columns, _MAX_SPAN))
        merge = properties.find(w("vMerge")) if properties is not None else None
        merged = (merge.get(w("val")) or "continue") if merge is not None else None
        yield _WordCell(element, number, column, columns, merged)
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
