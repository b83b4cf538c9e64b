"""A heading as detection sees it, before sections are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from texts.inline import cut
from texts.patterns import word_count
from texts.source import SourceLine

Kind = Literal["part", "clause", "schedule", "memorandum", "amended", "heading"]


@dataclass
class Heading:
    """Where a section begins, what it is called, and which lines its heading used up."""

    at: int
    number: str = ""
    title: str = ""
    level: int = 1
    kind: Kind = "heading"
    value: int = 0
    """A clause's number as a number."""
    used: set[int] = field(default_factory=set)
    """Lines that became number and title."""
    rest: SourceLine | None = None
    """What is left of line `at` for the section's text."""
    written: str | None = None
    unsure: list[str] = field(default_factory=list)
    notes: list[SourceLine] = field(default_factory=list)
    """Marginal references that belong to the section."""


def remainder(line: SourceLine, at: int) -> SourceLine | None:
    """The line without its first `at` characters and its label; None where nothing is left."""
    if at >= len(line.text):
        return None
    _head, html = cut(line.html, at)
    text = line.text[at:].strip()
    if not text:
        return None
    prefix = line.bold_prefix[at:].strip() if len(line.bold_prefix) > at else ""
    return replace(line, text=text, html=html, label="", list_level=None, bold_prefix=prefix)


def looks_like_heading(line: SourceLine) -> bool:
    """Whether a line stands out and is short, whatever it says."""
    if line.kind != "text" or line.label or word_count(line.text) > 30:
        return False
    if line.text.rstrip().endswith((";", ",", ":")):
        return False
    return bool(line.heading or line.outline or line.bold or line.caps or line.centred)


def next_line(
    lines: Sequence[SourceLine], at: int, skipped: set[int], limit: int | None = None
) -> int | None:
    """Index of the next line of the body with text after `at`."""
    end = len(lines) if limit is None else limit
    for other in range(at + 1, end):
        if other in skipped or lines[other].margin:
            continue
        if lines[other].text or lines[other].kind != "text":
            return other
    return None
