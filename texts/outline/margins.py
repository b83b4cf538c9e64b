"""Give clauses their titles: from marginal notes, the printed contents, or their own first words.

Kenyan bills print a clause's title in the margin. In a Word file the margin is a column, frame,
box or cell read after the text beside it, or plain lines in a smaller type; often only the
printed contents still have the titles.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from texts.marks import typed_mark
from texts.outline.structure import Heading
from texts.patterns import (
    LETTERS,
    OPEN_END,
    REFERENCE,
    has_words,
    is_reference,
    key,
    likeness,
    oddities,
    word_count,
    words,
)
from texts.source import SourceLine

_ALIKE = 0.7
_MAYBE = 0.45
_IN_TEXT = 0.87
_LONGEST = 30
_REACH = 6
"""How many clauses later a note set after the text of its page may come."""
_SMALL = 0.8
_FAR = 250
"""Lines between a note and its clause; a page has fewer, empty ones included."""
_ENDS = (".", ";", ":")
_OPEN_WORD = re.compile(r"\b(?:of|to|in|the|and|or|section|sections)$", re.IGNORECASE)
"""How a note ends whose next line belongs to it even if that is a reference to a law."""


@dataclass
class Unit:
    """A marginal note: one or more lines beside the text."""

    lines: list[int]
    text: str
    page: int
    apart: bool = True
    """Set beside the text or in smaller type, so that it is a note whatever it says."""

    @property
    def at(self) -> int:
        return self.lines[0]

    @property
    def may_be_title(self) -> bool:
        return (
            len(LETTERS.findall(self.text)) >= 3
            and self.text[:1].isupper()
            and word_count(self.text) <= _LONGEST
            and not is_reference(self.text)
        )


def assign_titles(
    headings: Sequence[Heading],
    lines: Sequence[SourceLine],
    skipped: set[int],
    titles: Mapping[int, str],
) -> list[Unit]:
    """Set titles of clauses from the margin and the printed contents.

    Returns the marginal notes left over: references to laws and the like.
    """
    clauses = [item for item in headings if item.kind == "clause"]
    taken = skipped | {at for item in headings for at in item.used | {item.at}}
    small = _small_lines(lines, taken, headings)
    units = _units(lines, skipped, small, _title_lines(lines, taken, clauses, titles) - small)
    pairs = _one_each(units, clauses) or _align(units, clauses, lines, titles)
    for unit_index, clause_index in pairs:
        _set_title(clauses[clause_index], units[unit_index], titles)
    for clause in clauses:
        title = titles.get(clause.value, "")
        if not clause.title and title and not _begins_with_title(clause, title):
            clause.written = clause.written or clause.number
            clause.title = title
            clause.unsure.append(_("The title was taken from the printed contents."))
    matched = {index for index, _clause in pairs}
    titled = {at for index in matched for at in units[index].lines}
    return [
        unit
        for index, unit in enumerate(units)
        if index not in matched and (unit.apart or titled.intersection(unit.lines))
    ]


def _begins_with_title(clause: Heading, title: str) -> bool:
    """The clause's own text opens with its title: left for the reader of run-in titles."""
    text = clause.rest.text if clause.rest else ""
    alike = not OPEN_END.search(text) and likeness(text, title) >= _IN_TEXT
    return alike or bool(run_in_end(text, title))


def run_in_end(text: str, title: str) -> int:
    """Where a title that opens `text` ends, with its stop; 0 where the text opens otherwise."""
    wanted = key(title)
    if not wanted:
        return 0
    seen = 0
    for at, character in enumerate(text):
        seen += character.isalnum()
        if seen == len(wanted):
            stop = re.match(r"[\"\u201d')]*\s*[.:\u2014\u2013\-]+\s*", text[at + 1 :])
            if stop and likeness(text[: at + 1], title) >= _IN_TEXT:
                return at + 1 + stop.end()
            return 0
    return 0


def _title_lines(
    lines: Sequence[SourceLine],
    taken: set[int],
    clauses: Sequence[Heading],
    titles: Mapping[int, str],
) -> set[int]:
    """Lines of the text that repeat the title of a clause near them: notes set in the flow."""
    found: set[int] = set()
    for index, clause in enumerate(clauses):
        title = titles.get(clause.value)
        if not title:
            continue
        begin = clauses[index - 1].at if index else max(0, clause.at - 6)
        last = index + _REACH
        end = clauses[last].at if last < len(clauses) else clauses[-1].at + 40
        for at in range(begin + 1, min(end, len(lines))):
            line = lines[at]
            if at in taken or line.margin or line.label or line.kind != "text":
                continue
            if word_count(line.text) > _LONGEST or typed_mark(line.text):
                continue
            if OPEN_END.search(line.text):
                continue
            if likeness(line.text, title) >= _IN_TEXT:
                found.add(at)
    return found


