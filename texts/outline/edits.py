"""Corrections to a proposed outline. Each returns a new outline; none loses a word.

Sections are named by their index in `Outline.sections`, from 0; `FRONT_MATTER` names what is before
the first. All of them raise `CannotEdit`, whose message is for the editor, where there is no such
section. What they do is noted in
`Outline.by_hand`, to be offered again at the next file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from texts.cleaning import file_line
from texts.kept_words import KeptWords
from texts.outline.block_building import paragraph_block
from texts.outline.hand_edits import HandEdit, noted, replaced_words
from texts.outline.model import FRONT_MATTER, DraftBlock, Dropped, Outline, Section
from texts.outline.passages import (
    Passage,
    beside,
    block_passages,
    passage_at,
    passages,
    pictures,
    reworded,
    whole_at,
    without_passage,
)
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
    alike = sum(heading_text(each) == edit.was for each in outline.sections)
    return _noted(outline.with_part(at, renamed), edit, alone=alike == 1)


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
    section, mark = _part(outline, at), file_line(mark) if passage.mark is not None else ""
    text = "\n".join(map(file_line, text.strip().splitlines()))
    if not text:
        raise CannotEdit(_("A passage needs words: leave it out if it is not to be here."))
    if (text, mark) == (passage.text, passage.mark or ""):
        return outline
    blocks = list(section.blocks)
    blocks[block] = reworded(blocks[block], passage, text, mark)
    now = f"{mark} {text}".strip()
    edit = HandEdit("words", known_as(section), was=passage.words, now=now, number=mark)
    if not passage.words:
        edit = replace(edit, beside=beside(section, passage))
    alike = sum(each.words == passage.words for each in passages(section))
    return _noted(outline.with_part(at, replace(section, blocks=blocks)), edit, alone=alike == 1)


def describe(outline: Outline, at: int, block: int, *, shows: str) -> Outline:
    """Say what a picture shows, to those who cannot see it; nothing where it is decoration.

    Raises `CannotEdit` where it is no longer there.
    """
    section = _part(outline, at)
    known = dict(pictures(section))
    if block not in known:
        raise CannotEdit(_("This picture is no longer there. Reload the page."))
    picture, shows = known[block], file_line(shows)
    if shows == picture.alt:
        return outline
    blocks = list(section.blocks)
    blocks[block] = {**blocks[block], "value": replace(picture, alt=shows)}
    edit = HandEdit("describe", known_as(section), was=picture.alt, now=shows)
    edit = replace(edit, picture=picture.fingerprint)
    alike = sum(each.fingerprint == picture.fingerprint for each in known.values())
    return _noted(outline.with_part(at, replace(section, blocks=blocks)), edit, alone=alike == 1)


def cut(outline: Outline, at: int, block: int, item: int) -> Outline:
    """Leave a passage of a section out, or a picture; of a definition term and meaning.

    Raises `CannotEdit` where it is no longer there.
    """
    section = _part(outline, at)
    whole = whole_at(section, block, item)
    picture = section.blocks[block] if whole and section.blocks[block]["type"] == "image" else None
    text = file_line(whole.words) if whole else ""
    if whole is None or not (text or picture):
        raise CannotEdit(gone())
    left = without_passage(section.blocks[block], whole)
    blocks = [*section.blocks[:block], *left, *section.blocks[block + 1 :]]
    before = section.blocks[block - 1] if block else None
    place = file_line(block_text(before) if before else known_as(section))[-CONTEXT:]
    outline = outline.with_part(at, replace(section, blocks=blocks))
    dropped = Dropped(text, "by_editor", place, at=at, picture=picture)
    outline = replace(outline, dropped=[*outline.dropped, dropped])
    if not picture:
        outline = counted_out(outline, text)
    which = _which(picture)
    edit = HandEdit("cut", known_as(section), was=text, picture=which)
    return _noted(outline, edit) if text or which else outline


def _which(picture: DraftBlock | None) -> str:
    return picture["value"].fingerprint if picture else ""


def _passage(outline: Outline, at: int, block: int, item: int) -> Passage:
    passage = passage_at(_part(outline, at), block, item)
    if passage is None:
        raise CannotEdit(gone())
    return passage


def _noted(outline: Outline, edit: HandEdit, *, alone: bool = True) -> Outline:
    """The outline with the edit on record, and the words that it replaces out of the measure."""
    by_hand = noted(outline.by_hand, edit, alone=alone)
    more = replaced_words(by_hand) - replaced_words(outline.by_hand)
    return replaced_by_hand(replace(outline, by_hand=by_hand), more)


def settle(outline: Outline, at: int) -> Outline:
    """Take off what the importer was unsure of in a section: an editor has looked at it.

    Raises `CannotEdit` where there is no such section.
    """
    section = _section(outline, at)
    return outline.with_part(at, replace(section, unsure=[])) if section.unsure else outline


def settle_remarks(outline: Outline, remarks: Collection[KeptWords]) -> Outline:
    """Take some remarks off every section that has them."""
    sections = [
        replace(section, unsure=[remark for remark in section.unsure if remark not in remarks])
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

    All of what is before the first section may become one.

    With an `item` it begins inside a list, which is then parted there. Without a number or title
    the new section is called like the first words of its text. Raises `CannotEdit` for a block or
    item that is not there, or the first of a section.
    """
    section = _part(outline, at)
    blocks = section.blocks
    if item and block in range(len(blocks)):
        blocks = [*blocks[:block], *_parted(blocks[block], item), *blocks[block + 1 :]]
        block += 1
    if not (at != FRONT_MATTER) <= block < len(blocks):
        raise CannotEdit(_("A section can be split only between two of its blocks."))
    number, title = file_line(number), file_line(title)
    if not number and not title:
        words = file_line(block_text(blocks[block])).split(" ")
        title = " ".join(words[:8]) + ("\u2026" if len(words) > 8 else "")
    after = Section(number, title, section.level, blocks[block:], written="")
    outline = outline.with_part(at, replace(section, blocks=blocks[:block]))
    sections = [*outline.sections[: at + 1], after, *outline.sections[at + 1 :]]
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
    section = _part(outline, at)
    if len(outline.sections) == 1 and at != FRONT_MATTER:
        raise CannotEdit(_("The only section cannot be left out."))
    text = section_words(section)
    before = heading_text(outline.sections[at - 1])[-CONTEXT:] if at > 0 else ""
    dropped = [*outline.dropped, Dropped(text, "by_editor", before, section=section, at=at)]
    if at == FRONT_MATTER:
        outline = replace(outline, front_matter=[])
    else:
        sections = [*outline.sections[:at], *outline.sections[at + 1 :]]
        outline = replace(outline, sections=_settled(sections))
    outline = counted_out(replace(outline, dropped=dropped), text)
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
        left_out = HandEdit("leave_out", known_as(item.section), was=item.text)
        by_hand = [edit for edit in outline.by_hand if edit != left_out]
        outline = _back_at(replace(outline, dropped=rest, by_hand=by_hand), item.at, item.section)
    else:
        outline = _with_block(_marked(outline, which, taken_in=True), item)
        if item.text or _which(item.picture):
            taken = HandEdit("take_in", was=item.text, picture=_which(item.picture))
            outline = _noted(outline, taken)
    return counted_in(outline, item)


