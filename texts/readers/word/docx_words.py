"""All that a Word file says, gathered without regard to structure, whatever part it is in.

The measure of what arrived: it walks the XML of all parts for text alone, apart from the reader
that makes lines, so that what the reader loses or does not know shows as missing. What Word shows
as its text is `body`; all else is `beside` it, with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from lxml import etree

from texts.cleaning import file_line
from texts.patterns import has_words
from texts.readers.word.docx_charts import chart_table
from texts.readers.word.docx_runs import shown_text
from texts.readers.word.ooxml import Package, switch, w
from texts.source import CONTEXT, Beside, BesideReason, SourceDocument, UnreadableDocument

CHANGES = ("ins", "del", "moveFrom", "moveTo")
"""Tags of tracked changes."""
# fmt: off
_DEFINING = frozenset({
    "styles", "settings", "fonts", "theme", "webSettings", "numbering", "people", "commentsEx",
    "commentsIds", "commentsExtensible", "glossaryDocument", "colorsDef", "layoutDef", "styleDef",
    "chartStyle", "colorStyle", "drawing", "themeOverride", "Relationships", "Types",
})
"""Roots of parts that define how a text looks, or say what another part says: no text of it."""
_NO_WORDS = frozenset({
    "instrText", "delInstrText", "fldData", "posOffset", "align", "pctWidth", "pctHeight",
    "pctPosHOffset", "pctPosVOffset", "binData", "formatCode", "Fallback",
})
"""Elements whose text nobody reads: codes, positions, what another element says. So are the "f" of
charts, their formulas, but not those of equations, their fractions."""
_RUNS_ON = frozenset({"t", "delText"})
_APART = frozenset({"num", "den", "e", "sub", "sup", "deg", "fName", "lim"})
"""The operands of equations: words of their own, however near."""
# fmt: on
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math"
_DRAWN = (
    "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr",
    "{urn:schemas-microsoft-com:vml}",
)
_NOT_SHOWN = ("docProps/", "customXml/", "_rels/", "[")
_STORE_ITEM = re.compile(r"customXml/item(\d{1,4})\.xml")
_REASONS: Mapping[str, BesideReason] = {
    "hdr": "header_footer",
    "ftr": "header_footer",
    "comments": "comment",
    "chartSpace": "chart",
    "userShapes": "chart",
}
"""By the root of a part: why its words are no text. Others are not read: "part"."""
_NEAR = 4 * CONTEXT
_SHAPE_WORDS = ("descr", "title", "alt", "string")
"""Attributes of drawings: what a picture shows, and the letters of WordArt."""


class WordText:
    """All that was gathered so far, and why."""

    def __init__(
        self,
        labels: Mapping[etree._Element, str],
        marks: Mapping[tuple[str, str], str],
        pictured: Collection[etree._Element] = (),
    ):
        """`labels`: paragraph → the automatic number it shows. `marks`: (kind, id) of a note → its
        mark. `pictured`: the properties of pictures that were taken over with their description.
        """
        self.beside: list[Beside] = []
        self._labels = labels
        self._marks = marks
        self._pictured = pictured
        self._body: list[str] = []
        self._passage: list[str] = []
        self._reason: BesideReason | None = None
        self._place = ""
        self._stands = ""
        self._headers: set[str] = set()
        self.commented: dict[str, str] = {}
        """Id of a comment → the words it is about, or the last of them."""

    @property
    def body(self) -> str:
        """The text that Word shows, a line a paragraph."""
        return "".join(self._body)

    def add_body(self, root: etree._Element, before: str = "") -> None:
        self._body.append(before)
        self._walk(root, None)
        self._end_passage()

    def add_part(self, root: etree._Element, reason: BesideReason, place: str) -> None:
        """Words of a part that is no text of the document."""
        self._place = place
        self._walk(root, reason)
        self._end_passage()
        self._place = ""

    def add_chart(self, root: etree._Element, place: str) -> None:
        """What a chart says: its figures as a table of words, then whatever that lacks."""
        rows = chart_table(root)
        shown = {cell for row in rows for cell in row}
        if rows:
            self.beside.append(Beside("\n".join(map("\t".join, rows)), "chart", place))
        said = (file_line(value) for value in _said_in(root))
        self.add_beside(" ".join(each for each in said if each not in shown), "chart", place)

    def add_beside(self, text: str, reason: BesideReason, place: str) -> None:
        """A passage beside the body; what several page headers say is one."""
        text = file_line(text)
        if not has_words(text) or (reason == "header_footer" and text in self._headers):
            return
        if reason == "header_footer":
            self._headers.add(text)
        self.beside.append(Beside(text, reason, place))

    def add_chunks(self, documents: Iterable[SourceDocument]) -> None:
        """Documents that the file takes in as they are."""
        for document in documents:
            self._body.append(f"\n{document.source_text}\n")
            self.beside.extend(document.beside)

    def _walk(self, element: etree._Element, reason: BesideReason | None) -> None:
        if not isinstance(element.tag, str):
            return
        namespace, _brace, name = element.tag.rpartition("}")
        if name in _NO_WORDS or (name == "f" and namespace != _MATHS):
            return
        reason = reason or _own_reason(element)
        self._describe(element)
        self._add(self._begin(element, name), reason)
        for child in element:
            self._walk(child, reason)
        if name == "p" and not (reason is None and mark_deleted(element)):
            self._add("\n", reason)
        elif name in _APART and namespace == _MATHS:
            self._add(" ", reason)

    def _begin(self, element: etree._Element, name: str) -> str:
        """What an element itself says, before those inside it."""
        if name == "p":
            return f"{self._labels[element]} " if element in self._labels else ""
        if name in ("footnoteReference", "endnoteReference"):
            note = (name.removesuffix("Reference"), element.get(w("id"), ""))
            return f" [{self._marks.get(note, '')}] "
        if name == "commentReference":
            self.commented[element.get(w("id"), "")] = self._before()
        if name in _APART or name == "txbxContent":
            return "\n"
        if name in _RUNS_ON:
            return shown_text(element) or element.text or ""
        text = element.text or ""
        return f"{text}\n" if text.strip() else shown_text(element)

    def _add(self, text: str, reason: BesideReason | None) -> None:
        if not text:
            return
        if reason is None:
            self._body.append(text)
            if not text.isspace():
                self._end_passage()
            elif self._reason:
                self._passage.append(text)
            return
        if reason != self._reason:
            self._end_passage()
            self._reason, self._stands = reason, self._place or self._before()
        self._passage.append(text)

    def _end_passage(self) -> None:
        if self._reason is not None:
            self.add_beside("".join(self._passage), self._reason, self._stands)
        self._passage, self._reason = [], None

    def _describe(self, element: etree._Element) -> None:
        if element in self._pictured or not element.tag.startswith(_DRAWN):
            return
        for name in _SHAPE_WORDS:
            self.add_beside(element.get(name) or "", "alt_text", self._place or self._before())

    def _before(self) -> str:
        last = (text[-_NEAR:] for text in self._body[-CONTEXT:])
        return file_line("".join(last))[-CONTEXT:]


def _own_reason(element: etree._Element) -> BesideReason | None:
    """Why an element's words are no text that Word shows."""
    if element.tag in (w("del"), w("moveFrom"), w("delText")):
        return "deleted"
    if element.tag == w("tr") and element.find(f"{w('trPr')}/{w('del')}") is not None:
        return "deleted"
    if element.tag == w("r") and switch(element.find(w("rPr")), "vanish"):
        return "hidden"
    return "part" if element.tag == w("rt") else None


