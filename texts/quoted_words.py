"""Words that somebody quotes, found where they stand in a text: as they stand there, or nowhere.

What is typed or pasted differs from the text in ways that change no word: straight quotation marks
for curly ones, a hyphen for a dash, capitals, line ends, marks of lists that were copied along or
left out, and what a page shows beside the text. Both are folded alike, each character with its
place, and what is found is cut out of the text itself. Nothing is guessed: a quote that stands in
two places has two answers.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from texts.cleaning import section_line

_QUOTATION = "'\"`´‘’‚‛“”„‟′″«»‹›ʼ"
_DASHES = "-‐‑‒–—―−"
_UNSEEN = "\u200b\u2060\ufeff"
_BULLET = re.compile(r"^[ \t]*[-*•‣◦▪●○■□·–—][ \t]+", re.MULTILINE)
_ORDINAL = r"(?:\d{1,3}|[a-z]{1,2}|x{0,3}(?:ix|iv|v?i{1,3}|v))"
_MARK = re.compile(
    rf"(?:[-*•‣◦▪●○■□·–—]|\({_ORDINAL}\)|{_ORDINAL}[.)]|\d+(?:\.\d+)+)\s+", re.IGNORECASE
)
"""What stands before the words of an item: `(a)`, `2.`, `iv)`, a bullet."""


class QuotedPart(NamedTuple):
    """Words of one paragraph, as they stand at its address."""

    address: str
    words: str


Quotation = tuple[QuotedPart, ...]
"""Words as they stand, a part for each paragraph that they run over, in order."""


def quotations(
    paragraphs: Mapping[str, str],
    typed: str,
    *,
    beside: re.Pattern[str] | None = None,
    first: str = "",
) -> list[Quotation]:
    """Where the words stand, each place once; none where the text does not have them.

    ``beside`` finds what a page shows beside its text and a copy brings along. With ``first`` only
    what begins in the paragraph at that address counts. The nearest likeness decides: what
    stands in a paragraph as it was typed is not looked for in any other way.
    """
    line = section_line(typed)
    if not line:
        return []
    for found in _ways(paragraphs, typed, line, beside):
        places = [each for each in dict.fromkeys(found) if first in ("", each[0].address)]
        if places:
            return places
    return []


def _ways(
    paragraphs: Mapping[str, str], typed: str, line: str, beside: re.Pattern[str] | None
) -> Iterator[Iterator[Quotation]]:
    """From the strictest way to look to the most forgiving; words are whole in all but the last."""
    if "\n" not in typed.strip():
        yield _as_typed(paragraphs, line)
    whole, unmarked = _Passage(paragraphs), _Passage(paragraphs, without_marks=True)
    alone = beside.sub("\n", typed) if beside else typed
    readings = dict.fromkeys((typed, alone, _BULLET.sub("", alone)))
    for reading in readings:
        yield chain(whole.places(reading), unmarked.places(reading))
    if " " in line:  # chosen by hand, the first or last word was caught in part
        yield ((QuotedPart(at, line),) for at, text in paragraphs.items() if line in text)


def _as_typed(paragraphs: Mapping[str, str], line: str) -> Iterator[Quotation]:
    pattern = _whole_words(line)
    return ((QuotedPart(at, line),) for at, text in paragraphs.items() if pattern.search(text))


def _whole_words(words: str) -> re.Pattern[str]:
    before = r"(?<!\w)" if re.match(r"\w", words) else ""
    after = r"(?!\w)" if re.search(r"\w\Z", words) else ""
    return re.compile(before + re.escape(words) + after)


class _Folded(NamedTuple):
    """A text without what makes no difference; ``at`` is where each character stood in it."""

    text: str
    at: Sequence[int]


def _folded(text: str) -> _Folded:
    kept, at = list[str](), list[int]()
    for place, character in enumerate(text):
        for each in _plain(character):
            is_twice = each in " -" and (kept[-1:] == [each] or (each == " " and not kept))
            if not is_twice:
                kept.append(each)
                at.append(place)
    while kept and kept[-1] == " ":
        kept.pop()
        at.pop()
    return _Folded("".join(kept), at)


def _plain(character: str) -> str:
    if character in _UNSEEN:
        return ""
    if character in _QUOTATION:
        return "'"
    if character in _DASHES:
        return "-"
    if character.isspace():
        return " "
    return unicodedata.normalize("NFKC", character).casefold()


class _Passage:
    """Paragraphs one after the other, folded, a space between two."""

    def __init__(self, paragraphs: Mapping[str, str], *, without_marks: bool = False) -> None:
        rows = [
            (address, text, mark, each)
            for address, text in paragraphs.items()
            for mark in [_mark_length(text) if without_marks else 0]
            if (each := _folded(text[mark:])).text
        ]
        self.addresses = [row[0] for row in rows]
        self.texts = [row[1] for row in rows]
        self.marks = [row[2] for row in rows]
        folded = [row[3] for row in rows]
        self.at = [each.at for each in folded]
        self.starts, length = list[int](), 0
        for each in folded:
            self.starts.append(length)
            length += len(each.text) + 1
        self.text = " ".join(each.text for each in folded)

    def places(self, reading: str) -> Iterator[Quotation]:
        """Where the reading stands, in whole words; it begins and ends within paragraphs."""
        words = _folded(reading).text
        if not words:
            return
        pattern, start = _whole_words(words), 0
        while found := pattern.search(self.text, start):
            start = found.start() + 1
            if quotation := self._cut_out(found.start(), found.end() - 1):
                yield quotation

    def _cut_out(self, first: int, last: int) -> Quotation:
        """The parts from one folded character to another; none where these are parts of one."""
        begin, end = self._place(first), self._place(last)
        if self._is_inside(first) or self._is_inside(last + 1):
            return ()
        parts = []
        for index in range(begin[0], end[0] + 1):
            text = self.texts[index]
            start = begin[1] if index == begin[0] else 0
            stop = end[1] + 1 if index == end[0] else len(text)
            parts.append(QuotedPart(self.addresses[index], text[start:stop].strip()))
        return tuple(part for part in parts if part.words)

    def _place(self, position: int) -> tuple[int, int]:
        """Which paragraph a folded character is of, and which character it was there."""
        index = bisect_right(self.starts, position) - 1
        offset = min(position - self.starts[index], len(self.at[index]) - 1)
        return index, self.at[index][offset] + self.marks[index]

    def _is_inside(self, position: int) -> bool:
        """Whether the character and the one before it were a single one, as of `…`."""
        if position in (0, len(self.text)) or " " in self.text[position - 1 : position + 1]:
            return False
        return self._place(position) == self._place(position - 1)


def _mark_length(text: str) -> int:
    found = _MARK.match(text)
    return found.end() if found else 0
