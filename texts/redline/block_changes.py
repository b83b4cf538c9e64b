"""The comparison of two bodies, a part at a time and word by word, as plain data.

It keeps the structure (paragraphs, list items with marks, table cells, definitions) and the
formatting, and loses nothing: :func:`side` gives either text back.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import groupby
from typing import Literal, cast

from texts.body import (
    Block,
    Line,
    Part,
    body_parts,
)
from texts.plain import part_key
from texts.redline.alignment import (
    Op,
    Pair,
    Steps,
    TooDifferent,
    WordSets,
    align,
    dice,
    diff_words,
)
from texts.runs import CutRuns, Run, Runs, plain_runs, runs_text, slice_runs
from texts.tables import MergedCell, Table

Status = Literal["same", "changed", "deleted", "inserted"]
Side = Literal["old", "new"]

SIMILAR_LINES = 0.35
SIMILAR_TABLES = 0.2
SIMILAR_ROWS = 0.3
SIMILAR_CELLS = 0.2
_TOKEN = re.compile(r"\w+(?:['\u2019\-]\w+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that is in both texts, only in the old or only in the new."""

    op: Op
    runs: Runs


Segments = tuple[Segment, ...]


@dataclass(frozen=True)
class RedlineLine:
    """A paragraph-like part of the comparison; ``part`` has its kind, level and reference."""

    status: Status
    part: Line
    label: Segments
    segments: Segments
    too_different: bool = False
    """Whether the words were not compared: the old text stands before the new one."""


@dataclass(frozen=True)
class RedlineCell:
    status: Status
    segments: Segments
    too_different: bool = False


@dataclass(frozen=True)
class RedlineTable:
    """A table of the comparison: the rows and columns of both, in one grid.

    ``rows`` and ``columns`` say where each row and column stood in the old and in the new table.
    """

    status: Status
    old: Table
    new: Table
    rows: tuple[Pair, ...]
    columns: tuple[Pair, ...]
    caption: Segments
    cells: tuple[tuple[RedlineCell, ...], ...]

    @property
    def part(self) -> Table:
        return self.old if self.status == "deleted" else self.new

    @property
    def _side(self) -> int:
        """Which of a pair is the place in ``part``."""
        return 0 if self.status == "deleted" else 1

    @property
    def header_rows(self) -> int:
        """Rows of the grid down to the last one of the header that is shown."""
        header = range(self.part.header_rows)
        places = [place for place, pair in enumerate(self.rows) if pair[self._side] in header]
        return max(places, default=-1) + 1

    @cached_property
    def spans(self) -> tuple[MergedCell, ...]:
        """The merged cells that still stand together in the comparison's grid."""
        rows = {pair[self._side]: place for place, pair in enumerate(self.rows)}
        columns = {pair[self._side]: place for place, pair in enumerate(self.columns)}
        found = []
        for span in self.part.spans:
            row, col = rows[span.row], columns[span.col]
            height = rows[span.row + span.rowspan - 1] - row + 1
            width = columns[span.col + span.colspan - 1] - col + 1
            covered = [
                cell.segments
                for line in self.cells[row : row + height]
                for cell in line[col : col + width]
            ]
            if (height, width) == (span.rowspan, span.colspan) and not any(covered[1:]):
                found.append(MergedCell(row, col, height, width))
        return tuple(found)


RedlineBlock = RedlineLine | RedlineTable


def redline_blocks(
    old: Iterable[Block] | None, new: Iterable[Block] | None, steps: Steps | None = None
) -> list[RedlineBlock]:
    """The comparison of two bodies, a part at a time, in reading order.

    However long and different they are, it takes no more than its ``steps``: what is left then is
    not compared word by word.
    """
    before, after, steps = body_parts(old), body_parts(new), steps or Steps()
    return [
        _compare(
            before[i] if i is not None else None,
            after[j] if j is not None else None,
            steps,
        )
        for i, j in _pairs(before, after, steps)
    ]


def side(blocks: Iterable[RedlineBlock], which: Side) -> list[Part]:
    """One side of a comparison, put together from its segments: the old text or the new one."""
    gone = "inserted" if which == "old" else "deleted"
    parts: list[Part] = []
    for block in blocks:
        if block.status == gone:
            continue
        if isinstance(block, RedlineTable):
            parts.append(_table_side(block, which))
        else:
            label = runs_text(_side_runs(block.label, gone))
            runs = _side_runs(block.segments, gone)
            parts.append(Line(block.part.kind, runs, label, block.part.level, block.part.ref))
    return parts


def diff_runs(old: Runs, new: Runs, steps: Steps) -> Segments:
    """The comparison of two stretches of formatted text, word by word.

    Raised or lowered text and link targets count as words do; emphasis is shown as it is now.
    Raises `TooDifferent` where the steps do not suffice.
    """
    before, after = _Tokens(old), _Tokens(new)
    segments: list[Stretch] = []
    i = 0
    for op, start, end in diff_words(before.keys, after.keys, after.lengths, steps):
        if op == "same":
            _add_same(segments, before, i, after, start, end - start)
            i += end - start
        else:
            tokens = before if op == "deleted" else after
            _add(segments, op, tokens.between(tokens.cut(start), tokens.cut(end)))
            i = end if op == "deleted" else i
    return _old_first(segments)


