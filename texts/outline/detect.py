"""Decide the structure of a document: which lines are headings, which are text, which are neither.

The one place for all formats. Page furniture and printed contents are set aside first; then
legislation is read by its numbering (`bills`), anything else by its headings (`headings`); then
what lies between two headings becomes the blocks of a section. Each stage takes what the one
before it made, and changes none of it.
"""

from __future__ import annotations

from dataclasses import asdict, replace

from texts.cleaning import file_text
from texts.outline import (
    bills,
    breaks,
    contents_check,
    cover,
    headings,
    legibility,
    printed_contents,
    run_in,
    running_headers,
)
from texts.outline import section_building as building
from texts.outline.line_flow import LineFlow
from texts.outline.model import Dropped, Outline
from texts.outline.printed_contents import Contents
from texts.outline.structure import Structure
from texts.outline.word_measure import measured
from texts.patterns import has_words
from texts.runs import Run, one_line, parse, tidy, to_html
from texts.source import CONTEXT, SourceDocument, SourceLine


def build_outline(document: SourceDocument) -> Outline:
    """The outline proposed for a document, with the measure of words that arrived."""
    known = [item.text for item in document.beside if item.reason == "header_footer"]
    flow = running_headers.set_aside(LineFlow(_lines(document)), known)
    contents = printed_contents.find(flow)
    flow = flow.set_aside(contents.lines, "contents")
    structure = _structure(flow, contents, document.title)
    text = "\n".join(line.text for line in flow.lines)
    title = cover.document_title(structure, document.title)
    named = cover.title_lines(structure, title)
    outline = Outline(
        title=title,
        written_title="\n".join(flow[at].text for at in named),
        sections=building.sections(structure),
        front_matter=building.front_matter(structure, named),
        dropped=[*_dropped(flow), *(Dropped(**asdict(item)) for item in document.beside)],
        warnings=[*legibility.remarks(text), *document.warnings],
    )
    if not outline.sections:
        outline = _in_one_section(outline, document.title)
    outline = replace(outline, lacking=contents_check.lacking(flow, contents, outline))
    source = file_text(document.source_text) or "\n".join(_shown(line) for line in flow.lines)
    return measured(outline, "\n".join([source, *(item.text for item in document.beside)]))


def _lines(document: SourceDocument) -> list[SourceLine]:
    """The lines to work on; in a bill, those that layout put into one paragraph or table apart."""
    laid_out = [_tidy(item) for line in document.lines for item in line.laid_out or [line]]
    if bills.is_bill(laid_out):
        return list(breaks.part_lines(laid_out))
    return list(run_in.parted([_tidy(line) for line in document.lines]))


def _tidy(line: SourceLine) -> SourceLine:
    """The line with HTML and text in step, so that a cut in one is a cut in the other."""
    if line.kind != "text":
        return line
    runs = parse(line.html) if line.html else tidy([Run(line.text)])
    if not runs and line.label:
        return replace(line, text=line.label, html=to_html([Run(line.label)]), label="")
    return replace(line, text=one_line(runs), html=to_html(runs))


def _structure(flow: LineFlow, contents: Contents, title: str) -> Structure:
    """The headings, read as those of a bill where there are such; the margin is a bill's alone."""
    if bills.is_bill(flow.lines):
        found = bills.find_headings(flow, contents)
        if found:
            return Structure(flow, found, is_bill=True)
    flow = flow.with_lines([replace(line, margin=False) for line in flow.lines])
    return Structure(flow, headings.find_headings(flow, contents, title))


def _dropped(flow: LineFlow) -> list[Dropped]:
    """What was left out and holds words, in order."""
    return [
        Dropped(_shown(flow[at]), reason, _words_before(flow, at))
        for at, reason in sorted(flow.aside.items())
        if reason != "heading" and reason != "margin" and has_words(_shown(flow[at]))
    ]


def _words_before(flow: LineFlow, at: int) -> str:
    """The last words that were kept before a line, by which it is found again."""
    for before in range(at - 1, -1, -1):
        if flow.aside.get(before, "heading") == "heading" and has_words(_shown(flow[before])):
            return _shown(flow[before])[-CONTEXT:]
    return ""


def _in_one_section(outline: Outline, title: str) -> Outline:
    whole = building.whole_text(outline.title or title, outline.front_matter)
    return replace(outline, sections=[whole], front_matter=[])


def _shown(line: SourceLine) -> str:
    return f"{line.label} {line.text}".strip()
