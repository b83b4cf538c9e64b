"""Read HTML: web pages, and what Word, LibreOffice and Google Docs export.

Nothing is fetched or run. Scripts, styles and the head are no text; navigation, page headers and
page footers are handed on as such, so that what was left out can be accounted for.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import lxml.html
from lxml import etree

from texts.cleaning import file_line, file_text
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.numerals import item_label, label_format
from texts.readers.equations import mathml_text
from texts.readers.grid import Cell, grid_value
from texts.readers.line_builder import LineBuilder
from texts.readers.looks import RunLook
from texts.readers.symbols import unknown_signs_warning
from texts.readers.web.html_notes import demote_emptied_headings, find_notes
from texts.readers.web.html_signs import show_signs
from texts.readers.web.html_styles import MSO_STYLES, css_of, integer, points, run_look
from texts.readers.web.html_words import (
    BLOCKS,
    DATA_IMAGE,
    HEADINGS,
    beside,
    comments,
    is_silent,
    text_pieces,
)
from texts.source import (
    ImageData,
    SourceDocument,
    SourceLine,
    SourceNote,
    UnreadableDocument,
)
from texts.tables import table_words

Element: TypeAlias = etree._Element

_LIST_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_CSS_FORMATS = {
    "decimal": "decimal",
    "decimal-leading-zero": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "disc": "bullet",
    "circle": "bullet",
    "square": "bullet",
    "none": "",
}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class _HtmlPlace:
    """What holds for the paragraphs of an element and everything inside it."""

    heading: int | None = None
    style: str = ""
    centred: bool = False
    quoted: bool = False
    code: bool = False
    aside: bool = False
    """Navigation, page header or page footer."""
    contents: bool = False
    indent: float = 0.0
    list_id: str = ""
    list_level: int | None = None
    list_format: str = ""


@dataclass
class _HtmlList:
    format: str
    next: int = 1


def read(text: str) -> SourceDocument:
    """The document an HTML text holds; UnreadableDocument where it is nested beyond reason."""
    root = parse_html(text)
    document = SourceDocument(
        title=file_line(root.findtext(".//title") or "")[:255],
        language=(root.get("lang") or "")[:10],
    )
    if next(root.iter("del"), None) is not None:
        document.warnings.append(
            _("The file holds tracked changes: deleted text was left out, inserted text kept.")
        )
    unknown_signs = show_signs(root)
    found = find_notes(root)
    pieces = text_pieces(root, found)
    notes = {note.link: note.take(lambda part: _HtmlReader({}).read(part)) for note in found}
    if notes:
        demote_emptied_headings(root)
    reader = _HtmlReader(notes)
    document.beside = [*beside(root), *comments(text)]
    document.lines = reader.read(root)
    document.source_text = "".join(
        piece if isinstance(piece, str) else reader.labels.get(piece, "") + " " for piece in pieces
    )
    if reader.linked_images:
        document.warnings.append(_linked_warning(reader.linked_images))
    if unknown_signs:
        document.warnings.append(unknown_signs_warning(unknown_signs))
    return document


def parse_html(text: str) -> Element:
    """The root of a tree made from any text. Raises `UnreadableDocument` where there is none."""
    content = file_text(text).encode("utf-8")
    for huge in (False, True):
        parser = lxml.html.HTMLParser(
            encoding="utf-8",
            remove_comments=True,
            remove_pis=True,
            no_network=True,
            huge_tree=huge,
        )
        try:
            root = lxml.html.document_fromstring(content, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            return lxml.html.Element("html")
        if not any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log):
            _clean_references(root)
            return root
    raise UnreadableDocument(
        _("The page is nested too deeply to be read. Open it in Word and save it as .docx.")
    )


def _clean_references(root: Element) -> None:
    """Take out control characters, also those written as "&#12;", which a tree cannot take back."""
    for element in root.iter():
        if element.text and _CONTROL.search(element.text):
            element.text = _CONTROL.sub(" ", file_text(element.text))
        if element.tail and _CONTROL.search(element.tail):
            element.tail = _CONTROL.sub(" ", file_text(element.tail))


class _HtmlReader:
    """Walks a tree once, without recursion, except into the cells of a table."""

    def __init__(self, notes: dict[Element, SourceNote], *, prefix: str = "") -> None:
        self.linked_images: list[str] = []
        self.labels: dict[Element, str] = {}
        """What was put before the text of each list item."""
        self._notes = notes
        self._prefix = prefix
        self._lines: list[SourceLine] = []
        self._paragraph = LineBuilder()
        self._places = [_HtmlPlace()]
        self._looks = [RunLook()]
        self._lists: list[_HtmlList] = []
        self._label = ""
        self._item: Element | None = None
        """The list item whose mark the next paragraph takes."""
        self._list_count = 0
        self._image_count = 0
        self._page_break = False

    def read(self, root: Element) -> list[SourceLine]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element, is_root=element is root)
            elif self._start(element, is_root=element is root):
                walk.skip_subtree()
        self._flush()
        return self._lines

    def _start(self, element: Element, *, is_root: bool) -> bool:
        """Take the element's own text; true where its children are not to be walked."""
        tag = element.tag
        css = css_of(element)
        self._looks.append(run_look(self._looks[-1], tag, css, element))
        if tag in BLOCKS:
            self._open_block(element, css, is_root=is_root)
        if is_silent(element):
            return True
        if element in self._notes:
            self._paragraph.add_note(self._notes[element])
            return True
        if tag == "table" and not _is_layout(element):
            self._table(element)
            return True
        if "mso-list" in css and css["mso-list"].lower() == "ignore":
            self._take_label("".join(map(str, element.itertext())))
            return True
        if tag == "math":
            self._text(f" {mathml_text(element)} ", self._looks[-1])
            return True
        if tag == "br":
            self._line_break(css)
        elif tag == "img":
            self._image(element)
        self._text(element.text, self._looks[-1])
        return False

    def _end(self, element: Element, *, is_root: bool) -> None:
        self._looks.pop()
        if element.tag in BLOCKS:
            if element.tag != "dt":
                self._flush()
            if element.tag in {"ol", "ul", "menu", "dir"} and self._lists:
                self._lists.pop()
            if element.tag == "li":
                self._item, self._label = None, ""
            self._places.pop()
        if not is_root:
            self._text(element.tail, self._looks[-1])

    def _text(self, text: str | None, look: RunLook) -> None:
        if self._places[-1].code:
            self._paragraph.add_lines(text, look)
        else:
            self._paragraph.add(text, look)

    def _open_block(self, element: Element, css: dict[str, str], *, is_root: bool) -> None:
        tag = element.tag
        if tag == "dd":
            self._paragraph.add(" ", RunLook())
        else:
            self._flush()
        if "always" in {css.get("page-break-before"), css.get("break-before")}:
            self._page_break = True
        place = _inner_place(self._places[-1], element, css)
        if tag in {"ol", "ul", "menu", "dir"}:
            place = self._open_list(element, css, place)
        elif tag == "li" and not is_root:
            place = self._open_item(element, css, place)
        elif "mso-list" in css:
            place = _mso_place(css["mso-list"], place)
        self._places.append(place)

    def _open_list(self, element: Element, css: dict[str, str], place: _HtmlPlace) -> _HtmlPlace:
        format_ = "bullet"
        if element.tag == "ol":
            format_ = _LIST_FORMATS.get(element.get("type") or "1", "decimal")
        shown = css.get("list-style-type") or css.get("list-style", "").split(" ")[0]
        format_ = _CSS_FORMATS.get(shown, format_)
        if not self._lists:
            self._list_count += 1
        self._lists.append(_HtmlList(format_, integer(element.get("start"), 1)))
        return replace(
            place,
            list_id=f"{self._prefix}list-{self._list_count}",
            list_level=min(len(self._lists) - 1, 8),
            list_format=format_,
        )

    def _open_item(self, element: Element, css: dict[str, str], place: _HtmlPlace) -> _HtmlPlace:
        if not self._lists:
            place = replace(place, list_id="loose", list_level=0, list_format="bullet")
            self._item, self._label = element, "•"
            return place
        current = self._lists[-1]
        number = integer(element.get("value"), current.next)
        current.next = number + 1
        format_ = _CSS_FORMATS.get(css.get("list-style-type", ""), current.format)
        self._item, self._label = element, item_label(number, format_)
        return replace(place, list_format=format_)

    def _take_label(self, text: str) -> None:
        label = file_line(text)
        self._label = label if any(map(str.isalnum, label)) and label != "o" else "•"
        self._places[-1] = replace(self._places[-1], list_format=label_format(self._label))

    def _line_break(self, css: dict[str, str]) -> None:
        if "always" in {css.get("page-break-before"), css.get("break-before")}:
            self._flush()
            self._page_break = True
        else:
            self._paragraph.add_break()

    def _flush(self) -> None:
        line = self._paragraph.line(**self._hints())
        self._paragraph = LineBuilder()
        if line is None:
            return
        if self._item is not None:
            self.labels[self._item] = self._label
        self._item, self._label = None, ""
        self._page_break = False
        self._lines.append(line)

    def _leave_label(self) -> None:
        """Put the number of an item that begins with a table on a line of its own."""
        if self._item is not None and any(map(str.isalnum, self._label)):
            self.labels[self._item] = self._label
            self._lines.append(SourceLine(**self._hints()))
        self._item, self._label = None, ""

    def _hints(self) -> dict[str, Any]:
        place = self._places[-1]
        return {
            "heading": place.heading,
            "style": place.style,
            "is_title": place.style == "title",
            "label": self._label,
            "list_id": place.list_id,
            "list_level": place.list_level,
            "list_format": place.list_format,
            "centred": place.centred,
            "indent": place.indent,
            "quoted": place.quoted,
            "code": place.code,
            "in_header_footer": place.aside,
            "in_contents": place.contents,
            "page_break_before": self._page_break,
        }

    def _table(self, element: Element) -> None:
        self._leave_label()
        rows: list[list[Cell]] = []
        notes: list[SourceNote] = []
        header_row = False
        for caption in element.iterchildren("caption"):
            self._lines += self._inner(caption)
        for row in element.iter("tr"):
            cells = list(row.iterchildren("td", "th"))
            if cells and not rows:
                header_row = next(row.iterancestors()).tag == "thead" or all(
                    c.tag == "th" for c in cells
                )
            if cells:
                rows.append([self._cell(cell, notes) for cell in cells])
        value = grid_value(rows, header_row=header_row)
        text = table_words(value)
        if text or notes:
            hints = self._hints() | {"heading": None, "label": ""}
            self._lines.append(
                SourceLine(kind="table", text=file_line(text), table=value, notes=notes, **hints)
            )

    def _cell(self, cell: Element, notes: list[SourceNote]) -> Cell:
        lines = self._inner(cell)
        for line in lines:
            notes += line.notes
        return Cell(
            text="\n".join(f"{line.label} {line.text}".strip() for line in lines if line.text),
            rowspan=integer(cell.get("rowspan"), 1),
            colspan=integer(cell.get("colspan"), 1),
        )

    def _inner(self, element: Element) -> list[SourceLine]:
        reader = _HtmlReader(self._notes, prefix=f"{self._prefix}cell-")
        lines = reader.read(element)
        self.linked_images += reader.linked_images
        self.labels |= reader.labels
        return lines

    def _image(self, element: Element) -> None:
        source = element.get("src") or ""
        alt = file_line(element.get("alt") or element.get("title") or "")[:255]
        match = DATA_IMAGE.match(source)
        content = _decoded(source[match.end() :]) if match else b""
        if not match or not content:
            if source:
                self.linked_images.append(alt or file_line(source.rsplit("/", 1)[-1])[:80])
            return
        self._image_count += 1
        kind = match.group(1).lower()
        name = f"{self._prefix}image-{self._image_count}.{kind.removeprefix('image/')}"
        width = 0.75 * integer(element.get("width"), 0)  # of an inch 96 pixels, 72 points
        image = ImageData(name=name, content=content, alt=alt, content_type=kind, width=width)
        self._lines.append(SourceLine(kind="image", image=image))


