"""Tables: the one place that knows how Wagtail's TableBlock stores them.

Readers of files make a `TableValue`; whatever compares or prints a section reads it as a `Table`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from texts.cleaning import section_line
from texts.runs import plain_runs, runs_text


class Merge(TypedDict):
    """A merged cell, by its top left corner."""

    row: int
    col: int
    rowspan: int
    colspan: int


class HiddenCell(TypedDict):
    """A cell under a merged one; the page's template skips it."""

    row: int
    col: int
    hidden: bool


class TableValue(TypedDict):
    """A table as TableBlock stores it; a cell under a merged one is None."""

    data: list[list[str | None]]
    cell: list[HiddenCell]
    mergeCells: list[Merge]
    first_row_is_table_header: bool
    first_col_is_header: bool
    table_header_choice: str
    table_caption: str


def table_value(
    data: list[list[str | None]], merges: list[Merge], *, header_row: bool
) -> TableValue:
    """The stored value of a grid of cells, every row of the same width."""
    return {
        "data": data,
        "cell": hidden_cells(merges),
        "mergeCells": merges,
        "first_row_is_table_header": header_row,
        "first_col_is_header": False,
        "table_header_choice": "row" if header_row else "neither",
        "table_caption": "",
    }


def hidden_cells(merges: list[Merge]) -> list[HiddenCell]:
    """The cells that merged ones cover."""
    return [
        {"row": row, "col": col, "hidden": True}
        for merge in merges
        for row, col in MergedCell(**merge).covered()
    ]


def table_words(value: TableValue) -> str:
    """All cells' text in reading order, one cell a line."""
    return "\n".join(cell for row in value["data"] for cell in row if cell)


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A merged cell: its top left corner and how many rows and columns it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int

    def covered(self) -> Iterator[tuple[int, int]]:
        """The cells under it, without its corner."""
        for row in range(self.row, self.row + self.rowspan):
            for col in range(self.col, self.col + self.colspan):
                if (row, col) != (self.row, self.col):
                    yield row, col


def by_corner(spans: Iterable[MergedCell]) -> dict[tuple[int, int], MergedCell]:
    return {(span.row, span.col): span for span in spans}


def covered_by(spans: Iterable[MergedCell]) -> set[tuple[int, int]]:
    """Cells hidden under a merged one."""
    return {cell for span in spans for cell in span.covered()}


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of plain-text cells, every row of the same width."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    spans: tuple[MergedCell, ...] = ()
    header_row: bool = False
    header_col: bool = False

    @property
    def lines(self) -> list[str]:
        """A line a row, with tabs between cells."""
        return ["\t".join(section_line(cell) for cell in row) for row in self.rows]

    @property
    def text(self) -> str:
        """The caption, then the lines."""
        return "\n".join([self.caption, *self.lines] if self.caption else self.lines)

    @property
    def header_rows(self) -> int:
        """Rows of the header: the first, and those its merged cells reach into; never all rows."""
        if not self.header_row:
            return 0
        reach = max((span.rowspan for span in self.spans if span.row == 0), default=1)
        return reach if reach < len(self.rows) else 0


def read_table(value: Mapping[str, Any]) -> Table | None:
    """The table of a stored value, however old; None where it has no words."""
    data = [row if isinstance(row, list) else [row] for row in value.get("data") or []]
    width = max((len(row) for row in data), default=0)
    caption = section_line(value.get("table_caption"))
    rows = tuple(
        tuple(runs_text(plain_runs(cell)) for cell in [*row, *[None] * (width - len(row))])
        for row in data
    )
    if not caption and not any(any(row) for row in rows):
        return None
    choice = value.get("table_header_choice") or ""
    return Table(
        rows,
        caption,
        _spans(value.get("mergeCells"), rows),
        bool(value.get("first_row_is_table_header")) or choice in ("row", "both"),
        bool(value.get("first_col_is_header")) or choice in ("column", "both"),
    )


def _spans(merges: Any, rows: tuple[tuple[str, ...], ...]) -> tuple[MergedCell, ...]:
    """Merges that lie in the grid, do not overlap and hide no words."""
    spans: list[MergedCell] = []
    taken: set[tuple[int, int]] = set()
    for merge in merges if isinstance(merges, list) else []:
        if not isinstance(merge, Mapping):
            continue
        row, col = (
            whole_number(merge.get("row"), -1, 10_000),
            whole_number(merge.get("col"), -1, 10_000),
        )
        if row < 0 or col < 0 or row >= len(rows) or col >= len(rows[row]):
            continue
        rowspan = whole_number(merge.get("rowspan"), 1, len(rows) - row)
        colspan = whole_number(merge.get("colspan"), 1, len(rows[row]) - col)
        span = MergedCell(row, col, rowspan, colspan)
        under = set(span.covered())
        cells = under | {(row, col)}
        if under and not any(rows[y][x] for y, x in under) and not cells & taken:
            spans.append(span)
            taken |= cells
    return tuple(sorted(spans, key=lambda span: (span.row, span.col)))


def whole_number(value: object, low: int, high: int) -> int:
    """A stored value as a number between two; the lower one where it is none."""
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return low
    return max(low, min(high, number))
