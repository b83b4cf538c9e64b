"""Read the inline content of a Word paragraph: runs, fields, links, changes, note marks."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.readers.equations import omml_text
from texts.readers.looks import RunLook
from texts.readers.symbols import UNKNOWN, shown, symbol, unknown_signs_warning
from texts.readers.word.ooxml import (
    Relation,
    WordStyles,
    child_value,
    r,
    read_run_look,
    switch,
    w,
)
from texts.runs import Run, safe_link

_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EQUATIONS = (f"{_MATHS}oMath", f"{_MATHS}oMathPara")
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
MC_FALLBACK = f"{{{_MC}}}Fallback"
MC_CHOSEN = (f"{{{_MC}}}AlternateContent", f"{{{_MC}}}Choice")
"""What wraps content of newer versions of Word, which is read; its fallback says the same."""
_WRAPPERS = {*MC_CHOSEN, w("ruby"), w("rubyBase")}
SKIPPED = {w("del"), w("moveFrom"), w("rt"), w("pPr"), MC_FALLBACK}
_CODE = re.compile("[0-9A-Fa-f]{1,4}")
_MOST_FIELDS = 50
"""Fields within fields; of more than that the outermost are forgotten."""
_LONGEST_INSTRUCTION = 2_000
_LINK_FIELD = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*"([^"]+)"', re.IGNORECASE)


@dataclass(frozen=True)
class Piece:
    """A run with what the document says about its look."""

    run: Run
    look: RunLook = field(default_factory=RunLook)
    break_kind: str = ""
    """"column" where the text goes on in the next column."""
    notes: tuple[tuple[str, str], ...] = ()
    """Notes cited here for the first time: kind ("footnote", "endnote") and id."""

    @property
    def seen(self) -> tuple[str, RunLook]:
        """Its text and look, with the link that it is in."""
        return self.run.text, replace(self.look, href=self.run.href or None)


@dataclass
class _Field:
    instruction: str = ""
    in_result: bool = False

    def add(self, text: str) -> None:
        """More of the instruction; what matters stands at its begin."""
        self.instruction = (self.instruction + text[:_LONGEST_INSTRUCTION])[:_LONGEST_INSTRUCTION]

    @property
    def is_contents(self) -> bool:
        return self.in_result and self.instruction.strip().upper().startswith("TOC")

    @property
    def link(self) -> str:
        found = _LINK_FIELD.search(self.instruction)
        return safe_link(found[1]) if found and self.in_result else ""


class RunReader:
    """Reads paragraphs of one part in order; fields may span several of them."""

    def __init__(self, relations: Mapping[str, Relation], styles: WordStyles):
        self._relations = relations
        self._styles = styles
        self._fields: deque[_Field] = deque(maxlen=_MOST_FIELDS)
        self._note_marks: dict[tuple[str, str], str] = {}
        self._cited: Counter[str] = Counter()
        self._contents_characters = 0
        self._refused_links = 0
        self._hidden = 0
        self._unknown_signs = 0

    def read(
        self, paragraph: etree._Element, base: RunLook
    ) -> tuple[list[Piece], list[etree._Element]]:
        """The paragraph's pieces in order, and the text boxes anchored in it."""
        self._contents_characters = 0
        boxes: list[etree._Element] = []
        pieces = list(self._inline(paragraph, base, "", boxes))
        return pieces, boxes

    @property
    def in_contents(self) -> bool:
        """Whether the last paragraph's text came from a contents field."""
        return self._contents_characters > 0

    @property
    def cited(self) -> list[tuple[str, str]]:
        """Every note cited so far, in order: kind and id."""
        return list(self._note_marks)

    def mark(self, note: tuple[str, str]) -> str:
        """The mark a cited note shows."""
        return self._note_marks[note]

    def warnings(self) -> list[KeptWords]:
        warnings = []
        if self._refused_links:
            warnings.append(
                _("Links that are not web or e-mail addresses were turned into plain text.")
            )
        if self._hidden:
            warnings.append(_("Hidden text was left out."))
        if self._unknown_signs:
            warnings.append(unknown_signs_warning(self._unknown_signs))
        return warnings

    def _inline(
        self, parent: etree._Element, base: RunLook, href: str, boxes: list[etree._Element]
    ) -> Iterator[Piece]:
        for element in parent:
            tag = element.tag
            if tag in SKIPPED:
                continue
            if tag == w("r"):
                yield from self._run(element, base, href, boxes)
            elif tag == w("hyperlink"):
                target = self._target(element.get(r("id"), ""))
                yield from self._inline(element, base, target or href, boxes)
            elif tag == w("fldSimple"):
                self._fields.append(_Field(element.get(w("instr"), ""), True))
                yield from self._inline(element, base, self._fields[-1].link or href, boxes)
                self._fields.pop()
            elif tag in EQUATIONS:
                yield Piece(Run(omml_text(element)), base)
            elif isinstance(tag, str):
                yield from self._inline(element, base, href, boxes)

    def _run(
        self, run: etree._Element, base: RunLook, href: str, boxes: list[etree._Element]
    ) -> Iterator[Piece]:
        properties = run.find(w("rPr"))
        if switch(properties, "vanish"):
            self._hidden += 1
            return
        look = read_run_look(properties)
        look = look.over(self._styles.run(child_value(properties, "rStyle"))).over(base)
        for element in run.iterchildren():
            yield from self._content(element, look, href, boxes)

    def _content(
        self, element: etree._Element, look: RunLook, href: str, boxes: list[etree._Element]
    ) -> Iterator[Piece]:
        tag = element.tag
        if tag == w("fldChar"):
            self._field_mark(element.get(w("fldCharType"), ""))
        elif tag == w("instrText"):
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].add(element.text or "")
        elif tag in (w("footnoteReference"), w("endnoteReference")):
            yield self._citation(element, look)
        elif tag == w("br") and element.get(w("type")) == "column":
            yield Piece(Run(""), look, break_kind="column")
        elif tag in _WRAPPERS:
            yield from self._wrapped(element, look, href, boxes)
        elif tag in EQUATIONS:
            yield self._piece(omml_text(element), look, href)
        elif text := shown_text(element):
            self._unknown_signs += text.count(UNKNOWN) - (element.text or "").count(UNKNOWN)
            yield self._piece(text, look, href)
        elif isinstance(tag, str) and tag not in SKIPPED:
            boxes.extend(find_boxes(element))

    def _wrapped(
        self, element: etree._Element, look: RunLook, href: str, boxes: list[etree._Element]
    ) -> Iterator[Piece]:
        """What wraps content within a run; in ruby that is runs again."""
        for child in element.iterchildren():
            if child.tag == w("r"):
                yield from self._run(child, look, href, boxes)
            elif child.tag not in SKIPPED:
                yield from self._content(child, look, href, boxes)

    def _piece(self, text: str, look: RunLook, href: str) -> Piece:
        if any(item.is_contents for item in self._fields):
            self._contents_characters += len(text.strip())
        link = next((item.link for item in reversed(self._fields) if item.link), "")
        return Piece(Run(text, look.styles, href or link), look)

    def _citation(self, element: etree._Element, look: RunLook) -> Piece:
        kind = "footnote" if element.tag == w("footnoteReference") else "endnote"
        note = (kind, element.get(w("id"), ""))
        is_new = note not in self._note_marks
        if is_new:
            self._cited[kind] += 1
            number = self._cited[kind]
            self._note_marks[note] = str(number) if kind == "footnote" else f"e{number}"
        mark = Run(f"[{self._note_marks[note]}]", frozenset({"sup"}))
        return Piece(mark, look, notes=(note,) if is_new else ())

    def _field_mark(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _target(self, relation_id: str) -> str:
        relation = self._relations.get(relation_id)
        if relation is None or not relation.external:
            return ""
        target = safe_link(relation.target)
        if not target:
            self._refused_links += 1
        return target


def shown_text(element: etree._Element) -> str:
    """The text an element of a run stands for; empty for anything else."""
    tag = element.tag
    if tag == w("t"):
        return shown(element.text or "", _symbol_font(element))
    if tag in (w("tab"), w("ptab")):
        return " "
    if tag in (w("br"), w("cr")):
        return "\n"
    if tag == w("noBreakHyphen"):
        return "-"
    if tag == w("sym"):
        code = element.get(w("char"), "")
        return symbol(element.get(w("font"), ""), int(code, 16)) if _CODE.fullmatch(code) else ""
    return ""


def _symbol_font(text: etree._Element) -> str:
    fonts = text.find(f"../{w('rPr')}/{w('rFonts')}")
    return fonts.get(w("ascii"), "") if fonts is not None else ""


def find_boxes(element: etree._Element) -> list[etree._Element]:
    """The text boxes inside a drawing or picture, each once, outermost only."""
    if element.tag == w("txbxContent"):
        return [element]
    if element.tag in SKIPPED or not isinstance(element.tag, str):
        return []
    return [box for child in element for box in find_boxes(child)]
