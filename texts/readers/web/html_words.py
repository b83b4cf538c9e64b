"""All words of a page, taken a second way: what its lines must hold, and what is beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from texts.cleaning import file_line
from texts.patterns import has_words
from texts.readers.web.html_notes import FoundNote
from texts.readers.web.html_styles import css_of
from texts.source import Beside, BesideReason

Element: TypeAlias = etree._Element

# fmt: off
NO_TEXT = frozenset({
    "script", "style", "head", "template", "noscript", "object", "embed", "applet", "iframe",
    "audio", "video", "canvas", "svg", "select", "datalist", "textarea", "input", "del",
})
_FOR_PROGRAMS = frozenset({"script", "style", "head", "input"})
BLOCKS = frozenset({
    "html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt",
    "dd", "blockquote", "pre", "section", "article", "main", "header", "footer", "aside", "nav",
    "figure", "figcaption", "address", "center", "form", "fieldset", "legend", "hr", "table",
    "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "details", "summary", "menu", "dir",
})
# fmt: on
HEADINGS = {f"h{level}": level for level in range(1, 7)}
DATA_IMAGE = re.compile(r"data:(image/(?:png|jpeg|gif|webp));base64,", re.IGNORECASE)


def text_pieces(root: Element, notes: list[FoundNote]) -> list[str | Element]:
    """All text that a browser would show, blocks apart, with each list item where its label goes.

    Taken before anything is moved, to measure what the lines hold.
    """
    pieces: list[str | Element] = []
    silent = {mark for note in notes for mark in note.marks}
    shown = {note.link: f"[{note.mark}]" for note in notes}
    begun = {note.holder: f"{note.mark} " for note in notes}
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if element.tag in BLOCKS or element.tag == "br":
            pieces.append("\n")
        if event == "end":
            pieces.append(element.tail or "" if element is not root else "")
        elif element.tag == "math":
            pieces.append(" ".join(_leaves(element)))
            walk.skip_subtree()
        elif element in shown or element in silent or is_silent(element):
            pieces.append(shown.get(element, ""))
            walk.skip_subtree()
        else:
            if element.tag == "li":
                pieces.append(element)
            pieces.append(begun.get(element, "") + (element.text or ""))
    return pieces


def _leaves(math: Element) -> list[str]:
    found = (element for element in math.iter() if "annotation" not in str(element.tag))
    return [element.text or "" for element in found]


def beside(root: Element) -> list[Beside]:
    """What a page says besides its text: hidden, deleted, in drawings and fields to fill in."""
    found: list[Beside] = []
    walk = etree.iterwalk(root, events=("start",))
    for _event, element in walk:
        text = ""
        if is_silent(element):
            walk.skip_subtree()
            text = "" if element.tag in _FOR_PROGRAMS else " ".join(map(str, element.itertext()))
        elif element.tag == "img" and not DATA_IMAGE.match(element.get("src") or ""):
            text = element.get("alt") or ""
        if has_words(text := file_line(text)):
            found.append(Beside(text, _reason(element), f"<{element.tag}>"))
    return found


def comments(text: str) -> Iterator[Beside]:
    """What comments in the markup say; those that only Office reads are for programs."""
    end = 0
    while (begin := text.find("<!--", end)) >= 0 and (end := text.find("-->", begin)) >= 0:
        said = file_line(text[begin + 4 : end])
        if has_words(said) and not said.startswith("[") and "<" not in said and "{" not in said:
            yield Beside(said, "comment", "<!-- -->")


def _reason(element: Element) -> BesideReason:
    if element.tag == "img":
        return "alt_text"
    if element.tag == "del":
        return "deleted"
    return "part" if element.tag in NO_TEXT else "hidden"


def is_silent(element: Element) -> bool:
    """Whether nothing of the element is text of the page."""
    if element.tag in NO_TEXT or element.get("hidden") is not None or _is_permalink(element):
        return True
    return element.get("style") is not None and css_of(element).get("display") == "none"


def _is_permalink(element: Element) -> bool:
    """Whether the element is the sign by which a heading links to itself: "#", "\u00b6"."""
    if element.tag != "a" or not (element.get("href") or "").startswith("#"):
        return False
    shown = "".join(map(str, element.itertext())).strip()
    return not any(map(str.isalnum, shown)) and any(
        above.tag in HEADINGS for above in element.iterancestors()
    )
