"""Titles that clauses carry in their own text, where there is no margin.

"1. Short title" on a line of its own, in bold or not; "1. Short title. This Act may …" with the
title run in; the title on the line before the number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from texts.marks import typed_mark
from texts.outline.line_flow import LineFlow
from texts.outline.margin_titles import run_in_end
from texts.outline.structure import Heading, remainder
from texts.outline.titled_bill import TitledBill
from texts.patterns import DASH, OPEN_END, likeness, word_count
from texts.source import SourceLine

_LONGEST = 22
_SENTENCE = re.compile(
    r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )"
    r"\b(?:shall|may|must|means|is|are|has|have|was|were|will)\b"
)
"""What only a sentence has; "Persons who may be registered" is none."""
_OPEN_WORD = re.compile(r"\b(?:sections?|of|to|the|by|in|and|or|after|that)$", re.IGNORECASE)
_OPENS = re.compile(rf"[{DASH}:;]")
"""How a line begins with which the sentence above it goes on."""
_STOPS = " .:\u2014\u2013-"
_LIKE = 0.8
_MOST = 0.6


def take_titles(bill: TitledBill) -> TitledBill:
    """Titles of clauses that have none yet, from the text around their numbers."""
    free = bill.free()
    found = bill.with_clauses(
        clause
        if clause.title and clause.written is None
        else _with_title(clause, free, bill.printed_title(clause))
        for clause in bill.clauses
    )
    return _take_consistent(found, free)


def take_titles_above(bill: TitledBill) -> TitledBill:
    """Titles on the line above their clauses, where most clauses have one.

    Most stand out, or are those of the printed contents. The line comes before the contents, which
    may word or number some differently.
    """
    clauses, flow = bill.clauses, bill.flow
    above = _lines_above(bill, bill.free())
    standing = {
        index: at
        for index, at in above.items()
        if flow[at].bold or flow[at].italic or flow[at].heading
    }
    printed = [
        at
        for index, at in above.items()
        if clauses[index].value in bill.printed
        and likeness(flow[at].text, bill.printed_title(clauses[index])) >= _LIKE
    ]
    enough = max(2, _MOST * len(clauses))
    if len(standing) >= enough:
        return _using_lines(bill, standing)
    return _using_lines(bill, above) if len(printed) >= enough else bill


def _lines_above(bill: TitledBill, free: LineFlow) -> dict[int, int]:
    """Index of a clause without a title → index of the line above it that reads like one."""
    found = {
        index: _title_before(clause, free)
        for index, clause in enumerate(bill.clauses)
        if not clause.title
    }
    return {index: at for index, at in found.items() if at is not None}


def _with_title(clause: Heading, free: LineFlow, printed: str) -> Heading:
    return _run_in(clause, printed) or _on_own_line(clause, free, printed) or clause


def _run_in(clause: Heading, printed: str) -> Heading | None:
    """ "1. **Short title.** This Act …", or the printed title at the head of the text."""
    line = clause.rest
    if line is None:
        return None
    end = run_in_end(line.text, printed) if printed else 0
    if not end and line.bold_prefix:
        prefix = line.bold_prefix
        if re.search(r"[A-Za-z]{3}", prefix) and word_count(prefix) <= _LONGEST:
            end = len(prefix)
    return _called(clause, line.text[:end], remainder(line, end)) if end else None


def _on_own_line(clause: Heading, free: LineFlow, printed: str) -> Heading | None:
    """The number's line holds the title alone, and the text follows on the next."""
    line, used = clause.rest, [clause.at]
    if line is None:
        following = free.next_line(clause.at)
        if following is None:
            return None
        line = free[following]
        used.append(following)
    if not _could_be_title(line) or not _stands_out(line, printed):
        return None
    if _SENTENCE.search(line.text) and _goes_on(line, free, used[-1]):
        return None
    return _called(clause, line.text, None).using(used)


def _goes_on(line: SourceLine, free: LineFlow, at: int) -> bool:
    """Whether a line is the beginning of a sentence that the next one ends."""
    following = free.next_line(at)
    opens = following is not None and bool(_OPENS.match(free[following].text))
    return opens or bool(_OPEN_WORD.search(line.text))


def _take_consistent(bill: TitledBill, free: LineFlow) -> TitledBill:
    """Titles that nothing sets apart, where most clauses of the document have one."""
    clauses = bill.clauses
    bare = [item for item in clauses if not item.title]
    if not bare or len(bare) < _MOST * len(clauses):
        return bill
    enough = max(2, _MOST * len(bare))
    own = {
        index
        for index, item in enumerate(clauses)
        if not item.title and _is_plain_title(item, free)
    }
    if len(own) >= enough:
        return bill.with_clauses(
            _called(item, item.rest.text if item.rest else "", None).using([item.at])
            if index in own
            else item
            for index, item in enumerate(clauses)
        )
    above = _lines_above(bill, free)
    return _using_lines(bill, above) if len(above) >= enough else bill


def _using_lines(bill: TitledBill, found: Mapping[int, int]) -> TitledBill:
    """The bill with whole lines as titles; `found`: index of a clause → index of the line."""
    clauses = bill.clauses
    for index, at in found.items():
        title = bill.flow[at].text.strip(_STOPS)
        clauses[index] = replace(clauses[index], title=title).using([at]).writing(title)
    return bill.with_clauses(clauses)


def _is_plain_title(clause: Heading, free: LineFlow) -> bool:
    line = clause.rest
    if line is None or not _could_be_title(line) or _SENTENCE.search(line.text):
        return False
    return free.next_line(clause.at) is not None


def _title_before(clause: Heading, free: LineFlow) -> int | None:
    """Index of the line right before a clause that reads like its title."""
    for at in range(clause.at - 1, -1, -1):
        line = free[at]
        if free.is_aside(at):
            return None
        if line.text and not line.margin:
            return at if _reads_like_title(line) else None
    return None


def _reads_like_title(line: SourceLine) -> bool:
    if not _could_be_title(line) or line.label or typed_mark(line.text):
        return False
    return bool(line.bold or line.italic or line.heading) or not _SENTENCE.search(line.text)


def _could_be_title(line: SourceLine) -> bool:
    text = line.text.strip()
    return (
        line.kind == "text"
        and word_count(text) <= _LONGEST
        and text[:1].isupper()
        and not OPEN_END.search(text)
    )


def _stands_out(line: SourceLine, printed: str) -> bool:
    if line.label:
        return False
    if printed and likeness(line.text, printed) >= _LIKE:
        return True
    return bool(line.bold or line.heading or line.outline or line.caps)


def _called(clause: Heading, title: str, rest: SourceLine | None) -> Heading:
    """The clause with a title out of its own text, of which `rest` is left."""
    clause = replace(clause, title=title.strip(_STOPS), rest=rest)
    if clause.written is not None and clause.written != clause.number:
        return clause.writing(clause.title)
    return replace(clause, written=None, unsure=())
