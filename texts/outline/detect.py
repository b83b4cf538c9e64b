"""Decide the structure of a document: which lines are headings, which are text, which are neither.

The one place for all formats. Page furniture and printed contents are set aside first; then
legislation is read by its numbering (`bills`), anything else by its headings (`headings`); then
what lies between two headings becomes the blocks of a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from texts.cleaning import clean_text
from texts.inline import Span, parse, tidy, to_html, to_text
from texts.outline import (
    bills,
    block_building,
    breaks,
    clause_titles,
    cover,
    furniture,
    headings,
    margins,
    printed_contents,
)
from texts.outline.model import Dropped, Outline, Section
from texts.outline.structure import Heading, next_line
from texts.outline.word_measure import measure
from texts.patterns import has_words, join_hyphens
from texts.source import SourceDocument, SourceLine


def build_outline(document: SourceDocument) -> Outline:
    """The outline proposed for a document, with the measure of words that arrived."""
    lines = _lines(document)
    dropped = furniture.find(lines)
    printed = printed_contents.find(lines, dropped)
    for at in printed.lines:
        dropped.setdefault(at, "contents")
    outline = Outline(
        dropped=[
            Dropped(_shown(lines[at]), reason)
            for at, reason in sorted(dropped.items())
            if has_words(_shown(lines[at]))
        ],
        warnings=list(document.warnings),
    )
    found = _read_bill(lines, set(dropped), printed) if bills.is_bill(lines) else []
    bill = bool(found)
    if not bill:
        lines = [replace(line, margin=False) for line in lines]
        found = headings.find_headings(lines, set(dropped), printed.lines, document.title)
    _assemble(outline, lines, found, set(dropped), bill)
    _doubt_repeated_numbers(outline)
    outline.title = cover.document_title(lines, set(dropped), found, document.title)
    if not outline.sections:
        _make_single_section(outline, document)
    source = clean_text(document.source_text) or "\n".join(_shown(line) for line in lines)
    outline.words = measure(source, outline)
    return outline


def _lines(document: SourceDocument) -> list[SourceLine]:
    """The lines to work on; in a bill, those that layout put into one paragraph or table apart."""
    laid_out = [_tidy(item) for line in document.lines for item in line.laid_out or [line]]
    if bills.is_bill(laid_out):
        return list(breaks.part_lines(laid_out))
    return [_tidy(line) for line in document.lines]


def _tidy(line: SourceLine) -> SourceLine:
    """The line with HTML and text in step, so that a cut in one is a cut in the other."""
    if line.kind != "text":
        return line
    spans = parse(line.html) if line.html else tidy([Span(line.text)])
    if not spans and line.label:
        return replace(line, text=line.label, html=to_html([Span(line.label)]), label="")
    return replace(line, text=to_text(spans), html=to_html(spans))


def _shown(line: SourceLine) -> str:
    return f"{line.label} {line.text}".strip()


def _read_bill(
    lines: Sequence[SourceLine], skipped: set[int], printed: printed_contents.Contents
) -> list[Heading]:
    found = bills.find_headings(lines, skipped, printed)
    clauses = [item.value for item in found if item.kind == "clause"]
    titles = printed.titles
    if len(printed.unnumbered) == len(clauses):
        titles = dict(zip(clauses, printed.unnumbered, strict=True))
    clause_titles.take_titles_above(found, lines, skipped, titles)
    left_over = margins.assign_titles(found, lines, skipped, titles)
    clause_titles.take_titles(found, lines, skipped, titles)
    for unit in left_over if found else ():
        _attach(unit, found, lines, skipped)
    numbers = [item.value for item in found if item.kind == "clause"]
    for item in found:
        if item.kind == "clause" and not item.title:
            item.unsure.append(_("No title was found for this clause."))
        if item.kind == "clause" and item.value > 1 and item.value - 1 not in numbers:
            item.unsure.append(_("The clause before this one was not found."))
    return found


def _attach(
    unit: margins.Unit, found: Sequence[Heading], lines: Sequence[SourceLine], skipped: set[int]
) -> None:
    """Give a marginal reference to the section whose text it stands beside."""
    holder = _holder(unit, found, lines, skipped)
    holder.notes.append(SourceLine(text=unit.text, html=to_html([Span(unit.text)])))
    holder.used |= {at for at in unit.lines if not lines[at].margin}


def _holder(
    unit: margins.Unit, found: Sequence[Heading], lines: Sequence[SourceLine], skipped: set[int]
) -> Heading:
    """The section a note belongs to.

    Where notes come after all the text of their page, that is the section whose title is the note
    above it, or the section the page begins with; else the one it stands in.
    """
    following = next_line(lines, unit.lines[-1], skipped)
    place = unit.at
    if following is None or lines[following].page != unit.page:
        above = [
            item
            for item in found
            if any(at < unit.at and _beside(lines[at], unit) for at in item.used)
        ]
        if above:
            return above[-1]
        texts = (
            at
            for at, line in enumerate(lines)
            if line.page == unit.page and not line.margin and line.text and at not in skipped
        )
        place = next(texts, unit.at)
    return next((item for item in reversed(found) if item.at <= place), found[0])


def _beside(line: SourceLine, unit: margins.Unit) -> bool:
    return line.margin and line.page == unit.page


def _assemble(
    outline: Outline,
    lines: Sequence[SourceLine],
    found: Sequence[Heading],
    skipped: set[int],
    bill: bool,
) -> None:
    """Fill front matter and sections with the blocks of the lines between headings."""
    used = skipped | {at for item in found for at in item.used}
    first = found[0].at if found else len(lines)
    outline.front_matter = block_building.build(_between(lines, 0, first, used, bill))
    for index, item in enumerate(found):
        end = found[index + 1].at if index + 1 < len(found) else len(lines)
        body = [item.rest] if item.rest else []
        body.extend(_between(lines, item.at + 1, end, used, bill))
        title = join_hyphens(item.title)
        section = Section(item.number, title, item.level, block_building.build(body))
        section.blocks.extend(
            block_building.note_block("", f"<p>{note.html}</p>") for note in item.notes
        )
        section.blocks.extend(
            block_building.note_block(note.mark, note.html)
            for at in sorted(item.used)
            for note in lines[at].notes
        )
        section.written = item.written
        section.unsure = item.unsure
        outline.sections.append(section)


def _doubt_repeated_numbers(outline: Outline) -> None:
    """Tell the editor where two sections side by side bear one number."""
    seen: dict[int, set[str]] = {}
    for section in outline.sections:
        for level in [level for level in seen if level > section.level]:
            del seen[level]
        numbers = seen.setdefault(section.level, set())
        if section.number and section.number in numbers:
            section.unsure.append(_("Another section has the same number."))
        numbers.add(section.number)


def _between(
    lines: Sequence[SourceLine], begin: int, end: int, used: set[int], bill: bool
) -> Iterable[SourceLine]:
    """The lines of a section's text; notes in the margin of a bill are not among them."""
    for at in range(begin, end):
        if at not in used and not (bill and lines[at].margin and lines[at].kind == "text"):
            yield lines[at]


def _make_single_section(outline: Outline, document: SourceDocument) -> None:
    """No headings at all: everything in one section, and the editor is told."""
    title = outline.title or document.title or _("Text")
    outline.sections = [
        Section(
            title=title,
            blocks=outline.front_matter,
            written="",
            unsure=[_("No headings were found, so that all of the text is in one section.")],
        )
    ]
    outline.front_matter = []
