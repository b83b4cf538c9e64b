"""Twice as much from a stranger takes about twice as long: nothing grows faster than what is given.

Each function that a visitor or a file can feed meets texts made to be costly. The size is doubled
until the work can be measured or is as much as is ever let in; then once more, and the time of this
process alone is compared, the best of several. ``ATTACK_MEASURABLE_S`` says what can be measured:
`make attack` takes longer texts.
"""

import contextlib
import gc
import os
import random
import time
from collections.abc import Callable
from functools import partial
from html import escape
from unittest.mock import patch

import docx
import pytest

from comments import flagged_words
from comments.campaigns import sketches
from comments.channels.phone import sms_words
from consult.language import found_words, word_forms
from consult.language.search_queries import search_query
from texts import cleaning, combining, runs
from texts.body import rich_lines
from texts.bounds import MAX_SECTIONS, is_too_long
from texts.edition_text import SectionText
from texts.outline import block_building, margin_notes, printed_contents, running_headers
from texts.outline.line_flow import LineFlow
from texts.outline.margin_notes import MarginNote
from texts.outline.structure import Heading
from texts.outline.titled_bill import TitledBill
from texts.readers import kinds, text_reader
from texts.readers.markdown_reader import read as read_markdown
from texts.readers.web.html_reader import read as read_html
from texts.redline import match_sections, redline_html, redline_text_html, section_redlines
from texts.source import SourceLine, UnreadableDocument
from texts.writers import docx_parts

pytestmark = pytest.mark.attack
MOST = 2.5
MEASURABLE_S = float(os.environ.get("ATTACK_MEASURABLE_S", "0.01"))
TRIES = 5
SURE = 4  # times as many tries before growth is believed
LARGEST = 160_000
FIRST = 2_500
STRIDE = 8  # while the work is far from measurable

PUMPS = {
    "letters": "a",
    "words": "word ",
    "blanks": " ",
    "breaks": " \n",
    "two marks": "\u0301\u0316",
    "marks of marks": "\u0f73",
    "marks and joiners": "\u0301\u200d\u0316",
    "hyphens": "a\u00ad ",
    "openings": "[",
    "pictures": "![",
    "tags": "<a ",
    "closings": "</b>",
    "bold": "<b>a",
    "comments": "<!--",
    "open attributes": '<b x="',
    "nested lists": "<ul><li>a",
    "sentences": "abcd. ",
    "entities": "&amp;",
    "numbers": "1.",
    "brackets": "(a) ",
    "quotes": "\u201ca\u201d ",
    "stars": "*a ",
    "dots": ".",
    "rows": "|a",
    "terms": "\u201ca\u201d means b; ",
    "notes": "1. abcd abcd abcd abcd abcd abcd abcd abcd abcd          Abcd.\n",
}
TEXT_EATERS: dict[str, Callable[[str], object]] = {
    "composed": combining.composed,
    "file_text": cleaning.file_text,
    "typed_text": cleaning.typed_text,
    "typed_line": cleaning.typed_line,
    "section_text": cleaning.section_text,
    "inert": cleaning.inert,
    "legal": cleaning.legal,
    "section_line": cleaning.section_line,
    "runs": lambda text: runs.plain(f"<b>{escape(text)}</b>"),
    "runs of markup": runs.plain,
    "rich_lines": lambda text: rich_lines.__wrapped__(text),
    "search": search_query,
    "words of a search": found_words.words_of,
    "forms of words": word_forms.forms_in,
    "words that stand out": flagged_words.flagged_spans,
    "words of a campaign": sketches.sketch,
    "words of an SMS": lambda text: (sms_words.stance_of(text), sms_words.language_of(text)),
    "plain text": text_reader.read,
    "text of a law": lambda text: text_reader.read(f"This Act may be cited as it is.\n{text}"),
    "html": lambda text: read_html(f"<html><body><p>{text}"),
    "signs of a font": lambda text: read_html(f"<html><font face=Symbol>{text}"),
    "markdown": read_markdown,
    "printed titles": lambda text: printed_contents._entries(cleaning.file_line(text)),
    "kind": lambda text: kinds.kind_of_text(text.encode(), "a.html"),
    "definitions": lambda text: list(block_building._definitions(text, escape(text))),
    "redline of words": lambda text: redline_text_html(text, f"{text}b"),
}


