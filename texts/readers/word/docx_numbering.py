"""Word's automatic numbers: what `numbering.xml` makes the reader of a page see.

A paragraph names a list (`numId`) and a level; the label it shows depends on every numbered
paragraph before it. `Numbering.label` must therefore be called once for each, in document order.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from texts.numerals import cardinal, letters, ordinal, ordinal_word, roman
from texts.readers.word.ooxml import child_value, number_value, switch, w

_MAX_LEVEL = 8
"""The ninth and innermost that Word knows."""
_MOST_LINKS = 30
_PLACE = re.compile(r"%([1-9])")
_BULLETS = {
    "\uf0b7": "•",
    "\uf0a7": "▪",
    "\uf0d8": "➢",
    "\uf0fc": "✓",
    "o": "◦",
    "·": "•",
}
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "ordinal": ordinal,
    "cardinalText": cardinal,
    "ordinalText": ordinal_word,
    "none": lambda _number: "",
}


@dataclass(frozen=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    """Restart after a level up to this one (1-based) was used; 0 = never; None = after any."""
    style: str = ""
    indent: float | None = None


@dataclass(frozen=True)
class Label:
    """The number a paragraph shows, with the list and level that made it."""

    text: str
    format: str
    list_id: str
    level: int


@dataclass
class _WordList:
    abstract: str
    overrides: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of one document and how far each has counted."""

    def __init__(self, root: etree._Element | None, style_lists: dict[str, str] | None = None):
        """`style_lists`: id of a numbering style → the list it points to."""
        self._levels: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _WordList] = {}
        self._linked: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._style_lists = style_lists or {}
        self._resolved: dict[str, str] = {}
        if root is not None:
            self._load(root)

    def level(self, list_id: str, level: int) -> Level | None:
        """The definition of a level, with the list's own override; None for an unknown list."""
        found = self._lists.get(list_id)
        if found is None:
            return None
        if level in found.overrides:
            return found.overrides[level]
        return self._levels.get(self._resolve(found.abstract), {}).get(level)

    def level_of_style(self, list_id: str, style_id: str) -> int:
        """The level a paragraph style stands for in a list; 0 where none is linked."""
        found = self._lists.get(list_id)
        levels = self._levels.get(self._resolve(found.abstract), {}) if found else {}
        return next((number for number, item in levels.items() if item.style == style_id), 0)

    def label(self, list_id: str, level: int) -> Label | None:
        """Count the next paragraph of a list; None where the list is unknown or shows nothing."""
        definition = self.level(list_id, level)
        if definition is None:
            return None
        abstract = self._resolve(self._lists[list_id].abstract)
        counts = self._counts.setdefault(abstract, {})
        self._advance(list_id, level, definition, counts)
        if definition.format == "bullet":
            text = _BULLETS.get(definition.text, definition.text or "•")
            text = "•" if "\ue000" <= text[:1] <= "\uf8ff" else text
        else:
            text = _PLACE.sub(
                lambda match: self._place(list_id, int(match[1]) - 1, definition.legal, counts),
                definition.text,
            )
        if not text.strip():
            return None
        return Label(text.strip(), definition.format, abstract, level)

    def _advance(self, list_id: str, level: int, definition: Level, counts: dict[int, int]) -> None:
        override = self._lists[list_id].starts.get(level)
        if override is not None and (list_id, level) not in self._started:
            counts[level] = override
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = definition.start
        self._started.add((list_id, level))
        for lower in [number for number in counts if number > level]:
            lower_level = self.level(list_id, lower)
            restart = lower_level.restart if lower_level else None
            if restart is None or (restart and level < restart):
                del counts[lower]

    def _place(self, list_id: str, level: int, legal: bool, counts: dict[int, int]) -> str:
        definition = self.level(list_id, level)
        number = counts.get(level, definition.start if definition else 1)
        if legal or definition is None:
            return str(number)
        return _FORMATS.get(definition.format, str)(number)

    def _resolve(self, abstract: str) -> str:
        """Follow a link by numbering style to the definition that has the levels."""
        if abstract not in self._resolved:
            self._resolved[abstract] = self._follow(abstract)
        return self._resolved[abstract]

    def _follow(self, abstract: str) -> str:
        seen = {abstract}
        while abstract in self._linked and len(seen) <= _MOST_LINKS:
            target = self._lists.get(self._style_lists.get(self._linked[abstract], ""))
            if target is None or target.abstract in seen:
                break
            abstract = target.abstract
            seen.add(abstract)
        return abstract

    def _load(self, root: etree._Element) -> None:
        for abstract in root.iterchildren(w("abstractNum")):
            abstract_id = abstract.get(w("abstractNumId"), "")
            self._levels[abstract_id] = dict(
                _read_level(item) for item in abstract.iterchildren(w("lvl"))
            )
            if link := child_value(abstract, "numStyleLink"):
                self._linked[abstract_id] = link
        for item in root.iterchildren(w("num")):
            found = _WordList(child_value(item, "abstractNumId") or "")
            for override in item.iterchildren(w("lvlOverride")):
                level = _level_of(override)
                start = number_value(override, "startOverride")
                if start is not None:
                    found.starts[level] = start
                definition = override.find(w("lvl"))
                if definition is not None:
                    found.overrides[level] = _read_level(definition)[1]
            self._lists[item.get(w("numId"), "")] = found


def _read_level(item: etree._Element) -> tuple[int, Level]:
    indent = item.find(f"{w('pPr')}/{w('ind')}")
    left = indent.get(w("left"), indent.get(w("start"))) if indent is not None else None
    start = number_value(item, "start")
    return _level_of(item), Level(
        start=0 if start is None else start,
        format=child_value(item, "numFmt") or "decimal",
        text=child_value(item, "lvlText") or "",
        legal=bool(switch(item, "isLgl")),
        restart=number_value(item, "lvlRestart"),
        style=child_value(item, "pStyle") or "",
        indent=int(left) / 20 if left and left.lstrip("-").isdecimal() else None,
    )


def _level_of(element: etree._Element) -> int:
    """The level an element is about; the outermost where it does not say."""
    level = element.get(w("ilvl"), "")
    return min(int(level), _MAX_LEVEL) if level.isdecimal() and len(level) < 4 else 0
