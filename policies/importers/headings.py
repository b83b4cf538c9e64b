"""The structure of policies and other documents that are not legislation: their headings.

A heading says so by its style or outline level; where styles are missing or misused, by its
number (1, 1.1, Chapter One, Annex II) and by standing out: bold, in capitals, centred, larger.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median_low

from django.utils.translation import gettext as _

from policies.importers.bills import part_heading, schedule_heading
from policies.importers.contents import is_document_title
from policies.importers.model import Line
from policies.importers.patterns import has_words, roman_value, word_count
from policies.importers.structure import Heading, next_line

_DOTTED = re.compile(r"^(?P<number>\d{1,3}(?:\.\d{1,3}){0,4})(?P<stop>[.:)]?)(?=\s|$|[A-Z])\s*")
_LETTERED = re.compile(r"^(?P<number>[IVXL]{1,6}|[A-Z])[.):]\s+(?=\S)")
_STOPS = (";", ",", ":", "\u2014", "\u2013")
_LONGEST = 25
_LONGEST_PLAIN = 12
_COVER_WORDS = 150
_LARGER = 1.12


@dataclass
class _Candidate:
    """A line that may be a heading, before levels are settled."""

    heading: Heading
    depth: int | None = None
    """How deep its number says it is."""
    style: int | None = None
    """The level its style says."""
    strength: int = 0
    """How much it stands out; 0 not at all."""
    lettered: bool = False
    """Its number is a letter or roman: on top only where no heading has a decimal number."""


@dataclass(frozen=True)
class _Body:
    """What ordinary text of the document looks like."""

    size: float
    styled: int
    """How many lines have a heading style or outline level that can be believed."""
    dotted: bool
    """Whether numbers such as 1.1 occur at the beginning of lines."""


def find_headings(lines: Sequence[Line], skipped: set[int], title: str) -> list[Heading]:
    """Headings in order with their levels, each at most one deeper than the one before."""
    body = _body(lines, skipped)
    candidates: list[_Candidate] = []
    counts: dict[str, int] = {}
    at = -1
    while (following := next_line(lines, at, skipped)) is not None:
        at = following
        candidate = _candidate(lines, at, skipped, body, counts)
        if candidate is None:
            continue
        if candidates and _names_chapter(candidates[-1], candidate):
            _merge(candidates[-1], candidate, lines)
        else:
            candidates.append(candidate)
        at = max(candidates[-1].heading.used, default=at)
    candidates = _without_title(candidates, lines, skipped, title)
    _set_levels(candidates)
    return [item.heading for item in candidates]


def document_title(
    lines: Sequence[Line], skipped: set[int], found: Sequence[Heading], title: str
) -> str:
    """The document's title: as a bill names itself, by its style, its metadata, or its cover."""
    end = found[0].at if found else len(lines)
    front = [line for at, line in enumerate(lines[:end]) if at not in skipped and line.text]
    named = [line.text for line in front if is_document_title(line)]
    if named:
        return named[-1]
    styled = [line.text for line in front if line.is_title or line.heading == 1]
    if styled:
        return styled[0]
    if title:
        return title
    standing_out = [
        line for line in front if (line.bold or line.caps or line.centred) and line.kind == "text"
    ]
    largest = max(standing_out, key=lambda line: line.size or 0, default=None)
    return largest.text if largest and word_count(largest.text) <= _LONGEST else ""


def _body(lines: Sequence[Line], skipped: set[int]) -> _Body:
    sizes: Counter[float] = Counter()
    styled = 0
    dotted = 0
    for at, line in enumerate(lines):
        if at in skipped or line.kind != "text" or not line.text:
            continue
        if line.size:
            sizes[line.size] += word_count(line.text)
        styled += _is_styled(line)
        match = _DOTTED.match(f"{line.label} {line.text}".strip())
        dotted += bool(match and "." in match["number"])
    common = sizes.most_common(1)
    return _Body(common[0][0] if common else 0.0, styled, dotted >= 2)


