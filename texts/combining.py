"""Marks that stand on the letter before them: composed at a cost in step with the text, and capped.

Unicode's normal forms put the marks of each letter in order. Python does it by insertion, so that
tens of thousands of marks in a row, which anybody can send, take seconds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import groupby

MOST_MARKS = 30
"""Marks in a row, as Unicode's Stream-Safe Text Format has it (UAX 15, section 13).

Its authors found no language that needs half as many.
"""
_FIRST_PLANE = range(0x10000)
_OTHER_PLANES = (*range(0x10000, 0x20000), *range(0xE0100, 0xE01F0))


def _marks(points: Iterable[int]) -> str:
    """The marks among them, as ranges; also those of no combining class: some are made of two that
    have one."""
    ranges: list[list[int]] = []
    for point in points:
        if not unicodedata.category(chr(point)).startswith("M"):
            continue
        if ranges and ranges[-1][1] == point - 1:
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


def _run_of(characters: str) -> re.Pattern[str]:
    """More of them in a row than `MOST_MARKS`."""
    return re.compile(f"[{characters}][{characters}]{{{MOST_MARKS},}}")


_COMMON = _marks(_FIRST_PLANE)
MARKS = _COMMON + _marks(_OTHER_PLANES)
"""All of them, to stand in the brackets of a pattern."""
_RUN = _run_of(MARKS)
_MAYBE_RUN = _run_of(f"{_COMMON}{chr(_OTHER_PLANES[0])}-{chr(_OTHER_PLANES[-1])}")
"""Also letters and emoji of the other planes: fifty times as fast to search for."""


def composed(text: str) -> str:
    """The text in NFC."""
    return text if text.isascii() else unicodedata.normalize("NFC", _MAYBE_RUN.sub(_sorted, text))


def capped(text: str) -> str:
    """The text with at most `MOST_MARKS` marks in a row."""
    if text.isascii() or not _MAYBE_RUN.search(text):
        return text
    return _RUN.sub(lambda run: run[0][:MOST_MARKS], text)


def _sorted(match: re.Match[str]) -> str:
    """A long run of marks in the order that NFC gives it; sorting what is sorted costs nothing."""
    marks = (part for mark in match[0] for part in unicodedata.normalize("NFD", mark))
    return "".join(
        "".join(sorted(run, key=unicodedata.combining) if moves else run)
        for moves, run in groupby(marks, lambda mark: unicodedata.combining(mark) > 0)
    )
