"""Clauses whose last number layout moved away: "by deleting section", and its "11." alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from texts.kept_words import remark as _
from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading
from texts.source import SourceLine

_OPEN = re.compile(r"\b(?:sections?|articles?|paragraphs?|regulations?|rules?)$", re.IGNORECASE)
_ALONE = re.compile(r"\d{1,3}[A-Z]{0,2}\s*\.")


def with_ends(clauses: Sequence[Heading], flow: LineFlow) -> list[Heading]:
    """The clauses, those that end openly with the numbers that stand alone on their page.

    They are given only where they are as many as the ends, each to its own in order.
    """
    lone = _lone_numbers(flow, {clause.at for clause in clauses})
    ends: dict[int, list[int]] = defaultdict(list)
    for index, clause in enumerate(clauses):
        if _is_open(clause, flow):
            ends[flow[clause.at].page].append(index)
    found = list(clauses)
    for page, indexes in ends.items():
        if len(indexes) == len(lone.get(page, ())):
            for index, at in zip(indexes, lone[page], strict=True):
                found[index] = _ended(found[index], flow, at)
    return found


def _is_open(clause: Heading, flow: LineFlow) -> bool:
    """Whether a clause lacks the number that it names last, on its line and on the next."""
    if clause.rest is None or not _OPEN.search(clause.rest.text):
        return False
    at = flow.next_line(clause.at)
    if at is None or flow[at].page != flow[clause.at].page:
        return True
    return not _ALONE.fullmatch(flow[at].text)


def _lone_numbers(flow: LineFlow, clauses: set[int]) -> Mapping[int, Sequence[int]]:
    """By page, the lines that are a number alone and end no line above them."""
    found: dict[int, list[int]] = defaultdict(list)
    above = SourceLine()
    for at, line in flow.left():
        if line.margin or not line.text:
            continue
        alone = not line.label and at not in clauses and _ALONE.fullmatch(line.text)
        if alone and not (_OPEN.search(above.text) and above.page == line.page):
            found[line.page].append(at)
        above = line
    return found


def _ended(clause: Heading, flow: LineFlow, at: int) -> Heading:
    """The clause with the number of a line after its words."""
    end = flow[at]
    if clause.rest is None:
        return clause
    text, html = f"{clause.rest.text} {end.text}", f"{clause.rest.html} {end.html}"
    whole = replace(clause, rest=replace(clause.rest, text=text, html=html)).using([at])
    return whole.doubted(_("“%(words)s” stood apart from the end of this clause.", words=end.text))
