"""The rows of a draft's table: what was typed, and the section that each is matched to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from comments.choices import Stance
from comments.memoranda.change_table import ChangeRow
from comments.models import Comment
from policies.models import SectionVersion
from texts.section_names import SectionNames, UnknownSectionError

KEEP = "keep"
"""Chosen in place of a section: the row is about none, and goes into the covering text."""
_BRACKETS = re.compile(r"\s*\([^()]*\)")
_DASHES = "-\u2013\u2014"
_DECORATION = f" *_.:;,{_DASHES}\u201c\u201d\"'"
_BREAKS = re.compile(rf"\s+[{_DASHES}]\s+|[:;\n]")
_LEADING = re.compile(r"(?:[^\W\d]+ )?\d+[a-z]?(?:\.\d+)*", re.IGNORECASE)


@dataclass
class DraftRow:
    """``target`` is the key of a section version, `KEEP`, or empty where it is to be asked."""

    section: str = ""
    change: str = ""
    rationale: str = ""
    stance: str = ""
    target: str = ""

    @property
    def has_words(self) -> bool:
        return bool(self.section or self.change or self.rationale)

    @property
    def said(self) -> str:
        """The row as lines, as it is kept where it is about no section."""
        return "\n".join(filter(None, (self.section, self.change, self.rationale)))

    def comment(self) -> Comment:
        """The row as a comment that is still to be taken in: the change is its text."""
        text, reason = (self.change, self.rationale) if self.change else (self.rationale, "")
        return Comment(stance=self.stance, text=text, reason=reason)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def rows_of(stored: Iterable[dict[str, Any]]) -> list[DraftRow]:
    return [DraftRow(**row) for row in stored]


def read_rows(found: Sequence[ChangeRow], names: SectionNames[SectionVersion]) -> list[DraftRow]:
    """Rows out of a file, each with its section where it can be told."""
    rows = [DraftRow(row.section, row.change, row.rationale) for row in found]
    for row, read in zip(rows, found, strict=True):
        match(row, names)
        if read.is_carried:
            row.target = ""
    return rows


def match(row: DraftRow, names: SectionNames[SectionVersion]) -> None:
    """Find the row's section anew: only where what was typed is what one alone is called."""
    row.stance = row.stance or (Stance.SUPPORT_WITH_CHANGES.value if row.change else "")
    try:
        row.target = str(names.one(row.section.strip(_DECORATION)).pk)
    except UnknownSectionError:
        row.target = ""


def candidates(typed: str, names: SectionNames[SectionVersion]) -> list[SectionVersion]:
    """Sections that may be meant, by the first reading of what was typed that finds any."""
    for reading in _readings(typed):
        if found := names.find(reading):
            return found
    return []


def _readings(typed: str) -> Iterator[str]:
    """What was typed; without brackets, as "5(2)(a)"; its pieces; the number it begins with."""
    plain = typed.strip(_DECORATION)
    bare = _BRACKETS.sub("", plain).strip(_DECORATION)
    pieces = [piece.strip(_DECORATION) for piece in _BREAKS.split(bare)]
    number = _LEADING.match(bare)
    for reading in (plain, bare, *pieces, number[0] if number else ""):
        if reading:
            yield reading
