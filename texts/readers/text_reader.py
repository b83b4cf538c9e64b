"""Read plain text: paragraphs parted by blank lines, hard-wrapped lines joined.

Typed numbers, capital lines and page numbers stay as they are: the common detection knows them.
Of a law whose pages a PDF reader laid out with spaces, the notes beside the text are told apart.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, pairwise

from texts.cleaning import file_text
from texts.patterns import CITES_ITSELF
from texts.readers.line_builder import LineBuilder
from texts.readers.looks import RunLook
from texts.readers.text_pages import margin_column, page_heads
from texts.source import SourceDocument, SourceLine

SPACE_POINTS = 6.0
"""Width of a typewritten character, for indents."""
WRAPPED_WIDTHS = range(40, 161)
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
_ENTRY_END = re.compile(
    r"(?:\.{3,}|(?: \.){3,}| {4,}) *(?:page +|p\. *)?(?:\d{1,4}|[ivxl]{1,6})$",
    re.IGNORECASE,
)
"""How an entry of printed contents ends."""
_LONGEST_END = 40
_RULE = re.compile(r"[-=_*~.·\s]*")


@dataclass(frozen=True)
class _Typed:
    """One line as typed: its words and the spaces before them."""

    text: str
    margin: int
    new_page: bool = False
    page: int = 0
    row: int = 0
    is_head: bool = False
    """It heads its page, as other lines do others."""
    room: int = 0
    """How far the text of its page goes in a law with notes beside it; 0 in other texts."""
    note: str = ""
    """What stands beside it in the margin of a law."""

    @property
    def end(self) -> int:
        return self.margin + len(self.text)

    @property
    def is_entry(self) -> bool:
        """Whether it is an entry of printed contents, with dots or a gap before its page."""
        return bool(_ENTRY_END.search(self.text[-_LONGEST_END:]))

    @property
    def is_caps(self) -> bool:
        return self.text == self.text.upper() and any(map(str.isalpha, self.text))


def read(text: str) -> SourceDocument:
    """The document a plain text holds."""
    text = file_text(text)
    typed = list(_typed_lines(text, is_law=bool(CITES_ITSELF.search(text))))
    width = _width(typed)
    notes = deque(_notes(typed))
    lines: list[SourceLine] = []
    for paragraph, following in pairwise([*_paragraphs(typed, width), []]):
        line = _line(paragraph, width)
        lines += [line] if line else []
        while notes and not (following and notes[0][0].row >= following[0].row):
            lines.append(_note(notes.popleft()))
    lines += map(_note, notes)
    return SourceDocument(lines=lines, source_text=text)


def _typed_lines(text: str, *, is_law: bool) -> Iterator[_Typed]:
    """Every line; blank lines and ruled ones are empty. A form feed begins a page.

    Of a law, a line that is a note alone is empty too, and parts nothing.
    """
    pages = [
        [line.expandtabs(_TAB).rstrip() for line in _LINE_ENDS.split(page)]
        for page in text.split("\f")
    ]
    columns = [margin_column(lines) if is_law else None for lines in pages]
    rows = count()
    heads = page_heads(pages)
    for number, (lines, column) in enumerate(zip(pages, columns, strict=True)):
        room = max(len(line[:column].rstrip()) for line in lines) if any(columns) else 0
        new_page = number > 0
        left = heads[number]
        for line in lines:
            is_head = left > 0
            left -= bool(line)
            beside = column and not is_head
            text, note = (line[:column].rstrip(), line[column:]) if beside else (line, "")
            words = text.lstrip()
            if _RULE.fullmatch(words):
                yield _Typed("", 0, row=next(rows), note=note.strip(), page=number * is_law)
                continue
            yield _Typed(
                words,
                len(text) - len(words),
                new_page,
                page=number * is_law,
                row=next(rows),
                is_head=is_head,
                room=room,
                note=note.strip(),
            )
            new_page = False


def _notes(typed: list[_Typed]) -> Iterator[list[_Typed]]:
    """The lines beside the text, those on lines that follow each other as one note.

    Another one begins with a capital after a stop, or beside a number.
    """
    note: list[_Typed] = []
    for line in typed:
        apart = note and (note[-1].note.endswith(_SENTENCE_ENDS) or _MARK.match(line.text))
        if note and (not line.note or (apart and line.note[:1].isupper())):
            yield note
            note = []
        if line.note:
            note.append(line)
    if note:
        yield note


def _note(lines: list[_Typed]) -> SourceLine:
    runs = LineBuilder()
    for line in lines:
        runs.add(f"{line.note} ", RunLook())
    return runs.line(margin=True, page=lines[0].page) or SourceLine()


def _width(typed: list[_Typed]) -> int | None:
    """The column at which lines were broken; None where lines are as long as their paragraphs.

    A line that was broken seldom ends where its sentence does; entries of printed contents end
    where their pages stand.
    """
    ends = sorted(line.end for line in typed if line.text and not line.is_entry)
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
        if line.note and not line.text:
            continue
        room = line.room or width
        if paragraph and not (line.text and room and _goes_on(paragraph[-1], line, room)):
            yield paragraph
            paragraph = []
        if line.text:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _goes_on(before: _Typed, line: _Typed, width: int) -> bool:
    """Whether a line belongs to the paragraph of the one before it: its first word had no room."""
    if (
        line.new_page
        or before.is_head
        or before.is_entry
        or _MARK.match(line.text)
        or line.is_caps != before.is_caps
    ):
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
        page=first.page,
        in_header_footer=first.is_head,
    )
