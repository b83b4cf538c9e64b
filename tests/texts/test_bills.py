"""Real bills against outlines made by hand from reading them."""

import csv
import functools
import time
from pathlib import Path

import pytest

from texts.outline import detect
from texts.outline.word_measure import block_text
from texts.patterns import words
from texts.read import read_source

BILLS = Path(__file__).parents[3] / "shared" / "data" / "bills"
EXPECTED = Path(__file__).parent / "expected" / "bills"
NAMES = sorted(path.stem for path in EXPECTED.glob("*.tsv"))
LEAST_RIGHT = 0.95
LONGEST_IMPORT = 5.0
MOST_STRAYS = 0.01
"""Specks of a scan that lie in boxes over a line come after it, not within it."""


@functools.cache
def read(name):
    return read_source(BILLS / f"{name}.docx")


@functools.cache
def outline_of(name):
    return detect.build_outline(read(name))


@pytest.fixture(params=NAMES)
def name(request):
    """Each bill in turn; skipped where the bills are absent."""
    if not (BILLS / f"{request.param}.docx").exists():
        pytest.skip("the bills are not on this machine")
    return request.param


def expected(name):
    with (EXPECTED / f"{name}.tsv").open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return [(int(row["level"]), row["number"], row["title"].casefold()) for row in rows]


def found(outline):
    return [
        (section.level, section.number, section.title.casefold()) for section in outline.sections
    ]


def test_outline__of_a_real_bill_has_its_sections_and_no_others(name):
    wanted, got = expected(name), found(outline_of(name))
    right = [row for row in wanted if row in got]
    invented = [row for row in got if row[:2] not in [other[:2] for other in wanted]]
    assert len(right) >= LEAST_RIGHT * len(wanted), [row for row in wanted if row not in got]
    assert not invented
    assert len(got) == len(wanted)


def test_outline__of_a_real_bill_keeps_every_word_once(name):
    measure = outline_of(name).words
    assert measure.complete, (measure.missing, measure.added)
    assert measure.source > 2_000


def test_outline__of_a_real_bill_keeps_words_in_order(name):
    source = f" {' '.join(words(read(name).source_text))} "
    openings = [
        f" {' '.join(words(line)[:4])} "
        for section in outline_of(name).sections
        for block in section.blocks
        if block["type"] not in ("note", "table")
        for line in block_text(block).split("\n")
    ]
    at = 0
    strays = []
    for opening in openings:
        place = source.find(opening, at)
        if place < 0:
            strays.append(opening)
        else:
            at = place
    assert len(strays) <= MOST_STRAYS * len(openings), strays


def test_outline__of_a_real_bill_has_no_page_furniture_in_its_text(name):
    outline = outline_of(name)
    running = [item.text for item in outline.dropped if item.reason == "header_footer"]
    text = "\n".join(block_text(block) for item in outline.sections for block in item.blocks)
    assert not [line for line in text.split("\n") if line in running]


def test_read__of_the_longest_bill_stays_within_its_time():
    path = BILLS / "startup-2020.docx"
    if not path.exists():
        pytest.skip("the bills are not on this machine")
    begin = time.process_time()
    detect.build_outline(read_source(path))
    assert time.process_time() - begin < LONGEST_IMPORT
