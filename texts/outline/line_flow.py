"""The lines of a document as one stage of detection hands them to the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from texts.outline.model import DropReason
from texts.source import SourceLine

AsideReason = DropReason | Literal["heading", "margin"]
"""Why a line is no text of a section: left out of the outline, part of a heading, in the margin."""


@dataclass(frozen=True)
class LineFlow:
    """A document's lines in reading order, which of them are set aside, and why.

    Never changed: a stage that sets lines aside returns another flow. Lines are named by their
    index from the beginning of the document, set aside or not.
    """

    lines: Sequence[SourceLine]
    aside: Mapping[int, AsideReason] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.lines)

    def __getitem__(self, at: int) -> SourceLine:
        return self.lines[at]

    def is_aside(self, at: int) -> bool:
        return at in self.aside

    def set_aside(self, found: Iterable[int], reason: AsideReason) -> LineFlow:
        """The flow without these lines; a line that was set aside before keeps its reason."""
        return replace(self, aside={**dict.fromkeys(found, reason), **self.aside})

    def with_lines(self, lines: Sequence[SourceLine]) -> LineFlow:
        """The flow with other hints on the same lines."""
        return replace(self, lines=lines)

    def left(self, begin: int = 0, end: int | None = None) -> Iterator[tuple[int, SourceLine]]:
        """Index and line of all that is not set aside from `begin` up to `end`."""
        for at in range(begin, len(self.lines) if end is None else end):
            if at not in self.aside:
                yield at, self.lines[at]

    def next_line(self, at: int) -> int | None:
        """Index of the next line of the body with text after `at`; notes in the margin are none."""
        for following in range(at + 1, len(self.lines)):
            line = self.lines[following]
            if line.margin or following in self.aside:
                continue
            if line.text or line.kind != "text":
                return following
        return None
