"""Corrections to a proposed outline. Each returns a new outline; none loses a word.

Sections are named by their index in `Outline.sections`, from 0. All of them raise `CannotEdit`,
whose message is for the editor, where there is no such section. What they do is noted in
`Outline.by_hand`, to be offered again at the next file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from texts.cleaning import file_line
from texts.outline.block_building import paragraph_block
from texts.outline.hand_edits import HandEdit, noted, replaced_words
from texts.outline.model import DraftBlock, Dropped, Outline, Section
from texts.outline.passages import Passage, block_passages, passage_at, reworded, without_passage
from texts.outline.word_measure import (
    block_text,
    counted_in,
    counted_out,
    heading_text,
    replaced_by_hand,
    written_heading,
)
from texts.source import CONTEXT
from texts.tables import table_value


class CannotEdit(Exception):
    """The correction does not fit the outline; the message says why."""


def retitle(outline: Outline, title: str) -> Outline:
    """Give the document another title."""
    if title == outline.title:
        return outline
    edit = HandEdit("title", was=outline.title, now=title)
    return _noted(replace(outline, title=title), edit)


def rename(outline: Outline, at: int, *, number: str, title: str) -> Outline:
    """Give a section another number and title; what the file had stays known in `written`.

    Raises `CannotEdit` where both are empty.
    """
    section = _section(outline, at)
    number, title = file_line(number), file_line(title)
    if not number and not title:
        raise CannotEdit(_("A section needs a number or a title."))
    if (number, title) == (section.number, section.title):
        return outline
    renamed = replace(section, number=number, title=title, written=written_heading(section))
    edit = HandEdit(
        "heading",
        section=known_as(section),
        was=heading_text(section),
        now=heading_text(renamed),
        number=number,
        title=title,
    )
    return _noted(_with(outline, at, renamed), edit)


def known_as(section: Section) -> str:
    """The heading of a section as the file has it, by which it is found in another file."""
    return section.written or heading_text(section)


def reword(
    outline: Outline, at: int, block: int, item: int, *, text: str, mark: str = ""
) -> Outline:
    """Give a passage of a section other words; those of the file that go are counted.

    Raises `CannotEdit` where it is no longer there, or would be empty.
    """
    passage = _passage(outline, at, block, item)
    section, mark = outline.sections[at], file_line(mark) if passage.mark is not None else ""
    text = "\n".join(map(file_line, text.strip().splitlines()))
    if not text:
        raise CannotEdit(_("A passage needs words: leave it out if it is not to be here."))
    if (text, mark) == (passage.text, passage.mark or ""):
        return outline
    blocks = list(section.blocks)
    blocks[block] = reworded(blocks[block], passage, text, mark)
    now = f"{mark} {text}".strip()
    edit = HandEdit("words", known_as(section), was=passage.words, now=now, number=mark)
    return _noted(_with(outline, at, replace(section, blocks=blocks)), edit)


def cut(outline: Outline, at: int, block: int, item: int) -> Outline:
    """Leave a passage of a section out; of a definition term and meaning.

    Raises `CannotEdit` where it is no longer there.
    """
    passage = _passage(outline, at, block, item)
    section = outline.sections[at]
    whole = section.blocks[block]["type"] == "definition"
    text = file_line(block_text(section.blocks[block]) if whole else passage.words)
    if not text:
        raise CannotEdit(gone())
    left = without_passage(section.blocks[block], passage)
    blocks = [*section.blocks[:block], *left, *section.blocks[block + 1 :]]
    before = section.blocks[block - 1] if block else None
    place = file_line(block_text(before) if before else known_as(section))[-CONTEXT:]
    outline = _with(outline, at, replace(section, blocks=blocks))
    dropped = [*outline.dropped, Dropped(text, "by_editor", place)]
    outline = counted_out(replace(outline, dropped=dropped), text)
    return _noted(outline, HandEdit("cut", known_as(section), was=text))


def _passage(outline: Outline, at: int, block: int, item: int) -> Passage:
    passage = passage_at(_section(outline, at), block, item)
    if passage is None:
        raise CannotEdit(gone())
    return passage


def _noted(outline: Outline, edit: HandEdit) -> Outline:
    """The outline with the edit on record, and the words that it replaces out of the measure."""
    by_hand = noted(outline.by_hand, edit)
    more = replaced_words(by_hand) - replaced_words(outline.by_hand)
    return replaced_by_hand(replace(outline, by_hand=by_hand), more)


def settle(outline: Outline, at: int) -> Outline:
    """Take off what the importer was unsure of in a section: an editor has looked at it.

    Raises `CannotEdit` where there is no such section.
    """
    section = _section(outline, at)
    return _with(outline, at, replace(section, unsure=[])) if section.unsure else outline


def settle_remarks(outline: Outline, remarks: Collection[str]) -> Outline:
    """Take some remarks off every section that has them."""
    sections = [
        replace(section, unsure=[text for text in section.unsure if text not in remarks])
        for section in outline.sections
    ]
    return replace(outline, sections=sections)


def promote(outline: Outline, at: int) -> Outline:
    """Move a section, with those inside it, one level up.

    Raises `CannotEdit` where it is at the top.
    """
    if _section(outline, at).level == 1:
        raise CannotEdit(_("This section is at the top level already."))
    return _shift(outline, at, -1)


def demote(outline: Outline, at: int) -> Outline:
    """Move a section, with those inside it, one level down, into the section before it.

    Raises `CannotEdit` where no section before it can take it in.
    """
    section = _section(outline, at)
    if at == 0 or section.level > outline.sections[at - 1].level:
        raise CannotEdit(_("There is no section before this one that it could become part of."))
    return _shift(outline, at, 1)


def merge(outline: Outline, at: int) -> Outline:
    """Join a section to the one before it: its heading becomes a paragraph there.

    The sections inside it stay, one step up where they would hang in the air. Raises `CannotEdit`
    for the first section.
    """
    section = _section(outline, at)
    if at == 0:
        raise CannotEdit(_("There is no section before this one to merge it with."))
    before = outline.sections[at - 1]
    text = written_heading(section)
    heading = [paragraph_block(f"<b>{escape(text, quote=False)}</b>")] if text else []
    merged = replace(
        before,
        blocks=[*before.blocks, *heading, *section.blocks],
        unsure=[*before.unsure, *section.unsure],
    )
    sections = [*outline.sections[: at - 1], merged, *outline.sections[at + 1 :]]
    edit = HandEdit("merge", known_as(section), was=known_as(before))
    return _noted(replace(outline, sections=_settled(sections)), edit)


def split(
    outline: Outline, at: int, block: int, *, item: int = 0, number: str = "", title: str = ""
) -> Outline:
    """Begin a new section at a block of a section; it stands on the same level, right after.

    With an `item` it begins inside a list, which is then parted there. Without a number or title
    the new section is called like the first words of its text. Raises `CannotEdit` for a block or
    item that is not there, or the first.
    """
    section = _section(outline, at)
    blocks = section.blocks
    if item and block in range(len(blocks)):
        blocks = [*blocks[:block], *_parted(blocks[block], item), *blocks[block + 1 :]]
        block += 1
    if not 0 < block < len(blocks):
        raise CannotEdit(_("A section can be split only between two of its blocks."))
    number, title = file_line(number), file_line(title)
    if not number and not title:
        words = file_line(block_text(blocks[block])).split(" ")
        title = " ".join(words[:8]) + ("\u2026" if len(words) > 8 else "")
    after = Section(number, title, section.level, blocks[block:], written="")
    before = replace(section, blocks=blocks[:block])
    sections = [*outline.sections[:at], before, after, *outline.sections[at + 1 :]]
    begins = next(block_passages(block, blocks[block]), None)
    edit = HandEdit("split", known_as(section), was=begins.words if begins else "")
    return _noted(replace(outline, sections=_settled(sections)), edit)


def _parted(block: DraftBlock, item: int) -> list[DraftBlock]:
    """A list made two; the items after the cut lose no depth."""
    items = block["value"]["items"] if block["type"] == "list" else []
    if item not in range(1, len(items)):
        raise CannotEdit(_("A section can be split only between two of its blocks."))
    return [{"type": "list", "value": {"items": half}} for half in (items[:item], items[item:])]


def drop(outline: Outline, at: int) -> Outline:
    """Leave a section out; its words go to what was dropped. Sections inside it stay.

    Raises `CannotEdit` for the only section.
    """
    section = _section(outline, at)
    if len(outline.sections) == 1:
        raise CannotEdit(_("The only section cannot be left out."))
    text = section_words(section)
    sections = [*outline.sections[:at], *outline.sections[at + 1 :]]
    before = heading_text(outline.sections[at - 1])[-CONTEXT:] if at else ""
    dropped = [*outline.dropped, Dropped(text, "by_editor", before, section=section, at=at)]
    outline = counted_out(replace(outline, sections=_settled(sections), dropped=dropped), text)
    return _noted(outline, HandEdit("leave_out", known_as(section), was=text))


def section_words(section: Section) -> str:
    """All that a section says, its heading as the file has it."""
    return "\n".join(
        [written_heading(section), *(block_text(block) for block in section.blocks)]
    ).strip()


def gone() -> Promise:
    return _("These words are no longer there. Reload the page.")


def take_in(outline: Outline, which: int) -> Outline:
    """Take in what was left out: a section as it was, words as a paragraph after those before it.

    Raises `CannotEdit` where it is in the text already.
    """
    item = _dropped(outline, which, taken_in=False)
    if item.section is not None:
        rest = [*outline.dropped[:which], *outline.dropped[which + 1 :]]
        sections = [*outline.sections[: item.at], item.section, *outline.sections[item.at :]]
        left_out = HandEdit("leave_out", known_as(item.section), was=item.text)
        by_hand = [edit for edit in outline.by_hand if edit != left_out]
        outline = replace(outline, sections=_settled(sections), dropped=rest, by_hand=by_hand)
    else:
        outline = _with_paragraph(_marked(outline, which, taken_in=True), item)
        outline = _noted(outline, HandEdit("take_in", was=item.text))
    return counted_in(outline, item)


def leave_out(outline: Outline, which: int) -> Outline:
    """Leave out again what was taken in.

    Raises `CannotEdit` where no paragraph says it any more.
    """
    item = _dropped(outline, which, taken_in=True)
    block = _paragraph_of(item)
    for at, section in enumerate(outline.sections):
        if block in section.blocks:
            blocks = list(section.blocks)
            blocks.remove(block)
            outline = _with(outline, at, replace(section, blocks=blocks))
            outline = _noted(outline, HandEdit("cut", known_as(section), was=item.text))
            again = replace(item, reason="by_editor") if item.reason == "not_understood" else item
            return counted_out(_marked(outline, which, taken_in=False, item=again), item.text)
    raise CannotEdit(_("These words are no longer a paragraph of their own."))


def where_taken_in(outline: Outline, which: int) -> int:
    """The index of the section that `take_in` puts something into, or makes."""
    item = _dropped(outline, which, taken_in=False)
    return item.at if item.section else _place(outline, item)[0]


def _dropped(outline: Outline, which: int, *, taken_in: bool) -> Dropped:
    if not (0 <= which < len(outline.dropped) and outline.dropped[which].taken_in == taken_in):
        raise CannotEdit(_("This was done already. Reload the page."))
    return outline.dropped[which]


def _marked(
    outline: Outline, which: int, *, taken_in: bool, item: Dropped | None = None
) -> Outline:
    dropped = list(outline.dropped)
    dropped[which] = replace(item or dropped[which], taken_in=taken_in)
    return replace(outline, dropped=dropped)


def _paragraph_of(item: Dropped) -> DraftBlock:
    """The words as a paragraph, the figures of a chart as a table."""
    if "\t" in item.text:
        rows: list[list[str | None]] = [[*line.split("\t")] for line in item.text.split("\n")]
        return {"type": "table", "value": table_value(rows, [], header_row=True)}
    return paragraph_block(escape(item.text, quote=False))


def _with_paragraph(outline: Outline, item: Dropped) -> Outline:
    at, block = _place(outline, item)
    section = outline.sections[at]
    blocks = [*section.blocks[:block], _paragraph_of(item), *section.blocks[block:]]
    return _with(outline, at, replace(section, blocks=blocks))


def _place(outline: Outline, item: Dropped) -> tuple[int, int]:
    """Section and block before which something goes: after the words it stood after in the file.

    At the end of the text where these are nowhere.
    """
    for at, section in enumerate(outline.sections if item.place else ()):
        if heading_text(section).endswith(item.place) or (section.written or "").endswith(
            item.place
        ):
            return at, 0
        for block, value in enumerate(section.blocks):
            if item.place in file_line(block_text(value)):
                return at, block + 1
    return len(outline.sections) - 1, len(outline.sections[-1].blocks)


def _section(outline: Outline, at: int) -> Section:
    if not 0 <= at < len(outline.sections):
        raise CannotEdit(_("This section is no longer there. Reload the page."))
    return outline.sections[at]


def _with(outline: Outline, at: int, section: Section) -> Outline:
    return replace(
        outline,
        sections=[*outline.sections[:at], section, *outline.sections[at + 1 :]],
    )


def _shift(outline: Outline, at: int, by: int) -> Outline:
    level = outline.sections[at].level
    end = at + 1
    while end < len(outline.sections) and outline.sections[end].level > level:
        end += 1
    sections = [
        replace(item, level=item.level + by) if at <= index < end else item
        for index, item in enumerate(outline.sections)
    ]
    edit = HandEdit("level", known_as(outline.sections[at]), was=f"{level}", now=f"{level + by}")
    return _noted(replace(outline, sections=_settled(sections)), edit)


def _settled(sections: list[Section]) -> list[Section]:
    """Sections with levels that start at 1 and never step down by more than one."""
    settled: list[Section] = []
    above = 0
    for section in sections:
        level = min(section.level, above + 1)
        settled.append(section if level == section.level else replace(section, level=level))
        above = level
    return settled
