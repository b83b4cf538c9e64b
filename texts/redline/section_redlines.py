"""Redlines of sections: heading and body, one by itself or as many as a page has room for."""

from collections.abc import Iterable, Iterator, Sequence

from texts.body import Block
from texts.bounds import share_of
from texts.edition_text import SectionText
from texts.redline.alignment import Steps
from texts.redline.block_changes import redline_blocks
from texts.redline.redline_html import blocks_html, redline_html, redline_text_html

MOST_ON_A_PAGE = 3
"""Of the longest sections, both sides counted: 80,000 words, or some 6,000 paragraphs."""
MOST_BY_THEMSELVES = 4
"""Both sides of two long texts, or of six of a thousand words."""
Sides = tuple[SectionText | None, SectionText | None]


def section_redline(old: SectionText | None, new: SectionText | None, fold: int) -> tuple[str, str]:
    """Heading and body as safe HTML; see `redline_html`."""
    return _heading(old, new), str(redline_html(_blocks(old), _blocks(new), fold=fold))


def section_redlines(several: Iterable[Sides], fold: int) -> Iterator[tuple[str, str | None]]:
    """The same of several sections that stand on one page, made with the steps of one.

    A body is None from where the page has no room any more.
    """
    steps, room = Steps(), float(MOST_ON_A_PAGE)
    for old, new in several:
        bodies = _blocks(old), _blocks(new)
        room -= sum(map(share_of, bodies))
        body = str(blocks_html(redline_blocks(*bodies, steps), fold=fold)) if room >= 0 else None
        yield _heading(old, new), body


def fitting(several: Iterable[Iterable[Sequence[Block]]]) -> Iterator[bool]:
    """Of comparisons that are each kept by itself, which one page has room for, by their bodies.

    A tenth of the longest section can take as long to compare as all of it.
    """
    room = float(MOST_BY_THEMSELVES)
    for bodies in several:
        room -= sum(min(1, 10 * share_of(body)) for body in bodies)
        yield room >= 0


def _heading(old: SectionText | None, new: SectionText | None) -> str:
    return str(redline_text_html(old.heading if old else "", new.heading if new else ""))


def _blocks(section: SectionText | None) -> Sequence[Block]:
    return section.blocks if section else []
