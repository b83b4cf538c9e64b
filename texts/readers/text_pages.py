"""Pages as a PDF reader lays them out with spaces: what heads them, and notes beside their text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

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
_NUMBER = re.compile(r"\d+")
_ANNOUNCES = re.compile(
    r"annex(?:ure)?|appendix|attachment|exhibit|schedule|part|chapter|section|article|sehemu|sura"
    r"|ibara|jedwali|kiambatisho|kiambatanisho"
)
"""What stands before the number of a part, and before no page number."""


def page_heads(pages: Sequence[Sequence[str]]) -> list[int]:
    """How many lines on top of each page head it: what others begin with, but for the numbers."""
    tops = [[line for line in page if line.strip()][:_HEAD_LINES] for page in pages]
    said: dict[str, dict[int, str]] = defaultdict(dict)
    for at, top in enumerate(tops):
        for line in top:
            said[_letters(line)].setdefault(at, line)
    heads = {key for key, lines in said.items() if key and _are_heads(key, lines)}
    return [_headed(top, heads) for top in tops]


def _are_heads(key: str, lines: Mapping[int, str]) -> bool:
    """Whether lines of one wording, by the page they stand on, head pages.

    "Goal 1", "Goal 2" are no heads but headings: each counts one further, and the pages do not. Of
    a word that announces parts that is so even where each has one page.
    """
    if len(lines) < _FEWEST_HEADED:
        return False
    numbers = [_NUMBER.findall(line) for line in lines.values()]
    if any(len(found) != 1 for found in numbers):
        return True
    values = [int(found[0]) for found in numbers]
    counted = all(after == before + 1 for before, after in pairwise(values))
    in_a_row = list(lines) == list(range(min(lines), max(lines) + 1))
    return not counted or (in_a_row and not _ANNOUNCES.fullmatch(key))


def _headed(top: Sequence[str], heads: Collection[str]) -> int:
    """How many of the first lines are said on other pages; a page number below one goes with it."""
    count = 0
    for line in top:
        key = _letters(line)
        if key not in heads if key else not (count and _is_page_number(line)):
            break
        count += 1
    return count


def _is_page_number(line: str) -> bool:
    """Whether a line without letters has one number; figures of a table are several."""
    return len(_NUMBER.findall(line)) <= 1


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
