"""Marks of list items, "(1)", "(a)", "(ii)", "•", and how deep each stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from texts.patterns import roman_value

_TYPED = re.compile(
    r"^(?P<mark>\(\s*(?:[a-zA-Z]{1,2}|[ivxlIVXL]+|\d{1,3}[A-Z]?)\s*\)"
    r"|(?:[a-z]|[ivxl]+|\d{1,3})\)"
    r"|(?:\d{1,3}|[a-z]|[ivx]+)\.(?=\s)"
    r"|[\u2022\u25cf\u25aa\u25e6\u25a0\u27a2\u2713\u00b7\uf0b7](?=\s|\w)"
    r"|[\-\u2013\u2014*](?=\s))\s*",
)
_BULLETS = set("\u2022\u25cf\u25aa\u25e6\u25a0\u27a2\u2713\u00b7\uf0b7-\u2013\u2014*")


@dataclass(frozen=True)
class _Rank:
    shape: str
    """Brackets and kind of number: "(1)", "(a)", "a)", "1."."""
    value: int


@dataclass(frozen=True)
class TypedMark:
    """A mark typed at the beginning of a line, and where the text after it begins."""

    mark: str
    end: int


def typed_mark(text: str, plain_numbers: bool = True) -> TypedMark | None:
    """The mark a line begins with. `plain_numbers`: "1." and "a." count too."""
    match = _TYPED.match(text)
    if match is None:
        return None
    mark = match["mark"].replace(" ", "")
    if not plain_numbers and mark.endswith("."):
        return None
    return TypedMark("\u2022" if mark == "\uf0b7" else mark, match.end())


class Levels:
    """Follows the marks of a section and tells each item's depth."""

    def __init__(self) -> None:
        self._open: list[_Rank] = []

    def level(self, mark: str, list_level: int | None = None) -> int:
        """Depth of the next item, 0 = outermost.

        `list_level`: depth in the word processor's list; decides only for bullets, since
        converted files give each list level 0.
        """
        if not mark or mark[0] in _BULLETS:
            return self._bullet_level(mark, list_level or 0)
        ranks = _ranks(mark)
        for depth in range(len(self._open) - 1, -1, -1):
            for rank in ranks:
                current = self._open[depth]
                if rank.shape == current.shape and rank.value == current.value + 1:
                    return self._set(depth, rank)
        opening = next((rank for rank in ranks if rank.value == 1), None)
        if opening is not None:
            known = self._depth_of(opening.shape)
            return self._set(len(self._open) if known is None else known, opening)
        for rank in ranks:
            known = self._depth_of(rank.shape)
            if known is not None:
                return self._set(known, rank)
        return self._set(len(self._open), ranks[0])

    def _bullet_level(self, mark: str, list_level: int) -> int:
        numbered = sum(1 for rank in self._open if rank.shape[:1] != "\u2022")
        depth = numbered + list_level
        del self._open[depth:]
        while len(self._open) < depth:
            self._open.append(_Rank("\u2022", 0))
        return self._set(depth, _Rank(f"\u2022{mark}", 0))

    def _depth_of(self, shape: str) -> int | None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].shape == shape:
                return depth
        return None

    def _set(self, depth: int, rank: _Rank) -> int:
        del self._open[depth:]
        self._open.append(rank)
        return depth


def _ranks(mark: str) -> list[_Rank]:
    """What a mark may be, likeliest last: "(i)" is the letter i or the roman one."""
    core = mark.strip("().[] ")
    shape = mark.replace(core, "{}") if core else mark
    if "." in core:
        return [_Rank(f"{shape}{core.count('.')}", _last_number(core))]
    if core.isdigit():
        return [_Rank(shape.format("1"), int(core))]
    found = []
    if core.isalpha() and len(set(core)) == 1 and len(core) <= 3:
        value = len(ascii_lowercase) * (len(core) - 1) + ascii_lowercase.find(core[0].lower()) + 1
        found.append(_Rank(shape.format("A" if core.isupper() else "a"), value))
    roman = roman_value(core.upper()) if core.isalpha() else None
    if roman and (core.isupper() or core.islower()):
        found.append(_Rank(shape.format("I" if core.isupper() else "i"), roman))
    return found or [_Rank(shape.format("?"), 0)]


def _last_number(core: str) -> int:
    digits = re.findall(r"\d+", core)
    return int(digits[-1]) if digits else 0
