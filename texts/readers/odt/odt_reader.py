"""Read an OpenDocument text (.odt), as LibreOffice and others write it, into lines.

What LibreOffice would show is read: automatic numbers are computed, tracked insertions are in,
tracked deletions out. Nothing outside the file is ever fetched, and no macro is run.
"""

from __future__ import annotations

import posixpath
from collections import defaultdict
from dataclasses import dataclass, replace
from html import escape
from typing import TypeAlias

from lxml import etree

from texts.cleaning import file_line, file_text
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.readers.door import MAX_PICTURE, Archive, direction_warnings
from texts.readers.grid import Cell, grid_value
from texts.readers.kinds import ODT_PART
from texts.readers.line_builder import LineBuilder
from texts.readers.looks import RunLook
from texts.readers.odt import odt_words
from texts.readers.odt.odt_objects import Objects
from texts.readers.odt.odt_styles import (
    MAX_LEVEL,
    ListStyle,
    OdtParagraphLook,
    OdtStyles,
    integer,
    list_label,
    points,
    q,
)
from texts.readers.page_columns import PageColumns
from texts.readers.pictures import SMALLEST, picture_type, picture_warnings
from texts.runs import safe_link
from texts.source import ImageData, SourceDocument, SourceLine, SourceNote, UnreadableDocument
from texts.tables import table_words

Element: TypeAlias = etree._Element

MAX_REPEATED = 60
"""Columns that a row is filled up to with cells that it does not hold."""
_PARAGRAPHS = {q("text:p"), q("text:h")}
_CONTENTS = {
    q(f"text:{name}")
    for name in (
        "table-of-content",
        "illustration-index",
        "table-index",
        "object-index",
        "user-index",
    )
}
_SHAPES = {
    q(f"draw:{name}")
    for name in (
        "frame",
        "custom-shape",
        "g",
        "rect",
        "line",
        "path",
        "ellipse",
        "circle",
        "polygon",
        "polyline",
        "connector",
        "caption",
        "a",
        "regular-polygon",
        "measure",
    )
}


def read(archive: Archive) -> SourceDocument:
    """The lines of an OpenDocument text.

    Raises `UnreadableDocument` where the file is broken or has no text part.
    """
    return _OdtReader(archive).read()


@dataclass(frozen=True)
class _ListPlace:
    """A list and the depth in it; `counts` are shared by all lists that continue it."""

    name: str
    style: ListStyle
    level: int
    counts: dict[int, int]


@dataclass
class _Item:
    """What a paragraph of a list item needs to know; the first one takes the number."""

    place: _ListPlace
    numbered: bool = True
    start: int | None = None


@dataclass(frozen=True)
class _OdtPlace:
    item: _Item | None = None
    contents: bool = False
    margin: bool = False


