"""What an editor made of a file by hand: what was in it, and what it became.

The smallest record by which the same can be done to the next file (`texts.outline.offers`). It says
words and not places, for a new text has other places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from texts.patterns import words

HandEditKind = Literal[
    "title",
    "heading",
    "level",
    "words",
    "describe",
    "cut",
    "merge",
    "split",
    "leave_out",
    "take_in",
]


@dataclass(frozen=True)
class HandEdit:
    """One correction. `section` is the heading, as the file has it, of the section it was done to.

    ===========  ====================================  =====================================
    kind         was                                   now
    ===========  ====================================  =====================================
    title        the title of the document             the one given
    heading      number and title                      those given: `number` and `title` too
    level        how deep the section stood            how deep it stands
    words        a passage, with its mark              the same, corrected; `number`: its mark
                 nothing: a cell without words         the words; `beside`: the row of the cell
    describe     what the file says of a picture       what it shows; `picture`: which
    cut          what was left out: a passage,
                 a definition, a picture by its words;
                 `picture`: which
    merge        the heading of the section before it
    split        the passage that begins a section
    leave_out    the words of the section
    take_in      what had found no place
    ===========  ====================================  =====================================
    """

    kind: HandEditKind
    section: str = ""
    was: str = ""
    now: str = ""
    number: str = ""
    title: str = ""
    beside: str = ""
    picture: str = ""
    """The `fingerprint` of the picture that it is about."""

    def continues(self, earlier: HandEdit) -> bool:
        """Whether this goes on from what an earlier one made of the same thing."""
        if self.kind != earlier.kind or self.was != earlier.now:
            return False
        if self.picture != earlier.picture or not (self.was or self.kind == "describe"):
            return False
        return self.section in (earlier.section, earlier.now)

    def done_to(self, there: str) -> HandEdit:
        """The edit as it would be done to what another file has in its place."""
        if self.kind in ("title", "heading", "words", "level", "describe"):
            return replace(self, was=there)
        return self


OPPOSITES: dict[str, HandEditKind] = {"take_in": "cut", "cut": "take_in"}


def noted(edits: Sequence[HandEdit], edit: HandEdit, *, alone: bool = True) -> list[HandEdit]:
    """The record with one more edit: joined to the one it goes on from, gone where undone.

    Where something else is like it, so that it is not ``alone``, nobody knows from which it goes
    on: both stay on record.
    """
    for at, earlier in enumerate(edits):
        if alone and edit.continues(earlier):
            joined = replace(edit, was=earlier.was, section=earlier.section, beside=earlier.beside)
            kept = [joined] if joined.was != joined.now else []
            return [*edits[:at], *kept, *edits[at + 1 :]]
        undone = earlier.kind == OPPOSITES.get(edit.kind)
        if undone and (earlier.was, earlier.picture) == (edit.was, edit.picture):
            return [*edits[:at], *edits[at + 1 :]]
    return [*edits, edit]


def replaced_words(edits: Sequence[HandEdit]) -> int:
    """How many words of the file were replaced by others."""
    changes = (edit for edit in edits if edit.kind == "words")
    return sum((Counter(words(each.was)) - Counter(words(each.now))).total() for each in changes)