def diff_text(old: str, new: str) -> Segments:
    """The comparison of two plain texts, such as titles."""
    return _changed(plain_runs(old), plain_runs(new), Steps())[0]


class _Tokens(CutRuns):
    """The words of formatted text; white space belongs to the word that follows it."""

    def __init__(self, runs: Runs) -> None:
        super().__init__(runs)
        self.text = runs_text(runs)
        matches = list(_TOKEN.finditer(self.text))
        words = [match.group() for match in matches]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]
        self.lengths = [len(word) for word in words]
        self.keys: list[Hashable] = list(words)
        if any(run.signature != ("", "") for run in runs):
            signed = zip(words, self._signatures(), strict=True)
            self.keys = [(word, signature) for word, signature in signed]

    def _signatures(self) -> Iterator[tuple[tuple[str, str], ...]]:
        """For each word the signatures of the runs it lies in, usually one."""
        bounds, runs, first = self.bounds, self.runs, 0
        for start, end in zip(self.starts, self.ends, strict=True):
            while bounds[first + 1] <= start:
                first += 1
            last = first
            while bounds[last + 1] < end:
                last += 1
            yield tuple(dict.fromkeys(run.signature for run in runs[first : last + 1]))

    def cut(self, index: int) -> int:
        """The character position before the word at ``index`` and its white space."""
        return self.ends[index - 1] if index else 0


Stretch = tuple[Op, list[Run]]
"""A segment in the making."""


def _add(segments: list[Stretch], op: Op, runs: Iterable[Run]) -> None:
    if segments and segments[-1][0] == op:
        segments[-1][1].extend(runs)
    elif added := list(runs):
        segments.append((op, added))


def _add_same(
    segments: list[Stretch], old: _Tokens, i: int, new: _Tokens, j: int, size: int
) -> None:
    """Equal words; where only the white space between them differs, that is marked."""
    if old.text[old.cut(i) : old.cut(i + size)] == new.text[new.cut(j) : new.cut(j + size)]:
        _add(segments, "same", new.between(new.cut(j), new.cut(j + size)))
        return
    for step in range(size):
        gap = old.between(old.cut(i + step), old.starts[i + step])
        other_gap = new.between(new.cut(j + step), new.starts[j + step])
        if runs_text(gap) == runs_text(other_gap):
            _add(segments, "same", other_gap)
        else:
            _add(segments, "deleted", gap)
            _add(segments, "inserted", other_gap)
        word = new.between(new.starts[j + step], new.cut(j + step + 1))
        _add(segments, "same", word)


def _old_first(segments: Sequence[Stretch]) -> Segments:
    """The same text in fewer segments: in each change the old words, then the new ones.

    A space that both begin with is not part of the change.
    """
    ordered: list[Stretch] = []
    for same, group in groupby(segments, key=lambda segment: segment[0] == "same"):
        change = list(group)
        if same:
            for _op, runs in change:
                _add(ordered, "same", runs)
            continue
        old, new = (
            tuple(run for op, runs in change if op == wanted for run in runs)
            for wanted in ("deleted", "inserted")
        )
        if old and new and old[0].text[0] == new[0].text[0] == " ":
            _add(ordered, "same", slice_runs(new, 0, 1))
            old, new = (slice_runs(runs, 1, len(runs_text(runs))) for runs in (old, new))
        _add(ordered, "deleted", old)
        _add(ordered, "inserted", new)
    return tuple(Segment(op, tuple(runs)) for op, runs in ordered)


def _whole(op: Op, runs: Runs) -> Segments:
    return (Segment(op, runs),) if runs else ()


def _replaced(old: Runs, new: Runs) -> Segments:
    return _whole("deleted", old) + _whole("inserted", new)


def _changed(old: Runs, new: Runs, steps: Steps) -> tuple[Segments, bool]:
    """Two texts compared word by word, or one after the other and that they are too different."""
    if old and new and not steps.may_compare:
        return _replaced(old, new), True
    try:
        return diff_runs(old, new, steps), False
    except TooDifferent:
        return _replaced(old, new), True


def _pairs(old: Sequence[Part], new: Sequence[Part], steps: Steps) -> list[Pair]:
    sets = WordSets()
    bits, other_bits = _lazy_sets(sets, old), _lazy_sets(sets, new)

    def similarity(i: int, j: int) -> float:
        one, other = old[i], new[j]
        if isinstance(one, Table) or isinstance(other, Table):
            alike = dice(bits(i), other_bits(j)) if type(one) is type(other) else 0.0
            return alike + SIMILAR_LINES - SIMILAR_TABLES if alike >= SIMILAR_TABLES else 0.0
        if (one.kind, one.level, one.ref) != (other.kind, other.level, other.ref):
            return 0.0
        if one.kind == "image":
            return 1.0
        return dice(bits(i), other_bits(j))

    keys, other_keys = [part_key(part) for part in old], [part_key(part) for part in new]
    return align(keys, other_keys, similarity, SIMILAR_LINES, steps)