def line_eater(function: Callable[[LineFlow], object]) -> Callable[[str], object]:
    """Feeds a function the words of a text as so many lines beside the text."""
    return lambda text: function(
        LineFlow([SourceLine(text=each, margin=True) for each in text.split("\n")])
    )


def redline_eater(change: Callable[[str], str]) -> Callable[[str], object]:
    """Compares a text with what becomes of it, each as the one paragraph of a body."""

    def compare(text: str) -> object:
        rich_lines.cache_clear()
        return redline_html(
            *([{"type": "paragraph", "value": each}] for each in (text, change(text)))
        )

    return compare


def write_word(text: str) -> object:
    """A Word file of a paragraph of so much inline HTML."""
    file = docx.Document()
    for run in runs.parse(text):
        docx_parts.add_link(file.add_paragraph(), run.href, run.text)
    return file


REDLINES = {
    "two words in turn": "a b ",
    "other words each time": "a{n} b{n} ",
    "equal paragraphs": "<p>ab</p><p>b</p>",
    "paragraphs": "<p>a{n}</p><p>b{n} b</p>",
    "styles": "<b>a</b> b ",
}
REDLINE_EATERS = {
    "redline of many changes": redline_eater(lambda text: f"c{text.replace('b ', 'c ')}"),
    "redline of other spaces": redline_eater(lambda text: text.replace("b ", "b<br>")),
}


REDLINE_S = 3.0
"""Twice what the slowest takes, so that it holds on a busy machine too."""


MATCH_S = 9.0
"""Twice what the slowest takes."""


def paragraph(text: str) -> dict:
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


def unlike(seed: int) -> list[str]:
    """So many short paragraphs as a section has, of which hardly two share a word."""
    chance = random.Random(seed)
    return [" ".join(f"w{chance.randrange(30_000)}" for _ in range(11)) for _ in range(1_900)]


def table(rows: int, columns: int, cell: str) -> dict:
    return {"type": "table", "value": {"data": [[cell] * columns for _row in range(rows)]}}


LONGEST_SECTIONS = {
    "two words in turn": (["a b " * 49_900], ["a c b " * 33_000]),
    "few words": ([". ".join(["a b c", "b d"] * 10_000)], [". ".join(["b a", "c b d"] * 10_000)]),
    "signs": ([".,;:!?()" * 20_000], [";,.)(:?" * 20_000]),
    "unlike paragraphs": (unlike(1), unlike(2)),
    "links": (
        ['<a href="https://a.b/c">d</a> ' * 4_500],
        ['<a href="https://a.b/e">d</a> ' * 4_500],
    ),
    "marks": (["<b>a</b>b" * 4_900], ["<i>a</i>c" * 4_900]),
    "cells": ([table(900, 10, "word b " * 3)], [table(900, 10, "word c " * 3)]),
    "rows": ([table(9_900, 1, "a b c d")], [table(9_900, 1, "a b c e")]),
}


def longest_section(name: str) -> tuple[list[dict], list[dict]]:
    old, new = (
        [each if isinstance(each, dict) else paragraph(each) for each in side]
        for side in LONGEST_SECTIONS[name]
    )
    return old, new


def attach(flow: LineFlow) -> object:
    """Gives the notes to as many sections as there are lines."""
    headings = [Heading(at=at, used=frozenset([at])) for at in range(len(flow))]
    notes = [MarginNote([at], line.text, line.page) for at, line in flow.left()]
    return margin_notes.attach_notes(TitledBill(flow, headings, {}), notes)


LINES = {
    "notes that run on": "of the\n",
    "running titles": "{n} The {n} Water Bill, 2019\n",
    "lower case": "the county shall\n",
}
LINE_EATERS = {
    "running_headers": line_eater(running_headers.set_aside),
    "sections of notes": line_eater(attach),
    "margin notes": line_eater(lambda flow: margin_notes.find_notes(TitledBill(flow, [], {}))),
}


def pumped(pump: str, size: int) -> str:
    """The pump over and over, numbered where it says so, ``size`` characters in all."""
    times = size // len(pump) + 1
    if "{n}" in pump:
        return "".join(pump.replace("{n}", str(n)) for n in range(times))
    return (pump * times)[:size]


def seconds(function: Callable[[str], object], text: str) -> float:
    """What one call costs this thread; a refusal is an answer as well."""
    begin = time.thread_time()
    with contextlib.suppress(UnreadableDocument):
        function(text)
    return time.thread_time() - begin


