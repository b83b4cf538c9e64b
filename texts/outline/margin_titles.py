"""Give clauses their titles from marginal notes and the printed contents.

Kenyan bills print a clause's title in the margin; often only the printed contents still have the
titles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from texts.kept_words import remark as _
from texts.outline.margin_notes import MarginNote, find_notes
from texts.outline.structure import Heading
from texts.outline.titled_bill import TitledBill
from texts.patterns import CITES_ITSELF, OPEN_END, key, likeness, oddities, words

_ALIKE = 0.7
_ALIKE_IN_TEXT = 0.87
"""How like a clause's title words of the text must be to be that title."""
_SAID = 3
"""How many notes that could be titles weigh as much as one that says the printed title."""
_PIECE = 8
"""Letters of a piece of a printed title that name no other clause."""
_MOST_PAIRS = 3_000_000
"""Notes times clauses that are weighed; the longest act has half as many."""
_CUT = re.compile(r"(?:\b(?:of|to|the|and|in)|(?:No|Caps?|[Ss]ections?)\.?)$")
"""How a note ends whose last line was lost."""
_CHANGED = re.compile(
    r"(?:Amendments?|Deletion|Repeal|Replacement)\s+(?:of|to)\s+sections?\s+(\d+[A-Z]*)\b",
    re.IGNORECASE,
)
_SECTION = re.compile(r"\bsections?\s+(\d+[A-Z]*)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b\d+[A-Z]*\b")
_MISREAD = 2
"""Words of a note that look misread, from which on the others tell little."""
_SHORT_TITLE = re.compile(r"\W*(?:short\s*title|citation|jina\s+fupi)\b", re.IGNORECASE)
_FAR = 250
"""Lines between a note and its clause; a page has fewer, empty ones included."""


def take_margin_titles(bill: TitledBill) -> tuple[TitledBill, list[MarginNote]]:
    """The bill with titles from the margin and the printed contents, and the notes left over.

    Left over are references to laws and the like.
    """
    notes = find_notes(bill)
    clauses = bill.clauses
    pairs = _one_each(notes, clauses) or _align(notes, bill)
    for note, clause in pairs:
        clauses[clause] = _noted(clauses[clause], notes[note], bill)
    titled = bill.with_clauses(
        _with_printed_title(clause, bill.printed_title(clause)) for clause in clauses
    )
    matched = {note for note, _clause in pairs}
    return titled, [note for index, note in enumerate(notes) if index not in matched]


def _with_printed_title(clause: Heading, printed: str) -> Heading:
    """A clause without a title with the printed one, unless its text begins with that."""
    if clause.title or not printed or _begins_with_title(clause, printed):
        return clause
    clause = replace(clause, title=printed, written=clause.written or clause.number)
    return clause.doubted(_("The title was taken from the printed contents."))


def _begins_with_title(clause: Heading, title: str) -> bool:
    """The clause's own text opens with its title: left for the reader of run-in titles."""
    text = clause.rest.text if clause.rest else ""
    alike = not OPEN_END.search(text) and likeness(text, title) >= _ALIKE_IN_TEXT
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
            if stop and likeness(text[: at + 1], title) >= _ALIKE_IN_TEXT:
                return at + 1 + stop.end()
            return 0
    return 0


def _one_each(notes: Sequence[MarginNote], clauses: Sequence[Heading]) -> list[tuple[int, int]]:
    """Notes with clauses where every clause has one note of its own, before it or in its text.

    Then the contents have no say: they may number the clauses differently.
    """
    own = [index for index, note in enumerate(notes) if note.may_be_title]
    if len(own) != len(clauses) or any(clause.title for clause in clauses):
        return []
    begins = [clause.at for clause in clauses]
    stands = [notes[index].at for index in own]
    if not (_alternate(begins, stands) or _alternate(stands, begins)):
        return []
    return [(index, clause) for clause, index in enumerate(own)]


def _alternate(first: Sequence[int], second: Sequence[int]) -> bool:
    """Whether two rising rows of lines take turns, beginning with the first row."""
    inside = all(one < other for one, other in zip(first, second, strict=True))
    return inside and all(other < one for other, one in zip(second, first[1:], strict=False))


