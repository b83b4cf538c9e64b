"""Find what belongs to the printed page and not to the text: page numbers, running headers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from texts.outline.announced import PART_WORDS, SCHEDULE_WORDS
from texts.outline.line_flow import LineFlow
from texts.outline.printed_contents import is_document_title
from texts.patterns import key, likeness, roman_value, word_count
from texts.source import SourceLine

_PAGE_NUMBER = re.compile(
    r"(?P<before>[^\w()]*)(?P<page>(?:page|ukurasa(?:\s+wa)?)\s*)?"
    r"(?:(?P<decimal>\d{1,4})(?:\s*(?:of|kati\s+ya|wa|/)\s*\d{1,4})?|(?P<roman>[ivxl]+))"
    r"(?P<after>[^\w().]*)",
    re.IGNORECASE,
)
_NUMBER_AT_END = re.compile(r"^\W*(\d{1,4})\b(?![.)])|\b(?<!\.)(\d{1,4})\W*$")
_RUNNING_TITLE = re.compile(
    r"^\W*(?:\d+\W+)?[^.;]{3,100}?\b(?:Bill|Act|Policy|Regulations)\W{0,4}"
    r"(?:(?:Amendment|Draft)\W*)?(?:19|20)\d\d\b.{0,24}$"
)
_ANNOUNCED = re.compile(rf"(?:{PART_WORDS}|{SCHEDULE_WORDS})\s+\d+\W*", re.IGNORECASE)
_SENTENCE_ENDS = (".", ";", ":")
_PAGE_WORD = re.compile(r"\W*(?:PAGE|UKURASA)\W*")
"""What stands above the page numbers of a cover."""
_OWN = 0.85
"""How like a bill's name in capitals a line is that repeats it."""
_READS_ON = re.compile(r"\sbe cited as\s|[^\W\d]\s?[;:,\u2013-\u2015]$")
"""Clause 1 of an act, which names it as the running title does; words that go on below."""
_OPEN_NOTE = re.compile(r"\b(?:Caps?|Nos?|sections?|of)\W*$", re.IGNORECASE)
"""How a note in the margin ends that a number goes on with, no page number."""
_LIKE = 0.72
_LONGEST = 16
_OFTEN = 3
_MOST = 0.6
_SOME = 0.4
"""The share of lines that name an act and stand where a page ends, at which all are headers."""
_FEWEST = 2
"""Words besides the page number; "Table 1", "Table 2" are no running headers."""
_MOST_TITLES = 30
"""Running titles that others are compared with: no document has as many."""
_COVER = 40
"""Lines at the beginning where the name of the document is no running title yet."""


@dataclass
class _LikeLines:
    """Lines that say nearly the same."""

    key: str
    capitals: bool
    running: bool
    """The first of them reads like a running title."""
    lines: list[int] = field(default_factory=list)


def set_aside(flow: LineFlow, known: Collection[str] = ()) -> LineFlow:
    """The flow without page numbers, and headers and footers within the body.

    `known`: what the file itself has for page headers and footers.
    """
    flow = flow.set_aside(_page_numbers(flow), "page_number")
    declared = (
        at
        for at, line in flow.left()
        if line.in_header_footer or line.style in ("header", "footer")
    )
    flow = flow.set_aside(declared, "header_footer")
    unnumbered = [_NUMBER_AT_END.sub(" ", text) for text in known]
    keys = {key(_NUMBER_AT_END.sub(" ", text)) for text in (*known, *unnumbered)}
    running = (
        at for group in _groups(flow) if _is_running(group, flow, keys) for at in group.lines
    )
    flow = flow.set_aside(running, "header_footer")
    return flow.set_aside(list(_own_names(flow)), "header_footer")


def _own_names(flow: LineFlow) -> Iterator[int]:
    """Lines below the cover that say a bill's own name, misread or not, as its pages do."""
    names = {line.text for line in flow.lines if is_document_title(line)}
    for at, line in flow.left(_COVER):
        bare = _repeatable(line)
        if not bare or line.bold or line.heading or line.text.isupper():
            continue
        begins = not line.text[:1].islower() and line.text[-1:] not in _SENTENCE_ENDS
        if begins and any(likeness(bare, name) >= _OWN for name in names):
            yield at


def _page_numbers(flow: LineFlow) -> list[int]:
    """Lines that hold a page number alone.

    A lone number is one where it looks set apart (dashes, "Page", centred, in the margin), or
    where several rise through the document.
    """
    decimal: list[tuple[int, int]] = []
    roman: list[tuple[int, int]] = []
    sure = []
    above = SourceLine()
    for at, line in flow.left():
        goes_on = line.margin and above.margin and _OPEN_NOTE.search(above.text)
        above = line if line.text else above
        if line.kind == "text" and _PAGE_WORD.fullmatch(line.text):
            sure.append(at)
        match = _PAGE_NUMBER.fullmatch(line.text.strip())
        if match is None or goes_on or line.kind != "text" or line.label:
            continue
        between = match["before"].strip() and match["after"].strip()
        if line.quoted or (line.heading and not between):
            continue
        digits, letters = match["decimal"], match["roman"]
        if letters and not letters.islower():
            continue
        value = int(digits) if digits else roman_value(letters.upper())
        if value is None:
            continue
        (decimal if digits else roman).append((at, value))
        decorated = match["page"] or match["before"].strip() or match["after"].strip()
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


