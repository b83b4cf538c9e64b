"""What was made of an earlier file by hand, found again in another: to be done again or not.

A section is known by its heading as the file has it; where the number changed, by its title alone
if only one has that. A passage is known by its words; where the file has others by now, the one
most like them in that section is meant, and the editor is shown both. What fits more than one
place, or stands in another section, is never taken for the same: an editor says if it is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from texts.cleaning import file_line
from texts.outline import edits
from texts.outline.edits import CannotEdit, known_as
from texts.outline.hand_edits import HandEdit
from texts.outline.model import FRONT_MATTER, Outline, Section
from texts.outline.passages import Passage, beside, passage_at, passages, pictures, wholes
from texts.outline.word_measure import heading_text
from texts.patterns import likeness, words

_ALIKE = 0.6
"""How like a corrected passage another one is that the file has in its place."""
_OF_SECTIONS = ("heading", "level", "merge")


@dataclass(frozen=True)
class Offer:
    """An edit and where it would be done; `place` is None where nothing like it is found."""

    edit: HandEdit
    state: Literal["same", "other", "gone", "done"]
    """Whether the file has there what it had, or something else, nothing, or the edit itself."""
    at: int | None = None
    """The index of the section."""
    block: int = 0
    item: int = 0
    there: str = ""
    """What the file has there."""


class OfferFinder:
    """Finds the places of edits in one outline."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._known: dict[str, list[int]] = defaultdict(list)
        self._titled: dict[str, list[int]] = defaultdict(list)
        self._numbered: dict[str, list[int]] = defaultdict(list)
        if outline.front_matter:
            self._known[""].append(FRONT_MATTER)
        for at, section in enumerate(outline.sections):
            self._known[known_as(section)].append(at)
            self._titled[_title_key(known_as(section))].append(at)
            self._numbered[section.number].append(at)

    def offer(self, edit: HandEdit) -> Offer:
        find: Callable[[HandEdit], Offer] = getattr(self, f"_{edit.kind}")
        offer = find(edit)
        unsure = edit.kind in _OF_SECTIONS and len(self._sections(edit)) > 1
        return replace(offer, state="other") if unsure and offer.state == "same" else offer

    def _sections(self, edit: HandEdit) -> list[int]:
        if known := self._known.get(edit.section):
            return known
        titled = self._titled.get(_title_key(edit.section), [])
        return titled if len(titled) == 1 and _title_key(edit.section) else []

    def _title(self, edit: HandEdit) -> Offer:
        title = self.outline.title
        state = "done" if title == edit.now else "same" if title == edit.was else "other"
        return Offer(edit, state, there=title)  # type: ignore[arg-type]

    def _heading(self, edit: HandEdit) -> Offer:
        sections = self.outline.sections
        for at in self._sections(edit):
            if heading_text(sections[at]) == edit.now:
                return Offer(edit, "done", at)
        for at in self._sections(edit):
            there = heading_text(sections[at])
            same = there == edit.was or sections[at].title == _without_number(edit.was)
            return Offer(edit, "same" if same else "other", at, there=there)
        for at in self._numbered.get(edit.number, []) if edit.number else []:
            there = heading_text(sections[at])
            return Offer(edit, "done" if there == edit.now else "other", at, there=there)
        return Offer(edit, "gone")

    def _level(self, edit: HandEdit) -> Offer:
        for at in self._sections(edit):
            level = f"{self.outline.sections[at].level}"
            state = "done" if level == edit.now else "same" if level == edit.was else "other"
            return Offer(edit, state, at, there=level)  # type: ignore[arg-type]
        return Offer(edit, "gone")

    def _words(self, edit: HandEdit) -> Offer:
        """The passage itself; else the one most like it in its section; else itself anywhere."""
        if not edit.was:
            return self._cell(edit)
        inside = [(at, each) for at in self._sections(edit) for each in self._passages(at)]
        found = _only(edit, inside)
        if any(each.words == edit.now for _at, each in inside) and not (
            found and self._is_crossed(edit)
        ):
            return Offer(edit, "done")
        if found:
            return found
        if inside:
            likely = max(inside, key=lambda found: likeness(found[1].words, edit.was))
            if likeness(likely[1].words, edit.was) >= _ALIKE:
                return _at_passage(edit, "other", *likely)
        return self._anywhere(edit, self._alone)

    def _is_crossed(self, edit: HandEdit) -> bool:
        """Whether what it makes of a passage is what another one in its section was."""
        return any(
            (other.section, other.was) == (edit.section, edit.now) for other in self.outline.offered
        )

    def _cell(self, edit: HandEdit) -> Offer:
        """A cell without words, by what stands in its row."""
        for at in self._sections(edit):
            section = self.outline.part(at) or Section()
            open_ones = [each for each in passages(section) if each.words in ("", edit.now)]
            there = [each for each in open_ones if beside(section, each) == edit.beside]
            if there and there[0].words == edit.now:
                return Offer(edit, "done")
            if there:
                return _at_passage(edit, "same" if len(there) == 1 else "other", at, there[0])
        return Offer(edit, "gone")

    def _describe(self, edit: HandEdit) -> Offer:
        """The picture itself, wherever it stands; else one in its section that is like it."""
        found = self._pictured(edit)
        waiting = [each for each in found if each[1].text != edit.now]
        for at, there in sorted(waiting, key=lambda each: each[1].text != edit.was):
            return _at_passage(edit, "same" if there.text == edit.was else "other", at, there)
        if found:
            return Offer(edit, "done")
        sections = self._sections(edit)
        for at, there, _which in self._pictures:
            if at in sections and there.text == edit.was:
                return _at_passage(edit, "other", at, there)
        return Offer(edit, "gone")

    def _pictured(self, edit: HandEdit) -> list[tuple[int, Passage]]:
        """Where the picture of an edit stands, its own section first."""
        sections = self._sections(edit)
        found = [each for each in self._pictures if edit.picture and each[2] == edit.picture]
        found.sort(key=lambda each: each[0] not in sections)
        return [(at, there) for at, there, _which in found]

    @cached_property
    def _pictures(self) -> list[tuple[int, Passage, str]]:
        """Each picture with its section, and which it is."""
        return [
            (at, Passage(block, 0, picture.alt), picture.fingerprint)
            for at, section in self.outline.parts()
            for block, picture in pictures(section)
        ]

    def _cut(self, edit: HandEdit) -> Offer:
        if pictured := self._pictured(edit):
            here = pictured[0][0] in self._sections(edit)
            return _at_passage(edit, "same" if here else "other", *pictured[0])
        inside = [(at, each) for at in self._sections(edit) for each in self._wholes(at)]
        return _only(edit, inside) or self._anywhere(edit, self._whole_alone)

    def _anywhere(self, edit: HandEdit, alone: Mapping[str, tuple[int, Passage]]) -> Offer:
        found = alone.get(file_line(edit.was))
        return _at_passage(edit, "other", *found) if found else Offer(edit, "gone")

    @cached_property
    def _alone(self) -> dict[str, tuple[int, Passage]]:
        """By its words, each passage that alone says them."""
        return _by_words(
            (at, each) for at, _ in self.outline.parts() for each in self._passages(at)
        )

    @cached_property
    def _whole_alone(self) -> dict[str, tuple[int, Passage]]:
        return _by_words((at, each) for at, _ in self.outline.parts() for each in self._wholes(at))

    def _passages(self, at: int) -> Sequence[Passage]:
        return [each for each in passages(self.outline.part(at) or Section()) if each.text]

    def _wholes(self, at: int) -> Sequence[Passage]:
        return [each for each in wholes(self.outline.part(at) or Section()) if each.words]

    def _merge(self, edit: HandEdit) -> Offer:
        sections = self.outline.sections
        for at in self._sections(edit):
            if at:
                before = known_as(sections[at - 1])
                same = _title_key(before) == _title_key(edit.was)
                return Offer(edit, "same" if same else "other", at, there=before)
        return Offer(edit, "gone")

    def _split(self, edit: HandEdit) -> Offer:
        for at, section in enumerate(self.outline.sections):
            first = next(passages(section), None)
            if edit.was and first and _same(first.words, edit.was):
                return Offer(edit, "done", at)
        for at in self._sections(edit):
            for each in self._passages(at):
                if _same(each.words, edit.was):
                    return _at_passage(edit, "same", at, each)
        return Offer(edit, "gone")

    def _leave_out(self, edit: HandEdit) -> Offer:
        sections = self._sections(edit)
        said = {at: edits.section_words(self.outline.part(at) or Section()) for at in sections}
        hits = [at for at, there in said.items() if _same(there, edit.was)]
        for at in hits or said:
            return Offer(edit, "same" if len(hits) == 1 else "other", at, there=said[at])
        return Offer(edit, "gone")

    def _take_in(self, edit: HandEdit) -> Offer:
        for which, item in enumerate(self.outline.dropped):
            if edit.was and _same(item.text, edit.was):
                return Offer(edit, "done" if item.taken_in else "same", item=which)
        return Offer(edit, "gone")


