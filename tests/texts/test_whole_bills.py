"""Whole bills from the file to the outline: what is found, kept, ordered and left out."""

import time
from dataclasses import replace

import pytest

from tests.texts.readers.whole_bills import LAYOUTS, TITLES, outline, write_bill
from texts.outline.detect import build_outline
from texts.outline.word_measure import block_text
from texts.patterns import words
from texts.read import read_source

LONGEST_IMPORT = 5.0
"""Seconds of processor time."""


@pytest.fixture(scope="module", params=LAYOUTS)
def bill(request, tmp_path_factory):
    """The bill in each layout in turn, as its reader understood it."""
    return read_source(write_bill(tmp_path_factory.mktemp("bill") / "bill.docx", request.param))


@pytest.fixture(scope="module")
def made(bill):
    return build_outline(bill)


def texts(made):
    return [
        line
        for section in made.sections
        for block in section.blocks
        if block["type"] != "table"
        for line in block_text(block).split("\n")
    ]


def test_outline__of_a_whole_bill_has_its_sections_and_no_others(made):
    assert [(item.level, item.number, item.title) for item in made.sections] == outline()
    assert not [item.title for item in made.sections if item.unsure]


def test_outline__of_a_whole_bill_keeps_every_word_once(made):
    assert made.words.complete, (made.words.missing, made.words.added)
    assert made.words.source > 40 * len(TITLES)


def test_outline__of_a_whole_bill_keeps_words_in_order(bill, made):
    source = f" {' '.join(words(bill.source_text))} "
    at = source.index(" ENACTED by ")
    for line in texts(made):
        at = source.find(f" {' '.join(words(line))} ", at)
        assert at >= 0, line


def test_outline__of_a_whole_bill_has_no_page_furniture_in_its_text(made):
    assert not [line for line in texts(made) if line.endswith("Springs Bill, 2026")]


def test_outline__of_a_long_bill_takes_no_longer_than_an_editor_waits(bill):
    long = replace(bill, lines=bill.lines * 10)
    begin = time.process_time()
    assert len(build_outline(long).sections) > len(TITLES)
    assert time.process_time() - begin < LONGEST_IMPORT
