"""Titles that clauses carry in their own text, where there is no margin.

"1. Short title" on a line of its own, in bold or not; "1. Short title. This Act may …" with the
title run in; the title on the line before the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from texts.marks import typed_mark
from texts.outline.margins import run_in_end
from texts.outline.structure import Heading, next_line, remainder
from texts.patterns import OPEN_END, likeness, word_count
from texts.source import SourceLine

_LONGEST = 22
_SENTENCE = re.compile(
    r"(?<!\bwho )(?<!\bthat )(?<!\bwhich )"
    r"\b(?:shall|may|must|means|is|are|has|have|was|were|will)\b"
)
"""What only a sentence has; "Persons who may be registered" is none."""
_STOPS = " .:\u2014\u2013-"
_LIKE = 0.8
_MOST = 0.6


def take_titles(
    headings: Sequence[Heading],
    lines: Sequence[SourceLine],
    skipped: set[int],
    titles: dict[int, str],
) -> None:
    """Set the titles of clauses that have none yet from the text around their numbers."""
    clauses = [item for item in headings if item.kind == "clause"]
    used = skipped | {at for item in headings for at in item.used | {item.at}}
    for clause in clauses:
        if clause.title and clause.written is None:
            continue
        _ = _take_run_in(clause, titles.get(clause.value, "")) or _take_own_line(
            clause, lines, used, titles.get(clause.value, "")
        )
    _take_consistent(clauses, lines, used)


def take_titles_above(
    headings: Sequence[Heading],
    lines: Sequence[SourceLine],
    skipped: set[int],
    titles: dict[int, str],
) -> None:
    """Set the titles on the line above their clauses, where most clauses have one.

    Most stand out, or are those of the printed contents. The line comes before the contents, which
    may word or number some differently.
    """
    clauses = [item for item in headings if item.kind == "clause"]
    used = skipped | {at for item in headings for at in item.used | {item.at}}
    found = [
        (item, at)
        for item in clauses
        if not item.title and (at := _title_before(item, lines, used)) is not None
    ]
    standing = [
        (item, at) for item, at in found if lines[at].bold or lines[at].italic or lines[at].heading
    ]
    printed = [
        item
        for item, at in found
        if item.value in titles and likeness(lines[at].text, titles[item.value]) >= _LIKE
    ]
    enough = max(2, _MOST * len(clauses))
    if len(standing) >= enough:
        _use_lines(standing, lines)
    elif len(printed) >= enough:
        _use_lines(found, lines)


def _take_run_in(clause: Heading, title: str) -> bool:
    """ "1. **Short title.** This Act …", or the printed title at the head of the text."""
    line = clause.rest
    if line is None:
        return False
    end = run_in_end(line.text, title) if title else 0
    if not end and line.bold_prefix:
        prefix = line.bold_prefix
        if re.search(r"[A-Za-z]{3}", prefix) and word_count(prefix) <= _LONGEST:
            end = len(prefix)
    if not end:
        return False
    _use(clause, line.text[:end], remainder(line, end))
    return True


def _take_own_line(
    clause: Heading, lines: Sequence[SourceLine], used: set[int], title: str
) -> bool:
    """The number's line holds the title alone, and the text follows on the next."""
    line = clause.rest
    if line is None:
        following = next_line(lines, clause.at, used - {clause.at})
        if following is None:
            return False
        line = lines[following]
        if not _could_be_title(line) or not _stands_out(line, title):
            return False
        clause.used.add(following)
    elif not _could_be_title(line) or not _stands_out(line, title):
        return False
    _use(clause, line.text, None)
    clause.used.add(clause.at)
    return True


def _take_consistent(
    clauses: Sequence[Heading], lines: Sequence[SourceLine], used: set[int]
) -> None:
    """Titles that nothing sets apart, where most clauses of the document have one."""
    bare = [item for item in clauses if not item.title]
    if not bare or len(bare) < _MOST * len(clauses):
        return
    own = [item for item in bare if _is_plain_title(item, lines, used)]
    if len(own) >= max(2, _MOST * len(bare)):
        for item in own:
            _use(item, item.rest.text if item.rest else "", None)
            item.used.add(item.at)
        return
    before = [(item, at) for item in bare if (at := _title_before(item, lines, used)) is not None]
    if len(before) >= max(2, _MOST * len(bare)):
        _use_lines(before, lines)


def _use_lines(found: Sequence[tuple[Heading, int]], lines: Sequence[SourceLine]) -> None:
    for item, at in found:
        item.title = lines[at].text.strip(_STOPS)
        item.used.add(at)
        if item.written is not None:
            item.written = f"{item.written} {item.title}"


def _is_plain_title(clause: Heading, lines: Sequence[SourceLine], used: set[int]) -> bool:
    line = clause.rest
    if line is None or not _could_be_title(line) or _SENTENCE.search(line.text):
        return False
    following = next_line(lines, clause.at, used)
    return following is not None


def _title_before(clause: Heading, lines: Sequence[SourceLine], used: set[int]) -> int | None:
    """Index of the line right before a clause that reads like its title."""
    at = clause.at - 1
    while at >= 0 and (not lines[at].text or lines[at].margin) and at not in used:
        at -= 1
    if at < 0 or at in used or lines[at].kind != "text":
        return None
    line = lines[at]
    if not _could_be_title(line) or line.label or typed_mark(line.text):
        return None
    if _SENTENCE.search(line.text) and not (line.bold or line.italic or line.heading):
        return None
    return at


def _could_be_title(line: SourceLine) -> bool:
    text = line.text.strip()
    return (
        line.kind == "text"
        and 1 <= word_count(text) <= _LONGEST
        and text[:1].isupper()
        and not OPEN_END.search(text)
    )


def _stands_out(line: SourceLine, title: str) -> bool:
    if line.label:
        return False
    if title and likeness(line.text, title) >= _LIKE:
        return True
    return bool(line.bold or line.heading or line.outline or line.caps)


def _use(clause: Heading, title: str, rest: SourceLine | None) -> None:
    clause.title = title.strip(_STOPS)
    clause.rest = rest
    if clause.written is not None and clause.written != clause.number:
        clause.written = f"{clause.written} {clause.title}"
    else:
        clause.written = None
        clause.unsure.clear()
