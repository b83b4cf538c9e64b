"""A section's body as plain parts: what text, redlines and downloads all read.

A body arrives as raw StreamField data, a list of ``{"type", "value", "id"}``. Whatever is read from
it goes through here once: rich text is sanitised and cut into lines, white space of every
kind is collapsed, characters that no format can carry are dropped. The result is a flat list of
:class:`Line` and :class:`Table`, so that nobody else has to know the block types or HTML.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import nh3

from texts.cleaning import section_line, section_text
from texts.runs import STYLES, Run, RunParser, Runs, runs_text, tidy

Block = Mapping[str, Any]
Kind = Literal["paragraph", "heading", "item", "note", "definition", "image"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOUNDARIES = {
    "p",
    "div",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    *_HEADINGS,
}
_CLEANER = nh3.Cleaner(
    tags={"a", "br", "ul", "ol", "li", *STYLES, *_BOUNDARIES},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph-like part.

    ``label`` is the list mark, the note's mark, the defined term or the image's alternative text;
    ``level`` the depth of a list item (from 0) or the rank of a heading (1 to 6); ``ref`` the
    image's id. A note of several paragraphs is several lines, only the first with a label.
    """

    kind: Kind
    runs: Runs
    label: str = ""
    level: int = 0
    ref: str = ""

    @property
    def body(self) -> str:
        return runs_text(self.runs)

    @property
    def text(self) -> str:
        """The line as plain text, with its label."""
        label = f"[{self.label}]" if self.kind == "image" and self.label else self.label
        return " ".join(piece for piece in (label, self.body) if piece)


@dataclass(frozen=True, slots=True)
class MergedCell:
    """A merged cell: its top left corner and how many rows and columns it covers."""

    row: int
    col: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of plain-text cells, every row of the same width."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    spans: tuple[MergedCell, ...] = ()
    header_row: bool = False
    header_col: bool = False

    @property
    def text(self) -> str:
        """The caption, then a line a row with tabs between cells."""
        lines = ["\t".join(section_line(cell) for cell in row) for row in self.rows]
        return "\n".join([self.caption, *lines] if self.caption else lines)

    @property
    def header_rows(self) -> int:
        """Rows of the header: the first, and those its merged cells reach into; never all rows."""
        if not self.header_row:
            return 0
        reach = max((span.rowspan for span in self.spans if span.row == 0), default=1)
        return reach if reach < len(self.rows) else 0

    def spans_by_corner(self) -> dict[tuple[int, int], MergedCell]:
        return {(span.row, span.col): span for span in self.spans}

    def covered(self) -> set[tuple[int, int]]:
        """Cells hidden under a merged one."""
        return {
            (row, col)
            for span in self.spans
            for row in range(span.row, span.row + span.rowspan)
            for col in range(span.col, span.col + span.colspan)
            if (row, col) != (span.row, span.col)
        }


Part = Line | Table