def _is_styled(line: Line) -> bool:
    """A heading style on something that can be a heading, not on a paragraph."""
    if line.heading is None and not line.outline:
        return False
    return word_count(line.text) <= _LONGEST and not line.text.rstrip().endswith((";", ","))


def _candidate(
    lines: Sequence[Line], at: int, skipped: set[int], body: _Body, counts: dict[str, int]
) -> _Candidate | None:
    line = lines[at]
    if line.kind != "text" or line.quoted or line.code or not has_words(line.text):
        return None
    strength = _strength(line, body)
    style = (line.heading or line.outline or None) if _is_styled(line) else None
    if strength or style or line.text.isupper():
        named = part_heading(lines, at, skipped, counts, sections=True)
        named = named or schedule_heading(lines, at, skipped)
        if named is not None:
            return _Candidate(named, style=style, strength=strength)
    numbered = _numbered(line, at)
    if numbered is not None and (style or _number_announces(line, numbered, strength, body)):
        numbered.style, numbered.strength = style, strength
        return numbered
    if style:
        if line.label and line.list_format == "bullet":
            return None
        return _Candidate(_whole(line, at), style=style, strength=strength)
    if strength and body.styled < 2 and _stands_alone(line):
        heading = _whole(line, at)
        heading.unsure.append(_("It looked like a heading, but has no heading style or number."))
        return _Candidate(heading, strength=strength)
    return None


def _strength(line: Line, body: _Body) -> int:
    """How much a line stands out from the text: size counts most, then capitals, then bold."""
    larger = (line.size or 0) / body.size if body.size else 1.0
    strength = 4 * round((larger - 1) * 10) if larger >= _LARGER else 0
    strength += 2 if line.caps and len(line.text) > 3 else 0
    strength += 1 if line.bold else 0
    return strength


def _stands_alone(line: Line) -> bool:
    text = line.text.rstrip()
    return (
        not line.label
        and word_count(text) <= _LONGEST_PLAIN
        and not text.endswith((*_STOPS, "."))
        and (text[:1].isupper() or text[:1].isdecimal())
    )


def _numbered(line: Line, at: int) -> _Candidate | None:
    """The line as a numbered heading: by its automatic label, or the number it begins with."""
    if line.label:
        match = _DOTTED.match(line.label) or _LETTERED.match(f"{line.label} x")
        if match is None or line.list_format == "bullet":
            return None
        number, rest = match["number"], line.text
    else:
        match = _DOTTED.match(line.text) or _LETTERED.match(line.text)
        if match is None or match.end() >= len(line.text):
            return None
        number, rest = match["number"], line.text[match.end() :]
    if not has_words(rest) or (number.isdecimal() and len(number) > 2):
        return None
    parts = [part for part in number.split(".") if part.strip("0")] or ["0"]
    heading = Heading(
        at,
        number=number,
        title=_bare(rest),
        value=int(parts[0]) if parts[0].isdecimal() else roman_value(parts[0]) or 0,
        used={at},
    )
    return _Candidate(heading, depth=len(parts), lettered=number.isalpha())


def _number_announces(line: Line, candidate: _Candidate, strength: int, body: _Body) -> bool:
    """Whether an unstyled numbered line is a heading and not a numbered paragraph or item."""
    title = candidate.heading.title
    count = word_count(title)
    if count > _LONGEST or title.endswith(_STOPS) or line.text.rstrip().endswith(_STOPS):
        return False
    if strength:
        return title[:1].isupper() or title[:1].isdecimal() or not title[:1].isalpha()
    plain = count <= _LONGEST_PLAIN and title[:1].isupper()
    plain = plain and not line.text.rstrip().endswith(".")
    if not plain or candidate.heading.number.isalpha():
        return False
    return candidate.depth is not None and (candidate.depth >= 2 or body.dotted)


def _whole(line: Line, at: int) -> Heading:
    title = f"{line.label} {line.text}".strip() if line.label else line.text
    return Heading(at, title=_bare(title), used={at})


def _bare(title: str) -> str:
    title = title.strip()
    return title[:-1].rstrip() if title.endswith(".") and not title.endswith("..") else title


