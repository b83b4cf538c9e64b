"""Styles and list styles of an OpenDocument text, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from texts.numerals import cardinal, numeral, ordinal, ordinal_word
from texts.readers.looks import Raised, RunLook

Element: TypeAlias = etree._Element

NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
MAX_LEVEL = 10
_MAX_DEPTH = 30
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.3465, "mm": 2.83465, "pc": 12.0, "px": 0.75}
_LENGTH = re.compile(r"(-?\d{0,6}(?:\.\d{1,9})?)(pt|in|cm|mm|pc|px)$")
_PERCENT = re.compile(r"(\d{1,4})%$")
_HEADING = re.compile(r"heading (\d{1,2})$")
_CONTENTS = re.compile(r"contents (\d{1,2})$")
_PLACE = re.compile(r"%(\d{1,2})%")
_HEAVY = {"bold", "600", "700", "800", "900"}
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}


def q(name: str) -> str:
    """A prefixed name ("text:p") as lxml writes it."""
    prefix, _colon, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def integer(value: str | None, default: int) -> int:
    """A count as the file gives it; the default where it is none or beyond reason."""
    return int(value) if value and re.fullmatch(r"\d{1,6}", value, re.ASCII) else default


def points(value: str | None) -> float | None:
    """A length in points."""
    match = _LENGTH.match(value or "")
    return float(match[1]) * _POINTS[match[2]] if match and match[1] not in {"", "-"} else None


@dataclass(frozen=True)
class OdtParagraphLook:
    """What a paragraph style says, with what it inherits."""

    name: str = ""
    """Name of the first style that is not automatic, lower case, as Word names it."""
    heading: int | None = None
    outline: int | None = None
    alignment: str = ""
    left: float | None = None
    own_left: bool = False
    """The indent is set on the paragraph, not by a named style."""
    first: float | None = None
    break_before: str = ""
    list_style: str = ""
    run: RunLook = field(default_factory=RunLook)


@dataclass(frozen=True)
class ListLevel:
    """How one level of a list is numbered; `pattern` has LibreOffice's "%1%.%2%"."""

    format: str = ""
    prefix: str = ""
    suffix: str = ""
    pattern: str = ""
    shown_levels: int = 1
    start: int = 1
    repeats_letters: bool = False
    indent: float | None = None


ListStyle = Mapping[int, ListLevel]


class OdtStyles:
    """The styles of a document, looked up by the names its content uses."""

    def __init__(self, roots: Iterable[Element]):
        self._styles: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, Element] = {}
        self._default = RunLook()
        self._looks: dict[str, OdtParagraphLook] = {}
        self._list_styles: dict[str, ListStyle] = {}
        self.outline: ListStyle = {}
        for root in roots:
            self._gather(root)

    def paragraph(self, name: str) -> OdtParagraphLook:
        if name not in self._looks:
            self._looks[name] = self._paragraph(name, 0)
        return self._looks[name]

    def text(self, name: str, base: RunLook) -> RunLook:
        """The look of a span over that of what it stands in."""
        for style in reversed(list(self._chain("text", name))):
            base = _run_look(style.find(q("style:text-properties")), base).over(base)
        return base

    def list_style(self, name: str) -> ListStyle:
        if name not in self._list_styles:
            element = self._lists.get(name)
            self._list_styles[name] = {} if element is None else _levels(element)
        return self._list_styles[name]

    def columns(self, name: str) -> list[int]:
        """Relative widths of a section's columns; empty where it has one."""
        style = self._styles.get(("section", name))
        found = style.iter(q("style:column")) if style is not None else ()
        widths = [(column.get(q("style:rel-width")) or "").rstrip("*") for column in found]
        return [integer(width, 0) for width in widths]

    def _gather(self, root: Element) -> None:
        for style in root.iter(q("style:style")):
            if _is_automatic(style) and root.tag != CONTENT:
                continue
            name = (style.get(q("style:family"), ""), style.get(q("style:name"), ""))
            self._styles[name] = style
        for style in root.iter(q("text:list-style")):
            self._lists[style.get(q("style:name"), "")] = style
        for style in root.iter(q("text:outline-style")):
            self.outline = _levels(style)
        for style in root.iter(q("style:default-style")):
            if style.get(q("style:family")) == "paragraph":
                self._default = _run_look(style.find(q("style:text-properties")), RunLook())

    def _chain(self, family: str, name: str) -> Iterable[Element]:
        """A style and its ancestors, nearest first."""
        for _depth in range(_MAX_DEPTH):
            style = self._styles.get((family, name))
            if style is None:
                return
            yield style
            name = style.get(q("style:parent-style-name"), "")

    def _paragraph(self, name: str, depth: int) -> OdtParagraphLook:
        style = self._styles.get(("paragraph", name))
        if style is None or depth > _MAX_DEPTH:
            return OdtParagraphLook(run=self._default)
        parent = style.get(q("style:parent-style-name"), "")
        base = self._paragraph(parent, depth + 1)
        automatic = _is_automatic(style)
        if not automatic:
            base = _named(style, name, replace(base, own_left=False))
        settings = style.find(q("style:paragraph-properties"))
        look = _with_settings(base, settings, automatic) if settings is not None else base
        return replace(
            look,
            outline=integer(style.get(q("style:default-outline-level")), 0) or look.outline,
            list_style=style.get(q("style:list-style-name")) or look.list_style,
            run=_run_look(style.find(q("style:text-properties")), look.run).over(look.run),
        )


CONTENT = q("office:document-content")