class _OdtReader:
    def __init__(self, archive: Archive):
        self._archive = archive
        content = archive.xml(ODT_PART)
        body = (
            content.find(f"{q('office:body')}/{q('office:text')}") if content is not None else None
        )
        if content is None or body is None:
            raise UnreadableDocument(
                _("The file holds no text. Open it in LibreOffice and save it again as .odt.")
            )
        self._body = body
        self._objects = Objects(archive)
        self._described: set[Element] = set()
        styles = archive.xml("styles.xml")
        self._headers = odt_words.headers(styles)
        self._styles = OdtStyles([content] if styles is None else [styles, content])
        self._lines: list[SourceLine] = []
        self._labels: dict[Element, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._latest: dict[str, dict[int, int]] = {}
        self._columns = PageColumns()
        self._page = 0
        self._image_names: dict[str, int] = defaultdict(int)
        self._outside = False
        self._unsupported = False

    def read(self) -> SourceDocument:
        self._blocks(self._body, _OdtPlace())
        return SourceDocument(
            lines=self._lines,
            title=self._title(),
            warnings=self._warnings(),
            beside=[
                *odt_words.beside(self._body, self._described),
                *self._objects.beside(),
                *self._headers,
            ],
            source_text=file_text(
                odt_words.source_text(self._body, self._labels, self._objects.equations)
            ),
        )

    def _blocks(self, parent: Element, place: _OdtPlace) -> None:
        for element in parent:
            tag = element.tag
            if tag in _PARAGRAPHS:
                self._paragraph(element, place)
            elif tag == q("text:list"):
                self._list(element, place)
            elif tag == q("text:numbered-paragraph"):
                self._numbered_paragraph(element, place)
            elif tag == q("table:table"):
                self._table(element, place)
            elif tag == q("text:section"):
                self._section(element, place)
            elif tag in _CONTENTS:
                self._blocks(element, replace(place, contents=True))
            elif tag in _SHAPES:
                self._shape(element, place)
            elif tag not in odt_words.NO_TEXT:
                self._blocks(element, place)

    def _section(self, element: Element, place: _OdtPlace) -> None:
        """A part of the text with its own columns."""
        if element.get(q("text:display")) == "none":
            return
        outer = self._columns
        self._columns = PageColumns(self._styles.columns(element.get(q("text:style-name"), "")))
        self._page += 1
        self._blocks(element, place)
        self._columns = outer
        self._page += 1

    def _list(self, element: Element, place: _OdtPlace) -> None:
        outer = place.item.place if place.item else None
        name = element.get(q("text:style-name")) or (outer.name if outer else "")
        if outer is not None:
            counts, level = outer.counts, outer.level + 1
        else:
            counts, level = self._counts_of(element, name), 0
        inner = _ListPlace(name, self._styles.list_style(name), level, counts)
        for item in element:
            if item.tag == q("text:list-header"):
                self._blocks(item, replace(place, item=_Item(inner, numbered=False)))
            elif item.tag == q("text:list-item"):
                start = item.get(q("text:start-value"))
                begun = _Item(inner, start=integer(start, 1) if start else None)
                self._blocks(item, replace(place, item=begun))

    def _counts_of(self, element: Element, name: str) -> dict[int, int]:
        """The counts of the list that this one goes on with, or new ones."""
        continued = self._counts.get(element.get(q("text:continue-list"), ""))
        if continued is None and element.get(q("text:continue-numbering")) == "true":
            continued = self._latest.get(name)
        counts = {} if continued is None else continued
        self._latest[name] = counts
        identity = element.get(q("xml:id")) or element.get(q("text:id"))
        if identity:
            self._counts[identity] = counts
        return counts

    def _numbered_paragraph(self, element: Element, place: _OdtPlace) -> None:
        name = element.get(q("text:style-name"), "")
        level = min(max(integer(element.get(q("text:level")), 1), 1), MAX_LEVEL) - 1
        counts = self._counts.setdefault(element.get(q("text:list-id"), name), {})
        inner = _ListPlace(name, self._styles.list_style(name), level, counts)
        self._blocks(element, replace(place, item=_Item(inner)))

    def _paragraph(self, element: Element, place: _OdtPlace) -> None:
        look = self._styles.paragraph(element.get(q("text:style-name"), ""))
        runs = LineBuilder()
        shapes: list[Element] = []
        self._inline(element, look.run, runs, shapes, "")
        if look.break_before == "column":
            self._columns.current += 1
        item = self._heading_item(element, place.item)
        list_place = item.place if item else None
        line = runs.line(
            page=self._page,
            margin=place.margin or self._columns.in_margin,
            in_contents=place.contents or look.name.startswith("toc "),
            centred=look.alignment == "center",
            page_break_before=look.break_before == "page",
            indent=_indent(look, list_place),
            style=look.name,
            is_title=look.name == "title",
            **_levels(element, look),
        )
        label = self._label(item, element)
        if line is None:
            self._lines.append(SourceLine(page=self._page, margin=self._columns.in_margin))
        else:
            if list_place:
                line.list_id = list_place.name
                line.list_level = min(list_place.level, 8)
                definition = list_place.style.get(list_place.level)
                line.list_format = definition.format if definition else ""
            if label:
                line.label = self._labels[element] = label
            self._lines.append(line)
        for shape in shapes:
            self._shape(shape, replace(place, item=None))

    def _heading_item(self, element: Element, item: _Item | None) -> _Item | None:
        """The item a paragraph is in; a heading outside any list may have the outline's number."""
        if item or element.tag != q("text:h") or element.get(q("text:is-list-header")) == "true":
            return item
        level = integer(element.get(q("text:outline-level")), 1) - 1
        definition = self._styles.outline.get(level)
        if definition is None or not definition.format:
            return None
        counts = self._counts.setdefault("outline", {})
        return _Item(_ListPlace("outline", self._styles.outline, level, counts))

    def _label(self, item: _Item | None, element: Element) -> str:
        """Count an item at its first paragraph."""
        if item is None or not item.numbered or element.get(q("text:is-list-header")) == "true":
            return ""
        item.numbered = False
        place = item.place
        definition = place.style.get(place.level)
        if item.start is not None:
            place.counts[place.level] = item.start
        elif place.level in place.counts:
            place.counts[place.level] += 1
        else:
            place.counts[place.level] = definition.start if definition else 1
        for lower in [level for level in place.counts if level > place.level]:
            del place.counts[lower]
        return file_text(list_label(place.style, place.level, place.counts))

    def _inline(
        self,
        parent: Element,
        look: RunLook,
        runs: LineBuilder,
        shapes: list[Element],
        href: str,
    ) -> None:
        """Take the text of a paragraph or span; boxes and pictures in it are left for later."""
        style = replace(look, href=href)
        runs.add("" if look.hidden else parent.text, style)
        for element in parent:
            self._inline_element(element, look, runs, shapes, href)
            runs.add("" if look.hidden else element.tail, style)

    def _inline_element(
        self,
        element: Element,
        look: RunLook,
        runs: LineBuilder,
        shapes: list[Element],
        href: str,
    ) -> None:
        tag = element.tag
        if tag == q("text:span"):
            name = element.get(q("text:style-name"), "")
            self._inline(element, self._styles.text(name, look), runs, shapes, href)
        elif tag == q("text:a"):
            self._inline(element, look, runs, shapes, safe_link(element.get(q("xlink:href"), "")))
        elif tag in {q("text:s"), q("text:tab")}:
            runs.add(" ", replace(look, href=href))
        elif tag == q("text:line-break"):
            runs.add_break()
        elif tag == q("text:note"):
            runs.add_note(self._note(element))
        elif tag in _SHAPES:
            if equation := self._objects.equation(element):
                runs.add(f" {equation} ", replace(look, href=href))
            else:
                shapes.append(element)
        elif tag not in odt_words.NO_TEXT:
            self._inline(element, look, runs, shapes, href)

    def _note(self, element: Element) -> SourceNote:
        citation = element.find(q("text:note-citation"))
        body = element.find(q("text:note-body"))
        mark = file_line("".join(map(str, citation.itertext()))) if citation is not None else ""
        lines = self._inner(body, _OdtPlace()) if body is not None else []
        html = "".join(
            f"<p>{_with_label(line.label, line.html)}</p>" for line in lines if line.html
        )
        return SourceNote(mark=mark[:16], html=html)

    def _inner(self, element: Element, place: _OdtPlace) -> list[SourceLine]:
        """The lines of a part that does not stand in the flow of the text."""
        outer, self._lines = self._lines, []
        self._blocks(element, place)
        inner, self._lines = self._lines, outer
        return inner

    def _table(self, element: Element, place: _OdtPlace) -> None:
        header = element.find(q("table:table-header-rows"))
        rows = list(element.iter(q("table:table-row")))
        rows = [row for row in rows if _table_of(row) is element]
        widest = max(
            (len(list(row.iterchildren(q("table:table-cell")))) for row in rows), default=0
        )
        if widest <= 1 or next(element.iterdescendants(q("table:table")), None) is not None:
            for row in rows:
                for cell in row.iterchildren(q("table:table-cell")):
                    self._blocks(cell, replace(place, item=None))
            return
        notes: list[SourceNote] = []
        images: list[SourceLine] = []
        cells = [self._row(row, notes, images) for row in rows]
        value = grid_value(cells, header_row=header is not None)
        if text := table_words(value):
            self._lines.append(
                SourceLine(
                    kind="table",
                    text=file_line(text),
                    table=value,
                    notes=notes,
                    page=self._page,
                    in_contents=place.contents,
                )
            )
        self._lines += images

    def _row(self, row: Element, notes: list[SourceNote], images: list[SourceLine]) -> list[Cell]:
        cells = []
        for cell in row.iterchildren(q("table:table-cell")):
            lines = self._inner(cell, _OdtPlace())
            for line in lines:
                notes += line.notes
            images += [line for line in lines if line.kind == "image"]
            text = "\n".join(_with_label(line.label, line.text) for line in lines if line.text)
            columns = integer(cell.get(q("table:number-columns-spanned")), 1)
            height = integer(cell.get(q("table:number-rows-spanned")), 1)
            repeated = integer(cell.get(q("table:number-columns-repeated")), 1)
            cells.append(Cell(text, height, columns))
            cells += [Cell()] * min(repeated - 1, max(0, MAX_REPEATED - len(cells)))
        return cells

    def _shape(self, element: Element, place: _OdtPlace) -> None:
        """A picture, an equation, or a box with text beside the text proper."""
        if equation := self._objects.equation(element):
            self._lines.append(SourceLine(text=equation, html=escape(equation, quote=False)))
            return
        picture = element.find(q("draw:image"))
        if picture is not None:
            self._image(element, picture)
            return
        for inner in element.iterchildren():
            if inner.tag in _SHAPES:
                self._shape(inner, place)
        holder = element.find(q("draw:text-box"))
        texts = self._inner(element if holder is None else holder, replace(place, margin=True))
        self._lines += [line for line in texts if line.text or line.kind != "text"]

    def _image(self, frame: Element, picture: Element) -> None:
        sides = (points(frame.get(q("svg:width"))), points(frame.get(q("svg:height"))))
        if any(side is not None and side < SMALLEST for side in sides):
            return
        target = picture.get(q("xlink:href"), "").removeprefix("./")
        if target not in self._archive:
            self._outside = self._outside or bool(target)
            return
        name = posixpath.basename(target)
        kind = picture_type(name)
        if kind is None:
            self._unsupported = True
            return
        self._image_names[name] += 1
        if self._image_names[name] > 1:
            name = f"{self._image_names[name]}-{name}"
        alt = frame.findtext(q("svg:desc")) or frame.findtext(q("svg:title")) or ""
        self._described.update(frame.iterchildren(q("svg:desc"), q("svg:title")))
        content = self._archive.read(target, MAX_PICTURE)
        image = ImageData(file_line(name), content, file_line(alt)[:255], kind, sides[0] or 0.0)
        self._lines.append(SourceLine(kind="image", image=image, page=self._page))

    def _title(self) -> str:
        root = self._archive.xml("meta.xml")
        if root is None:
            return ""
        return file_line(next((e.text or "" for e in root.iter(q("dc:title"))), ""))[:255]

    def _warnings(self) -> list[KeptWords]:
        warnings = []
        if next(self._body.iter(q("text:changed-region")), None) is not None:
            warnings.append(
                _(
                    "The file has tracked changes. They were taken as accepted: inserted text is"
                    " in, deleted text is out."
                )
            )
        if next(self._body.iter(q("office:annotation")), None) is not None:
            warnings.append(_("Comments in the margin of the file were left out."))
        warnings += picture_warnings(outside=self._outside, unsupported=self._unsupported)
        if any(name.startswith(("Basic/", "Scripts/")) for name in self._archive.names):
            warnings.append(_("The file contains macros. They were ignored."))
        return warnings + direction_warnings("".join(self._body.itertext()))


def _levels(element: Element, look: OdtParagraphLook) -> dict[str, int | None]:
    """Level by a heading style, or by the outline alone."""
    if look.heading is not None:
        return {"heading": look.heading}
    if element.tag == q("text:h"):
        return {"outline": integer(element.get(q("text:outline-level")), 1)}
    return {}


def _indent(look: OdtParagraphLook, place: _ListPlace | None) -> float:
    """Left indent of the first line: a list's, unless the paragraph sets its own."""
    definition = place.style.get(place.level) if place else None
    left = look.left
    if definition is not None and definition.indent is not None and not look.own_left:
        left = definition.indent
    return (left or 0) + (look.first or 0)


def _with_label(label: str, text: str) -> str:
    return f"{label} {text}" if label else text


def _table_of(row: Element) -> Element | None:
    return next(row.iterancestors(q("table:table")), None)
