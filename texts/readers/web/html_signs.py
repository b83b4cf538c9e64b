"""Signs of symbol fonts in HTML: a browser shows "\u00fc" in Wingdings as a tick."""

from __future__ import annotations

from typing import TypeAlias

from lxml import etree

from texts.readers.symbols import UNKNOWN, is_symbol_font, shown
from texts.readers.web.html_styles import css_of

Element: TypeAlias = etree._Element


def show_signs(root: Element) -> int:
    """Put the signs in place of the letters that name them, and count those that are not known.

    What an element says after an inner one is in its own font.
    """
    unknown = 0
    fonts = [""]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            fonts.append(_font(element, fonts[-1]))
            if element.text and is_symbol_font(fonts[-1]):
                element.text, lost = _signs(element.text, fonts[-1])
                unknown += lost
        else:
            fonts.pop()
            if element.tail and is_symbol_font(fonts[-1]):
                element.tail, lost = _signs(element.tail, fonts[-1])
                unknown += lost
    return unknown


def _font(element: Element, around: str) -> str:
    """The first font that an element names, else the one around it."""
    named = css_of(element).get("font-family") or (element.get("face") or "")
    first = named.split(",")[0].strip(" \"'")
    return first or around


def _signs(text: str, font: str) -> tuple[str, int]:
    """The text as its font shows it, white space as it is, and how many signs are not known."""
    signs = "".join(sign if sign.isspace() else shown(sign, font) for sign in text)
    return signs, signs.count(UNKNOWN) - text.count(UNKNOWN)
