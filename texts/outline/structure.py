"""A heading as detection sees it, before sections are made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from texts.kept_words import KeptWords
from texts.outline.line_flow import LineFlow
from texts.patterns import word_count
from texts.runs import cut
from texts.source import SourceLine

HeadingKind = Literal["part", "clause", "schedule", "memorandum", "amended", "heading"]


@dataclass(frozen=True)
class Heading:
    """Where a section begins, what it is called, and which lines its heading used up."""

    at: int
    number: str = ""
    title: str = ""
    level: int = 1
    kind: HeadingKind = "heading"
    value: int = 0
    """A clause's number as a number."""
    used: frozenset[int] = frozenset()
    """Lines that became number and title."""
    rest: SourceLine | None = None
    """What is left of line `at` for the section's text."""
    written: str | None = None
    """Number and title as the file has them, where they are not as written."""
    unsure: tuple[KeptWords, ...] = ()
    twin: bool = False
    """A clause with the number of the one before it."""
    notes: tuple[SourceLine, ...] = ()
    """Marginal references that belong to the section."""

    @property
    def word(self) -> str:
        """What a part calls itself: "PART", "CHAPTER"."""
        return self.number.split()[0].upper()

    def using(self, lines: Iterable[int]) -> Heading:
        """The heading with more lines used up."""
        return replace(self, used=self.used.union(lines))

    def doubted(self, remark: KeptWords) -> Heading:
        """The heading with one more remark for the editor; it quotes the file as ``words``."""
        return replace(self, unsure=(*self.unsure, remark))

    def writing(self, text: str) -> Heading:
        """The heading with words of the file that its title was taken from.

        They matter only where number and title are not as written.
        """
        if self.written is None:
            return self
        return replace(self, written=f"{self.written} {text}")


@dataclass(frozen=True)
class Structure:
    """What the reading of headings hands to the making of sections."""

    flow: LineFlow
    headings: Sequence[Heading]
    is_bill: bool = False
    """Text in the margin is then no text of a section."""

    @property
    def begin(self) -> int:
        """Where the first section begins: before it stands the front matter."""
        return self.headings[0].at if self.headings else len(self.flow)


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