def _groups(flow: LineFlow) -> list[_LikeLines]:
    """Short lines that say nearly the same, apart from the page number at either end."""
    groups: list[_LikeLines] = []
    by_key: dict[tuple[str, bool], _LikeLines] = {}
    titles: list[_LikeLines] = []
    for at, line in flow.left():
        bare = _repeatable(line)
        if not bare:
            continue
        capitals, running = line.text.isupper(), bool(_RUNNING_TITLE.match(line.text))
        group = by_key.get((bare, capitals))
        if group is None and running:
            group = next((item for item in titles if _alike(item, bare, capitals)), None)
        if group is None:
            group = _LikeLines(bare, capitals, running)
            groups.append(group)
            if running and len(titles) < _MOST_TITLES:
                titles.append(group)
        by_key[bare, capitals] = group
        group.lines.append(at)
    return groups


def _repeatable(line: SourceLine) -> str:
    """What a line says without a page number, if it may be a header or footer; else nothing."""
    if line.kind != "text" or line.label or line.in_contents:
        return ""
    if (line.heading or line.outline) and not _RUNNING_TITLE.match(line.text):
        return ""
    if not 2 <= word_count(line.text) <= _LONGEST or _READS_ON.search(line.text):
        return ""
    return key(_NUMBER_AT_END.sub(" ", line.text))


def _alike(group: _LikeLines, bare: str, capitals: bool) -> bool:
    """Whether a running title is one with the running titles of a group, misread or not."""
    return group.capitals == capitals and likeness(group.key, bare) >= _LIKE


def _is_running(group: _LikeLines, flow: LineFlow, known: Collection[str]) -> bool:
    """Whether lines are a running header: repetition alone proves nothing, an act may be named
    often. Page numbers beside them do, and standing where pages end.
    """
    if len(group.lines) < _OFTEN:
        return _is_lone_title(group, flow)
    texts = [flow[at].text for at in group.lines]
    numbers = [_page_number(text) for text in texts]
    if _count_parts(group, numbers, flow):
        return False
    shown = [number for number in numbers if number is not None]
    wordy = word_count(_NUMBER_AT_END.sub(" ", texts[0])) >= _FEWEST
    if wordy and len(shown) >= _MOST * len(numbers) and len(set(shown)) > 1:
        return not _is_listing(group, flow)
    if group.key in known:
        return True
    titles = sum(1 for text in texts if _RUNNING_TITLE.match(text))
    if titles >= _MOST * len(texts) and not group.capitals:
        proven = sum(
            _page_number(flow[at].text.replace(".", " ", 1)) is not None
            or _at_page_edge(at, flow)
            or _parts_sentence(at, flow)
            for at in group.lines
        )
        return proven >= _SOME * len(texts)
    at_edge = sum(1 for at in group.lines if _at_page_edge(at, flow))
    return at_edge >= _MOST * len(texts) and not _ends_like_text(texts[0])


def _count_parts(group: _LikeLines, numbers: Sequence[int | None], flow: LineFlow) -> bool:
    """Whether the numbers of lines count parts and no pages: "Annex 1", "Annex 2".

    So do those of lines in bold, "Goal 1" and "Goal 2", where no page ends beside them.
    """
    lines = [flow[at] for at in group.lines]
    if None in numbers or len(set(numbers)) < len(numbers):
        return False
    if all(_ANNOUNCED.fullmatch(line.text) for line in lines):
        return True
    counted = all(before + 1 == after for before, after in pairwise(filter(None, numbers)))
    pages = any(_at_page_edge(at, flow) or _parts_sentence(at, flow) for at in group.lines)
    return counted and not pages and all(line.bold for line in lines)


def _is_listing(group: _LikeLines, flow: LineFlow) -> bool:
    """Whether most of the lines stand one right below the other, as no two pages' headers do."""
    pairs = list(pairwise(group.lines))
    near = sum(next((at for at, _line in flow.left(one + 1)), -1) == other for one, other in pairs)
    return near > len(pairs) / 2


def _parts_sentence(at: int, flow: LineFlow) -> bool:
    """Whether the text before a line goes on after it: a page ends here, whatever it is."""
    before = next((flow[other].text for other in range(at - 1, -1, -1) if flow[other].text), "")
    after = flow.next_line(at)
    goes_on = after is not None and flow[after].text[:1].islower()
    return goes_on and (before[-1:].isalnum() or before.endswith(","))


def _is_lone_title(group: _LikeLines, flow: LineFlow) -> bool:
    """One or two copies, with a page number: a short document's running title."""
    return not group.capitals and all(
        _RUNNING_TITLE.match(flow[at].text)
        and _page_number(flow[at].text) is not None
        and not flow[at].text.rstrip().endswith(_SENTENCE_ENDS)
        and "...." not in flow[at].text
        and not (flow[at].heading or flow[at].outline or flow[at].bold)
        and at > _COVER
        for at in group.lines
    )


def _page_number(text: str) -> int | None:
    """The number at either end of a line, unless it is the year of an act or ends a sentence."""
    match = _NUMBER_AT_END.search(text)
    if match is None or (match[2] and text.rstrip().endswith(".")):
        return None
    number = int(match[1] or match[2])
    return None if 1900 <= number <= 2100 else number


def _at_page_edge(at: int, flow: LineFlow) -> bool:
    line = flow[at]
    if line.page_break_before:
        return True
    around = [other for other in (at - 1, at + 1) if other in range(len(flow))]
    return any(
        flow[other].page != line.page
        or flow.aside.get(other) == "page_number"
        or (other > at and flow[other].page_break_before)
        for other in around
    )


def _ends_like_text(text: str) -> bool:
    return text.rstrip().endswith((";", ":", ",", ".", "and", "or"))
