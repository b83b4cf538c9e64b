"""What Word files need and python-docx does not write: footnotes, links, fields, contents."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Length, Mm, Pt
from docx.styles.style import CharacterStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

from texts.printing.house import FONT, language_tag
from texts.runs import Runs
from texts.writers.flow import FlowNote

_PREFIX = "_Section"
_MARKS = (("separator", -1), ("continuationSeparator", 0))
_STYLE_TAGS = {"strong": "w:b", "em": "w:i"}


def _element(tag: str, **attributes: str) -> etree._Element:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def set_paper(word: Document, margin: Length | None = None) -> None:
    """A4; margins as they are, or one all around."""
    page = word.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    if margin is not None:
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = margin


def set_language(word: Document, language: str) -> None:
    """The language of all text, for spelling and for screen readers."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    lang = properties.find(qn("w:lang"))
    if lang is None:
        lang = _element("w:lang")
        properties.append(lang)
    lang.set(qn("w:val"), language_tag(language))


def set_font(style: CharacterStyle) -> None:
    """The house's font, where the theme's would win over it."""
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in list(fonts.attrib):
        del fonts.attrib[attribute]
    style.font.name = FONT


def shade(cell: _Cell, fill: str) -> None:
    """Colour a table cell; ``fill`` is RRGGBB."""
    properties = cell._tc.get_or_add_tcPr()
    properties.append(_element("w:shd", val="clear", color="auto", fill=fill))


def add_link(paragraph: Paragraph, url: str, text: str) -> bool:
    """Add ``text`` as a link; whether there was any text to add."""
    if not text:
        return False
    relation = _relation(paragraph.part, url)
    link = _element("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
    return True


def _relation(part: Part, url: str) -> str:
    """The key of a new relationship: to find one that is there the library looks at all of them."""
    key = f"rIdLink{len(part.rels)}"
    part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, key, is_external=True)
    return key


def add_bookmark(paragraph: Paragraph, place: int) -> None:
    """Make a paragraph a place that the contents can lead to."""
    start = _element("w:bookmarkStart", id=str(place), name=f"{_PREFIX}{place}")
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(_element("w:bookmarkEnd", id=str(place)))


def add_field(paragraph: Paragraph, instruction: str) -> list[Run]:
    """Add a field that Word computes; the runs it consists of."""
    runs = [paragraph.add_run() for _ in range(3)]
    runs[0]._r.append(_element("w:fldChar", fldCharType="begin"))
    text = _element("w:instrText")
    text.text = f" {instruction} "
    runs[1]._r.append(text)
    runs[2]._r.append(_element("w:fldChar", fldCharType="end"))
    return runs


def add_contents(word: Document, title: str, entries: Sequence[tuple[int, str, int]]) -> None:
    """A table of contents: a field Word can update, holding links to the headings already.

    ``entries`` are level, text and the place given to :func:`add_bookmark`.
    """
    if not entries:
        return
    heading = word.add_paragraph()
    heading.paragraph_format.space_before = Pt(18)
    heading.add_run(title).bold = True
    for number, (level, text, place) in enumerate(entries):
        paragraph = word.add_paragraph()
        paragraph.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        paragraph.paragraph_format.space_after = Pt(1)
        if not number:
            field = add_field(paragraph, 'TOC \\o "1-3" \\h \\z \\u')
            field[2]._r[0].set(qn("w:fldCharType"), "separate")
        link = _element("w:hyperlink", anchor=f"{_PREFIX}{place}", history="1")
        link.append(paragraph.add_run(text)._r)
        paragraph._p.append(link)
    end = paragraph.add_run()
    end._r.append(_element("w:fldChar", fldCharType="end"))
    word.add_page_break()


class Footnotes:
    """The footnotes part of a Word file; marks are as printed, not counted by Word."""

    def __init__(self, word: Document) -> None:
        self._word = word
        self._root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>")
        self._count = 0
        for kind, number in _MARKS:
            note = _element("w:footnote", type=kind, id=str(number))
            note.append(_element("w:p"))
            note[0].append(_element("w:r"))
            note[0][0].append(_element(f"w:{kind}"))
            self._root.append(note)
        text = word.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = word.styles["Normal"]
        text.font.size = Pt(9)
        mark = word.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self._text_style, self._mark_style = text.style_id, mark.style_id

    def cite(self, paragraph: Paragraph, note: FlowNote) -> None:
        """Put the note's mark at the end of ``paragraph`` and its text at the foot of the page."""
        self._count += 1
        run = paragraph.add_run()
        run._r.style = self._mark_style
        reference = _element("w:footnoteReference", customMarkFollows="1", id=str(self._count))
        run._r.append(reference)
        run.add_text(note.label)
        element = _element("w:footnote", id=str(self._count))
        for place, runs in enumerate(note.paragraphs):
            element.append(self._paragraph("" if place else note.label, runs))
        self._root.append(element)

    def _paragraph(self, label: str, runs: Runs) -> etree._Element:
        paragraph = _element("w:p")
        paragraph.append(_element("w:pPr"))
        paragraph[0].append(_element("w:pStyle", val=self._text_style))
        if label:
            mark = _text_run(f"{label}")
            mark.insert(0, _element("w:rPr"))
            mark[0].append(_element("w:rStyle", val=self._mark_style))
            paragraph.append(mark)
            paragraph.append(_text_run(" "))
        for run in runs:
            element = _text_run(run.text)
            properties = _element("w:rPr")
            for style in ("strong", "em"):
                if style in run.styles:
                    properties.append(_element(_STYLE_TAGS[style]))
            if run.signature[0]:
                value = "superscript" if run.signature[0] == "sup" else "subscript"
                properties.append(_element("w:vertAlign", val=value))
            element.insert(0, properties)
            paragraph.append(element)
        return paragraph

    def close(self) -> None:
        """Write the part, if there was a note."""
        if not self._count:
            return
        part = Part(
            PackURI("/word/footnotes.xml"),
            CONTENT_TYPE.WML_FOOTNOTES,
            etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True),
            self._word.part.package,
        )
        self._word.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _text_run(text: str) -> etree._Element:
    """A run of text, its line breaks as breaks."""
    run = _element("w:r")
    for place, line in enumerate(text.split("\n")):
        if place:
            run.append(_element("w:br"))
        element = _element("w:t")
        element.text = line
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(element)
    return run
