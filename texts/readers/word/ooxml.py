"""The parts of a Word file: safe XML, relationships, styles with their inheritance."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import cache

from lxml import etree

from texts.readers.door import Archive, parse_xml
from texts.readers.looks import Raised, RunLook

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": W.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": R.encode(),
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
    b"http://purl.oclc.org/ooxml/officeDocument/math": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/math"
    ),
}
_HEADING = re.compile(r"heading (\d)$")
_OFF = {"0", "false", "off", "none"}
_MAX_STYLE_DEPTH = 30


@cache
def w(name: str) -> str:
    """A name in WordprocessingML's namespace, as lxml writes it."""
    return f"{{{W}}}{name}"


@cache
def r(name: str) -> str:
    """A name in the namespace of relationships."""
    return f"{{{R}}}{name}"


def child_value(element: etree._Element | None, name: str) -> str | None:
    """The `w:val` of a child, None where there is no such child."""
    found = element.find(w(name)) if element is not None else None
    return found.get(w("val")) if found is not None else None


def number_value(element: etree._Element | None, name: str) -> int | None:
    """The `w:val` of a child as a number; None where it is absent or no number."""
    value = child_value(element, name)
    try:
        return int(float(value)) if value else None
    except (ValueError, OverflowError):
        return None


def switch(element: etree._Element | None, name: str) -> bool | None:
    """An on/off property: True, False, or None where it is not said."""
    found = element.find(w(name)) if element is not None else None
    if found is None:
        return None
    return (found.get(w("val")) or "1").lower() not in _OFF


@dataclass(frozen=True)
class Relation:
    """A link from a part to another part or, if external, to an address outside the file."""

    target: str
    external: bool


class Package:
    """A .docx as a set of parts, in the namespaces of the transitional format."""

    def __init__(self, archive: Archive):
        self.archive = archive

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None where the file has no such part."""
        if name not in self.archive:
            return None
        content = self.archive.read(name)
        for strict, transitional in _STRICT.items():
            content = content.replace(strict, transitional)
        return parse_xml(content)

    def main_part(self) -> str:
        """Name of the document part: what the package's relationships say, or the usual one."""
        for relation in self._relations("_rels/.rels", "", "/officeDocument"):
            if relation.target in self.archive:
                return relation.target
        return "word/document.xml"

    def relations(self, part: str) -> dict[str, Relation]:
        """Relationships of a part by id, with targets as names within the package."""
        folder, name = posixpath.split(part)
        root = self.xml(f"{folder}/_rels/{name}.rels")
        if root is None:
            return {}
        return {item.get("Id", ""): _relation(item, folder) for item in _elements(root)}

    def related(self, part: str, kind: str) -> etree._Element | None:
        """The part a relationship of this kind leads to ("/styles"), parsed."""
        folder, name = posixpath.split(part)
        for relation in self._relations(f"{folder}/_rels/{name}.rels", folder, kind):
            if not relation.external:
                return self.xml(relation.target)
        return None

    def related_name(self, part: str, kind: str) -> str:
        """Name of the part a relationship of this kind leads to, or an empty string."""
        folder, name = posixpath.split(part)
        found = self._relations(f"{folder}/_rels/{name}.rels", folder, kind)
        return next((relation.target for relation in found if not relation.external), "")

    def _relations(self, name: str, folder: str, kind: str) -> list[Relation]:
        root = self.xml(name)
        if root is None:
            return []
        return [
            _relation(item, folder)
            for item in _elements(root)
            if item.get("Type", "").endswith(kind)
        ]


def _elements(root: etree._Element) -> list[etree._Element]:
    return [item for item in root if isinstance(item.tag, str)]


def _relation(item: etree._Element, folder: str) -> Relation:
    target = item.get("Target", "")
    if item.get("TargetMode") == "External":
        return Relation(target, True)
    if target.startswith("/"):
        return Relation(target.lstrip("/"), False)
    return Relation(posixpath.normpath(posixpath.join(folder, target)), False)


_RAISED: dict[str, Raised] = {"superscript": "sup", "subscript": "sub", "baseline": ""}


def read_run_look(properties: etree._Element | None) -> RunLook:
    """The look that a `w:rPr` sets itself."""
    if properties is None:
        return RunLook()
    size = number_value(properties, "sz")
    caps = switch(properties, "caps")
    return RunLook(
        bold=switch(properties, "b"),
        italic=switch(properties, "i"),
        underlined=_is_line(child_value(properties, "u")),
        caps=switch(properties, "smallCaps") if caps is None else caps,
        hidden=switch(properties, "vanish"),
        size=size / 2 if size else None,
        raised=_RAISED.get(child_value(properties, "vertAlign") or "unset"),
    )


