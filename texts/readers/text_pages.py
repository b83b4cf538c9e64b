"""Pages as a PDF reader lays them out with spaces: what heads them, and notes beside their text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
"""What parts a line of text from the note beside it."""
_LEFTMOST = 40
"""The first column where notes may begin: text has that width at the least."""
_WIDEST = 30
"""Signs that a note may have on one line."""
_FEWEST = 2
_CLAUSE = re.compile(r"\s*\d{1,3}\.")
"""How a line begins beside which a note may be the only one of its page."""
_MOST = 0.6
"""Share of the lines that may have a note; of a table most have a cell."""
_LIKELY = 3
"""How many columns are weighed, those first where most begin."""
_STRAY = 1
"""Columns by which notes may begin further right than the others."""

_HEAD_LINES = 2
"""Lines on top of a page that may head it."""
_FEWEST_HEADED = 3


def page_heads(pages: Sequence[Sequence[str]]) -> list[int]:
    """How many lines on top of each page head it: what others begin with, but for the numbers."""
    tops = [[line for line in page if line.strip()][:_HEAD_LINES] for page in pages]
    said = Counter(key for top in tops for key in {_letters(line) for line in top} if key)
    return [_headed(top, said) for top in tops]


def _headed(top: Sequence[str], said: Counter[str]) -> int:
    """How many of the first lines are said on other pages; a page number below one goes with it."""
    count = 0
    for line in top:
        key = _letters(line)
        if said[key] < _FEWEST_HEADED if key else not (count and _is_page_number(line)):
            break
        count += 1
    return count


def _is_page_number(line: str) -> bool:
    """Whether a line without letters has one number; figures of a table are several."""
    return len(re.findall(r"\d+", line)) <= 1


def _letters(line: str) -> str:
    return "".join(filter(str.isalpha, line.lower()))


def margin_column(page: Sequence[str]) -> int | None:
    """The column in which notes begin beside the text of a page; None where none do."""
    lines = [line for line in page if line.strip()]
    begins = Counter(
        found[-1].end() for line in lines if (found := list(_GAP.finditer(line.rstrip())))
    )
    likely = sorted(begins, key=lambda column: (-begins[column], column))[:_LIKELY]
    return next((column for column in likely if _parts(lines, begins, column)), None)


def _parts(lines: Sequence[str], begins: Counter[int], column: int) -> bool:
    """Whether text ends before a column in every line, and short notes begin there in some."""
    beside = sum(begins[column + stray] for stray in range(_STRAY + 1))
    beside += any(_CLAUSE.match(line) for line in lines if line[column:].strip())
    noted = [line[column:].strip() for line in lines if line[column:].strip()]
    return (
        column >= _LEFTMOST
        and beside >= _FEWEST
        and len(noted) <= _MOST * len(lines)
        and all(len(note) <= _WIDEST for note in noted)
        and not any(line[column - 2 : column].strip() for line in lines if line[column:].strip())
    )
