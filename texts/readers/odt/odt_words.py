"""The words of an OpenDocument text, gathered without regard to structure.

The measure of what arrived: it takes all text there is, apart from the reader that makes lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from lxml import etree

from texts.readers.odt.odt_styles import q

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


def source_text(body: Element, labels: Mapping[Element, str]) -> str:
    """All text of the body, a line a paragraph; `labels`: paragraph → its automatic number."""
    parts: list[str] = []
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if element.tag in NO_TEXT or element.get(q("text:display")) == "none":
                walk.skip_subtree()
                continue
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
