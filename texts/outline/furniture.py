"""Find what belongs to the printed page and not to the text: page numbers, running headers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from texts.outline.model import DropReason
from texts.patterns import key, likeness, roman_value, word_count
from texts.source import SourceLine

_PAGE_NUMBER = re.compile(
    r"(?P<before>[^\w()]*)(?P<page>(?:page|ukurasa(?:\s+wa)?)\s*)?"
    r"(?:(?P<decimal>\d{1,4})(?:\s*(?:of|kati\s+ya|wa|/)\s*\d{1,4})?|(?P<roman>[ivxl]{1,6}))"
    r"(?P<after>[^\w().]*)",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"^\W*(\d{1,4})\b(?![.)])|\b(?<!\.)(\d{1,4})\W*$")
_RUNNING_TITLE = re.compile(
    r"^\W*(?:\d{1,4}\W+)?(?:T\w{2,3}\s)?[^.;]{3,100}?\b(?:Bill|Act|Policy|Regulations)\W{0,4}"
    r"(?:\(?(?:Amendment|Draft)\)?\W*)?(?:19|20)\d\d\b.{0,24}$"
)
_READS_ON = re.compile(r"\sbe cited as\s|[^\W\d]\s?[;:,\u2013-\u2015]$")
"""Clause 1 of an act, which names it as the running title does; words that go on below."""
_LIKE = 0.72
_SAME = 0.9
_LONGEST = 16
_OFTEN = 3
_MOST = 0.6
_FEWEST = 2
"""Words besides the page number; "Table 1", "Table 2" are no running headers."""
_COVER = 40
"""Lines at the beginning where the name of the document is no running title yet."""


@dataclass
class _Group:
    key: str
    capitals: bool
    running: bool
    """Its first line reads like a running title."""
    lines: list[int] = field(default_factory=list)


def find(lines: Sequence[SourceLine]) -> dict[int, DropReason]:
    """Line index → reason, for page numbers and for headers and footers within the body."""
    found: dict[int, DropReason] = {
        at: "header_footer"
        for at, line in enumerate(lines)
        if line.in_header_footer or line.style in ("header", "footer")
    }
    for at in _page_numbers(lines):
        found[at] = "page_number"
    for group in _groups(lines, found):
        if _is_running(group, lines, found):
            for at in group.lines:
                found[at] = "header_footer"
    return found


def _page_numbers(lines: Sequence[SourceLine]) -> list[int]:
    """Lines that hold a page number alone.

    A lone number is one where it looks set apart (dashes, "Page", centred, in the margin), or
    where several rise through the document.
    """
    decimal: list[tuple[int, int]] = []
    roman: list[tuple[int, int]] = []
    sure = []
    for at, line in enumerate(lines):
        match = _PAGE_NUMBER.fullmatch(line.text.strip())
        if match is None or line.kind != "text" or line.label or line.heading or line.quoted:
            continue
        digits, letters = match["decimal"], match["roman"]
        if letters and not letters.islower():
            continue
        value = int(digits) if digits else roman_value(letters.upper())
        if value is None:
            continue
        (decimal if digits else roman).append((at, value))
        decorated = match["page"] or match["before"].strip() or match["after"].strip(". ")
        if decorated or line.centred or line.margin or line.page_break_before:
            sure.append(at)
    numbered = [*_rising(decimal, _FEWEST), *_rising(roman, _OFTEN)]
    return sorted({*sure, *numbered})


def _rising(found: list[tuple[int, int]], fewest: int) -> list[int]:
    """The lines, if there are enough and most numbers are greater than the one before."""
    steps = [after > before for (_a, before), (_b, after) in pairwise(found)]
    if len(found) < fewest or sum(steps) < _MOST * len(steps):
        return []
    return [at for at, _value in found]


def _groups(lines: Sequence[SourceLine], found: Mapping[int, str]) -> list[_Group]:
    """Short lines that say nearly the same, apart from the page number at either end."""
    groups: list[_Group] = []
    by_key: dict[tuple[str, bool], _Group] = {}
    for at, line in enumerate(lines):
        if at in found or line.kind != "text" or line.label or line.in_contents:
            continue
        if (line.heading or line.outline) and not _RUNNING_TITLE.match(line.text):
            continue
        if not 2 <= word_count(line.text) <= _LONGEST or _READS_ON.search(line.text):
            continue
        bare = key(_NUMBER_AT_END.sub(" ", line.text))
        if not bare:
            continue
        group = by_key.get((bare, line.text.isupper()))
        if group is None and _RUNNING_TITLE.match(line.text):
            group = next((item for item in groups if _alike(item, bare, line)), None)
        if group is None:
            running = bool(_RUNNING_TITLE.match(line.text))
            group = _Group(bare, line.text.isupper(), running)
            groups.append(group)
        by_key[bare, line.text.isupper()] = group
        group.lines.append(at)
    return groups


def _alike(group: _Group, bare: str, line: SourceLine) -> bool:
    """Whether a running title is one with the running titles of a group, misread or not."""
    same = group.running and group.capitals == line.text.isupper()
    return same and likeness(group.key, bare) >= _LIKE


def _is_running(group: _Group, lines: Sequence[SourceLine], found: Mapping[int, str]) -> bool:
    if len(group.lines) < _OFTEN:
        return _is_lone_title(group, lines)
    numbers = [_page_number(lines[at].text) for at in group.lines]
    shown = [number for number in numbers if number is not None]
    wordy = word_count(_NUMBER_AT_END.sub(" ", lines[group.lines[0]].text)) >= _FEWEST
    if wordy and len(shown) >= _MOST * len(numbers) and len(set(shown)) > 1:
        return True
    titles = sum(1 for at in group.lines if _RUNNING_TITLE.match(lines[at].text))
    if titles >= _MOST * len(group.lines) and not group.capitals:
        return True
    at_edge = sum(1 for at in group.lines if _at_page_edge(at, lines, found))
    return at_edge >= _MOST * len(group.lines) and not _ends_like_text(lines[group.lines[0]].text)


def _is_lone_title(group: _Group, lines: Sequence[SourceLine]) -> bool:
    """One or two copies, with a page number: a short document's running title."""
    return not group.capitals and all(
        _RUNNING_TITLE.match(lines[at].text)
        and _page_number(lines[at].text) is not None
        and not lines[at].text.rstrip().endswith((".", ";", ":"))
        and "...." not in lines[at].text
        and not (lines[at].heading or lines[at].outline or lines[at].bold)
        and at > _COVER
        for at in group.lines
    )


def _page_number(text: str) -> int | None:
    """The number at either end of a line, unless it is the year of an act."""
    match = _NUMBER_AT_END.search(text)
    if match is None:
        return None
    number = int(match[1] or match[2])
    return None if 1900 <= number <= 2100 else number


def _at_page_edge(at: int, lines: Sequence[SourceLine], found: Mapping[int, str]) -> bool:
    line = lines[at]
    if line.page_break_before:
        return True
    around = [other for other in (at - 1, at + 1) if 0 <= other < len(lines)]
    return any(
        lines[other].page != line.page
        or found.get(other) == "page_number"
        or (other > at and lines[other].page_break_before)
        for other in around
    )


def _ends_like_text(text: str) -> bool:
    return text.rstrip().endswith((";", ":", ",", ".", "and", "or"))
