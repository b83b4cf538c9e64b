"""How much a section and a policy may hold, so that every page that shows one stays quick.

A thousand pages of law have some 1,500 sections; the longest section known has 13,000 characters in
110 paragraphs. At these limits a page takes about a second (docs/explanation/security.md).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from texts.body import Block

MAX_SECTIONS = 3_000
MAX_CHARACTERS = 200_000
"""Of a section, with its markup."""
MAX_PIECES = 10_000
"""Of a section: `A_BLOCK` for each block and item, 1 for each tag and for each cell of a table."""
A_BLOCK = 3


def is_too_long(blocks: Iterable[Block]) -> bool:
    """Whether these blocks are more than one section may hold. Pictures weigh nothing."""
    return share_of(blocks) > 1


def share_of(blocks: Iterable[Block]) -> float:
    """How much of what one section may hold these blocks are; 1 is all of it."""
    weights = list(map(_weight, blocks))
    characters, pieces = (sum(each[of] for each in weights) for of in (0, 1))
    return max(characters / MAX_CHARACTERS, pieces / MAX_PIECES)


def _weight(value: Any) -> tuple[int, int]:
    """Characters and pieces of a block, or of what is in it."""
    if isinstance(value, str):
        return len(value), value.count("<")
    if isinstance(value, Mapping) and "data" in value:
        cells = [str(cell or "") for row in value["data"] for cell in row]
        return sum(map(len, cells)), len(cells)
    if not isinstance(value, Mapping | list):
        return 0, 0
    within = value.values() if isinstance(value, Mapping) else value
    weights = [_weight(each) for each in within]
    own = A_BLOCK if isinstance(value, Mapping) else 0
    return sum(each for each, _pieces in weights), own + sum(pieces for _, pieces in weights)
