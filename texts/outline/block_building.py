"""Lines of one section → StreamField blocks: paragraphs, lists, definitions, tables, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from texts.marks import Levels, typed_mark
from texts.outline.model import DraftBlock
from texts.patterns import has_words
from texts.runs import CutRuns, cut, join, parse, tidy, to_html
from texts.source import SourceLine, SourceNote

_DEFINITION = re.compile(
    r"[\"\u201c\u201f\u201e'\u2018\u2019`]{1,2}\s*(?P<term>[^\"\u201c\u201d'\u2019`]{1,120}?)\s*"
    r"[\"\u201d\u201f\u201c'\u2019`]{1,2}(?:[,\s]+|(?=,))"
    r"(?=(?:,\s*\S.{0,78},\s*)?(?:mean|include|has\s+the|have\s+the|shall\s+(?:include|mean)"
    r"|refers?\s+to|in\s+relation\s+to|where\s+used|when\s+used|is\b|are\b|an?\b))",
)
_NEXT_TERM = re.compile(r";\s+(?:(?:and|or)\s+)?")
"""Where the text of one defined term ends and another term may begin."""
_OPEN_REFERENCE = re.compile(
    r"\b(?:sections?|subsections?|paragraphs?|articles?|clauses?|parts?|under|and|or|No\.)$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(r"(?:,|\b(?:the|a|an|of|and|or|to|in|by|for|with|from|under|on|at))$")
_SENTENCE_END = re.compile(r"[.;:?!\u2014\u2013\u2015][\"\u201d'\u2019)\]]*$|-$")
_LONGEST_JOINED = 5_000
"""Characters. A sentence that a page parts is shorter; joining without end takes its time."""


def build(lines: Iterable[SourceLine], plain_numbers: bool = True) -> list[DraftBlock]:
    """Blocks of a section's lines, in order; the notes they cite come last.

    `plain_numbers`: a line that begins with "1." is a list item.
    """
    builder = _Builder(plain_numbers)
    for line in _joined(lines):
        builder.add(line)
    return builder.finish()


def note_block(mark: str, html: str) -> DraftBlock:
    return {"type": "note", "value": {"mark": mark, "text": html}}


def paragraph_block(html: str) -> DraftBlock:
    return {"type": "paragraph", "value": f"<p>{html}</p>"}


class _Builder:
    def __init__(self, plain_numbers: bool):
        self._plain_numbers = plain_numbers
        self._levels = Levels()
        self._blocks: list[DraftBlock] = []
        self._notes: list[SourceNote] = []

    def add(self, line: SourceLine) -> None:
        self._notes.extend(line.notes)
        if line.kind == "table":
            self._blocks.append({"type": "table", "value": line.table})
        elif line.kind == "image":
            self._blocks.append({"type": "image", "value": line.image})
        elif has_words(f"{line.label} {line.text}"):
            self._add_text(line)

    def finish(self) -> list[DraftBlock]:
        return self._blocks + [note_block(note.mark, note.html) for note in self._notes]

    def _add_text(self, line: SourceLine) -> None:
        mark, html = self._mark(line)
        if mark or line.list_level is not None:
            level = self._levels.level(mark, line.list_level)
            self._add_item({"mark": mark, "level": level, "text": html})
            return
        if _DEFINITION.match(line.text):
            self._blocks.extend(_definitions(line.text, html))
            self._levels = Levels()
            return
        self._blocks.append(paragraph_block(html))

    def _mark(self, line: SourceLine) -> tuple[str, str]:
        """The item's mark as the document shows it, and the HTML without it."""
        if line.label:
            return line.label, line.html
        typed = typed_mark(line.text, self._plain_numbers)
        if typed is None or typed.end >= len(line.text):
            return "", line.html
        return typed.mark, cut(line.html, typed.end)[1]

    def _add_item(self, item: dict[str, object]) -> None:
        last = self._blocks[-1] if self._blocks else None
        if last is None or last["type"] != "list":
            last = {"type": "list", "value": {"items": []}}
            self._blocks.append(last)
        last["value"]["items"].append(item)


def _definitions(text: str, html: str) -> Iterator[DraftBlock]:
    """The terms a line defines, with the marks round them.

    They are parted where one ends with a semicolon and another begins.
    """
    terms = (at.end() for at in _NEXT_TERM.finditer(text) if _DEFINITION.match(text, at.end()))
    runs = CutRuns(parse(html))
    for begin, end in pairwise([0, *terms, len(text)]):
        found = _DEFINITION.match(text, begin, end)
        if found:
            meaning = to_html(tidy(runs.between(found.end(), end)))
            value = {"term": found[0].strip(), "text": meaning}
            yield {"type": "definition", "value": value}


def _joined(lines: Iterable[SourceLine]) -> list[SourceLine]:
    """Lines with those that run on over a page or column joined to the line before."""
    joined: list[SourceLine] = []
    for line in lines:
        if line.kind == "text" and not has_words(f"{line.label} {line.text}"):
            continue
        if joined and _runs_on(joined[-1], line):
            last = joined[-1]
            joined[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                html=join(last.html, line.html),
                notes=[*last.notes, *line.notes],
            )
        else:
            joined.append(line)
    return joined


def _runs_on(last: SourceLine, line: SourceLine) -> bool:
    """Whether a line goes on with a sentence that the line before leaves open."""
    if last.kind != "text" or line.kind != "text" or line.label or line.quoted or line.code:
        return False
    if line.list_level is not None or len(last.text) > _LONGEST_JOINED:
        return False
    end = last.text.rpartition(" ")[2]
    if _OPEN_REFERENCE.search(end) and re.match(r"\(?\d", line.text):
        return True
    if typed_mark(line.text) is not None or _SENTENCE_END.search(end):
        return False
    return line.text[:1].islower() or bool(
        _OPEN_END.search(end) and last.bold == line.bold and not line.caps
    )
