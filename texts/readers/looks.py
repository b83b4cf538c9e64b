"""How a file says that its text looks, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
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
    underlined: bool | None = None
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


def underlining(pieces: Sequence[tuple[str, RunLook]]) -> tuple[bool, str]:
    """Whether all of a line is underlined, and the words it begins with where they alone are.

    So people set titles who type them as on a typewriter. Neither holds where anything is bold,
    which says it better; a link is underlined to be found.
    """
    shown = [(text, look) for text, look in pieces if text.strip()]
    begin = next((at for at, (_text, look) in enumerate(shown) if not _is_title(look)), len(shown))
    if not begin or any(look.bold or _is_title(look) for _text, look in shown[begin:]):
        return False, ""
    if begin == len(shown):
        return True, ""
    first = shown[begin]
    prefix = "".join(text for text, _look in pieces[: pieces.index(first)])
    return False, " ".join(prefix.split())


def _is_title(look: RunLook) -> bool:
    return bool(look.underlined and not look.bold and not look.href)
