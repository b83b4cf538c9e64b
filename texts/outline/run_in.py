"""Headings that stand in bold on the line of their text: "**Section 2: Quorum.** Five members …".

They become a line of their own where a number or an announcement says that they are headings; a
bold word alone may be a term, or stressed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from texts.outline.announced import announces_part
from texts.outline.structure import remainder
from texts.patterns import DASH
from texts.runs import cut
from texts.source import SourceLine

_NUMBERED = re.compile(r"\d+(?:\.\d+)*[.:)]?\s")
_PARTING = re.compile(rf"[\s{DASH}:.]*")
"""What stands between a heading and its text."""


def parted(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """The lines, a heading and the text that it runs into as two."""
    for line in lines:
        yield from _parts(line)


def _parts(line: SourceLine) -> list[SourceLine]:
    head = line.bold_prefix
    apart = bool(line.label or line.bold or line.heading) or not line.text.startswith(head)
    if not head or apart or not _is_heading(head):
        return [line]
    begin = len(head.rstrip(" .:"))
    parting = _PARTING.match(line.text, begin)
    rest = remainder(line, parting.end() if parting else begin)
    if rest is None or rest.text[:1].islower():
        return [line]
    html = cut(line.html, begin)[0]
    return [replace(line, text=line.text[:begin], html=html, bold=True, bold_prefix=""), rest]


def _is_heading(head: str) -> bool:
    return announces_part(head) or bool(_NUMBERED.match(head))