def add_other_parts(text: WordText, package: Package, read: Collection[str]) -> list[str]:
    """Take in the words of all parts but those in `read`; the names of parts that are broken."""
    broken = []
    for name in sorted(package.archive.names):
        if name in read or not name.endswith(".xml") or name.startswith(_NOT_SHOWN):
            continue
        try:
            root = package.xml(name)
        except UnreadableDocument:
            broken.append(name)
            continue
        if root is not None:
            _add_other_part(text, root, name)
    return broken


def _add_other_part(text: WordText, root: etree._Element, name: str) -> None:
    kind = etree.QName(root).localname
    if kind == "comments":
        for comment in root:
            place = text.commented.get(comment.get(w("id"), "")) or name
            text.add_part(comment, "comment", place)
    elif kind == "chartSpace":
        text.add_chart(root, name)
    elif kind not in _DEFINING:
        text.add_part(root, _REASONS.get(kind, "part"), name)


def _said_in(root: etree._Element) -> Iterator[str]:
    """The words of the elements of a part that say some, one by one."""
    for element in root.iter():
        name = etree.QName(element).localname if isinstance(element.tag, str) else "f"
        if name not in _NO_WORDS and name != "f" and element.text:
            yield element.text


def add_bound_parts(text: WordText, package: Package, root: etree._Element) -> None:
    """Take in what content controls are bound to, where the body does not say it."""
    bound = {item.get(w("storeItemID"), "").lower() for item in root.iter(w("dataBinding"))}
    body = file_line(text.body) if bound else ""
    for name in sorted(package.archive.names) if bound else []:
        found = _STORE_ITEM.fullmatch(name)
        properties = package.xml(f"customXml/itemProps{found[1]}.xml") if found else None
        item = package.xml(name) if properties is not None else None
        if item is None or properties is None or _store_id(properties) not in bound:
            continue
        for value in map(file_line, item.itertext()):
            if value not in body:
                text.add_beside(value, "part", name)


def _store_id(properties: etree._Element) -> str:
    return next((value.lower() for key, value in properties.items() if "itemID" in key), "")


def mark_deleted(paragraph: etree._Element) -> bool:
    """True where the paragraph's end was deleted, so that it runs on into the next."""
    mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
    return mark is not None and (
        mark.find(w("del")) is not None or mark.find(w("moveFrom")) is not None
    )


def has_changes(body: etree._Element) -> bool:
    """Whether the body holds tracked changes."""
    return next(body.iter(*(w(tag) for tag in CHANGES)), None) is not None


def note_elements(root: etree._Element | None, tag: str) -> dict[tuple[str, str], etree._Element]:
    """The real notes of a part (no separators) by kind and id."""
    if root is None:
        return {}
    return {
        (tag, note.get(w("id"), "")): note
        for note in root.iterchildren(w(tag))
        if (note.get(w("type")) or "normal") == "normal"
    }
