"""Tables of files, with their spanning cells, as the raw value of Wagtail's TableBlock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

MAX_COLUMNS = 60
MAX_CELLS = 60_000
"""How many cells spans may cover in all."""
MAX_AREA = 500_000
"""Rows times columns; a table beyond it becomes one column."""


@dataclass(frozen=True)
class Cell:
    text: str = ""
    rowspan: int = 1
    colspan: int = 1


def table_value(rows: list[list[Cell]], *, header_row: bool, caption: str = "") -> dict[str, Any]:
    """Rows of cells, without those that a span covers, as TableBlock stores a table.

    Spans are cut to the table; no cell is lost, even where spans overlap.
    """
    data: list[dict[int, str]] = [{} for _row in rows]
    covered: set[tuple[int, int]] = set()
    merges: list[dict[str, int]] = []
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
    hidden = hidden_cells(merges)
    spanned = {(cell["row"], cell["col"]) for cell in hidden}
    return {
        "data": [
            [
                cells.get(column, None if (row, column) in spanned else "")
                for column in range(columns)
            ]
            for row, cells in enumerate(data)
        ],
        "cell": hidden,
        "mergeCells": merges,
        "first_row_is_table_header": header_row,
        "first_col_is_header": False,
        "table_header_choice": "row" if header_row else "neither",
        "table_caption": caption,
    }


def words_of(value: dict[str, Any]) -> str:
    """All cells' text in reading order, one cell a line."""
    return "\n".join(cell for row in value["data"] for cell in row if cell)


def hidden_cells(merges: list[dict[str, int]]) -> list[dict[str, Any]]:
    """The cells that merged ones cover, as TableBlock marks them; its template skips them."""
    return [
        {"row": merge["row"] + down, "col": merge["col"] + right, "hidden": True}
        for merge in merges
        for down in range(merge["rowspan"])
        for right in range(merge["colspan"])
        if down or right
    ]


def _clamp(span: int, most: int) -> int:
    return max(1, min(span, most))