def growth(function: Callable[[str], object], pump: str, tries: int = TRIES) -> float:
    """How many times as long twice the text takes; 1 where all that is let in is done at once.

    What takes too long is doubled once more, with more tries: a step, after which it is linear
    again, is no growth, nor is a neighbour on the same machine.
    """
    size = FIRST
    while (took := seconds(function, pumped(pump, size))) < MEASURABLE_S:
        if size >= LARGEST:
            return 1.0
        size = min(LARGEST, size * (STRIDE if took < MEASURABLE_S / STRIDE else 2))
    by = doubling(function, pump, size, tries)
    if by > MOST and tries > 1:
        return min(by, doubling(function, pump, min(2 * size, LARGEST), SURE * tries))
    return by


def doubling(function: Callable[[str], object], pump: str, size: int, tries: int) -> float:
    """How many times as long twice that size takes, the best of several."""
    one, two = pumped(pump, size), pumped(pump, 2 * size)
    once, twice = float("inf"), float("inf")
    for _try in range(tries):
        once = min(once, seconds(function, one))
        twice = min(twice, seconds(function, two))
        if twice <= MOST * once:
            break
    return twice / once


@pytest.fixture(autouse=True)
def _undisturbed():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("name", TEXT_EATERS)
def test_text__costs_in_step_with_its_length(name):
    found = {pump: growth(TEXT_EATERS[name], PUMPS[pump]) for pump in PUMPS}
    assert {pump: round(by, 1) for pump, by in found.items() if by > MOST} == {}


@pytest.mark.parametrize("name", REDLINE_EATERS)
def test_redline_html__costs_in_step_with_the_texts(name):
    found = {pump: growth(REDLINE_EATERS[name], REDLINES[pump]) for pump in REDLINES}
    assert {pump: round(by, 1) for pump, by in found.items() if by > MOST} == {}


@pytest.mark.parametrize("name", LONGEST_SECTIONS)
def test_redline_html__of_the_longest_sections_takes_no_longer_than_a_reader_waits(name):
    old, new = longest_section(name)
    assert not any(map(is_too_long, (old, new)))
    rich_lines.cache_clear()
    assert seconds(lambda _text: redline_html(old, new), "") < REDLINE_S


def test_section_redlines__of_many_long_sections_takes_no_longer_than_that_of_one():
    longest = [longest_section(name) for name in ("few words", "signs", "cells")]
    pairs = [tuple(SectionText(None, "", "", 1, side) for side in each) for each in longest] * 20
    made = []
    rich_lines.cache_clear()
    assert seconds(lambda _text: made.extend(section_redlines(pairs, fold=3)), "") < REDLINE_S
    bodies = [body for _heading, body in made]
    assert bodies[0]
    assert bodies.count(None) >= len(pairs) - 3


def sections(text: Callable[[int], str]) -> list[SectionText]:
    """As many as a policy has, without numbers and titles."""
    return [SectionText(None, "", "", 1, [paragraph(text(n))]) for n in range(MAX_SECTIONS)]


NEW_TEXTS = {
    "edited": lambda n: " ".join(f"w{(31 * n + 7 * at) % 5_000}" for at in range(80)),
    "few words": lambda n: f"{'b a a ' * 100} z{n}",
}


@pytest.mark.parametrize("name", NEW_TEXTS)
def test_match_sections__of_the_largest_policies_takes_no_longer_than_an_editor_waits(name):
    text = NEW_TEXTS[name]
    old, new = sections(text), sections(lambda n: text(n).replace("1", "x", 3).replace("a b", "c"))
    assert seconds(lambda _text: match_sections(old, new), "") < MATCH_S


def test_docx_parts__costs_in_step_with_the_links():
    assert growth(write_word, '<a href="https://a.b/{n}">a</a> ') <= MOST


@pytest.mark.parametrize("name", LINE_EATERS)
def test_lines__cost_in_step_with_their_number(name):
    found = {pump: growth(LINE_EATERS[name], LINES[pump]) for pump in LINES}
    assert {pump: round(by, 1) for pump, by in found.items() if by > MOST} == {}


def test_growth__of_what_grows_too_fast_is_seen():
    import unicodedata

    with patch.object(combining, "_MAYBE_RUN", combining._run_of("\uffff")):
        assert growth(combining.composed, PUMPS["two marks"], tries=1) > MOST
    normalised = partial(unicodedata.normalize, "NFC")
    assert growth(normalised, PUMPS["two marks"], tries=1) > MOST