def _names_chapter(chapter: _Candidate, candidate: _Candidate) -> bool:
    """ "CHAPTER ONE" and then "1.0 INTRODUCTION": the second line names the first."""
    return (
        chapter.heading.kind == "part"
        and not chapter.heading.title
        and candidate.depth == 1
        and candidate.heading.value == chapter.heading.value
        and candidate.heading.at - max(chapter.heading.used) <= 3
    )


def _merge(chapter: _Candidate, named: _Candidate, lines: Sequence[Line]) -> None:
    line = lines[named.heading.at]
    chapter.heading.written = f"{chapter.heading.number} {line.label} {line.text}"
    chapter.heading.title = named.heading.title
    chapter.heading.used |= named.heading.used


def _without_title(
    candidates: list[_Candidate], lines: Sequence[Line], skipped: set[int], title: str
) -> list[_Candidate]:
    """Headings without the document's own title, where that looks like one of them.

    The title is the first heading, of a level that no other has, with little text before the
    next; or it repeats the title of the metadata.
    """
    if len(candidates) < 2:
        return candidates
    first, second = candidates[0], candidates[1]
    if first.depth is not None or first.heading.kind != "heading":
        return candidates
    text = sum(
        word_count(lines[at].text)
        for at in range(first.heading.at + 1, second.heading.at)
        if at not in skipped
    )
    if title and first.heading.title.casefold() == title.casefold() and text < _COVER_WORDS:
        return candidates[1:]
    others = candidates[1:]
    if first.style is not None:
        alone = all(item.style is None or item.style > first.style for item in others)
        alone = alone and any(item.style is not None for item in others)
    else:
        alone = all(item.strength < first.strength for item in others if item.style is None)
    return others if alone and text < _COVER_WORDS else candidates


def _set_levels(candidates: Sequence[_Candidate]) -> None:
    """Levels from numbers first, then styles, then looks; never a step down of more than one."""
    if any(item.depth is not None and not item.lettered for item in candidates):
        for item in candidates:
            item.depth = None if item.lettered else item.depth
    words = [item.heading.number.split()[0].upper() for item in candidates if _is_part(item)]
    order = list(dict.fromkeys(words))
    shift = _style_shift(candidates, order)
    strengths = sorted(
        {item.strength for item in candidates if _has_looks_alone(item)}, reverse=True
    )
    open_levels: list[float] = []
    numbered = 0.0
    for item in candidates:
        level = _raw_level(item, order, shift, strengths, numbered)
        if item.depth is not None or item.heading.kind != "heading":
            numbered = level
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        item.heading.level = len(open_levels)


def _raw_level(
    item: _Candidate,
    order: Sequence[str],
    shift: int,
    strengths: Sequence[int],
    numbered: float,
) -> float:
    """A number that orders headings by depth; only comparisons between them matter."""
    known = _known_level(item, order)
    if known is not None:
        return known
    if item.style is not None:
        return item.style + shift
    rank = strengths.index(item.strength)
    if numbered and item.strength < 3:
        return numbered + 1 + rank / 10
    return 1 + rank / 10 + (rank > 0 and not numbered)


def _known_level(item: _Candidate, order: Sequence[str]) -> int | None:
    """The level that number or announcement settle; None for others."""
    if _is_part(item):
        return order.index(item.heading.number.split()[0].upper()) + 1
    if item.heading.kind == "schedule":
        return 1
    if item.depth is None:
        return None
    if not order:
        return item.depth
    return len(order) + max(1, item.depth - 1) if item.depth > 1 else len(order) + 1


def _style_shift(candidates: Sequence[_Candidate], order: Sequence[str]) -> int:
    """How far styles lie from the levels that numbers settle, where a heading has both."""
    shifts = [
        known - item.style
        for item in candidates
        if item.style is not None and (known := _known_level(item, order)) is not None
    ]
    return median_low(shifts) if shifts else 0


def _is_part(item: _Candidate) -> bool:
    return item.heading.kind == "part"


def _has_looks_alone(item: _Candidate) -> bool:
    return item.style is None and item.depth is None and item.heading.kind == "heading"