def _lazy_sets(sets: WordSets, parts: Sequence[Part]) -> Callable[[int], int]:
    """Word sets of parts by position, made when first asked for: most parts never are."""
    return cache(lambda index: sets.add(parts[index].text))


def _compare(old: Part | None, new: Part | None, steps: Steps) -> RedlineBlock:
    part = new if new is not None else old
    if isinstance(part, Table):
        return _compare_tables(old, new, steps)  # type: ignore[arg-type]
    return _compare_lines(old, new, steps)  # type: ignore[arg-type]


def _compare_lines(old: Line | None, new: Line | None, steps: Steps) -> RedlineLine:
    if new is None:
        return _whole_line("deleted", cast(Line, old))
    if old is None:
        return _whole_line("inserted", new)
    if part_key(old) == part_key(new):
        return _whole_line("same", new)
    label = _compare_labels(old, new)
    return RedlineLine("changed", new, label, *_changed(old.runs, new.runs, steps))


def _whole_line(op: Op, line: Line) -> RedlineLine:
    return RedlineLine(op, line, _whole(op, plain_runs(line.label)), _whole(op, line.runs))


def _compare_labels(old: Line, new: Line) -> Segments:
    if old.label == new.label:
        return _whole("same", plain_runs(new.label))
    if new.kind in ("item", "note"):
        return _replaced(plain_runs(old.label), plain_runs(new.label))
    return diff_text(old.label, new.label)


_EMPTY = Table(())


def _compare_tables(old: Table | None, new: Table | None, steps: Steps) -> RedlineTable:
    before, after = old or _EMPTY, new or _EMPTY
    rows = _grid_pairs(before.rows, after.rows, steps)
    columns = _column_pairs(before.rows, after.rows, steps)
    cells = tuple(
        tuple(_compare_cells(before, after, row, column, steps) for column in columns)
        for row in rows
    )
    if old is None:
        status: Status = "inserted"
    elif new is None:
        status = "deleted"
    else:
        status = "same" if part_key(old) == part_key(new) else "changed"
    caption = diff_text(before.caption, after.caption)
    return RedlineTable(status, before, after, tuple(rows), tuple(columns), caption, cells)


def _grid_pairs(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], steps: Steps
) -> list[Pair]:
    sets = WordSets()
    bits = [sets.add(" ".join(row)) for row in old]
    other_bits = [sets.add(" ".join(row)) for row in new]
    return align(
        [tuple(row) for row in old],
        [tuple(row) for row in new],
        lambda i, j: dice(bits[i], other_bits[j]),
        SIMILAR_ROWS,
        steps,
    )


def _column_pairs(
    old: Sequence[Sequence[str]], new: Sequence[Sequence[str]], steps: Steps
) -> list[Pair]:
    width, other_width = (len(rows[0]) if rows else 0 for rows in (old, new))
    if width == other_width:
        return [(column, column) for column in range(width)]
    return _grid_pairs(list(zip(*old, strict=True)), list(zip(*new, strict=True)), steps)


def _compare_cells(old: Table, new: Table, row: Pair, column: Pair, steps: Steps) -> RedlineCell:
    before = _cell(old, row[0], column[0])
    after = _cell(new, row[1], column[1])
    if before is None or after is None:
        op: Op = "inserted" if before is None else "deleted"
        segments = _whole(op, plain_runs(after if before is None else before))
        return RedlineCell(op if segments else "same", segments)
    if before == after:
        return RedlineCell("same", _whole("same", plain_runs(after)))
    sets = WordSets()
    if steps.may_compare and dice(sets.add(before), sets.add(after)) < SIMILAR_CELLS:
        return RedlineCell("changed", _replaced(plain_runs(before), plain_runs(after)))
    return RedlineCell("changed", *_changed(plain_runs(before), plain_runs(after), steps))


def _cell(table: Table, row: int | None, column: int | None) -> str | None:
    return None if row is None or column is None else table.rows[row][column]


def _side_runs(segments: Segments, gone: str) -> Runs:
    return tuple(run for segment in segments if segment.op != gone for run in segment.runs)


def _table_side(block: RedlineTable, which: Side) -> Table:
    index, gone = (0, "inserted") if which == "old" else (1, "deleted")
    rows = tuple(
        tuple(
            runs_text(_side_runs(cell.segments, gone))
            for column, cell in zip(block.columns, cells, strict=True)
            if column[index] is not None
        )
        for row, cells in zip(block.rows, block.cells, strict=True)
        if row[index] is not None
    )
    table = block.old if which == "old" else block.new
    return replace(table, rows=rows, caption=runs_text(_side_runs(block.caption, gone)))
