"""Which lines of a bill are words that it puts into another law.

"The principal Act is amended by inserting the following new Part—" is followed by parts, sections
and schedules of that Act, with their own numbers. Quotation marks tell where they end only where
the file has kept them, so the next amending clause does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from texts.outline.line_flow import LineFlow
from texts.patterns import DASH

_ANNOUNCED = re.compile(
    r"\b(?:insert(?:ing|ed|ion)?|substitut(?:ing|ed?|ion)|replac(?:ing|ed?)|add(?:ing|ed)?)\b"
    rf"(?:[^.]*[{DASH}:]\W*$|\s+(?:(?:therefor|it)\s+)*the\s+following\b[^.;,]*\.$)",
    re.IGNORECASE,
)
_AMENDS = re.compile(
    r"^\W*\d+\b.*\b(?:is|are|be)\s+(?:hereby\s+|further\s+|accordingly\s+)*"
    r"(?:amended|repealed|deleted|replaced)\b"
)
_QUOTE = r"[\"'`\u2018\u2019\u201c\u201d]"
_OPENS = re.compile(_QUOTE)
_CLOSES = re.compile(rf"{_QUOTE}[\s.;,]*(?:and|or)?$")
_END = 300
"""Characters at the end of a line in which it announces an insertion."""


@dataclass(frozen=True)
class Inserted:
    """Lines that are, or may be, words of another law."""

    lines: frozenset[int]
    first: frozenset[int]
    """Those that come right after the words that announce them."""


def find(flow: LineFlow, begin: int) -> Inserted:
    """The inserted lines from `begin` on."""
    found: set[int] = set()
    first: set[int] = set()
    inside = quoted = opening = False
    for at, line in flow.left(begin):
        if line.margin or line.kind != "text" or not line.text:
            continue
        if inside and _AMENDS.match(f"{line.label} {line.text}"):
            inside = False
        if inside:
            found.add(at)
            if opening:
                first.add(at)
                quoted = bool(_OPENS.match(line.text))
            opening = False
            inside = not (quoted and _CLOSES.search(line.text))
        if _ANNOUNCED.search(line.text[-_END:]):
            inside = opening = True
    return Inserted(frozenset(found), frozenset(first))