def _is_line(underline: str | None) -> bool | None:
    return underline != "none" if underline else None


@dataclass
class WordParagraphLook:
    """What a paragraph's properties or its style say; None where nothing does."""

    name: str = ""
    heading: int | None = None
    outline: int | None = None
    """1-based; 0 says plainly that this is body text."""
    list_id: str | None = None
    list_level: int | None = None
    list_style: str = ""
    """The style that brought the list, for levels linked to styles."""
    alignment: str | None = None
    left: float | None = None
    first: float | None = None
    page_break_before: bool | None = None
    run: RunLook = field(default_factory=RunLook)


def read_paragraph_look(properties: etree._Element | None) -> WordParagraphLook:
    """What a `w:pPr` sets itself."""
    look = WordParagraphLook()
    if properties is None:
        return look
    level = number_value(properties, "outlineLvl")
    look.outline = None if level is None else (level + 1 if level < 9 else 0)
    look.alignment = child_value(properties, "jc")
    look.page_break_before = switch(properties, "pageBreakBefore")
    numbering = properties.find(w("numPr"))
    if numbering is not None:
        look.list_id = child_value(numbering, "numId")
        look.list_level = number_value(numbering, "ilvl")
    indent = properties.find(w("ind"))
    if indent is not None:
        look.left = _points(indent, "left", "start")
        hanging = _points(indent, "hanging")
        look.first = _points(indent, "firstLine") if hanging is None else -hanging
    return look


def _points(element: etree._Element, *names: str) -> float | None:
    for name in names:
        try:
            return float(element.get(w(name), "")) / 20
        except ValueError:
            continue
    return None


class WordStyles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, root: etree._Element | None):
        self._elements: dict[str, etree._Element] = {}
        self._resolved: dict[str, WordParagraphLook] = {}
        self._default_style = ""
        self._defaults = RunLook()
        self.lists: dict[str, str] = {}
        """Numbering style → the list it names."""
        if root is None:
            return
        self._defaults = read_run_look(
            root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        )
        for style in root.iterchildren(w("style")):
            style_id = style.get(w("styleId"), "")
            self._elements[style_id] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in (
                "1",
                "true",
            ):
                self._default_style = style_id
            if style.get(w("type")) == "numbering":
                list_id = child_value(style.find(f"{w('pPr')}/{w('numPr')}"), "numId")
                if list_id:
                    self.lists[style_id] = list_id

    def paragraph(self, style_id: str | None) -> WordParagraphLook:
        """Everything a paragraph style says, inherited values included."""
        style_id = style_id or self._default_style
        if style_id not in self._resolved:
            self._resolved[style_id] = self._resolve(style_id, 0)
        return self._resolved[style_id]

    def run(self, style_id: str | None) -> RunLook:
        """Everything a character style says."""
        look = RunLook()
        depth = 0
        while style_id in self._elements and depth < _MAX_STYLE_DEPTH:
            style = self._elements[style_id]
            look = look.over(read_run_look(style.find(w("rPr"))))
            style_id = child_value(style, "basedOn")
            depth += 1
        return look

    def _resolve(self, style_id: str, depth: int) -> WordParagraphLook:
        style = self._elements.get(style_id)
        if style is None or depth > _MAX_STYLE_DEPTH:
            return WordParagraphLook(run=self._defaults)
        base_id = child_value(style, "basedOn")
        base = (
            self._resolve(base_id, depth + 1) if base_id else WordParagraphLook(run=self._defaults)
        )
        own = read_paragraph_look(style.find(w("pPr")))
        name = (child_value(style, "name") or style_id).lower()
        heading = _HEADING.match(name)
        return WordParagraphLook(
            name=name,
            heading=int(heading[1]) if heading else base.heading,
            outline=base.outline if own.outline is None else own.outline,
            list_id=base.list_id if own.list_id is None else own.list_id,
            list_level=base.list_level if own.list_level is None else own.list_level,
            list_style=base.list_style if own.list_id is None else style_id,
            alignment=own.alignment or base.alignment,
            left=base.left if own.left is None else own.left,
            first=base.first if own.first is None else own.first,
            page_break_before=(
                base.page_break_before if own.page_break_before is None else own.page_break_before
            ),
            run=read_run_look(style.find(w("rPr"))).over(base.run),
        )
