"""The outline proposed for a file: its sections, what was left out, and the measure of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from texts.kept_words import KeptWords, kept
from texts.outline.hand_edits import HandEdit
from texts.source import BesideReason, ImageData

DraftBlock = dict[str, Any]
"""A `texts.body.Block` not yet stored: without an id, and an image's value is an `ImageData`."""

FRONT_MATTER = -1
"""Stands for what is before the first section, where sections are named by index."""
DropReason = BesideReason | Literal["page_number", "contents", "not_understood", "by_editor"]


@dataclass
class Section:
    """One numbered part of the outline. Sections form a flat list; `level` says how they nest."""

    number: str = ""
    """As the document shows it, without the full stop: "PART II", "12", "1.2", "FIRST SCHEDULE"."""
    title: str = ""
    level: int = 1
    blocks: list[DraftBlock] = field(default_factory=list)
    unsure: list[KeptWords] = field(default_factory=list)
    """What the importer was not sure of, in words for the editor."""
    written: str | None = None
    """Number and title as the file has them, where they were corrected or taken from its printed
    contents or renamed; None where they are as written. Keeps the measure of words honest."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "title": self.title,
            "level": self.level,
            "blocks": [_pack(block) for block in self.blocks],
            "unsure": list(map(kept, self.unsure)),
            "written": self.written,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], images: Mapping[str, bytes]) -> Section:
        unsure = [KeptWords.of(remark) for remark in data["unsure"]]
        blocks = [_unpack(block, images) for block in data["blocks"]]
        return cls(**{**data, "blocks": blocks, "unsure": unsure})


@dataclass
class Dropped:
    """Text that did not become part of a section, and why."""

    text: str
    reason: DropReason
    place: str = ""
    """The words it stands after, or the name of its part of the file."""
    section: Section | None = None
    """What an editor left out, as it was."""
    at: int = 0
    """Its index among the sections, then."""
    taken_in: bool = False
    """An editor took it in after all: a paragraph of a section says it now."""
    picture: DraftBlock | None = None
    """What an editor left out, where it is no words: those of `text` only describe it."""

    def said(self) -> dict[str, str]:
        """What was left out, for people: its words, why, and where it stood."""
        return {"text": self.text, "reason": self.reason, "place": self.place}

    def to_dict(self) -> dict[str, Any]:
        section = self.section and self.section.to_dict()
        more = {"picture": self.picture and _pack(self.picture)}
        return self.said() | {"section": section, "at": self.at, "taken_in": self.taken_in, **more}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], images: Mapping[str, bytes]) -> Dropped:
        section = data.get("section") and Section.from_dict(data["section"], images)
        picture = data.get("picture") and _unpack(data["picture"], images)
        return cls(**{**data, "section": section, "picture": picture})


@dataclass(frozen=True)
class WordMeasure:
    """How many of the body's words arrived: "5,283 of 5,283 words"."""

    source: int = 0
    arrived: int = 0
    left_out: int = 0
    """Words of what was dropped, such as page headers and printed contents; in neither count."""
    missing: tuple[str, ...] = ()
    """The first words that did not arrive."""
    added: tuple[str, ...] = ()
    """The first words that arrived more often than they stand in the source."""

    @property
    def complete(self) -> bool:
        return self.source == self.arrived and not self.missing and not self.added


