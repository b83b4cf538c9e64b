"""The words of an OpenDocument text, gathered without regard to structure.

The measure of what arrived: it takes all text there is, apart from the reader that makes lines.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TypeAlias

from lxml import etree

from texts.cleaning import file_line
from texts.patterns import has_words
from texts.readers.odt.odt_styles import q
from texts.source import CONTEXT, Beside, BesideReason

Element: TypeAlias = etree._Element

NO_TEXT = {
    q("text:tracked-changes"),
    q("office:annotation"),
    q("office:annotation-end"),
    q("office:forms"),
    q("office:event-listeners"),
    q("text:ruby-text"),
    q("text:hidden-text"),
    q("text:sequence-decls"),
    q("text:variable-decls"),
    q("text:user-field-decls"),
    q("text:dde-connection-decls"),
    q("text:table-of-content-source"),
    q("text:illustration-index-source"),
    q("text:table-index-source"),
    q("text:object-index-source"),
    q("text:user-index-source"),
    q("text:alphabetical-index-source"),
    q("text:bibliography-source"),
    q("table:title"),
    q("table:desc"),
    q("svg:title"),
    q("svg:desc"),
    q("draw:glue-point"),
    q("draw:enhanced-geometry"),
    q("draw:object"),
    q("draw:object-ole"),
}
"""What the document does not show as text."""
_APART = {q("text:p"), q("text:h"), q("text:note-body")}
_SPACES = {q("text:s"), q("text:tab"), q("text:line-break")}


_REASONS: Mapping[str, BesideReason] = {
    q("text:tracked-changes"): "deleted",
    q("office:annotation"): "comment",
    q("text:hidden-text"): "hidden",
    q("text:section"): "hidden",
    q("svg:title"): "alt_text",
    q("svg:desc"): "alt_text",
    q("table:title"): "alt_text",
    q("table:desc"): "alt_text",
    q("text:ruby-text"): "part",
    q("office:forms"): "part",
}
_HEADERS = {
    q(f"style:{part}{which}") for part in ("header", "footer") for which in ("", "-left", "-first")
}


def beside(body: Element, described: Collection[Element]) -> list[Beside]:
    """What the body says besides its text, each after the words before it.

    `described`: titles and descriptions of pictures that were taken over with them.
    """
    found: list[Beside] = []
    before = ""
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        hidden = element.get(q("text:display")) == "none"
        if event == "start" and (element.tag in NO_TEXT or hidden):
            reason = _REASONS.get(element.tag)
            if reason and element not in described:
                found += _passages(element, reason, before)
            walk.skip_subtree()
        words = element.text if event == "start" and not hidden else element.tail
        if element.tag not in NO_TEXT or event == "end":
            before = file_line(f"{before} {words or ''}")[-CONTEXT:]
    return found


def headers(styles: Element | None) -> list[Beside]:
    """What page headers and footers say, each once."""
    found = (
        passage
        for element in (styles.iter(*_HEADERS) if styles is not None else ())
        for passage in _passages(element, "header_footer", "styles.xml")
    )
    return list({passage.text: passage for passage in found}.values())


def object_words(root: Element, name: str) -> list[Beside]:
    """What an object says that stands in the text: the titles and figures of a chart."""
    return _passages(root, "chart", name)


def equation_words(root: Element) -> str:
    """The words of an equation, each operand apart."""
    return " ".join(
        element.text or ""
        for element in root.iter()
        if isinstance(element.tag, str) and "annotation" not in element.tag
    )


def _passages(element: Element, reason: BesideReason, place: str) -> list[Beside]:
    text = file_line(" ".join(map(str, element.itertext())))
    return [Beside(text, reason, place)] if has_words(text) else []


def source_text(
    body: Element, labels: Mapping[Element, str], equations: Mapping[Element, Element]
) -> str:
    """All text of the body, a line a paragraph; `labels`: paragraph → its automatic number.

    `equations`: the frames that hold one.
    """
    parts: list[str] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in NO_TEXT or element.get(q("text:display")) == "none":
                walk.skip_subtree()
                continue
            if element in equations:
                parts.append(f" {equation_words(equations[element])} ")
            parts.append(_before(element, labels))
            parts.append(element.text or "")
        else:
            if element.tag in _APART:
                parts.append("\n")
            elif element.tag in _SPACES:
                parts.append(" ")
            elif element.tag == q("text:note-citation"):
                mark = "".join(element.itertext())
                parts.append(f"] {mark} ")
            if element is not body:
                parts.append(element.tail or "")
    return "".join(parts)


def _before(element: Element, labels: Mapping[Element, str]) -> str:
    if element.tag == q("text:note-citation"):
        return "["
    if element.tag in _APART:
        return f"\n{labels.get(element, '')} "
    return ""
