"""Pieces of a Word document's body as XML text. Every text given is escaped here."""

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from texts.cleaning import legal, without_direction_controls

_BREAKS = re.compile("\r\n|[\n\r]")


def plain(text: str) -> str:
    """`text` without characters that XML or a reader's eye is misled by."""
    return without_direction_controls(legal(text))


def run(
    text: str, *, bold: bool = False, italic: bool = False, colour: str = "", language: str = ""
) -> str:
    """Words in one look; line feeds become line breaks, tabs stay tabs."""
    look = "<w:b/>" if bold else ""
    look += "<w:i/>" if italic else ""
    look += f'<w:color w:val="{colour}"/>' if colour else ""
    look += f'<w:lang w:val="{language}"/>' if language else ""
    words = escape(plain(text))
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(_BREAKS.split(words))
    lines = lines.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def paragraph(content: str, style: str = "", *, align: str = "", indent: int = 0) -> str:
    """A paragraph of runs; `indent` in twentieths of a point."""
    look = f'<w:pStyle w:val="{style}"/>' if style else ""
    look += f'<w:ind w:left="{indent}"/>' if indent else ""
    look += f'<w:jc w:val="{align}"/>' if align else ""
    return f"<w:p>{f'<w:pPr>{look}</w:pPr>' if look else ''}{content}</w:p>"


def heading(text: str, level: int, bookmark: str = "", number: int = 0) -> str:
    """A real heading; `bookmark` and its `number` (unique) make it a target for links."""
    content = run(text)
    if bookmark:
        content = (
            f'<w:bookmarkStart w:id="{number}" w:name={quoteattr(bookmark)}/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )
    return paragraph(content, f"Heading{level}")


def link(text: str, bookmark: str) -> str:
    """A link to a place in the document."""
    return f'<w:hyperlink w:anchor={quoteattr(bookmark)} w:history="1">{run(text)}</w:hyperlink>'


def contents(entries: Sequence[tuple[str, str, int]]) -> str:
    """A table of contents that works at once, and that Word can update: text, bookmark, level."""
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        ' TOC \\o "1-2" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    lines = []
    for index, (text, bookmark, level) in enumerate(entries):
        content = (begin if index == 0 else "") + link(text, bookmark)
        lines.append(paragraph(content, indent=280 * (level - 1)))
    return "".join(lines) + paragraph(end) if lines else ""


def cell(content: str, *, width: int, span: int = 1, fill: str = "") -> str:
    """A cell of one or more paragraphs; `width` in twentieths of a point."""
    look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
    look += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    look += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def row(cells: Iterable[str], *, head: bool = False, whole: bool = False) -> str:
    """A row; a `head` row is repeated on each page, a `whole` one stays on one page."""
    look = "<w:cantSplit/>" if head or whole else ""
    look += "<w:tblHeader/>" if head else ""
    look = f"<w:trPr>{look}</w:trPr>" if look else ""
    return f"<w:tr>{look}{''.join(cells)}</w:tr>"


def table_start(widths: Sequence[int], title: str) -> str:
    """The start of a table with a head row; `title` is its alternative text."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Matrix"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(plain(title))}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


TABLE_END = "</w:tbl>"
