"""The numbers that headings of a policy bear: typed "1.1", "IV.", "b)", or automatic."""

from __future__ import annotations

import re

from texts.outline.levels import Candidate
from texts.outline.line_looks import LONGEST_PLAIN, STOPS, heads_nothing
from texts.outline.structure import Heading
from texts.patterns import bare_title, has_words, roman_value, word_count
from texts.source import SourceLine

DOTTED = re.compile(
    r"^(?P<number>\d{1,3}(?:[A-Z](?=[.:)\s]|$)|(?:\.\d{1,3}){0,4}))(?P<stop>[.:)-]?)(?=\s|$|[A-Z])\s*"
)
_SERIES = re.compile(
    r"^(?P<number>(?:[IVXL]{1,6}|[A-Z])(?:\.\d{1,3}){1,4})(?P<stop>[.:)]?)(?=\s)\s*"
)
"""Numbers below a letter or a roman one: "II.1", "A.1.2"."""
LETTERED = re.compile(r"^(?P<number>[IVXL]+|[A-Za-z])[.):]\s+")
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Januari|Februari|Machi|Aprili|Mei|Juni|Julai|Agosti|Septemba|Oktoba|Novemba|Desemba"
)
_DATE = re.compile(rf"[0-3]?\d\s+(?:{_MONTHS})(?:\W+(?:19|20)\d\d\b|\W*$)", re.IGNORECASE)
"""A date that a heading begins with, as those of minutes do: its day is no number."""
_PARTING = "-\u2013\u2014 "
"""What may stand between a number and its title."""
_BARE_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?")


def numbered(line: SourceLine, at: int) -> Candidate | None:
    """The line as a numbered heading: by its automatic label, or the number it begins with."""
    glued = False
    if line.label:
        match = (
            DOTTED.match(line.label)
            or _SERIES.match(f"{line.label} ")
            or LETTERED.match(f"{line.label} x")
        )
        if match is None or line.list_format == "bullet":
            return None
        number, rest = match["number"], line.text
    else:
        match = DOTTED.match(line.text) or _SERIES.match(line.text) or LETTERED.match(line.text)
        if match is None or heads_nothing(line.text) or _DATE.match(line.text):
            return None
        if match.end() >= len(line.text) and not _is_styled_number(line):
            return None
        number, rest = match["number"], line.text[match.end() :].lstrip(_PARTING)
        glued = match.end() == match.end("number")
    if not (has_words(rest) or _is_styled_number(line)):
        return None
    if number.isdecimal() and len(number) > 2:
        return None
    parts = number.split(".")
    while len(parts) > 1 and not parts[-1].strip("0"):
        parts.pop()
    heading = Heading(
        at,
        number=number,
        title=bare_title(rest),
        value=_value(parts[0]),
        used=frozenset({at}),
        written=line.text if glued else None,
    )
    depth = max(len(parts), (line.list_level or 0) + 1 if line.label else 1)
    return Candidate(heading, depth=depth, lettered=number.isalpha())


def _is_styled_number(line: SourceLine) -> bool:
    """Whether a line is a number such as 4.1.2 and nothing else, with the style of a heading."""
    return bool(line.heading or line.outline) and bool(_BARE_NUMBER.fullmatch(line.text))


def _value(number: str) -> int:
    """The value of a decimal or roman number; of "32A" that of 32; 0 for a letter."""
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else roman_value(number) or 0


def is_plain_title(line: SourceLine, title: str) -> bool:
    """Whether what follows a number could be a title, though it looks like the text."""
    few = word_count(title) <= LONGEST_PLAIN
    return few and title[:1].isupper() and not line.text.rstrip().endswith((*STOPS, "."))
