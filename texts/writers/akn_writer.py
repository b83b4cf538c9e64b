"""Akoma Ntoso 3.0 XML (OASIS LegalDocML), the format in which Kenyan law is published.

A policy is a ``<doc>``: identification as work, expression and manifestation, a preface, what
stands before the first section as preamble, and the sections as hierarchical elements with number,
heading and content. Element ids follow the Akoma Ntoso naming convention
(``part_II__sec_4__list_1__item_a``).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from lxml import etree

from texts.body import Line
from texts.cleaning import section_line, section_text
from texts.edition_text import EditionText, SectionText
from texts.nesting import Parents
from texts.runs import Run
from texts.tables import Table, by_corner, covered_by
from texts.writers import front
from texts.writers.flow import Flow, FlowItem, FlowNote, FlowText, Piece, address, flow

NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
LANGUAGES = {"en": "eng", "sw": "swa", "fr": "fra", "luy": "luy"}
ABBREVIATIONS = {
    "part": "part",
    "chapter": "chp",
    "section": "sec",
    "subsection": "subsec",
    "paragraph": "para",
    "subparagraph": "subpara",
    "level": "lvl",
    "article": "art",
    "hcontainer": "hcontainer",
}
_NUMERAL = (
    r"(?P<number>[IVXLC]+|\d+[A-Z]?|[A-Z]|(?i:one|two|three|four|five|six|seven|eight|nine|ten))"
)
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|the)"
_NAMED = [
    (re.compile(rf"(?i:part) {_NUMERAL}\b"), "part"),
    (re.compile(r"(?i)sehemu ya (?P<number>\w+)"), "part"),
    (re.compile(rf"(?i:chapter) {_NUMERAL}\b"), "chapter"),
    (re.compile(r"(?i)sura ya (?P<number>\w+)"), "chapter"),
    (re.compile(rf"(?i:article) {_NUMERAL}\b"), "article"),
    (re.compile(r"(?i)ibara ya (?P<number>\w+)"), "article"),
    (
        re.compile(
            rf"(?i:(?:{_ORDINAL} )?(?:schedule|annex|appendix|jedwali|kiambatisho)\b)"
            rf"(?:(?i: la| cha)? {_NUMERAL}\b)?"
        ),
        "hcontainer",
    ),
]
_BY_DEPTH = ["section", "subsection", "paragraph", "subparagraph"]
_ROUND_TERMS = "\u201c\u201d\u201e\u201f\u2018\u2019\"'`«»:, "
_INLINE = (("strong", "b"), ("em", "i"), ("sub", "sub"), ("sup", "sup"))
_SOURCE = "#maoni"
Element: TypeAlias = etree._Element


def write(document: EditionText, out: Path) -> None:
    """Write the edition as one Akoma Ntoso document in UTF-8. Raises `OSError`.

    lxml itself says nothing of a full disk where it is given a file's name.
    """
    tree = _AkomaNtosoWriter(document).root()
    content = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, pretty_print=False)
    out.write_bytes(content)


def _slug(text: str) -> str:
    """ASCII letters, digits and hyphens of ``text``, for identifiers."""
    parts = "".join(unicodedata.normalize("NFKD", each) for each in section_text(text))
    return re.sub(r"[^A-Za-z0-9]+", "-", parts.encode("ascii", "ignore").decode()).strip("-")


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if text:
        element.text = text
    return element


class _AkomaNtosoWriter:
    """One document being written; it knows which ids are taken."""

    def __init__(self, document: EditionText) -> None:
        self.document = document
        self._taken: set[str] = set()
        self._counts: Counter[str] = Counter()
        self._concepts: dict[str, str] = {}

    def root(self) -> Element:
        root = etree.Element(f"{{{NAMESPACE}}}akomaNtoso", nsmap={None: NAMESPACE})
        doc = _add(root, "doc", name="policy")
        self._references = _meta(_add(doc, "meta"), self.document)
        self._preface(doc)
        if elements := flow(self.document.front.parts):
            self._fill(_add(doc, "preamble", eId="preamble"), "preamble", elements)
        body = _add(doc, "mainBody", eId="mainBody")
        self._sections(body)
        if not len(body):
            _add(body, "p", eId=self.counted("", "p"))
        return root

    def numbered(self, parent: str, abbreviation: str, number: str) -> str:
        """A new id by the printed number, or by ``nn`` and a count where there is none."""
        if not number:
            return self.counted(parent, f"{abbreviation}_nn")
        return self._new(f"{_below(parent, abbreviation)}_{number}")

    def counted(self, parent: str, abbreviation: str) -> str:
        """A new id by the place among its like."""
        stem = _below(parent, abbreviation)
        self._counts[stem] += 1
        return self._new(f"{stem}_{self._counts[stem]}")

    def _new(self, wanted: str) -> str:
        eid = wanted
        while eid in self._taken:
            self._counts[f"{wanted} again"] += 1
            eid = f"{wanted}-{self._counts[f'{wanted} again'] + 1}"
        self._taken.add(eid)
        return eid

    def _preface(self, doc: Element) -> None:
        preface = _add(doc, "preface", eId="preface")
        title = _add(preface, "p", eId=self.counted("preface", "p"))
        _add(title, "docTitle", section_line(self.document.title))
        lines = [f"{label}: {value}" for label, value in front.particulars(self.document)]
        if said := front.notice(self.document):
            lines.append(said)
        for line in lines:
            _add(preface, "p", line, eId=self.counted("preface", "p"))

    def _sections(self, body: Element) -> None:
        """Sections by depth, each inside the nearest shallower one before it."""
        parents = Parents(body)
        sections = self.document.sections
        depths = [*(section.level for section in sections[1:]), 0]
        for section, next_level in zip(sections, depths, strict=False):
            _body, *above = parents.above(section.level)
            parent = above[-1] if above else body
            tag, number = _kind(section, [_name(element) for element in above])
            prefix = parent.get("eId", "") if above else ""
            eid = self.numbered(prefix, ABBREVIATIONS[tag], number)
            element = _add(parent, tag, eId=eid)
            if tag == "hcontainer":
                element.set("name", "schedule")
            for name, text in (("num", section.number), ("heading", section.title)):
                if section_line(text):
                    _add(element, name, section_line(text), eId=f"{eid}__{name}")
            place = "intro" if next_level > section.level else "content"
            self._blocks(element, place, flow(section.parts))
            parents.push(section.level, element)

    def _blocks(self, element: Element, tag: str, elements: Sequence[Flow]) -> None:
        if not elements:
            return
        eid = element.get("eId", "")
        self._fill(_add(element, tag, eId=f"{eid}__{tag}"), eid, elements)

    def _fill(self, container: Element, eid: str, elements: Sequence[Flow]) -> None:
        for part in elements:
            if isinstance(part, Table):
                self._table(container, eid, part)
            elif isinstance(part, FlowNote):
                paragraph = _add(container, "p", eId=self.counted(eid, "p"))
                self._note(paragraph, part)
            elif isinstance(part, list):
                self._list(container, eid, part)
            else:
                self._paragraph(container, eid, part)

    def _paragraph(self, container: Element, eid: str, text: FlowText) -> None:
        paragraph = _add(container, "p", eId=self.counted(eid, "p"))
        line = text.line
        if line.kind == "image":
            self._image(paragraph, line)
            return
        target = _add(paragraph, "b") if line.kind == "heading" else paragraph
        if line.kind == "definition" and line.label:
            self._term(target, eid, line.label, " " if text.pieces else "")
        self._inline(target, eid, text.pieces)

    def _term(self, target: Element, eid: str, label: str, then: str) -> None:
        """A defined term; the marks round it stand outside of the element."""
        name = label.strip(_ROUND_TERMS) or label
        before, _name, after = label.partition(name)
        target.text = before
        term = _add(target, "term", name, refersTo=f"#{self._concept(name)}")
        term.set("eId", self.counted(eid, "term"))
        term.tail = f"{after}{then}"

    def _concept(self, term: str) -> str:
        """The id of a defined term among the references, where it is entered once."""
        if term not in self._concepts:
            eid = self._new(f"term-{_slug(term).lower() or 'nn'}")
            place = f"/akn/ontology/term/{self.document.jurisdiction}/{eid.removeprefix('term-')}"
            _add(self._references, "TLCTerm", eId=eid, href=place, showAs=term)
            self._concepts[term] = eid
        return self._concepts[term]

    def _image(self, paragraph: Element, line: Line) -> None:
        file = self.document.images.get(line.ref)
        url = address(file.url) if file else ""
        if url:
            image = _add(paragraph, "img", src=url)
            if line.label:
                image.set("alt", line.label)
            image.tail = f" {line.body}" if line.body else ""
        else:
            _append(paragraph, line.text)

    def _list(self, container: Element, parent: str, items: Sequence[FlowItem]) -> None:
        eid = self.counted(parent, "list")
        block = _add(container, "blockList", eId=eid)
        for item in items:
            item_id = self.numbered(eid, "item", _slug(item.label))
            element = _add(block, "item", eId=item_id)
            if item.label:
                _add(element, "num", item.label, eId=f"{item_id}__num")
            paragraph = _add(element, "p", eId=self.counted(item_id, "p"))
            self._inline(paragraph, item_id, item.pieces)
            if item.items:
                self._list(element, item_id, item.items)

    def _table(self, container: Element, parent: str, table: Table) -> None:
        if not table.rows:
            _add(container, "p", table.caption, eId=self.counted(parent, "p"))
            return
        eid = self.counted(parent, "table")
        element = _add(container, "table", eId=eid)
        if table.caption:
            _add(element, "caption", table.caption, eId=f"{eid}__caption")
        corners, covered = by_corner(table.spans), covered_by(table.spans)
        for y, row in enumerate(table.rows):
            line = _add(element, "tr", eId=f"{eid}__tr_{y + 1}")
            for x, text in enumerate(row):
                if (y, x) in covered:
                    continue
                header = y < table.header_rows or (table.header_col and x == 0)
                cell = _add(line, "th" if header else "td", eId=f"{line.get('eId')}__cell_{x + 1}")
                if span := corners.get((y, x)):
                    cell.set("colspan", str(span.colspan))
                    cell.set("rowspan", str(span.rowspan))
                paragraph = _add(cell, "p", eId=f"{cell.get('eId')}__p_1")
                _append_lines(paragraph, text)
            if not len(line):
                _add(line, "td", eId=f"{line.get('eId')}__cell_1")

    def _inline(self, element: Element, eid: str, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, FlowNote):
                self._note(element, piece, eid)
            else:
                _append_run(element, piece)

    def _note(self, element: Element, note: FlowNote, parent: str = "") -> None:
        eid = self.counted(parent or str(element.get("eId")), "authorialNote")
        box = _add(element, "authorialNote", eId=eid, placement="bottom")
        if note.label:
            box.set("marker", note.label)
        for runs in note.paragraphs:
            self._inline(_add(box, "p", eId=self.counted(eid, "p")), eid, runs)


def _below(parent: str, abbreviation: str) -> str:
    return f"{parent}__{abbreviation}" if parent else abbreviation


def _name(element: Element) -> str:
    return etree.QName(element).localname


def _kind(section: SectionText, above: Sequence[str]) -> tuple[str, str]:
    """Element name of a section, and its number as an id carries it.

    A part, chapter, article or schedule says so itself; the rest go by depth below those.
    """
    label = section_line(f"{section.number} {section.title}")
    for pattern, tag in _NAMED:
        if match := pattern.match(label):
            return tag, _slug(match["number"] or "")
    depth = sum(tag not in ("part", "chapter", "article", "hcontainer") for tag in above)
    tag = _BY_DEPTH[depth] if depth < len(_BY_DEPTH) else "level"
    return tag, _slug(section.number)


def _append(element: Element, text: str) -> None:
    """Add text after whatever the element holds already."""
    if not text:
        return
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _append_lines(element: Element, text: str) -> None:
    first, *others = text.split("\n")
    _append(element, first)
    for line in others:
        _add(element, "eol")
        _append(element, line)


def _append_run(element: Element, run: Run) -> None:
    target = element
    if href := address(run.href):
        target = _add(target, "ref", href=href)
    for style, tag in _INLINE:
        if style in run.styles:
            target = _add(target, tag)
    _append_lines(target, run.text)


def _meta(meta: Element, document: EditionText) -> Element:
    """Write the identification; the element that holds the references."""
    date = front.day(document).isoformat()
    language = LANGUAGES.get(document.language, document.language)
    work = f"/akn/{document.jurisdiction}/doc/policy/{date[:4]}/{_slug(document.slug) or 'policy'}"
    expression = f"{work}/{language}@{date}"
    identification = _add(meta, "identification", source=_SOURCE)
    element = _core(identification, "FRBRWork", work, date, "#organisation")
    _add(element, "FRBRcountry", value=document.jurisdiction.split("-")[0])
    _add(element, "FRBRsubtype", value="policy")
    _add(element, "FRBRnumber", value=section_line(document.reference) or document.slug)
    _add(element, "FRBRname", value=section_line(document.title))
    element = _core(identification, "FRBRExpression", expression, date, "#organisation")
    _add(element, "FRBRlanguage", language=language)
    element = _core(identification, "FRBRManifestation", expression, date, _SOURCE, ".xml")
    _add(element, "FRBRformat", value="application/akn+xml")
    references = _add(meta, "references", source=_SOURCE)
    owner = section_line(document.organisation) or section_line(document.title)
    for eid, kind, shown in (("organisation", "organization", owner), ("maoni", "object", "Maoni")):
        _add(
            references,
            f"TLC{kind.capitalize()}",
            eId=eid,
            href=f"/akn/ontology/{kind}/{document.jurisdiction}/{_slug(shown).lower() or eid}",
            showAs=shown,
        )
    return references


def _core(
    parent: Element, tag: str, iri: str, date: str, author: str, extension: str = ""
) -> Element:
    """The properties that work, expression and manifestation have in common."""
    element = _add(parent, tag)
    _add(element, "FRBRthis", value=f"{iri}/!main{extension}")
    _add(element, "FRBRuri", value=f"{iri}{extension}")
    _add(element, "FRBRdate", date=date, name="Publication")
    _add(element, "FRBRauthor", href=author)
    return element
