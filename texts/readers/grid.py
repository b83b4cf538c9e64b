"""Rows of cells that may span others, as HTML and OpenDocument have them, set out in a grid."""

from __future__ import annotations

from dataclasses import dataclass

from texts.tables import Merge, MergedCell, TableValue, covered_by, table_value

MAX_COLUMNS = 60
MAX_CELLS = 60_000
"""How many cells spans may cover in all."""
MAX_AREA = 500_000
"""Rows times columns; a table beyond it becomes one column."""


@dataclass(frozen=True)
class Cell:
    """A cell as its row lists it, and how far it reaches."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1


def grid_value(rows: list[list[Cell]], *, header_row: bool) -> TableValue:
    """Rows of cells, without those that a span covers, as TableBlock stores a table.

    Spans are cut to the table; no cell is lost, even where spans overlap.
    """
    data: list[dict[int, str]] = [{} for _row in rows]
    covered: set[tuple[int, int]] = set()
    merges: list[Merge] = []
    budget = MAX_CELLS
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in covered:
                column += 1
            width = _clamp(cell.colspan, MAX_COLUMNS)
            height = _clamp(cell.rowspan, len(rows) - row)
            if width * height > budget:
                width = height = 1
            budget -= width * height
            data[row][column] = cell.text
            covered |= {
                (row + down, column + right) for down in range(height) for right in range(width)
            }
            if width * height > 1:
                merges.append({"row": row, "col": column, "rowspan": height, "colspan": width})
            column += width
    columns = max((column for _row, column in covered), default=-1) + 1
    if columns * len(rows) > MAX_AREA:
        data = [{0: " ".join(cell.text for cell in cells if cell.text)} for cells in rows]
        columns, merges = 1, []
    spanned = covered_by(MergedCell(**merge) for merge in merges)
    full = [
        [cells.get(column, None if (row, column) in spanned else "") for column in range(columns)]
        for row, cells in enumerate(data)
    ]
    return table_value(full, merges, header_row=header_row)


def _clamp(span: int, most: int) -> int:
    return max(1, min(span, most))
