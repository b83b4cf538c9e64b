"""What every importer speaks: a file becomes `Line`s, lines become an `Outline`.

A reader (one module a format) turns its file into a `Document`: a flat stream of `Line`s in reading
order, each with what the file says about how it looks and what it is. Readers decide no
structure. `detect.build_outline` alone decides where sections begin, for all formats alike, and
returns an `Outline` whose blocks are raw StreamField data of a section's body.

All text in these classes is free of control characters and lone surrogates (`clean.clean_text`),
all HTML is inline and already sanitised (`clean.clean_inline`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Block = dict[str, Any]
"""``{"type": …, "value": …}`` as StreamField's raw data has it; types and values:

``paragraph``   one paragraph of HTML, ``<p>…</p>``
``list``        ``{"items": [{"mark": "(a)", "level": 0, "text": inline HTML}, …]}``
``table``       raw value of Wagtail's TableBlock with ``mergeCells``
``image``       an `ImageData`, which the importing service turns into an image's id
``note``        ``{"mark": "1", "text": "<p>…</p>"}``, in the section that cites it
``definition``  ``{"term": "…", "text": inline HTML}``
"""

LineKind = Literal["text", "table", "image"]
DropReason = Literal["header_footer", "page_number", "contents", "by_editor"]


class UnreadableDocument(Exception):
    """The file cannot be read. The message is for the editor: what is wrong and what to do."""


@dataclass(frozen=True)
class ImageData:
    """An image that came inside the file. `name` is unique within a document."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""
    content_type: str = ""


@dataclass(frozen=True)
class Note:
    """A footnote or endnote: its mark as shown in the text, its paragraphs as HTML."""

    mark: str
    html: str


@dataclass
class Line:
    """One paragraph, list item, table or image of the file, with every hint about its role.

    An empty paragraph may be an empty line; readers may also leave it out.

    Readers set what their format knows and leave the rest at its default. `text` and `html` hold
    the same words and leave out `label`, which is the automatic number the reader computed; a
    number typed by hand stays in the text, where `detect` finds it.
    """

    text: str = ""
    html: str = ""
    kind: LineKind = "text"
    heading: int | None = None
    """Level (1 = highest) of a heading by style or element: Word's "Heading 2", `<h2>`, `##`."""
    outline: int | None = None
    """Outline level (1 = highest) set on the paragraph or its style without a heading style."""
    is_title: bool = False
    """The document's title by its style (Word's "Title", HTML's `<title>`)."""
    style: str = ""
    """Name of the paragraph style, lower case; "toc 1" and the like mark printed contents."""
    label: str = ""
    """Automatic number as the document shows it: "1.", "(a)", "PART II", "•"."""
    list_id: str = ""
    """Which list the number belongs to: lines of one list share it."""
    list_level: int | None = None
    """Depth in that list, 0 = outermost; also for bullets and items without a label."""
    list_format: str = ""
    """Word's numFmt: decimal, lowerLetter, upperLetter, lowerRoman, upperRoman, bullet."""
    bold: bool = False
    """All of the text is bold (or strong)."""
    italic: bool = False
    caps: bool = False
    """All letters are shown as capitals, typed so or by formatting."""
    centred: bool = False
    size: float | None = None
    """Font size of most of the text, in points."""
    indent: float = 0.0
    """Left indent of the first line, in points."""
    bold_prefix: str = ""
    """The words the text begins with, where they alone are bold: a run-in heading."""
    page_break_before: bool = False
    margin: bool = False
    """In a narrow column, frame or box beside the text: a marginal note."""
    page: int = 0
    """Which run of pages with one layout it is on; notes in the margin belong to its text."""
    in_contents: bool = False
    """Inside a contents field or list that the word processor generated."""
    in_header_footer: bool = False
    quoted: bool = False
    """Inside a block quotation."""
    code: bool = False
    table: dict[str, Any] | None = None
    """For kind "table": TableBlock's raw value. `text` then holds the cells' words in order."""
    laid_out: list[Line] = field(default_factory=list)
    """For kind "table": its cells as lines, where it may only place text on the page."""
    image: ImageData | None = None
    notes: list[Note] = field(default_factory=list)
    """Notes cited in this line, in order. The text shows each as "[1]", the HTML as
    `<sup>[1]</sup>`: brackets keep the mark a word of its own."""


@dataclass
class Document:
    """A file as its reader understood it."""

    lines: list[Line] = field(default_factory=list)
    title: str = ""
    """The title its metadata gives, if any."""
    language: str = ""
    warnings: list[str] = field(default_factory=list)
    """What the editor should know: tracked changes accepted, images not fetched, macros present."""
    source_text: str = ""
    """All words of the file's body and notes, taken from it by a second, simpler way than the
    lines, with computed labels; the measure of what arrived. Empty: not measured apart."""


@dataclass
class Section:
    """One numbered part of the outline. Sections form a flat list; `level` says how they nest."""

    number: str = ""
    """As the document shows it, without the full stop: "PART II", "12", "1.2", "FIRST SCHEDULE"."""
    title: str = ""
    level: int = 1
    blocks: list[Block] = field(default_factory=list)
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


@dataclass(frozen=True)
class WordMeasure:
    """How many of the body's words arrived: "5,283 of 5,283 words"."""

    source: int = 0
    arrived: int = 0
    left_out: int = 0
    """Words of page headers, footers, page numbers and printed contents, which count in neither."""
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
    front_matter: list[Block] = field(default_factory=list)
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

    def _blocks(self) -> Iterator[Block]:
        yield from self.front_matter
        for section in self.sections:
            yield from section.blocks


def _pack(block: Block) -> Block:
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


def _unpack(block: Block, images: Mapping[str, bytes]) -> Block:
    if block["type"] != "image":
        return dict(block)
    value = block["value"]
    return {
        "type": "image",
        "value": ImageData(content=images.get(value["name"], b""), **value),
    }
