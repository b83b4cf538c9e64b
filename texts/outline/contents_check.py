"""What the printed contents name and the text lacks: a file may have lost a chapter on its way."""

from __future__ import annotations

from collections.abc import Iterator

from texts.outline import printed_contents
from texts.outline.line_flow import LineFlow
from texts.outline.model import Outline
from texts.outline.printed_contents import Contents
from texts.outline.word_measure import plain_words
from texts.patterns import key, likeness

_MOST = 300
"""Entries that are looked for; longer contents are not looked through to their end."""
_ALIKE = 0.8
"""How like an entry a heading is that was misread in one of the two places."""
_LISTED = 30


def lacking(flow: LineFlow, contents: Contents, outline: Outline) -> list[str]:
    """The entries of which neither a heading nor a line says the words, in order."""
    said = key(plain_words(outline))
    written = [section.written or "" for section in outline.sections]
    titles = [section.title for section in outline.sections]
    numbers = {section.number for section in outline.sections}
    said += key(" ".join(written))
    found: list[str] = []
    for number, title in [*_entries(flow, contents)][:_MOST]:
        if key(title) in said or (number and number in numbers):
            continue
        if not any(likeness(title, other) >= _ALIKE for other in titles):
            found.append(f"{number} {title}".strip())
    return found[:_LISTED]


def _entries(flow: LineFlow, contents: Contents) -> Iterator[tuple[str, str]]:
    """Number, where it tells, and title of each entry."""
    if contents.titles or contents.unnumbered:
        yield from ((f"{number}", title) for number, title in contents.titles.items())
        yield from (("", title) for title in contents.unnumbered)
        yield from ((number, title or number) for number, title in contents.parts)
        return
    yield from (("", entry) for entry in printed_contents.entries(flow, contents))
