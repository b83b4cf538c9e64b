"""Read plain text: paragraphs parted by blank lines, hard-wrapped lines joined.

Typed numbers, capital lines and page numbers stay as they are: the common detection knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from texts.cleaning import file_text
from texts.readers.line_builder import LineBuilder
from texts.readers.looks import RunLook
from texts.source import SourceDocument, SourceLine

SPACE_POINTS = 6.0
"""Width of a typewritten character, for indents."""
WRAPPED_WIDTHS = range(40, 121)
MIN_MARGIN = 12
"""Spaces before a centred line, at the least."""
CENTRE_SLACK = 6
_TAB = 4
_SENTENCE_ENDS = (".", ":", ";", "!", "?")
_LINE_ENDS = re.compile(r"\r\n|[\n\r\v\x85\u2028\u2029]")
_MARK = re.compile(
    r"(?:[-*+•▪◦‣\u2013\u2014]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]{1,2}|[ivxlIVXL]{1,6})[.)]|"
    r"\d{1,3}(?:\.\d{1,3})+)\s"
)
_RULE = re.compile(r"[-=_*~.·\s]*")


@dataclass(frozen=True)
class _Typed:
    """One line as typed: its words and the spaces before them."""

    text: str
    margin: int
    new_page: bool = False

    @property
    def end(self) -> int:
        return self.margin + len(self.text)

    @property
    def is_caps(self) -> bool:
        return self.text == self.text.upper() and any(map(str.isalpha, self.text))


def read(text: str) -> SourceDocument:
    """The document a plain text holds."""
    text = file_text(text)
    typed = list(_typed_lines(text))
    width = _width(typed)
    lines = [_line(paragraph, width) for paragraph in _paragraphs(typed, width)]
    return SourceDocument(lines=[line for line in lines if line is not None], source_text=text)


def _typed_lines(text: str) -> Iterator[_Typed]:
    """Every line; blank lines and ruled ones are empty. A form feed begins a page."""
    for number, page in enumerate(text.split("\f")):
        new_page = number > 0
        for line in _LINE_ENDS.split(page):
            line = line.expandtabs(_TAB).rstrip()
            words = line.lstrip()
            if _RULE.fullmatch(words):
                yield _Typed("", 0)
                continue
            yield _Typed(words, len(line) - len(words), new_page)
            new_page = False


def _width(typed: list[_Typed]) -> int | None:
    """The column at which lines were broken; None where lines are as long as their paragraphs.

    A line that was broken seldom ends where its sentence does.
    """
    ends = sorted(line.end for line in typed if line.text)
    if len(ends) < 4:
        return None
    longest = ends[int(len(ends) * 0.98)]
    if longest not in WRAPPED_WIDTHS:
        return None
    full = [
        before.text
        for before, line in pairwise(typed)
        if before.text and line.text and _has_no_room(before, line, longest)
    ]
    whole = sum(text.endswith(_SENTENCE_ENDS) for text in full)
    return longest if 2 * whole <= len(full) else None


def _paragraphs(typed: list[_Typed], width: int | None) -> Iterator[list[_Typed]]:
    paragraph: list[_Typed] = []
    for line in typed:
        if paragraph and not (line.text and width and _goes_on(paragraph[-1], line, width)):
            yield paragraph
            paragraph = []
        if line.text:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(before: _Typed, line: _Typed, width: int) -> bool:
    """Whether a line belongs to the paragraph of the one before it: its first word had no room."""
    if line.new_page or _MARK.match(line.text) or line.is_caps != before.is_caps:
        return False
    if _is_centred(before, width) or _is_centred(line, width):
        return False
    return _has_no_room(before, line, width)


def _has_no_room(before: _Typed, line: _Typed, width: int) -> bool:
    first_word = line.text.split(maxsplit=1)[0]
    return before.end + 1 + len(first_word) > width - 3


def _is_centred(line: _Typed, width: int | None) -> bool:
    if width is None or line.margin < MIN_MARGIN:
        return False
    return abs(line.margin + len(line.text) / 2 - width / 2) <= CENTRE_SLACK


def _line(paragraph: list[_Typed], width: int | None) -> SourceLine | None:
    runs = LineBuilder()
    for line in paragraph:
        runs.add(f"{line.text} ", RunLook())
    first = paragraph[0]
    return runs.line(
        centred=_is_centred(first, width),
        indent=first.margin * SPACE_POINTS,
        page_break_before=first.new_page,
    )
