"""What an outline says, for a look at it before anything is made: as data, and as lines to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from texts.outline.model import DraftBlock, Outline, Section
from texts.outline.word_measure import block_text, heading_text
from texts.patterns import word_count


def overview(outline: Outline) -> dict[str, Any]:
    """The outline as JSON can hold it, with every remark, and the text of each section.

    Words are counted as the measure of words counts them, without those of the heading.
    """
    return {
        "title": outline.title,
        "front_matter": _text(outline.front_matter),
        "sections": [
            {
                "number": section.number,
                "title": section.title,
                "level": section.level,
                "words": _words(section),
                "remarks": list(map(str, section.unsure)),
                "text": _text(section.blocks),
            }
            for section in outline.sections
        ],
        "warnings": [str(warning) for warning in outline.warnings],
        "left_out": [item.said() for item in outline.dropped if not item.taken_in],
        "words": asdict(outline.words),
    }


def overview_lines(outline: Outline) -> Iterator[str]:
    """The same for people, without the text: a line a section, remarks below it."""
    if outline.title:
        yield outline.title
    for section in outline.sections:
        indent = "  " * section.level
        yield f"{indent}{heading_text(section)}  [{_words(section):,} words]"
        yield from (f"{indent}  remark: {remark}" for remark in section.unsure)
    yield from dropped_lines(outline)
    yield from (f"warning: {warning}" for warning in outline.warnings)
    words = outline.words
    if words.missing:
        yield f"lost: {' '.join(words.missing)}"
    yield (
        f"{len(outline.sections)} sections, {words.arrived:,} of {words.source:,} words,"
        f" {words.left_out:,} left out"
    )


def dropped_lines(outline: Outline) -> Iterator[str]:
    """A line for each passage that became part of no section: why, after what, its words."""
    for item in (item for item in outline.dropped if not item.taken_in):
        place = f", {item.place}" if item.place else ""
        yield f"left out ({item.reason}{place}): {item.text}"


def _text(blocks: Iterable[DraftBlock]) -> str:
    return "\n\n".join(text for block in blocks if (text := block_text(block)))


def _words(section: Section) -> int:
    return word_count(_text(section.blocks))
