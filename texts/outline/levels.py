"""How deep each heading of a policy stands: its number says so first, then its style, then looks.

A number or an announcement ("Chapter One", "Annex II") settles a level. Headings without either
are compared with those that have one, by style and by how much they stand out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from statistics import median_low

from texts.outline.structure import Heading

_LOUD = 3
"""Strength from which a heading without number is no detail of the numbered one above it."""


@dataclass(frozen=True)
class Candidate:
    """A line that may be a heading, before levels are settled."""

    heading: Heading
    depth: int | None = None
    """How deep its number says it is."""
    style: int | None = None
    """The level its style says."""
    strength: int = 0
    """How much it stands out; 0 not at all."""
    lettered: bool = False
    """Its number is a letter or roman: on top only where no heading has a decimal number."""
    matter: bool = False
    """It is called as what stands before or after the chapters: "Foreword", "References"."""

    @property
    def is_part(self) -> bool:
        return self.heading.kind == "part"

    @property
    def has_looks_alone(self) -> bool:
        """Neither style nor number nor announcement make it a heading."""
        return self.style is None and self.depth is None and self.heading.kind == "heading"


def levelled(candidates: Sequence[Candidate]) -> list[Heading]:
    """The headings with their levels, never a step down of more than one."""
    if any(item.depth is not None and not item.lettered for item in candidates):
        candidates = [replace(item, depth=None) if item.lettered else item for item in candidates]
    scale = _Scale(candidates)
    open_levels: list[float] = []
    headings = []
    for item in candidates:
        level = scale.level_of(item)
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        headings.append(replace(item.heading, level=len(open_levels)))
    return headings


@dataclass
class _Scale:
    """Numbers that order headings by depth; only comparisons between them matter."""

    candidates: Sequence[Candidate]
    above: float = 0.0
    """Where the latest heading with a number, announcement or style stands."""
    _order: list[str] = field(default_factory=list)
    _by_style: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        words = [item.heading.word for item in self.candidates if item.is_part]
        self._order = list(dict.fromkeys(words))
        shifts = []
        top = []
        for item in self.candidates:
            known = self._known(item)
            if known == 1:
                top.append(item.strength)
            if known is not None and item.style is not None:
                shifts.append(known - item.style)
                self._by_style[item.style].append(known)
        self._shift = median_low(shifts) if shifts else 0
        self._top_strength = min(top, default=0)
        styled = [item.strength for item in self.candidates if item.style is not None]
        self._loud = max([_LOUD, *(strength + 1 for strength in styled)])
        alone = {item.strength for item in self.candidates if item.has_looks_alone}
        self._strengths = sorted(alone, reverse=True)

    def level_of(self, item: Candidate) -> float:
        level = self._level(item)
        if not item.has_looks_alone:
            self.above = level
        return level

    def _level(self, item: Candidate) -> float:
        known = self._known(item)
        if known is not None:
            return known
        if item.style is not None:
            levels = self._by_style[item.style]
            if not levels:
                return item.style + self._shift
            return min(levels) if item.matter else median_low(levels)
        if item.matter and item.strength >= self._top_strength:
            return 1
        rank = self._strengths.index(item.strength)
        if self.above and item.strength < self._loud:
            return self.above + 1 + rank / 10
        return 1 + rank / 10 + (rank > 0 and not self.above)

    def _known(self, item: Candidate) -> int | None:
        """The level that number or announcement settle; None for others."""
        if item.is_part:
            return self._order.index(item.heading.word) + 1
        if item.heading.kind == "schedule":
            return 1
        if item.depth is None:
            return None
        if not self._order:
            return item.depth
        return len(self._order) + max(1, item.depth - 1)