def offers(outline: Outline) -> list[Offer]:
    """The place of each edit on offer, in order."""
    finder = OfferFinder(outline)
    return [finder.offer(edit) for edit in outline.offered]


def done_again(outline: Outline, edit: HandEdit) -> Outline:
    """Do one edit on offer, whatever the file has there now.

    Raises `CannotEdit` where there is nothing to do it to.
    """
    return _done(outline, OfferFinder(outline).offer(edit))


def all_done_again(outline: Outline, kind: str = "") -> Outline:
    """Do every edit on offer, or those of one kind, where the file has what it had."""
    finder = OfferFinder(outline)
    for before in offers(outline):
        edit = before.edit
        offer = _still(outline, before) or finder.offer(edit)
        if kind in ("", edit.kind) and offer.state == "same":
            try:
                outline = _done(outline, offer)
            except CannotEdit:
                continue  # it stays on offer
            finder = OfferFinder(outline)
    return outline


def _still(outline: Outline, before: Offer) -> Offer | None:
    """The place of a passage as it was found, also where another one says the same by now."""
    if before.state != "same" or before.edit.kind != "words" or before.at is None:
        return None
    there = passage_at(outline.part(before.at) or Section(), before.block, before.item)
    return before if there and there.words == before.there else None


def _done(outline: Outline, offer: Offer) -> Outline:
    if offer.state == "gone":
        raise CannotEdit(edits.gone())
    outline = declined(outline, offer.edit)
    return outline if offer.state == "done" else _DOING[offer.edit.kind](outline, offer)


