"""The outline proposed for a file: its sections, what was left out, and the measure of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from texts.source import BesideReason, ImageData

DraftBlock = dict[str, Any]
"""A `texts.body.Block` not yet stored: without an id, and an image's value is an `ImageData`."""

DropReason = BesideReason | Literal["page_number", "contents", "not_understood", "by_editor"]


@dataclass
class Section:
    """One numbered part of the outline. Sections form a flat list; `level` says how they nest."""

    number: str = ""
    """As the document shows it, without the full stop: "PART II", "12", "1.2", "FIRST SCHEDULE"."""
    title: str = ""
    level: int = 1
    blocks: list[DraftBlock] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    """What the importer was not sure of, in words for the editor."""
    written: str | None = None
    """Number and title as the file has them, where they were corrected or taken from its printed
    contents or renamed; None where they are as written. Keeps the measure of words honest."""


@dataclass
class Dropped:
    """Text that did not become part of a section, and why."""

    text: str
    reason: DropReason
    place: str = ""
    """The words it stands after, or the name of its part of the file."""


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
    warnings: list[str] = field(default_factory=list)
    words: WordMeasure = field(default_factory=WordMeasure)

    def images(self) -> dict[str, ImageData]:
        """Every image of the outline by its name: what `to_dict` leaves out."""
        return {
            block["value"].name: block["value"]
            for block in self._blocks()
            if block["type"] == "image"
        }

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable form; an image is reduced to its name, type and alternative text."""
        return {
            "title": self.title,
            "sections": [
                {
                    "number": section.number,
                    "title": section.title,
                    "level": section.level,
                    "blocks": [_pack(block) for block in section.blocks],
                    "unsure": list(section.unsure),
                    "written": section.written,
                }
                for section in self.sections
            ],
            "front_matter": [_pack(block) for block in self.front_matter],
            "dropped": [asdict(item) for item in self.dropped],
            "warnings": [str(warning) for warning in self.warnings],
            "words": asdict(self.words)
            | {"missing": list(self.words.missing), "added": list(self.words.added)},
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
            sections=[
                Section(
                    **{
                        **item,
                        "blocks": [_unpack(block, images) for block in item["blocks"]],
                    }
                )
                for item in data["sections"]
            ],
            front_matter=[_unpack(block, images) for block in data["front_matter"]],
            dropped=[Dropped(**item) for item in data["dropped"]],
            warnings=list(data["warnings"]),
            words=WordMeasure(**measure),
        )

    def _blocks(self) -> Iterator[DraftBlock]:
        yield from self.front_matter
        for section in self.sections:
            yield from section.blocks


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
