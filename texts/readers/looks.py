"""How a file says that its text looks, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from texts.runs import Style

Raised = Literal["sup", "sub", ""]
"""Above the line, below it, or on it."""


@dataclass(frozen=True)
class RunLook:
    """How a run looks; None where nothing says so. `size` in points, `href` a safe address."""

    bold: bool | None = None
    italic: bool | None = None
    caps: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    raised: Raised | None = None
    href: str | None = None

    def over(self, base: RunLook) -> RunLook:
        """This look, with what it leaves open taken from `base`."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return replace(base, **said)

    @property
    def styles(self) -> frozenset[Style]:
        """What of the look is kept with the text."""
        shown: dict[Style, bool | None] = {
            "strong": self.bold,
            "em": self.italic,
            "sup": self.raised == "sup",
            "sub": self.raised == "sub",
        }
        return frozenset(style for style, wanted in shown.items() if wanted)