def declined(outline: Outline, edit: HandEdit) -> Outline:
    """Leave the file's words as they are: the edit is not offered again."""
    rest = list(outline.offered)
    if edit in rest:
        rest.remove(edit)
    return replace(outline, offered=rest)


def to_remember(outline: Outline) -> list[HandEdit]:
    """What to offer at the next file: all done by hand, and what was not decided."""
    return [*outline.by_hand, *outline.offered]


def _only(edit: HandEdit, inside: Sequence[tuple[int, Passage]]) -> Offer | None:
    """The passage itself, which is meant for sure where it is the only one; else None."""
    hits = [found for found in inside if _same(found[1].words, edit.was)]
    return _at_passage(edit, "same" if len(hits) == 1 else "other", *hits[0]) if hits else None


def _by_words(found: Iterable[tuple[int, Passage]]) -> dict[str, tuple[int, Passage]]:
    places: dict[str, list[tuple[int, Passage]]] = defaultdict(list)
    for at, each in found:
        places[file_line(each.words)].append((at, each))
    return {said: where[0] for said, where in places.items() if len(where) == 1}


def _at_passage(
    edit: HandEdit, state: Literal["same", "other"], at: int, passage: Passage
) -> Offer:
    return Offer(edit, state, at, passage.block, passage.item, passage.words)


def _same(one: str, other: str) -> bool:
    return file_line(one) == file_line(other)


def _title_key(heading: str) -> str:
    """A heading without the words that count."""
    return " ".join(word for word in words(heading.casefold()) if not word[0].isdecimal())


def _without_number(heading: str) -> str:
    return heading.partition(" ")[2]


def _again_heading(outline: Outline, offer: Offer) -> Outline:
    """The number stays the file's where only the title was corrected."""
    at, edit = offer.at or 0, offer.edit
    section = outline.sections[at]
    unnumbered = not edit.number and offer.there != edit.was
    kept = unnumbered or (edit.number and edit.was.startswith(f"{edit.number} "))
    number = section.number if kept else edit.number
    return edits.settle(edits.rename(outline, at, number=number, title=edit.title), at)


def _again_level(outline: Outline, offer: Offer) -> Outline:
    at, wanted = offer.at or 0, int(offer.edit.now)
    while (level := outline.sections[at].level) != wanted:
        outline = (edits.demote if level < wanted else edits.promote)(outline, at)
    return outline


def _again_words(outline: Outline, offer: Offer) -> Outline:
    at, text, mark = offer.at or 0, offer.edit.now, offer.edit.number
    there = passage_at(outline.part(at) or Section(), offer.block, offer.item)
    if there and there.mark is not None:
        text = text.removeprefix(mark).strip()
    return edits.reword(outline, at, offer.block, offer.item, text=text, mark=mark)


_DOING: dict[str, Callable[[Outline, Offer], Outline]] = {
    "title": lambda outline, offer: edits.retitle(outline, offer.edit.now),
    "heading": _again_heading,
    "level": _again_level,
    "words": _again_words,
    "describe": lambda outline, offer: edits.describe(
        outline, offer.at or 0, offer.block, shows=offer.edit.now
    ),
    "cut": lambda outline, offer: edits.cut(outline, offer.at or 0, offer.block, offer.item),
    "merge": lambda outline, offer: edits.merge(outline, offer.at or 0),
    "split": lambda outline, offer: edits.split(
        outline, offer.at or 0, offer.block, item=offer.item
    ),
    "leave_out": lambda outline, offer: edits.drop(outline, offer.at or 0),
    "take_in": lambda outline, offer: edits.take_in(outline, offer.item),
}