def _back_at(outline: Outline, at: int, section: Section) -> Outline:
    if at == FRONT_MATTER:
        return replace(outline, front_matter=[*section.blocks, *outline.front_matter])
    sections = [*outline.sections[:at], section, *outline.sections[at:]]
    return replace(outline, sections=_settled(sections))


def leave_out(outline: Outline, which: int) -> Outline:
    """Leave out again what was taken in.

    Raises `CannotEdit` where no paragraph says it any more.
    """
    item = _dropped(outline, which, taken_in=True)
    block = _block_of(item)
    for at, section in outline.parts():
        if block in section.blocks:
            blocks = list(section.blocks)
            blocks.remove(block)
            outline = outline.with_part(at, replace(section, blocks=blocks))
            if item.text or _which(item.picture):
                left = HandEdit("cut", known_as(section), was=item.text)
                outline = _noted(outline, replace(left, picture=_which(item.picture)))
            again = replace(item, reason="by_editor") if item.reason == "not_understood" else item
            outline = _marked(outline, which, taken_in=False, item=again)
            return outline if item.picture else counted_out(outline, item.text)
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


def _block_of(item: Dropped) -> DraftBlock:
    """A picture as it was, words as a paragraph, the figures of a chart as a table."""
    if item.picture:
        return item.picture
    if "\t" in item.text:
        rows: list[list[str | None]] = [[*line.split("\t")] for line in item.text.split("\n")]
        return {"type": "table", "value": table_value(rows, [], header_row=True)}
    return paragraph_block(escape(item.text, quote=False))


def _with_block(outline: Outline, item: Dropped) -> Outline:
    at, block = _place(outline, item)
    section = outline.part(at) or Section(written="")
    blocks = [*section.blocks[:block], _block_of(item), *section.blocks[block:]]
    return outline.with_part(at, replace(section, blocks=blocks))


def _place(outline: Outline, item: Dropped) -> tuple[int, int]:
    """Section and block before which something goes: after the words it stood after in the file.

    At the end of the text where these are nowhere.
    """
    parts = sorted(outline.parts(), key=lambda part: part[0] == FRONT_MATTER != item.at)
    for at, section in parts if item.place else ():
        if heading_text(section).endswith(item.place) or (section.written or "").endswith(
            item.place
        ):
            return at, 0
        for block, value in enumerate(section.blocks):
            if item.place in file_line(block_text(value)):
                return at, block + 1
    if item.at == FRONT_MATTER:
        return FRONT_MATTER, 0
    return len(outline.sections) - 1, len(outline.sections[-1].blocks)


def _section(outline: Outline, at: int) -> Section:
    if at == FRONT_MATTER:
        raise CannotEdit(_("This section is no longer there. Reload the page."))
    return _part(outline, at)


def _part(outline: Outline, at: int) -> Section:
    part = outline.part(at)
    if part is None:
        raise CannotEdit(_("This section is no longer there. Reload the page."))
    return part


def _shift(outline: Outline, at: int, by: int) -> Outline:
    level = outline.sections[at].level
    end = at + 1
    while end < len(outline.sections) and outline.sections[end].level > level:
        end += 1
    sections = [
        replace(item, level=item.level + by) if at <= index < end else item
        for index, item in enumerate(outline.sections)
    ]
    name = known_as(outline.sections[at])
    edit = HandEdit("level", name, was=f"{level}", now=f"{level + by}")
    alike = sum(known_as(section) == name for section in sections)
    return _noted(replace(outline, sections=_settled(sections)), edit, alone=alike == 1)


def _settled(sections: list[Section]) -> list[Section]:
    """Sections with levels that start at 1 and never step down by more than one."""
    settled: list[Section] = []
    above = 0
    for section in sections:
        level = min(section.level, above + 1)
        settled.append(section if level == section.level else replace(section, level=level))
        above = level
    return settled