def _small_lines(
    lines: Sequence[SourceLine], taken: set[int], headings: Sequence[Heading]
) -> set[int]:
    """Short lines among the clauses in clearly smaller type: notes that lost their margin."""
    clauses = [item for item in headings if item.kind == "clause"]
    if not clauses:
        return set()
    end = next((item.at for item in headings if item.at > clauses[-1].at), len(lines))
    region = range(max(0, clauses[0].at - 2), end)
    sizes = sorted(line.size for at in region if (line := lines[at]).size and len(line.text) > 60)
    if not sizes:
        return set()
    limit = _SMALL * sizes[len(sizes) // 2]
    return {
        at
        for at in region
        if at not in taken
        and (line := lines[at]).kind == "text"
        and line.size
        and line.size <= limit
        and not line.label
        and word_count(line.text) <= _LONGEST
    }


def _units(
    lines: Sequence[SourceLine], skipped: set[int], small: set[int], title_lines: set[int]
) -> list[Unit]:
    """Marginal notes in order: lines that run on joined, references to laws parted off."""
    units: list[Unit] = []
    previous: Unit | None = None
    for at, line in enumerate(lines):
        apart = line.margin or at in small
        beside = (apart or at in title_lines) and at not in skipped
        text = f"{line.label} {line.text}".strip()
        if not beside or line.kind != "text" or not has_words(text):
            continue
        if previous and previous.apart == apart and _runs_on(previous, line, at):
            previous.lines.append(at)
            previous.text = f"{previous.text} {text}"
            continue
        parts = _part_references(text)
        units.extend(Unit([at], part, line.page, apart) for part in parts)
        previous = units[-1]
    return units


def _runs_on(unit: Unit, line: SourceLine, at: int) -> bool:
    """Whether a line goes on with the note above it, or with the last one of the page before."""
    follows = unit.lines[-1] == at - 1 and unit.page == line.page
    if follows and _OPEN_WORD.search(unit.text):
        return True
    if is_reference(line.text) or is_reference(unit.text):
        return False
    if unit.text.rstrip().endswith(_ENDS):
        return False
    return follows or line.text[:1].islower()


def _part_references(text: str) -> list[str]:
    """ "Complaints. No. 17 of 2017." → the title and the reference apart."""
    match = REFERENCE.search(text)
    if match is None or match.start() == 0 or not text[: match.start()].rstrip().endswith("."):
        return [text]
    return [text[: match.start()].strip(), text[match.start() :].strip()]


def _one_each(units: Sequence[Unit], clauses: Sequence[Heading]) -> list[tuple[int, int]]:
    """Notes with clauses where every clause has one note of its own, before it or in its text.

    Then the contents have no say: they may number the clauses differently.
    """
    notes = [index for index, unit in enumerate(units) if unit.apart and unit.may_be_title]
    if len(notes) != len(clauses) or any(clause.title for clause in clauses):
        return []
    begins = [clause.at for clause in clauses]
    places = [units[index].at for index in notes]
    after = all(begin < place for begin, place in zip(begins, places, strict=True))
    after = after and all(place < begin for place, begin in zip(places, begins[1:], strict=False))
    before = all(place < begin for place, begin in zip(places, begins, strict=True))
    before = before and all(begin < place for begin, place in zip(begins, places[1:], strict=False))
    if not (after or before):
        return []
    return [(index, number) for number, index in enumerate(notes)]


def _align(
    units: Sequence[Unit],
    clauses: Sequence[Heading],
    lines: Sequence[SourceLine],
    titles: Mapping[int, str],
) -> list[tuple[int, int]]:
    """Pair notes with clauses in order, so that likeness and nearness are greatest in all."""
    best = [[0.0] * (len(clauses) + 1) for _row in range(len(units) + 1)]
    scores: dict[tuple[int, int], float] = {}
    for row in range(1, len(units) + 1):
        for column in range(1, len(clauses) + 1):
            score = _score(units[row - 1], clauses[column - 1], lines, titles)
            best[row][column] = max(best[row - 1][column], best[row][column - 1])
            if score is not None:
                scores[row, column] = score
                best[row][column] = max(best[row][column], best[row - 1][column - 1] + score)
    pairs = []
    row, column = len(units), len(clauses)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _score(
    unit: Unit, clause: Heading, lines: Sequence[SourceLine], titles: Mapping[int, str]
) -> float | None:
    """How well a note fits a clause; None where it cannot be its title."""
    apart = abs(unit.page - lines[clause.at].page)
    if apart > 2 or abs(unit.at - clause.at) > _FAR or clause.title:
        return None
    title = titles.get(clause.value, "")
    if title:
        alike = _title_likeness(title, unit.text)
        if alike >= _ALIKE:
            return 3 * alike + (1 if not apart else 0) + _nearness(unit, clause)
        if apart or alike < _MAYBE or not unit.may_be_title:
            return None
        return alike
    if apart or not unit.may_be_title:
        return None
    return 1.0 + _nearness(unit, clause)


def _title_likeness(title: str, note: str) -> float:
    alike = likeness(title, note)
    begun = key(note)
    if len(begun) >= 8 and begun in key(title):
        return max(alike, 0.85 if key(title).startswith(begun) else 0.75)
    return alike


def _nearness(unit: Unit, clause: Heading) -> float:
    return 0.5 / (1 + abs(unit.at - clause.at))


def _set_title(clause: Heading, unit: Unit, titles: Mapping[int, str]) -> None:
    note = unit.text.strip()
    title = titles.get(clause.value, "")
    clause.title = note.removesuffix(".").rstrip()
    clause.used |= set(unit.lines) - {clause.at}
    if title and _is_better(title, note):
        clause.written = f"{clause.written or clause.number} {note}"
        clause.title = title
        clause.unsure.append(
            _("The title was taken from the printed contents; the file has “%s”.") % note
        )
    elif clause.written is not None:
        clause.written = f"{clause.written} {note}"


def _is_better(title: str, note: str) -> bool:
    """Whether the contents give the title whole where the margin has it cut or misread."""
    if key(title) == key(note):
        return oddities(title) < oddities(note)
    cut_short = key(title).startswith(key(note)) and not note.endswith(".")
    return cut_short or _has_gap(title, note) or oddities(note) > oddities(title)


def _has_gap(title: str, note: str) -> bool:
    """Whether the note is the title without two or more words from its middle."""
    whole, kept = words(title.lower()), words(note.lower())
    head = 0
    while head < len(kept) and head < len(whole) and whole[head] == kept[head]:
        head += 1
    tail = len(kept) - head
    lost = len(whole) - len(kept)
    return bool(head and tail and lost >= 2 and whole[-tail:] == kept[head:])
