"""How HTML says that text looks: tags, inline CSS, and the classes of Word's exports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, TypeAlias

from lxml import etree

from texts.readers.looks import RunLook
from texts.runs import safe_link

Element: TypeAlias = etree._Element

MSO_STYLES = {
    "msotitle": "title",
    "msosubtitle": "subtitle",
    "msoheader": "header",
    "msofooter": "footer",
    "msocaption": "caption",
    **{f"msotoc{level}": f"toc {level}" for level in range(1, 10)},
}
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "cm": 28.35, "mm": 2.835, "pc": 12.0}
_LENGTH = re.compile(r"\s*(-?[\d.]{1,8})\s*(pt|px|in|cm|mm|pc)\b")
_HEAVY = {"bold", "bolder", "600", "700", "800", "900"}


def run_look(look: RunLook, tag: Any, css: dict[str, str], element: Element) -> RunLook:
    """The look of text inside this element, within text of `look`."""
    if tag in {"b", "strong", "dt"}:
        look = replace(look, bold=True)
    elif tag in {"i", "em", "cite", "dfn", "var"}:
        look = replace(look, italic=True)
    elif tag == "u":
        look = replace(look, underlined=True)
    elif tag == "sup":
        look = replace(look, raised="sup")
    elif tag == "sub":
        look = replace(look, raised="sub")
    elif tag == "a":
        look = replace(look, href=safe_link(element.get("href") or ""))
    if not css:
        return look
    weight, slant = css.get("font-weight"), css.get("font-style")
    lines = f"{css.get('text-decoration', '')} {css.get('text-decoration-line', '')}"
    return replace(
        look,
        bold=weight in _HEAVY if weight else look.bold,
        italic=slant in {"italic", "oblique"} if slant else look.italic,
        underlined=look.underlined or "underline" in lines,
        caps=look.caps or css.get("text-transform") == "uppercase",
        size=points(css.get("font-size", "")) or look.size,
    )


def css_of(element: Element) -> dict[str, str]:
    """The element's inline style, names and values in lower case."""
    value = element.get("style")
    if not value or len(value) > 4000:
        return {}
    pairs = (part.partition(":") for part in value.lower().split(";"))
    return {name.strip(): setting.strip() for name, _colon, setting in pairs}


def points(length: str) -> float:
    """A CSS length in points; 0 where it is relative or none."""
    match = _LENGTH.match(length)
    try:
        return float(match.group(1)) * _POINTS[match.group(2)] if match else 0.0
    except ValueError:
        return 0.0


def integer(value: str | None, default: int) -> int:
    """An attribute as a number; the default where it is none or beyond reason."""
    match = re.fullmatch(r"\s*(-?\d{1,6})\s*", value or "", re.ASCII)
    return int(match.group(1)) if match else default
