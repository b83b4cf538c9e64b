"""Word: true heading styles, a table of contents, footnotes, tables with header rows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from texts.cleaning import section_line
from texts.edition_text import EditionText, SectionText
from texts.printing import house
from texts.runs import Run
from texts.tables import Table
from texts.writers import front
from texts.writers.docx_parts import (
    Footnotes,
    add_bookmark,
    add_contents,
    add_field,
    add_link,
    set_font,
    set_language,
    set_paper,
    shade,
)
from texts.writers.flow import (
    Flow,
    FlowItem,
    FlowNote,
    FlowText,
    Piece,
    address,
    flow,
    image_file,
    ranked_texts,
)

FOREST, ACCENT, MUTED = (
    RGBColor.from_string(colour) for colour in (house.FOREST_DARK, house.ACCENT, house.MUTED)
)
INDENT = Cm(1)
MARGIN, TEXT_WIDTH = Cm(2.5), Cm(16)  # both margins and the text are the width of A4
SIZES = {"Title": 26, "Heading 1": 17, "Heading 2": 14, "Heading 3": 12}


def write(document: EditionText, out: Path) -> None:
    """Write the edition as a .docx file."""
    _WordWriter(document).save(out)


class _WordWriter:
    """One Word file being written."""

    def __init__(self, document: EditionText) -> None:
        self.document = document
        self.word = Document()
        self.footnotes = Footnotes(self.word)
        self._style_id = cache(lambda name: self.word.styles[name].style_id)

    def save(self, out: Path) -> None:
        set_paper(self.word, MARGIN)
        self._styles()
        self._properties()
        self._footer()
        self._front()
        texts = ranked_texts(self.document)
        add_contents(
            self.word,
            _("Contents"),
            [
                (level, section_line(section.heading), place)
                for place, (section, level) in enumerate(texts)
                if level <= 3 and section_line(section.heading)
            ],
        )
        for place, (section, level) in enumerate(texts):
            self._section(section, level, place)
        self.footnotes.close()
        self.word.save(str(out))

    def _styles(self) -> None:
        styles = self.word.styles
        set_language(self.word, self.document.language)
        for name in (
            "Normal",
            "Title",
            "Subtitle",
            "Caption",
            *(f"Heading {n}" for n in range(1, 10)),
        ):
            style = styles[name]
            set_font(style)
            if name != "Normal":
                style.font.color.rgb = MUTED if name == "Caption" else FOREST
                style.font.size = Pt(SIZES.get(name, 11))
        styles["Title"].element.find(f".//{qn('w:bottom')}").set(qn("w:color"), house.ACCENT)
        styles["Normal"].font.size = Pt(11)
        styles["Normal"].paragraph_format.space_after = Pt(7)
        styles["Normal"].paragraph_format.line_spacing = 1.15
        plain = styles.add_style("Plain words", WD_STYLE_TYPE.PARAGRAPH)
        plain.base_style = styles["Normal"]
        plain.font.italic = True
        plain.paragraph_format.left_indent = Cm(0.5)

    def _properties(self) -> None:
        properties = self.word.core_properties
        properties.title = section_line(self.document.title)[:255]
        properties.subject = section_line(self.document.edition)[:255]
        properties.author = section_line(self.document.organisation)[:255]
        properties.language = self.document.language
        properties.comments = front.notice(self.document)
        day = dt.datetime.combine(front.day(self.document), dt.time(tzinfo=dt.UTC))
        properties.created = properties.modified = day

    def _footer(self) -> None:
        paragraph = self.word.sections[0].footer.paragraphs[0]
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        pieces = [self.document.title, self.document.edition, front.notice(self.document)]
        label = " · ".join(section_line(piece) for piece in pieces if piece)
        run = paragraph.add_run(f"{label}\t")
        for piece in (run, *add_field(paragraph, "PAGE")):
            piece.font.size = Pt(8)
            piece.font.color.rgb = MUTED

    def _front(self) -> None:
        self._paragraph("Title", section_line(self.document.title))
        if said := front.notice(self.document):
            run = self.word.add_paragraph().add_run(said)
            run.bold = True
            run.font.color.rgb = ACCENT
        for label, value in front.particulars(self.document):
            paragraph = self.word.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(f"{label}: ").bold = True
            if not (address(value) and add_link(paragraph, address(value), value)):
                paragraph.add_run(value)

    def _paragraph(self, style: str | None, text: str = "") -> Paragraph:
        """A new paragraph; style ids are kept, for looking one up takes longer than writing."""
        paragraph = self.word.add_paragraph(text)
        if style:
            paragraph._p.style = self._style_id(style)
        return paragraph

    def _section(self, section: SectionText, level: int, place: int) -> None:
        if heading := section_line(section.heading):
            paragraph = self._paragraph(f"Heading {level}", heading)
            add_bookmark(paragraph, place)
        if summary := section_line(section.summary):
            paragraph = self._paragraph("Plain words")
            paragraph.add_run(f"{front.in_plain_words()}: ").bold = True
            paragraph.add_run(summary)
        for part in flow(section.parts):
            self._part(part, level)

    def _part(self, part: Flow, level: int) -> None:
        if isinstance(part, Table):
            self._table(part)
        elif isinstance(part, FlowNote):
            paragraph = self.word.add_paragraph()
            paragraph.add_run(f"{part.label} ".lstrip()).bold = True
            for place, runs in enumerate(part.paragraphs):
                paragraph = self.word.add_paragraph() if place else paragraph
                paragraph.paragraph_format.left_indent = INDENT
                self._pieces(paragraph, runs)
        elif isinstance(part, list):
            self._items(part, 0)
        elif part.line.kind == "image":
            self._image(part)
        else:
            self._text(part, level)

    def _text(self, text: FlowText, level: int) -> None:
        kind = text.line.kind
        style = f"Heading {min(level + 1, 9)}" if kind == "heading" else None
        paragraph = self._paragraph(style)
        if kind == "definition":
            paragraph.add_run(f"{text.line.label} ".lstrip()).bold = True
        self._pieces(paragraph, text.pieces)

    def _items(self, items: Sequence[FlowItem], depth: int) -> None:
        for item in items:
            paragraph = self._paragraph("List Paragraph")
            layout = paragraph.paragraph_format
            layout.left_indent = Emu(INDENT * (depth + 1))
            layout.first_line_indent = Emu(-INDENT)
            paragraph.add_run(f"{item.label}\t")
            self._pieces(paragraph, item.pieces)
            self._items(item.items, depth + 1)

    def _pieces(self, paragraph: Paragraph, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            if isinstance(piece, FlowNote):
                self.footnotes.cite(paragraph, piece)
            elif not ((url := address(piece.href)) and add_link(paragraph, url, piece.text)):
                _add_run(paragraph, piece)

    def _image(self, text: FlowText) -> None:
        content, kind = image_file(self.document, text.line.ref)
        if not kind:
            self.word.add_paragraph(text.line.text)
            return
        shape = self.word.add_picture(BytesIO(content))
        if shape.width > TEXT_WIDTH:
            shape.height, shape.width = int(shape.height * TEXT_WIDTH / shape.width), TEXT_WIDTH
        shape._inline.docPr.set("descr", text.line.label)
        if text.pieces:
            self._pieces(self._paragraph("Caption"), text.pieces)

    def _table(self, table: Table) -> None:
        if table.caption:
            caption = self._paragraph("Caption", table.caption)
            caption.paragraph_format.keep_with_next = True
        if not table.rows:
            return
        grid = self.word.add_table(len(table.rows), len(table.rows[0]), style="Table Grid")
        for y, (line, row) in enumerate(zip(table.rows, grid.rows, strict=True)):
            if y < table.header_rows:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for x, (text, cell) in enumerate(zip(line, row.cells, strict=True)):
                header = y < table.header_rows or (table.header_col and x == 0)
                _fill_cell(cell, text, header)
        for span in table.spans:
            last = grid.cell(span.row + span.rowspan - 1, span.col + span.colspan - 1)
            grid.cell(span.row, span.col).merge(last)
        look = grid._tbl.tblPr.find(qn("w:tblLook"))
        if look is not None:
            look.set(qn("w:firstRow"), "1" if table.header_row else "0")
            look.set(qn("w:firstColumn"), "1" if table.header_col else "0")
        self.word.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill_cell(cell: _Cell, text: str, header: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(2)
    if header:
        shade(cell, house.FOREST_SOFT)
    if text:
        paragraph.add_run(text).bold = header or None


def _add_run(paragraph: Paragraph, piece: Run) -> None:
    run = paragraph.add_run(piece.text)
    run.bold = "strong" in piece.styles or None
    run.italic = "em" in piece.styles or None
    run.font.superscript = "sup" in piece.styles or None
    run.font.subscript = "sub" in piece.styles or None
