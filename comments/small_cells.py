"""Figures about people, told so that no small one is found in them or worked out from them.

What is below `FEWEST` is left out, and the rest is told to the nearest `STEP`. That alone gives
small figures away: where 31 have sent something and 30 of them gave one answer, hardly anybody
can have given another. So the figures told, each taken at its lowest, leave room for `FEWEST` - 1
people more; where they do not, the smallest of them are left out as well.
"""

from collections.abc import Mapping
from typing import TypeVar

FEWEST = 5
"""Respondents of whom a figure tells."""
STEP = 5

Key = TypeVar("Key")


def told(counts: Mapping[Key, int], *, respondents: int) -> dict[Key, int | None]:
    """The figures as they are told, by key; None for what is left out.

    ``respondents`` is how many there are, whether or not they answered: that is public.
    """
    shown = sorted((key for key in counts if counts[key] >= FEWEST), key=lambda key: counts[key])
    while len(shown) < len(counts) and shown:
        if respondents - sum(_lowest(counts[key]) for key in shown) >= FEWEST - 1:
            break
        shown.pop(0)
    return {key: _rounded(count) if key in shown else None for key, count in counts.items()}


def _rounded(count: int) -> int:
    return STEP * ((count + STEP // 2) // STEP)


def _lowest(count: int) -> int:
    """What a reader knows that it is at least."""
    return max(FEWEST, _rounded(count) - STEP // 2)
