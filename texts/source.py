"""What every reader makes of a file: `SourceLine`s, which become an `Outline`.

A reader (one module a format) turns its file into a `SourceDocument`: a flat stream of
`SourceLine`s in reading order, each with what the file says about how it looks and what it is.
Readers decide no structure. `detect.build_outline` alone decides where sections begin, for all
formats alike, and returns an `Outline` whose blocks are raw StreamField data of a section's body.

All text in these classes is free of control characters and lone surrogates (`cleaning.file_text`),
all HTML is inline, written by `runs.to_html`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Literal

from texts.kept_words import KeptWords
from texts.tables import TableValue

LineKind = Literal["text", "table", "image"]
CONTEXT = 60
"""Characters before what stands beside the text, or was left out, that tell where it was."""
BesideReason = Literal[
    "header_footer", "comment", "deleted", "hidden", "alt_text", "chart", "settings", "part"
]
"""Why words of a file stand in none of its lines; "part": in a part that is not read."""


class UnreadableDocument(Exception):
    """The file cannot be read. The message is for the editor: what is wrong and what to do.

    It is `KeptWords`: read in a process without a reader, and said to whoever looks.
    """


@dataclass(frozen=True)
class ImageData:
    """An image that came inside the file. `name` is unique within a document."""

    name: str
    content: bytes = field(repr=False)
    alt: str = ""
    content_type: str = ""
    width: float = 0.0
    """Points, as it is shown; 0 where the file does not say."""
    digest: str = field(default="", compare=False, repr=False)
    """What `fingerprint` was, where the content is not at hand."""

    @property
    def key(self) -> str:
        """A name that is safe as one of a file, and in an address."""
        return hashlib.sha256(self.name.encode()).hexdigest()

    @property
    def fingerprint(self) -> str:
        """By which the same picture is known in another file, whatever its name there."""
        if self.content:
            return hashlib.blake2b(self.content, digest_size=16).hexdigest()
        return self.digest


@dataclass(frozen=True)
class SourceNote:
    """A footnote or endnote: its mark as shown in the text, its paragraphs as HTML."""

    mark: str
    html: str


@dataclass(frozen=True)
class Beside:
    """Words of a file that stand in none of its lines: why, and where they are."""

    text: str
    reason: BesideReason
    place: str = ""
    """The name of their part of the file, or the words they stand after."""


@dataclass
class SourceLine:
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
    underlined: bool = False
    """All of the text is underlined, and none of it bold or a link."""
    italic: bool = False
    caps: bool = False
    """All letters are shown as capitals, typed so or by formatting."""
    centred: bool = False
    size: float | None = None
    """Font size of most of the text, in points."""
    indent: float = 0.0
    """Left indent of the first line, in points."""
    bold_prefix: str = ""
    """The words the text begins with, where they alone are bold or underlined: a run-in heading."""
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
    table: TableValue | None = None
    """For kind "table": Its stored value. `text` then holds the cells' words in order."""
    laid_out: list[SourceLine] = field(default_factory=list)
    """For kind "table": its cells as lines, where it may only place text on the page."""
    image: ImageData | None = None
    notes: list[SourceNote] = field(default_factory=list)
    """Notes cited in this line, in order. The text shows each as "[1]", the HTML as
    `<sup>[1]</sup>`: brackets keep the mark a word of its own."""


@dataclass
class SourceDocument:
    """A file as its reader understood it."""

    lines: list[SourceLine] = field(default_factory=list)
    title: str = ""
    """The title its metadata gives, if any."""
    language: str = ""
    warnings: list[KeptWords] = field(default_factory=list)
    """What the editor should know: tracked changes accepted, images not fetched, macros present."""
    beside: list[Beside] = field(default_factory=list)
    """What the file says besides its lines: comments, page headers, text deleted or hidden."""
    source_text: str = ""
    """All words of all of the file, those of `beside` too, taken from it by a second, simpler way
    than the lines, with computed labels; the measure of what arrived. Empty: not measured apart.
    """