class _RichTextParser(RunParser):
    """Cuts sanitised rich text into lines of runs."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._lists: list[tuple[str, int]] = []
        self._label = ""
        self._heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._lists.append((tag, 0))
        elif tag == "li":
            self._end_line()
            self._label = self._next_mark()
        elif tag in _BOUNDARIES:
            self._end_line()
            self._heading = _HEADINGS.get(tag, 0)
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._label = ""
            if self._lists:
                self._lists.pop()
        elif tag == "li" or tag in _BOUNDARIES:
            self._end_line()
            self._heading = 0
        else:
            super().handle_endtag(tag)

    def add_break(self) -> None:
        """A break has no style, nor a link: the hash of a text is made of it so."""
        self.runs.append(Run("\n"))

    def link(self, target: str) -> str:
        """Sanitising has left web, mail and telephone addresses alone."""
        return section_text(target).strip()

    def close(self) -> None:
        super().close()
        self._end_line()

    def _next_mark(self) -> str:
        if not self._lists:
            return "•"
        tag, count = self._lists[-1]
        self._lists[-1] = (tag, count + 1)
        return f"{count + 1}." if tag == "ol" else "•"

    def _end_line(self) -> None:
        runs = tidy(self.runs)
        self.runs = []
        if not runs:
            return
        if self._heading:
            self.lines.append(Line("heading", runs, level=self._heading))
        elif self._lists:
            depth = len(self._lists) - 1
            self.lines.append(Line("item", runs, label=self._label, level=depth))
            self._label = ""
        else:
            self.lines.append(Line("paragraph", runs))


@lru_cache(maxsize=2048)
def rich_lines(html: str) -> tuple[Line, ...]:
    """Lines of a rich-text value: paragraphs, headings and list items, empty ones left out."""
    reader = _RichTextParser()
    reader.feed(_CLEANER.clean(section_text(html)))
    reader.close()
    return tuple(reader.lines)


def inline_runs(html: object) -> Runs:
    """Runs of an inline value; should it hold several lines, breaks stand between them."""
    runs: list[Run] = []
    for line in rich_lines("" if html is None else str(html)):
        if runs:
            runs.append(Run("\n"))
        if line.kind == "item" and line.label:
            runs.append(Run(f"{line.label} "))
        runs.extend(line.runs)
    return tidy(runs)


def plain_runs(text: object) -> Runs:
    """Runs of a value that is text, not markup; its line breaks stay."""
    lines = [section_line(line) for line in section_text(text).splitlines()]
    joined = "\n".join(lines).strip("\n")
    return (Run(joined),) if joined else ()


def _value(child: Any) -> Mapping[str, Any]:
    """A list child, which storage may wrap as ``{"type": "item", "value": …, "id": …}``."""
    if isinstance(child, Mapping) and isinstance(child.get("value"), Mapping):
        return child["value"]
    return child if isinstance(child, Mapping) else {"text": child}


def _list_parts(value: Any) -> list[Part]:
    items = value.get("items") if isinstance(value, Mapping) else value
    lines: list[Part] = []
    for child in items or []:
        item = _value(child)
        line = Line(
            "item",
            inline_runs(item.get("text")),
            label=section_line(item.get("mark")),
            level=_count(item.get("level"), 0, 12),
        )
        if line.text:
            lines.append(line)
    return lines


def _count(value: object, low: int, high: int) -> int:
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError):
        return low
    return max(low, min(high, number))


def _note_parts(value: Mapping[str, Any]) -> list[Part]:
    label = section_line(value.get("mark"))
    lines: list[Part] = []
    for line in rich_lines(str(value.get("text") or "")):
        runs = line.runs
        if line.kind == "item" and line.label:
            runs = (Run(f"{line.label} "), *runs)
        lines.append(Line("note", runs, label="" if lines else label))
    return lines or ([Line("note", (), label=label)] if label else [])


def _table_parts(value: Mapping[str, Any]) -> list[Part]:
    data = [row if isinstance(row, list) else [row] for row in value.get("data") or []]
    width = max((len(row) for row in data), default=0)
    caption = section_line(value.get("table_caption"))
    rows = tuple(
        tuple(runs_text(plain_runs(cell)) for cell in [*row, *[None] * (width - len(row))])
        for row in data
    )
    if not caption and not any(any(row) for row in rows):
        return []
    choice = value.get("table_header_choice") or ""
    return [
        Table(
            rows,
            caption,
            _spans(value.get("mergeCells"), rows),
            bool(value.get("first_row_is_table_header")) or choice in ("row", "both"),
            bool(value.get("first_col_is_header")) or choice in ("column", "both"),
        )
    ]


def _spans(merges: Any, rows: tuple[tuple[str, ...], ...]) -> tuple[MergedCell, ...]:
    """Merges that lie in the grid, do not overlap and hide no words."""
    spans: list[MergedCell] = []
    taken: set[tuple[int, int]] = set()
    for merge in merges if isinstance(merges, list) else []:
        if not isinstance(merge, Mapping):
            continue
        row, col = (
            _count(merge.get("row"), -1, 10_000),
            _count(merge.get("col"), -1, 10_000),
        )
        if row < 0 or col < 0 or row >= len(rows) or col >= len(rows[row]):
            continue
        rowspan = _count(merge.get("rowspan"), 1, len(rows) - row)
        colspan = _count(merge.get("colspan"), 1, len(rows[row]) - col)
        cells = {(row + y, col + x) for y in range(rowspan) for x in range(colspan)}
        hidden = [rows[y][x] for y, x in cells if (y, x) != (row, col)]
        if len(cells) > 1 and not any(hidden) and not cells & taken:
            spans.append(MergedCell(row, col, rowspan, colspan))
            taken |= cells
    return tuple(sorted(spans, key=lambda span: (span.row, span.col)))


def block_parts(block: Block) -> list[Part]:
    """The parts of one block; a block of an unknown type counts by its text, if it has any."""
    kind, value = block.get("type"), block.get("value")
    if value is None:
        return []
    if kind == "list":
        return _list_parts(value)
    if not isinstance(value, Mapping):
        return list(rich_lines(str(value)))
    if kind == "table":
        return _table_parts(value)
    if kind == "note":
        return _note_parts(value)
    if kind == "definition":
        line = Line("definition", inline_runs(value.get("text")), section_line(value.get("term")))
    elif kind == "image":
        alt, ref = section_line(value.get("alt")), section_text(value.get("image"))
        line = Line("image", plain_runs(section_line(value.get("caption"))), alt, ref=ref)
        return [line] if line.text or ref else []
    else:
        return list(rich_lines(str(value.get("text") or "")))
    return [line] if line.text else []


def body_parts(blocks: Iterable[Block] | None) -> list[Part]:
    """The parts of a whole body, in order."""
    return [part for block in blocks or [] for part in block_parts(block)]
