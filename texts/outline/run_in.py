"""Headings that stand in bold on the line of their text: "**Section 2: Quorum.** Five members …".

They become a line of their own where they count up from one with others of the document, run in or
not: a bold date, an article quoted, a quantity do not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from texts.outline.announced import announced_count
from texts.outline.structure import remainder
from texts.patterns import DASH
from texts.runs import cut
from texts.source import SourceLine

_NUMBERED = re.compile(r"(?P<above>(?:\d+\.)*)(?P<value>\d{1,2})[.:)]?\s+(?!\d)\S")
_PARTING = re.compile(rf"[\s{DASH}:.]*")
"""What stands between a heading and its text."""

_Count = tuple[str, int]
"""What a heading counts, "SECTION" or "1.", and how far it has come."""


def parted(lines: Sequence[SourceLine]) -> Iterator[SourceLine]:
    """The lines, a heading and the text that it runs into as two."""
    counts = {_count(line.text if line.bold else line.bold_prefix) for line in lines}
    for line in lines:
        yield from _parts(line, counts)


def _parts(line: SourceLine, counts: Collection[_Count | None]) -> list[SourceLine]:
    head = line.bold_prefix
    apart = bool(line.label or line.bold or line.heading) or not line.text.startswith(head)
    if apart or not _counts_up(_count(head), counts):
        return [line]
    begin = len(head.rstrip(" .:"))
    parting = _PARTING.match(line.text, begin)
    rest = remainder(line, parting.end() if parting else begin)
    if rest is None or rest.text[:1].islower():
        return [line]
    html = cut(line.html, begin)[0]
    return [replace(line, text=line.text[:begin], html=html, bold=True, bold_prefix=""), rest]


def _count(head: str) -> _Count | None:
    numbered = _NUMBERED.match(head)
    if numbered:
        return numbered["above"], int(numbered["value"])
    return announced_count(head)


def _counts_up(count: _Count | None, counts: Collection[_Count | None]) -> bool:
    """Whether all numbers from one up to this one stand somewhere, and at least two."""
    if count is None:
        return False
    kind, value = count
    return all((kind, item) in counts for item in range(1, max(value, 2) + 1))
