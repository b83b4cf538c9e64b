"""Remarks on what no one heading tells: a style that disagrees, a picture in the place of text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from texts.bounds import is_too_long
from texts.outline.model import DraftBlock, Section
from texts.outline.remark_costs import LONG, PICTURE, STYLE
from texts.outline.structure import Heading
from texts.outline.word_measure import block_text
from texts.patterns import word_count

_WIDE = 340.0
"""Points; a picture as wide as a page's text. A4 has 450 between margins of an inch."""
_LARGE = 60_000
"""Bytes from which a picture counts as wide whose width the file does not say."""
_FEW = 40
"""Words beside which such a picture is what the section says."""
_CAPTION = re.compile(
    r"(?:figure|fig|map|chart|photo|plate|source|picha|mchoro|ramani|kielelezo|chanzo)\b",
    re.IGNORECASE,
)


def doubted_styles(headings: Sequence[Heading], styles: Sequence[int | None]) -> list[Heading]:
    """The headings, with a remark where one stands at another level than its style mostly does."""
    levels: dict[int, Counter[int]] = defaultdict(Counter)
    for heading, style in zip(headings, styles, strict=True):
        if style is not None:
            levels[style][heading.level] += 1
    usual = {
        style: level
        for style, uses in levels.items()
        for level, count in [uses.most_common(1)[0]]
        if 2 * count > uses.total()
    }
    return [
        heading.doubted(STYLE)
        if style is not None and usual.get(style, heading.level) != heading.level
        else heading
        for heading, style in zip(headings, styles, strict=True)
    ]


def doubt_pictures(sections: Sequence[Section]) -> None:
    """Tell the editor where a picture may be the text, as a schedule that was scanned."""
    for section in sections:
        words = sum(word_count(block_text(block)) for block in section.blocks)
        if words < _FEW and any(
            _is_wide(block) and not _has_caption(section.blocks, at)
            for at, block in enumerate(section.blocks)
        ):
            section.unsure.append(PICTURE)


def doubt_lengths(sections: Sequence[Section]) -> None:
    """Tell the editor of each section that is more than one page may hold."""
    for section in sections:
        if is_too_long(section.blocks):
            section.unsure.append(LONG)


def _is_wide(block: DraftBlock) -> bool:
    if block["type"] != "image":
        return False
    image = block["value"]
    return image.width >= _WIDE or (not image.width and len(image.content) > _LARGE)


def _has_caption(blocks: Sequence[DraftBlock], at: int) -> bool:
    beside = [*blocks[:at][-1:], *blocks[at + 1 : at + 2]]
    return any(_CAPTION.match(block_text(block)) for block in beside)
