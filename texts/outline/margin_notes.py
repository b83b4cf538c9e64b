"""The notes beside a bill's text: titles of clauses, and references to other laws.

In a Word file the margin is a column, frame, box or cell read after the text beside it, or plain
lines in a smaller type.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median_high

from texts.marks import typed_mark
from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading
from texts.outline.titled_bill import TitledBill
from texts.patterns import (
    LETTERS,
    OPEN_END,
    REFERENCE,
    has_words,
    is_reference,
    likeness,
    word_count,
)
from texts.runs import Run, to_html
from texts.source import SourceLine

ALIKE_IN_TEXT = 0.87
"""How like a clause's title words of the text must be to be that title."""
_LONGEST = 30
_REACH = 6
"""How many clauses later a note set after the text of its page may come."""
_SMALL = 0.8
_ENDS = (".", ";", ":")
_OPEN_WORD = re.compile(r"\b(?:of|to|in|the|and|or|section|sections)$", re.IGNORECASE)
"""How a note ends whose next line belongs to it even if that is a reference to a law."""


@dataclass(frozen=True)
class MarginNote:
    """A marginal note: one or more lines beside the text."""

    lines: Sequence[int]
    text: str
    page: int
    apart: bool = True
    """Set beside the text or in smaller type, so that it is a note whatever it says."""

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
    """The notes beside the text, in small type, or in the flow where they repeat a title."""
    small = _small_lines(bill)
    return _joined_notes(bill.flow, small, _title_lines(bill) - small)


def _title_lines(bill: TitledBill) -> set[int]:
    """Lines of the text that repeat the title of a clause near them: notes set in the flow."""
    free, clauses = bill.free(), bill.clauses
    found: set[int] = set()
    for index, clause in enumerate(clauses):
        title = bill.printed_title(clause)
        if not title:
            continue
        begin = clauses[index - 1].at if index else max(0, clause.at - 6)
        last = index + _REACH
        end = clauses[last].at if last < len(clauses) else clauses[-1].at + 40
        found.update(
            at
            for at, line in free.left(begin + 1, min(end, len(free)))
            if _repeats_title(line, title)
        )
    return found


def _repeats_title(line: SourceLine, title: str) -> bool:
    if line.margin or line.label or line.kind != "text":
        return False
    if word_count(line.text) > _LONGEST or typed_mark(line.text) or OPEN_END.search(line.text):
        return False
    return likeness(line.text, title) >= ALIKE_IN_TEXT


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
    }


def _joined_notes(
    flow: LineFlow, small: Collection[int], title_lines: Collection[int]
) -> list[MarginNote]:
    """Marginal notes in order: lines that run on joined, references to laws parted off."""
    notes: list[MarginNote] = []
    for at, line in flow.left():
        apart = line.margin or at in small
        text = f"{line.label} {line.text}".strip()
        if not (apart or at in title_lines) or line.kind != "text" or not has_words(text):
            continue
        last = notes[-1] if notes else None
        if last and last.apart == apart and _runs_on(last, line, at):
            notes[-1] = replace(last, lines=[*last.lines, at], text=f"{last.text} {text}")
            continue
        notes.extend(MarginNote([at], part, line.page, apart) for part in _part_references(text))
    return notes


def _runs_on(note: MarginNote, line: SourceLine, at: int) -> bool:
    """Whether a line goes on with the note above it, or with the last one of the page before."""
    follows = note.lines[-1] == at - 1 and note.page == line.page
    if follows and _OPEN_WORD.search(note.text):
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
    for note in notes if bill.headings else ():
        given.setdefault(_holder(note, bill.headings, bill.flow), []).append(note)
    headings = list(bill.headings)
    for index, own in given.items():
        headings[index] = _with_notes(headings[index], own, bill.flow)
    return replace(bill, headings=headings)


def _with_notes(heading: Heading, notes: Sequence[MarginNote], flow: LineFlow) -> Heading:
    """The heading with notes, and with those lines used that no margin keeps out of the text."""
    in_text = (at for note in notes for at in note.lines if not flow[at].margin)
    shown = [SourceLine(text=note.text, html=to_html([Run(note.text)])) for note in notes]
    return replace(heading.using(in_text), notes=(*heading.notes, *shown))


def _holder(note: MarginNote, headings: Sequence[Heading], flow: LineFlow) -> int:
    """Index of the section a note belongs to.

    Where notes come after all the text of their page, that is the section whose title is the note
    above it, or the section the page begins with; else the one it stands in.
    """
    begin = note.at
    following = flow.next_line(note.lines[-1])
    if following is None or flow[following].page != note.page:
        above = [
            index
            for index, item in enumerate(headings)
            if any(at < note.at and _is_beside(flow[at], note) for at in item.used)
        ]
        if above:
            return above[-1]
        texts = (
            at
            for at, line in flow.left()
            if line.page == note.page and not line.margin and line.text
        )
        begin = next(texts, note.at)
    earlier = (index for index in reversed(range(len(headings))) if headings[index].at <= begin)
    return next(earlier, 0)


def _is_beside(line: SourceLine, note: MarginNote) -> bool:
    return line.margin and line.page == note.page