def list_label(style: ListStyle, level: int, counts: Mapping[int, int]) -> str:
    """What stands before an item of this level, with the numbers of the levels above it."""
    definition = style.get(level)
    if definition is None:
        return ""
    if definition.format == "bullet":
        return definition.pattern
    if not definition.format:
        return f"{definition.prefix}{definition.suffix}".strip()

    def number(at: int) -> str:
        shown = style.get(at, ListLevel())
        value = counts.get(at, shown.start)
        return _number(value, shown) if shown.format not in {"", "bullet"} else ""

    if definition.pattern:
        text = _PLACE.sub(lambda match: number(int(match[1]) - 1), definition.pattern)
    else:
        first = max(0, level + 1 - definition.shown_levels)
        numbers = [number(at) for at in range(first, level + 1)]
        text = definition.prefix + ".".join(filter(None, numbers)) + definition.suffix
    return text.strip()


def _number(value: int, level: ListLevel) -> str:
    words = {"ordinal": ordinal, "ordinalText": ordinal_word, "cardinalText": cardinal}
    if level.format in words:
        return words[level.format](value)
    if level.format == "decimalZero":
        return f"{value:02d}"
    if level.repeats_letters and level.format.endswith("Letter") and value > 26:
        letter = numeral((value - 1) % 26 + 1, level.format)
        return letter * min((value - 1) // 26 + 1, 30)
    return numeral(value, level.format)


def _is_automatic(style: Element) -> bool:
    """Whether a style was made for one place of the text, and has no name of its own."""
    parent = style.getparent()
    return parent is not None and parent.tag == q("office:automatic-styles")


def _named(style: Element, name: str, base: OdtParagraphLook) -> OdtParagraphLook:
    shown = (style.get(q("style:display-name")) or name.replace("_20_", " ")).lower()
    heading = _HEADING.match(shown)
    contents = _CONTENTS.match(shown)
    return replace(
        base,
        name=f"toc {contents[1]}" if contents else shown,
        heading=int(heading[1]) if heading else base.heading,
    )


def _with_settings(look: OdtParagraphLook, settings: Element, automatic: bool) -> OdtParagraphLook:
    left = points(settings.get(q("fo:margin-left")))
    first = points(settings.get(q("fo:text-indent")))
    return replace(
        look,
        alignment=settings.get(q("fo:text-align")) or look.alignment,
        left=look.left if left is None else left,
        own_left=look.own_left or (automatic and left is not None),
        first=look.first if first is None else first,
        break_before=settings.get(q("fo:break-before")) or look.break_before,
    )


def _run_look(settings: Element | None, base: RunLook) -> RunLook:
    """The look that a style's text properties set themselves; sizes in percent are of the base."""
    if settings is None:
        return RunLook()
    weight, slant = settings.get(q("fo:font-weight")), settings.get(q("fo:font-style"))
    case, variant = settings.get(q("fo:text-transform")), settings.get(q("fo:font-variant"))
    size = settings.get(q("fo:font-size"))
    percent = _PERCENT.match(size or "")
    hidden = settings.get(q("text:display"))
    underline = settings.get(q("style:text-underline-style"))
    return RunLook(
        bold=weight in _HEAVY if weight else None,
        italic=slant in {"italic", "oblique"} if slant else None,
        underlined=underline != "none" if underline else None,
        caps=case == "uppercase" or variant == "small-caps" if case or variant else None,
        hidden=hidden == "none" if hidden else None,
        size=base.size * int(percent[1]) / 100 if percent and base.size else points(size),
        raised=_raised(settings.get(q("style:text-position"))),
    )


def _raised(position: str | None) -> Raised | None:
    """ "super 58%", "-33% 58%", "0% 100%"."""
    if not position:
        return None
    place = position.split()[0]
    if place in {"super", "sub"}:
        return "sup" if place == "super" else "sub"
    if place.startswith("-"):
        return "sub"
    return "" if place in {"0%", "0"} else "sup"


def _levels(style: Element) -> ListStyle:
    levels: dict[int, ListLevel] = {}
    for element in style:
        level = integer(element.get(q("text:level")), 0)
        if 1 <= level <= MAX_LEVEL:
            levels[level - 1] = _level(element)
    return levels


def _level(element: Element) -> ListLevel:
    alignment = next(element.iter(q("style:list-level-label-alignment")), None)
    indent = points(alignment.get(q("fo:margin-left"))) if alignment is not None else None
    if element.tag == q("text:list-level-style-bullet"):
        return ListLevel(
            "bullet", pattern=_bullet(element.get(q("text:bullet-char"))), indent=indent
        )
    if element.tag == q("text:list-level-style-image"):
        return ListLevel("bullet", pattern="•", indent=indent)
    return ListLevel(
        format=_format(element.get(q("style:num-format")) or ""),
        prefix=element.get(q("style:num-prefix")) or "",
        suffix=element.get(q("style:num-suffix")) or "",
        pattern=element.get(q("loext:num-list-format")) or "",
        shown_levels=integer(element.get(q("text:display-levels")), 1),
        start=integer(element.get(q("text:start-value")), 1),
        repeats_letters=element.get(q("style:num-letter-sync")) == "true",
        indent=indent,
    )


def _format(shown: str) -> str:
    """Word's name of a number format; LibreOffice names some by their first numbers."""
    if shown in _FORMATS or not shown:
        return _FORMATS.get(shown, "")
    first = shown.split(",")[0].strip()
    named = {"1st": "ordinal", "First": "ordinalText", "One": "cardinalText", "01": "decimalZero"}
    return named.get(first, "decimal")


def _bullet(character: str | None) -> str:
    named = {"\uf0a7": "▪", "\uf0d8": "➢", "\uf0fc": "✓", "o": "◦", "·": "•"}
    character = character or "•"
    if character in named:
        return named[character]
    return "•" if "\ue000" <= character[:1] <= "\uf8ff" else character