def _align(notes: Sequence[MarginNote], bill: TitledBill) -> list[tuple[int, int]]:
    """Pair notes with clauses in order, so that likeness and nearness are greatest in all."""
    clauses = bill.clauses
    if len(notes) * len(clauses) > _MOST_PAIRS:
        return []
    best = [[0.0] * (len(clauses) + 1) for _row in range(len(notes) + 1)]
    for row, note in enumerate(notes, start=1):
        for column, clause in enumerate(clauses, start=1):
            score = _score(note, clause, bill)
            best[row][column] = max(best[row - 1][column], best[row][column - 1])
            if score is not None:
                best[row][column] = max(best[row][column], best[row - 1][column - 1] + score)
    pairs = []
    row, column = len(notes), len(clauses)
    while row and column:
        if best[row][column] == best[row - 1][column]:
            row -= 1
        elif best[row][column] == best[row][column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            pairs.append((row, column))
    return pairs[::-1]


def _score(note: MarginNote, clause: Heading, bill: TitledBill) -> float | None:
    """How well a note fits a clause; None where it cannot be its title."""
    lines = abs(note.at - clause.at)
    if lines > _FAR or clause.title:
        return None
    nearness = 1 / (1 + lines)
    title = bill.printed_title(clause)
    if title:
        alike = _title_likeness(title, note.text)
        return _SAID * alike + nearness if alike >= _ALIKE else None
    if note.page != bill.flow[clause.at].page or not note.may_be_title:
        return None
    return 1 + nearness + _is_of_one_subject(note.text, clause)


def _is_of_one_subject(note: str, clause: Heading) -> bool:
    """Whether a note says what the clause's text does: the section it changes, the law's name.

    Of a note that was misread, the number tells that the text says first.
    """
    text = clause.rest.text if clause.rest else ""
    if oddities(note) >= _MISREAD:
        return _NUMBER.findall(note)[:1] == _NUMBER.findall(text)[:1] != []
    changed = _CHANGED.match(note)
    if changed:
        return changed[1] in _SECTION.findall(text)
    return bool(_SHORT_TITLE.match(note) and CITES_ITSELF.search(text))


def _title_likeness(title: str, note: str) -> float:
    """How like a clause's title a note is; a piece of the title is like enough."""
    alike, piece = likeness(title, note), key(note)
    is_piece = len(piece) >= _PIECE and piece in key(title)
    return max(alike, _ALIKE) if is_piece else alike


def _noted(clause: Heading, note: MarginNote, bill: TitledBill) -> Heading:
    """The clause with the note for its title, or the printed one where that is better."""
    text, printed = note.text.strip(), bill.printed_title(clause)
    clause = clause.using(at for at in note.lines if at != clause.at)
    if not printed or not _is_better(printed, text, bill):
        return replace(clause, title=text.removesuffix(".").rstrip()).writing(text)
    clause = replace(clause, title=printed, written=f"{clause.written or clause.number} {text}")
    return clause.doubted(
        _("The title was taken from the printed contents; the file has “%(words)s”.", words=text)
    )


def _is_better(title: str, note: str, bill: TitledBill) -> bool:
    """Whether the contents give the title whole where the margin has it cut or misread."""
    slips = oddities(note) - oddities(title)
    if key(title) == key(note):
        return slips > 0
    begins = key(title).startswith(key(note))
    cut_short = _CUT.search(note) or (begins and not note.endswith("."))
    if cut_short or _has_gap(title, note) or slips > 0:
        return True
    if slips < 0 or begins or likeness(title, note) < _ALIKE:
        return False
    return bill.misread or _has_stranger(note, title, bill)


def _has_stranger(note: str, title: str, bill: TitledBill) -> bool:
    """Whether the two differ in words alone that the bill says elsewhere only as the title does."""
    note_words, title_words = words(note.lower()), words(title.lower())
    pairs = zip_longest(note_words, title_words, fillvalue="")
    unlike = [(one, other) for one, other in pairs if one.rstrip("s") != other.rstrip("s")]
    here = Counter(note_words)
    elsewhere = {word for pair in unlike for word in pair if bill.vocabulary[word] > here[word]}
    return bool(unlike) and all(
        one not in elsewhere and other in elsewhere for one, other in unlike
    )


def _has_gap(title: str, note: str) -> bool:
    """Whether the note is the title without two or more words from its middle."""
    whole, kept = words(title.lower()), words(note.lower())
    head = 0
    while head < len(kept) and head < len(whole) and whole[head] == kept[head]:
        head += 1
    tail = len(kept) - head
    lost = len(whole) - len(kept)
    return bool(head and tail and lost >= 2 and whole[-tail:] == kept[head:])
