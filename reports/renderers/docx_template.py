"""The empty Word document that rows are streamed into: styles, page set-up, footer, properties."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from lxml import etree

from texts.printing import house
from texts.writers.docx_parts import set_font, set_language

FOREST, MUTED, ACCENT = map(RGBColor.from_string, (house.FOREST, house.MUTED, house.ACCENT))

TABLE_STYLE = f"""
<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Matrix">
  <w:name w:val="Matrix"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>
  <w:tblPr>
    <w:tblBorders>
      <w:bottom w:val="single" w:sz="4" w:space="0" w:color="{house.RULE}"/>
      <w:insideH w:val="single" w:sz="4" w:space="0" w:color="{house.RULE}"/>
    </w:tblBorders>
    <w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="80" w:type="dxa"/>
      <w:bottom w:w="40" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar>
  </w:tblPr>
  <w:tblStylePr w:type="firstRow">
    <w:rPr><w:b/><w:color w:val="FFFFFF"/></w:rPr>
    <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="{house.FOREST}"/></w:tcPr>
  </w:tblStylePr>
</w:style>"""


@dataclass(frozen=True)
class Picture:
    """A picture to keep in the document: PNG, what it shows, and its width on paper."""

    name: str
    png: bytes
    alt: str
    width_mm: int


@dataclass(frozen=True)
class Template:
    """A saved document, and what its new body must carry as XML: the set-ups of its two sections
    and a paragraph for each picture, by name."""

    file: BytesIO
    portrait: str
    landscape: str
    pictures: dict[str, str]


def build(
    *,
    title: str,
    author: str,
    language: str,
    created: datetime,
    footer: str,
    page_of: str,
    pictures: Iterable[Picture] = (),
) -> Template:
    """A document without content; `page_of` is "Page {page} of {pages}"."""
    document = docx.Document()
    _styles(document, language)
    first = document.sections[0]
    first.page_width, first.page_height = Mm(210), Mm(297)
    first.left_margin = first.right_margin = first.top_margin = first.bottom_margin = Mm(20)
    _footer(first.footer.paragraphs[0], footer, page_of)
    second = document.add_section(WD_SECTION.NEW_PAGE)
    second.orientation = WD_ORIENT.LANDSCAPE
    second.page_width, second.page_height = Mm(297), Mm(210)
    second.left_margin = second.right_margin = second.top_margin = second.bottom_margin = Mm(15)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, language
    properties.comments = ""
    properties.created = properties.modified = created.astimezone(UTC).replace(tzinfo=None)
    placed = {picture.name: _picture(document, picture) for picture in pictures}
    file = BytesIO()
    document.save(file)
    portrait, landscape = (
        etree.tostring(section._sectPr, encoding="unicode") for section in document.sections
    )
    return Template(file, portrait, landscape, placed)


def _picture(document: Document, picture: Picture) -> str:
    """Store the picture; its paragraph as XML, which refers to it."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(picture.width_mm))
    properties = shape._inline.docPr
    properties.set("descr", picture.alt)
    properties.set("name", picture.name)
    return etree.tostring(paragraph._p, encoding="unicode")


def _styles(document: Document, language: str) -> None:
    set_language(document, language)
    styles = document.styles
    normal = styles["Normal"]
    normal.font.name, normal.font.size = house.FONT, Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for name, size, colour in (
        ("Title", 28, FOREST),
        ("Subtitle", 14, MUTED),
        ("Heading 1", 18, FOREST),
        ("Heading 2", 14, FOREST),
        ("Heading 3", 12, FOREST),
        ("Heading 4", 11, FOREST),
    ):
        style = styles[name]
        style.font.size, style.font.color.rgb = Pt(size), colour
        set_font(style)
        _without_line(style.element)
        style.paragraph_format.space_before = Pt(size * 0.8)
        style.paragraph_format.space_after = Pt(size * 0.35)
    styles["Subtitle"].font.italic = False
    small: tuple[tuple[str, float, RGBColor | None], ...] = (
        ("Cell", 9, None),
        ("Head", 8, None),
        ("Small", 8.5, MUTED),
        ("Notice", 10.5, ACCENT),
    )
    for name, points, tint in small:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(points)
        style.font.bold = name == "Notice" or None
        style.paragraph_format.space_after = Pt(0 if name in ("Cell", "Head") else 6)
        if tint is not None:
            style.font.color.rgb = tint
    styles.element.append(parse_xml(TABLE_STYLE))


def _without_line(style: Any) -> None:
    """Drop the line below the title."""
    for border in style.pPr.findall(qn("w:pBdr")):
        style.pPr.remove(border)


def _footer(paragraph: Paragraph, text: str, page_of: str) -> None:
    """Who and what on the left, "Page n of m" at the end of the line below."""
    paragraph.style = "Small"
    paragraph.add_run(text).add_break()
    for piece, field in _pieces(page_of):
        paragraph.add_run(piece)
        if field:
            _field(paragraph, field)


def _pieces(page_of: str) -> list[tuple[str, str]]:
    """Words of the page number, each with the Word field that follows it."""
    before, _, rest = page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return [(before, "PAGE"), (between, "NUMPAGES"), (after, "")]


def _field(paragraph: Paragraph, name: str) -> None:
    for xml in (
        '<w:fldChar {} w:fldCharType="begin"/>',
        f'<w:instrText {{}} xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar {} w:fldCharType="separate"/>',
        "<w:t {}>1</w:t>",
        '<w:fldChar {} w:fldCharType="end"/>',
    ):
        paragraph.add_run()._r.append(parse_xml(xml.format(nsdecls("w"))))
