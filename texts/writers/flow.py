"""A section's parts in the shape documents need: lists in lists, notes where they are cited."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import groupby
from urllib.parse import quote, urlsplit

from PIL import Image

from texts.body import Line, Part
from texts.edition_text import EditionText, SectionText
from texts.nesting import Parents
from texts.runs import Run, Runs
from texts.tables import Table

_ADDRESS_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
_IMAGE_KINDS = {"PNG": "png", "JPEG": "jpg", "GIF": "gif"}


@dataclass(frozen=True)
class FlowNote:
    """A note with its mark as printed and its paragraphs."""

    label: str
    paragraphs: tuple[Runs, ...]


Piece = Run | FlowNote


@dataclass(frozen=True)
class FlowText:
    """A paragraph-like line, notes standing where the text cites them."""

    line: Line
    pieces: tuple[Piece, ...]


@dataclass
class FlowItem:
    """A list item with the items below it."""

    label: str
    pieces: tuple[Piece, ...]
    items: list["FlowItem"] = field(default_factory=list)


Flow = FlowText | list[FlowItem] | Table | FlowNote


def flow(parts: Sequence[Part]) -> list[Flow]:
    """Parts in reading order, neighbouring list items as one tree.

    A note that the section cites by its mark, raised, stands at the citation; any other stays in
    its place.
    """
    notes = _Notes(parts)
    elements: list[Flow] = []
    for is_item, group in groupby(notes.woven(), key=_is_item):
        if is_item:
            elements.append(_tree([text for text in group if isinstance(text, FlowText)]))
        else:
            elements.extend(group)
    return elements


def _is_item(element: FlowText | Table | FlowNote) -> bool:
    return isinstance(element, FlowText) and element.line.kind == "item"


def _tree(texts: Iterable[FlowText]) -> list[FlowItem]:
    """Items as a tree; a depth that skips a level is one level deeper."""
    root: list[FlowItem] = []
    lists = Parents(root)
    for text in texts:
        item = FlowItem(text.line.label, text.pieces)
        lists.parent(text.line.level).append(item)
        lists.push(text.line.level, item.items)
    return root


def _bare(mark: str) -> str:
    return mark.strip("[]() .")


class _Notes:
    """The notes of a section, each put in at the first place that cites it."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = parts
        cited = {
            _bare(run.text)
            for part in parts
            if isinstance(part, Line) and part.kind != "note"
            for run in part.runs
            if "sup" in run.styles
        }
        self._waiting: dict[str, FlowNote] = {}
        self._standing: list[tuple[int, FlowNote]] = []
        for place, note in _gather(parts):
            mark = _bare(note.label)
            if mark and mark in cited and mark not in self._waiting:
                self._waiting[mark] = note
            else:
                self._standing.append((place, note))

    def woven(self) -> Iterator[FlowText | Table | FlowNote]:
        standing = dict(self._standing)
        for place, part in enumerate(self.parts):
            if isinstance(part, Table):
                yield part
            elif part.kind != "note":
                yield FlowText(part, tuple(self._pieces(part.runs)))
            elif place in standing:
                yield standing[place]

    def _pieces(self, runs: Runs) -> Iterator[Piece]:
        for run in runs:
            mark = _bare(run.text)
            if "sup" in run.styles and mark in self._waiting:
                yield self._waiting.pop(mark)
            else:
                yield run


def _gather(parts: Sequence[Part]) -> Iterator[tuple[int, FlowNote]]:
    """Notes by the place of their first line; lines without a mark continue the one before."""
    place, label = -1, ""
    paragraphs: list[Runs] = []
    for index, part in enumerate(parts):
        if isinstance(part, Line) and part.kind == "note":
            if paragraphs and not part.label:
                paragraphs.append(part.runs)
                continue
            if paragraphs:
                yield place, FlowNote(label, tuple(paragraphs))
            place, label, paragraphs = index, part.label, [part.runs]
        elif paragraphs:
            yield place, FlowNote(label, tuple(paragraphs))
            paragraphs = []
    if paragraphs:
        yield place, FlowNote(label, tuple(paragraphs))


def address(href: str) -> str:
    """A web address that every format accepts: ASCII, well-formed; ``""`` if it cannot be."""
    encoded = quote(href.strip(), safe=_ADDRESS_CHARACTERS)
    try:
        parts = urlsplit(encoded)
    except ValueError:
        return ""
    if parts.scheme in ("mailto", "tel") and parts.path:
        return encoded
    return encoded if parts.scheme in ("http", "https") and parts.hostname else ""


def image_kind(content: bytes) -> str:
    """``"png"``, ``"jpg"`` or ``"gif"`` of an image that can be read, else ``""``."""
    try:
        with Image.open(BytesIO(content)) as image:
            image.verify()
            return _IMAGE_KINDS.get(image.format or "", "")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return ""


def image_file(document: EditionText, ref: str) -> tuple[bytes, str]:
    """Content and kind of the image with that id; both empty where there is none to show."""
    file = document.images.get(ref)
    kind = image_kind(file.content) if file else ""
    return (file.content, kind) if file and kind else (b"", "")


def ranked_texts(
    document: EditionText, first: int = 1, deepest: int = 9
) -> list[tuple[SectionText, int]]:
    """Front matter and sections with their heading ranks, none of them skipped.

    Accessible documents need that. The front matter has no heading of its own: it ranks above the
    first section, so that a heading in it ranks with that.
    """
    texts = [(document.front, first - 1)] if document.front.parts else []
    before = first - 1
    for section in document.sections:
        before = min(max(section.level, 1) + first - 1, before + 1, deepest)
        texts.append((section, before))
    return texts
