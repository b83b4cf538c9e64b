"""The columns of a page, one of which may hold notes beside the text."""

from __future__ import annotations

from dataclasses import dataclass, field

_MARGIN_SHARE = 0.45
"""A column this much narrower than the widest, to its right, holds marginal notes."""


@dataclass
class PageColumns:
    """The widths of a page's columns, in whatever unit, and which one the text has come to."""

    widths: list[int] = field(default_factory=list)
    current: int = 0

    @property
    def in_margin(self) -> bool:
        if not 0 < self.current < len(self.widths):
            return False
        widest = max(self.widths)
        narrow = self.widths[self.current] < _MARGIN_SHARE * widest
        return narrow and self.widths.index(widest) < self.current
