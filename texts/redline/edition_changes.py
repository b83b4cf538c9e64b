"""What changed between two editions of a policy, section by section."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from texts.cleaning import section_line
from texts.edition_text import SectionText
from texts.plain import canonical

Change = Literal["unchanged", "changed", "new", "removed", "renumbered", "moved"]


@dataclass(frozen=True)
class SectionChange:
    """A section in the comparison; ``old`` or ``new`` is ``None`` where it did not exist.

    ``status`` is the weightiest of what happened: changed words, then a new place, then a new
    number; ``moved`` and ``renumbered`` say so beside changed words too.
    """

    status: Change
    old: SectionText | None
    new: SectionText | None
    moved: bool = False
    renumbered: bool = False

    @property
    def section(self) -> SectionText:
        """The newest text there is of the section."""
        return cast(SectionText, self.new or self.old)

    @property
    def retitled(self) -> bool:
        """Whether both editions have the section, under different titles."""
        if self.old is None or self.new is None:
            return False
        return section_line(self.old.title) != section_line(self.new.title)


@dataclass(frozen=True)
class EditionComparison:
    """All sections of two editions in the new edition's order, removed ones where they stood."""

    changes: tuple[SectionChange, ...]

    @property
    def counts(self) -> dict[Change, int]:
        """Number of sections by status; every status is there, if only with 0."""
        found = Counter(change.status for change in self.changes)
        order: tuple[Change, ...] = (
            "changed",
            "new",
            "removed",
            "moved",
            "renumbered",
            "unchanged",
        )
        return {status: found[status] for status in order}

    @property
    def differs(self) -> bool:
        return any(change.status != "unchanged" for change in self.changes)

    def summary(self) -> str:
        """The counts in words: "12 sections changed, 3 new, 1 removed"."""
        counts = self.counts
        pieces = [
            (
                ngettext("%(count)d section changed", "%(count)d sections changed", count),
                count,
            )
            if status == "changed"
            else (_SHORT[status](count), count)
            for status, count in counts.items()
            if count and status != "unchanged"
        ]
        if not pieces:
            return _("No section changed")
        if not counts["changed"]:
            pieces.insert(0, (_("No section changed in its words"), 0))
        return ", ".join(text % {"count": count} for text, count in pieces)


_SHORT = {
    "new": lambda count: ngettext("%(count)d new", "%(count)d new", count),
    "removed": lambda count: ngettext("%(count)d removed", "%(count)d removed", count),
    "moved": lambda count: ngettext("%(count)d moved", "%(count)d moved", count),
    "renumbered": lambda count: ngettext("%(count)d renumbered", "%(count)d renumbered", count),
}


def compare_editions(old: Sequence[SectionText], new: Sequence[SectionText]) -> EditionComparison:
    """The comparison of two editions; sections are the same where their ``key`` is.

    A key that stands twice in one edition counts at its first place only, the rest as new or
    removed. Only sections whose hashes differ are read.
    """
    places = _places(old)
    partners = [places.pop(section.key, None) if section.key else None for section in new]
    staying = _longest_rising([place for place in partners if place is not None])
    changes = [
        _change(old[place] if place is not None else None, section, place not in staying)
        for place, section in zip(partners, new, strict=True)
    ]
    return EditionComparison(tuple(_with_removed(old, changes, partners)))


Told = tuple[Change, int | None, int | None, bool, bool]
"""A change without its texts: its status, where it stands on both sides, moved, renumbered."""


def told(
    comparison: EditionComparison, old: Sequence[SectionText], new: Sequence[SectionText]
) -> list[Told]:
    """What was found, to be kept apart from the texts."""
    places = {id(text): place for texts in (old, new) for place, text in enumerate(texts)}
    return [
        (
            each.status,
            places[id(each.old)] if each.old else None,
            places[id(each.new)] if each.new else None,
            each.moved,
            each.renumbered,
        )
        for each in comparison.changes
    ]


def retold(
    found: Sequence[Told], old: Sequence[SectionText], new: Sequence[SectionText]
) -> EditionComparison:
    """The comparison that was `told`, of the same texts, or of their headings alone."""
    return EditionComparison(
        tuple(
            SectionChange(
                status,
                None if before is None else old[before],
                None if after is None else new[after],
                moved,
                renumbered,
            )
            for status, before, after, moved, renumbered in found
        )
    )


def _places(sections: Sequence[SectionText]) -> dict[object, int]:
    places: dict[object, int] = {}
    for place, section in enumerate(sections):
        if section.key:
            places.setdefault(section.key, place)
    return places


def _change(old: SectionText | None, new: SectionText, moved: bool) -> SectionChange:
    if old is None:
        return SectionChange("new", None, new)
    moved = moved or old.level != new.level
    renumbered = section_line(old.number) != section_line(new.number)
    same = old.content_hash == new.content_hash or (
        canonical(old.title, old.blocks) == canonical(new.title, new.blocks)
    )
    status: Change = "unchanged"
    if not same:
        status = "changed"
    elif moved:
        status = "moved"
    elif renumbered:
        status = "renumbered"
    return SectionChange(status, old, new, moved, renumbered)


def _longest_rising(places: Sequence[int]) -> set[int]:
    """The places that can stay where they are while the fewest others move."""
    tails: list[int] = []
    lasts: list[int] = []
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(lasts, place)
        before[place] = tails[length - 1] if length else None
        if length == len(tails):
            tails.append(place)
            lasts.append(place)
        else:
            tails[length] = lasts[length] = place
    staying: set[int] = set()
    place_or_none = tails[-1] if tails else None
    while place_or_none is not None:
        staying.add(place_or_none)
        place_or_none = before[place_or_none]
    return staying


def _with_removed(
    old: Sequence[SectionText], changes: Sequence[SectionChange], partners: Sequence[int | None]
) -> list[SectionChange]:
    """The changes, each removed section after the one it followed in the old edition."""
    kept = {place: position for position, place in enumerate(partners) if place is not None}
    following: dict[int, list[SectionChange]] = {}
    position = -1
    for place, section in enumerate(old):
        if place in kept:
            position = kept[place]
        else:
            following.setdefault(position, []).append(SectionChange("removed", section, None))
    ordered = list(following.get(-1, []))
    for position, change in enumerate(changes):
        ordered.append(change)
        ordered.extend(following.get(position, []))
    return ordered
