"""Part paragraphs where a new piece of a bill begins: after a line break, or after its enactment.

Files made from a PDF set several headings, entries or subclauses into one paragraph, parted only
by line breaks, or the first clause into the paragraph of the enacting words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from texts.patterns import DASH, ORDINALS
from texts.runs import Run, Runs, bold_prefix, cut, one_line, parse, tidy, to_html
from texts.source import SourceLine

_BEGINS = re.compile(
    rf"\W?(?:(?:PART|CHAPTER)\s+[A-Z0-9]+\b|(?:THE\s+)?(?:(?:{'|'.join(ORDINALS)})\s+)?SCHEDULE\b"
    r"|MEMORANDUM\s+OF\b|ARRANGEMENT\s+OF\b|ENACTED\s+by\b|AN\s+ACT\s+of\b|A\s+Bill\s+for\b)"
    rf"|\d{{1,3}}\s*(?:\.|[{DASH}])\s*[A-Z({DASH}\u201c\"]"
    r"|\(\s*(?:\d{1,2}|[a-z]|[ivx]+)\s*\)",
    re.IGNORECASE,
)
_ENACTED = re.compile(
    rf"\W*ENACTED\s*by\b[^.]*?\bas\s*follows\s*[{DASH}:]+\s*(?=\d|(?:PART|CHAPTER)\b)",
    re.IGNORECASE,
)


def part_lines(lines: Iterable[SourceLine]) -> Iterator[SourceLine]:
    """The lines, those with such breaks in pieces."""
    for line in (part for each in lines for part in _enacted(each)):
        if line.kind != "text" or "<br>" not in line.html or line.notes:
            yield line
        else:
            yield from _pieces(line)


def _enacted(line: SourceLine) -> Iterator[SourceLine]:
    """The enacting words, and what follows on their line."""
    words = None if line.kind != "text" or line.notes else _ENACTED.match(line.text)
    if words is None:
        yield line
        return
    for number, html in enumerate(cut(line.html, words.end())):
        yield _piece(line, parse(html), number == 0)


def _pieces(line: SourceLine) -> Iterator[SourceLine]:
    pieces: list[list[Run]] = [[]]
    for typed in _typed_lines(parse(line.html)):
        before, text = one_line(tidy(pieces[-1])), one_line(tidy(typed))
        if before and text and (_BEGINS.match(text) or _is_heading(before, text)):
            pieces.append([])
        if pieces[-1]:
            typed = [Run("\n"), *typed]
        pieces[-1].extend(typed)
    if len(pieces) == 1:
        yield line
        return
    for number, piece in enumerate(pieces):
        yield _piece(line, tidy(piece), number == 0)


def _typed_lines(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """The runs between one line break and the next."""
    current: list[Run] = []
    for run in runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                yield current
                current = []
            current.append(replace(run, text=text))
    yield current


def _is_heading(before: str, text: str) -> bool:
    """Whether capitals end at the break: a heading, and then its text."""
    return before.isupper() and len(before) > 3 and not text.isupper()


def _piece(line: SourceLine, runs: Runs, first: bool) -> SourceLine:
    text = one_line(runs)
    shown = [run for run in runs if run.text.strip()]
    part = replace(
        line,
        text=text,
        html=to_html(runs),
        bold=bool(shown) and all("strong" in run.styles for run in shown),
        italic=bool(shown) and all("em" in run.styles for run in shown),
        caps=line.caps or text.isupper(),
        bold_prefix=bold_prefix(runs),
    )
    if first:
        return part
    return replace(part, label="", list_level=None, list_id="", list_format="", heading=None)
