"""One correction done to several sections of an outline, so that each index means what it meant."""

from __future__ import annotations

from collections.abc import Callable

from texts.outline.model import Outline

Correction = Callable[[Outline], Outline]


def shift(indexes: list[int], step: Callable[[Outline, int], Outline]) -> Correction:
    """Promote or demote several sections; what lies inside one of them moves once, with it."""

    def correction(outline: Outline) -> Outline:
        for index in _outermost(outline, indexes):
            outline = step(outline, index)
        return outline

    return correction


def _outermost(outline: Outline, indexes: list[int]) -> list[int]:
    kept: list[int] = []
    for index in sorted(set(indexes)):
        if not kept or not 0 <= index < len(outline.sections):
            kept.append(index)
            continue
        level = outline.sections[kept[-1]].level
        up_to_it = outline.sections[kept[-1] + 1 : index + 1]
        if any(section.level <= level for section in up_to_it):
            kept.append(index)
    return kept


def from_the_end(indexes: list[int], step: Callable[[Outline, int], Outline]) -> Correction:
    """Merge or leave out several sections, the last first, so that indexes stay what they are."""

    def correction(outline: Outline) -> Outline:
        for index in sorted(set(indexes), reverse=True):
            outline = step(outline, index)
        return outline

    return correction
