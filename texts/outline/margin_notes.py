"""The notes beside a bill's text: titles of clauses, and references to other laws.

In a Word file the margin is a column, frame, box or cell read after the text beside it, or plain
lines in a smaller type.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from statistics import median_high

from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading
from texts.outline.titled_bill import TitledBill
from texts.patterns import LETTERS, REFERENCE, has_words, is_reference, word_count
from texts.runs import Run, to_html
from texts.source import SourceLine

_LONGEST = 30
_LONGEST_NOTE = 1_000
"""Characters that a note may have and still go on in the next line."""
_SMALL = 0.8
_ENDS = (".", ";", ":")
_OPEN_WORD = re.compile(r"\b(?:of|to|in|the|and|or|section|sections)$", re.IGNORECASE)
"""How a note ends whose next line belongs to it even if that is a reference to a law."""


@dataclass(frozen=True)
class MarginNote:
    """A marginal note: one or more lines beside the text or in smaller type than it."""

    lines: Sequence[int]
    text: str
    page: int

    @property
    def at(self) -> int:
        return self.lines[0]

    @property
    def may_be_title(self) -> bool:
        return (
            len(LETTERS.findall(self.text)) >= 3
            and self.text[:1].isupper()
            and word_count(self.text) <= _LONGEST
            and not is_reference(self.text)
        )


def find_notes(bill: TitledBill) -> list[MarginNote]:
    """The notes beside the text or in small type: lines that run on joined, references apart."""
    small = _small_lines(bill)
    notes: list[MarginNote] = []
    for at, line in bill.flow.left():
        text = f"{line.label} {line.text}".strip()
        if not (line.margin or at in small) or line.kind != "text" or not has_words(text):
            continue
        last = notes[-1] if notes else None
        if last and _runs_on(last, bill.flow, at):
            notes[-1] = replace(last, lines=[*last.lines, at], text=f"{last.text} {text}")
            continue
        notes.extend(MarginNote([at], part, line.page) for part in _part_references(text))
    return notes


def _small_lines(bill: TitledBill) -> set[int]:
    """Short lines among the clauses in clearly smaller type: notes that lost their margin."""
    clauses, flow = bill.clauses, bill.flow
    if not clauses:
        return set()
    end = next((item.at for item in bill.headings if item.at > clauses[-1].at), len(flow))
    begin = max(0, clauses[0].at - 2)
    sizes = [line.size for line in flow.lines[begin:end] if line.size and len(line.text) > 60]
    if not sizes:
        return set()
    limit = _SMALL * median_high(sizes)
    return {
        at
        for at, line in bill.free().left(begin, end)
        if line.kind == "text"
        and line.size
        and line.size <= limit
        and not line.label
        and word_count(line.text) <= _LONGEST
        and not _goes_on(flow, at, limit)
    }


def _goes_on(flow: LineFlow, at: int, limit: float) -> bool:
    """Whether a small line is the end of the sentence above it, in type larger than `limit`."""
    if not flow[at].text[:1].islower():
        return False
    above = (flow[item] for item in reversed(range(at)) if not flow[item].margin)
    line = next((item for item in above if item.text), None)
    return bool(line and (line.size or 0) > limit and _OPEN_WORD.search(line.text))


def _runs_on(note: MarginNote, flow: LineFlow, at: int) -> bool:
    """Whether a line goes on with the note above it, or with the last one of the page before."""
    if len(note.text) > _LONGEST_NOTE:
        return False
    line, page = flow[at], flow[note.lines[-1]].page
    follows = note.lines[-1] == at - 1 and page == line.page
    if (follows or line.page == page + 1) and _OPEN_WORD.search(note.text):
        return True
    if is_reference(line.text) or is_reference(note.text):
        return False
    if note.text.rstrip().endswith(_ENDS):
        return False
    return follows or line.text[:1].islower()


def _part_references(text: str) -> list[str]:
    """ "Complaints. No. 17 of 2017." → the title and the reference apart."""
    match = REFERENCE.search(text)
    if match is None or not text[: match.start()].rstrip().endswith("."):
        return [text]
    return [text[: match.start()].strip(), text[match.start() :].strip()]


def attach_notes(bill: TitledBill, notes: Iterable[MarginNote]) -> TitledBill:
    """The bill with each note given to the section whose text it stands beside."""
    given: dict[int, list[MarginNote]] = {}
    places = _Places(bill.headings, bill.flow)
    for note in notes if bill.headings else ():
        given.setdefault(places.holder(note), []).append(note)
    headings = list(bill.headings)
    for index, own in given.items():
        headings[index] = _with_notes(headings[index], own, bill.flow)
    return replace(bill, headings=headings)


def _with_notes(heading: Heading, notes: Sequence[MarginNote], flow: LineFlow) -> Heading:
    """The heading with notes, and with those lines used that no margin keeps out of the text."""
    in_text = (at for note in notes for at in note.lines if not flow[at].margin)
    shown = [SourceLine(text=note.text, html=to_html([Run(note.text)])) for note in notes]
    return replace(heading.using(in_text), notes=(*heading.notes, *shown))


class _Places:
    """Where the notes of a bill stand, all found in one walk over its lines."""

    def __init__(self, headings: Sequence[Heading], flow: LineFlow) -> None:
        self._begins = [heading.at for heading in headings]
        self._first: dict[int, int] = {}
        for at, line in flow.left():
            if line.text and not line.margin:
                self._first.setdefault(line.page, at)
        self._page_after = _pages_after(flow)
        titles: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for index, heading in enumerate(headings):
            for at in heading.used:
                if flow[at].margin:
                    titles[flow[at].page].append((at, index))
        self._titles = {page: sorted(found) for page, found in titles.items()}
        self._last_titled = {
            page: list(accumulate((index for _at, index in found), max))
            for page, found in self._titles.items()
        }

    def holder(self, note: MarginNote) -> int:
        """Index of the section a note belongs to.

        Where notes come after all the text of their page, that is the section whose title is the
        note above it, or the section the page begins with; else the one it stands in.
        """
        begin = note.at
        if self._page_after[note.lines[-1]] != note.page:
            above = bisect_left(self._titles.get(note.page, []), (note.at, -1))
            if above:
                return self._last_titled[note.page][above - 1]
            begin = self._first.get(note.page, note.at)
        return max(bisect_right(self._begins, begin) - 1, 0)


def _pages_after(flow: LineFlow) -> list[int | None]:
    """For each line the page of the next one of the body, see `LineFlow.next_line`."""
    pages: list[int | None] = [None] * len(flow)
    page: int | None = None
    for at in range(len(flow) - 1, -1, -1):
        pages[at] = page
        line = flow[at]
        if not (line.margin or flow.is_aside(at)) and (line.text or line.kind != "text"):
            page = line.page
    return pages