def _linked_warning(names: list[str]) -> KeptWords:
    return _(
        "%(count)d picture(s) are only linked, not inside the file, and were not fetched:"
        " %(names)s. Add them to their sections by hand.",
        count=len(names),
        names=", ".join(names[:5]),
    )


def _inner_place(place: _HtmlPlace, element: Element, css: dict[str, str]) -> _HtmlPlace:
    tag = element.tag
    classes = (element.get("class") or "").lower().split()
    style = next((MSO_STYLES[name] for name in classes if name in MSO_STYLES), place.style)
    align = css.get("text-align") or (element.get("align") or "").lower()
    centred = place.centred if not align else align in {"center", "-webkit-center"}
    return replace(
        place,
        heading=HEADINGS.get(tag, place.heading),
        style=style,
        centred=centred or tag == "center",
        quoted=place.quoted or tag == "blockquote",
        code=place.code or tag == "pre",
        aside=place.aside or _is_aside(element) or style in {"header", "footer"},
        contents=place.contents or style.startswith("toc ") or element.get("role") == "doc-toc",
        indent=place.indent + points(css.get("margin-left", "")),
    )


def _is_aside(element: Element) -> bool:
    if element.tag == "nav" or element.get("role") in {"navigation", "contentinfo"}:
        return True
    parent = element.getparent()
    return element.tag == "footer" and parent is not None and parent.tag == "body"


def _mso_place(value: str, place: _HtmlPlace) -> _HtmlPlace:
    """Word's exported lists are paragraphs with "mso-list:l0 level2 lfo1"."""
    match = re.match(r"(l\d{1,4}) level(\d) lfo(\d{1,4})", value)
    if not match:
        return place
    level = int(match.group(2)) - 1
    return replace(place, list_id=f"mso-{match.group(1)}-{match.group(3)}", list_level=level)


def _is_layout(table: Element) -> bool:
    """Tables that only arrange a page: what is in them is read as if they were not there."""
    if table.get("role") == "presentation" or next(table.iter(*HEADINGS), None) is not None:
        return True
    if any(inner is not table for inner in table.iter("table", "img")):
        return True
    rows = [sum(1 for _cell in row.iterchildren("td", "th")) for row in table.iter("tr")]
    return max(rows, default=0) <= 1


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=False)
    except (binascii.Error, ValueError):
        return b""