@dataclass
class Outline:
    """The structure proposed for a file. Serialisable, so that an editor can review it later."""

    title: str = ""
    sections: list[Section] = field(default_factory=list)
    front_matter: list[DraftBlock] = field(default_factory=list)
    """What stands before the first section: cover, long title, enacting words."""
    dropped: list[Dropped] = field(default_factory=list)
    warnings: list[KeptWords] = field(default_factory=list)
    words: WordMeasure = field(default_factory=WordMeasure)
    lacking: list[str] = field(default_factory=list)
    """What the printed contents name and the text lacks."""
    by_hand: list[HandEdit] = field(default_factory=list)
    """What an editor made of the file."""
    offered: list[HandEdit] = field(default_factory=list)
    """What was made of an earlier file, and not yet of this one."""
    written_title: str = ""
    """The lines of the cover that say the title, which stand in no front matter; as often as the
    file has them."""

    def part(self, at: int) -> Section | None:
        """The section; what is before the first as one without a heading; None for neither."""
        if at == FRONT_MATTER and self.front_matter:
            return Section(blocks=self.front_matter, written="")
        return self.sections[at] if 0 <= at < len(self.sections) else None

    def parts(self) -> Iterator[tuple[int, Section]]:
        """What is before the first section, if anything, then the sections, each by its index."""
        if front := self.part(FRONT_MATTER):
            yield FRONT_MATTER, front
        yield from enumerate(self.sections)

    def with_part(self, at: int, part: Section) -> Outline:
        """The outline with another text before the first section, or another section."""
        if at == FRONT_MATTER:
            return replace(self, front_matter=part.blocks)
        return replace(self, sections=[*self.sections[:at], part, *self.sections[at + 1 :]])

    def images(self) -> dict[str, ImageData]:
        """Every image of the outline by its name: what `to_dict` leaves out."""
        return {
            block["value"].name: block["value"]
            for block in self._blocks()
            if block["type"] == "image"
        }

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable form; of an image all but its bytes and its width."""
        return {
            "title": self.title,
            "written_title": self.written_title,
            "sections": [section.to_dict() for section in self.sections],
            "front_matter": [_pack(block) for block in self.front_matter],
            "dropped": [item.to_dict() for item in self.dropped],
            "warnings": list(map(kept, self.warnings)),
            "words": asdict(self.words)
            | {"missing": list(self.words.missing), "added": list(self.words.added)},
            "lacking": list(self.lacking),
            "by_hand": [asdict(edit) for edit in self.by_hand],
            "offered": [asdict(edit) for edit in self.offered],
        }

    @classmethod
    def from_dict(
        cls, data: Mapping[str, Any], images: Mapping[str, bytes] | None = None
    ) -> Outline:
        """Undo `to_dict`. `images` gives the bytes by name; without, images have no bytes."""
        images = images or {}
        measure = dict(data["words"])
        measure["missing"] = tuple(measure["missing"])
        measure["added"] = tuple(measure["added"])
        return cls(
            title=data["title"],
            written_title=data.get("written_title", ""),
            sections=[Section.from_dict(item, images) for item in data["sections"]],
            front_matter=[_unpack(block, images) for block in data["front_matter"]],
            dropped=[Dropped.from_dict(item, images) for item in data["dropped"]],
            warnings=[KeptWords.of(warning) for warning in data["warnings"]],
            words=WordMeasure(**measure),
            lacking=list(data.get("lacking", ())),
            by_hand=[HandEdit(**edit) for edit in data.get("by_hand", ())],
            offered=[HandEdit(**edit) for edit in data.get("offered", ())],
        )

    def _blocks(self) -> Iterator[DraftBlock]:
        yield from self.front_matter
        for section in self.sections:
            yield from section.blocks
        for item in self.dropped:
            yield from item.section.blocks if item.section else ()
            yield from [item.picture] if item.picture else ()


def _pack(block: DraftBlock) -> DraftBlock:
    if block["type"] != "image":
        return block
    image: ImageData = block["value"]
    return {
        "type": "image",
        "value": {
            "name": image.name,
            "alt": image.alt,
            "content_type": image.content_type,
            "digest": image.fingerprint,
        },
    }


def _unpack(block: DraftBlock, images: Mapping[str, bytes]) -> DraftBlock:
    if block["type"] != "image":
        return dict(block)
    value = block["value"]
    return {
        "type": "image",
        "value": ImageData(content=images.get(value["name"], b""), **value),
    }


def without_images(blocks: Iterable[DraftBlock]) -> list[DraftBlock]:
    """What can be compared: an outline's pictures are not stored yet."""
    return [block for block in blocks if block["type"] != "image"]


def lacks_description(blocks: Iterable[DraftBlock]) -> int:
    """How many pictures, stored or not yet, say nothing to those who cannot see them."""
    pictures = (block["value"] for block in blocks if block["type"] == "image")
    said = (each.alt if isinstance(each, ImageData) else each.get("alt") for each in pictures)
    return sum(not (alt or "").strip() for alt in said)


def continued_heading(old: tuple[str, str], new: tuple[str, str]) -> tuple[str, str]:
    """Number and title of the new text; the old title where it has none or other capitals alone.

    An editor gave the old one by hand, or took its capitals away.
    """
    (old_number, old_title), (number, title) = old, new
    if not number and title == old_number:
        return old
    return number, old_title if title.casefold() == old_title.casefold() else title
