"""Make the sections of an outline of headings and of the lines between them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import zip_longest

from django.utils.translation import gettext

from texts.kept_words import remark as _
from texts.outline import block_building
from texts.outline.doubts import doubt_lengths, doubt_pictures
from texts.outline.line_flow import LineFlow
from texts.outline.model import DraftBlock, Section
from texts.outline.structure import Heading, Structure
from texts.patterns import join_hyphens
from texts.source import SourceLine


def front_matter(structure: Structure, without: Collection[int] = ()) -> list[DraftBlock]:
    """Blocks of what stands before the first heading, but for some lines."""
    text = _text(structure).set_aside(without, "heading")
    return block_building.build(_between(text, 0, structure.begin))


def sections(structure: Structure) -> list[Section]:
    """A section a heading, with the blocks of the lines up to the next."""
    text, headings = _text(structure), structure.headings
    made = [
        _section(item, text, following.at if following else len(text))
        for item, following in zip_longest(headings, headings[1:])
    ]
    _doubt_repeated_numbers(made)
    doubt_pictures(made)
    doubt_lengths(made)
    return made


def whole_text(title: str, blocks: Sequence[DraftBlock]) -> Section:
    """All of a text without headings as one section, with a remark for the editor."""
    doubt = _("No headings were found, so that all of the text is in one section.")
    name = title or gettext("Text")
    whole = Section(title=name, blocks=list(blocks), written="", unsure=[doubt])
    doubt_pictures([whole])
    return whole


def _text(structure: Structure) -> LineFlow:
    """The flow without lines of headings, and in a bill without the text in the margin."""
    used = (at for item in structure.headings for at in item.used)
    flow = structure.flow.set_aside(used, "heading")
    if not structure.is_bill:
        return flow
    beside = (at for at, line in flow.left() if line.margin and line.kind == "text")
    return flow.set_aside(beside, "margin")


def _between(text: LineFlow, begin: int, end: int) -> list[SourceLine]:
    return [line for _at, line in text.left(begin, end)]


def _section(heading: Heading, text: LineFlow, end: int) -> Section:
    body = [heading.rest] if heading.rest else []
    body.extend(_between(text, heading.at + 1, end))
    cited = [note for at in sorted(heading.used) for note in text[at].notes]
    return Section(
        heading.number,
        join_hyphens(heading.title),
        heading.level,
        [
            *block_building.build(body),
            *(block_building.note_block("", f"<p>{note.html}</p>") for note in heading.notes),
            *(block_building.note_block(note.mark, note.html) for note in cited),
        ],
        unsure=list(heading.unsure),
        written=heading.written,
    )


def _doubt_repeated_numbers(made: Sequence[Section]) -> None:
    """Tell the editor where two sections side by side bear one number."""
    seen: dict[int, set[str]] = {}
    for section in made:
        for level in [level for level in seen if level > section.level]:
            del seen[level]
        numbers = seen.setdefault(section.level, set())
        if section.number and section.number in numbers:
            section.unsure.append(_("Another section has the same number."))
        numbers.add(section.number)
