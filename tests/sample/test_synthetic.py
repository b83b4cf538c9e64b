"""The generator of made-up comments: reproducible, believable in its shares, safe to write out."""

import csv
import io
import string
import tracemalloc
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample.synthetic import COLUMNS, MAX_TEXT, SectionStub, phrases, synthesise

NAIROBI = timezone(timedelta(hours=3))
START = datetime(2030, 3, 1, 8, tzinfo=NAIROBI)
END = START + timedelta(days=21, hours=9)
SECTIONS = (
    SectionStub("notice", "5.1", "Notice and time to respond", "A notice and its deadline. " * 40),
    SectionStub("access", "5.8", "Persons with disabilities", "Sign language and ramps. " * 40),
    SectionStub("money", "7", "Financing", "Funds, rates and allowances. " * 40),
    SectionStub("unnumbered-annex", "", "Schedule", ""),
)
WARDS = tuple(f"{code:04d}" for code in range(991, 1051))
TAGS = ("notice", "persons-with-disabilities", "budget", "youth")
ORGANISATIONS = ("Mfano Group (illustrative)", "Sample Network (illustrative)")


def made(n: int, **changes) -> list[dict[str, str]]:
    arguments = {
        "sections": SECTIONS,
        "wards": WARDS,
        "organisations": ORGANISATIONS,
        "tags": TAGS,
        "n": n,
        "seed": 7,
        "start": START,
        "end": END,
    }
    return list(synthesise(**arguments | changes))


@pytest.fixture(scope="module")
def many() -> list[dict[str, str]]:
    return made(3_000)


def slots_of(phrase: str) -> set[str]:
    return {name.lower() for _, name, _, _ in string.Formatter().parse(phrase) if name}


def all_phrases(book) -> list[str]:
    if isinstance(book, str):
        return [book]
    values = book.values() if isinstance(book, dict) else book
    return [phrase for value in values for phrase in all_phrases(value)]


def test_synthesise__same_seed_gives_same_rows_and_another_seed_does_not():
    assert made(200, hostile=True) == made(200, hostile=True)
    assert made(200) != made(200, seed=8)


def test_synthesise__rows_have_the_import_columns_and_valid_values(many):
    rows = many
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert {row["section"] for row in rows} == {"5.1", "5.8", "7", "unnumbered-annex"}
    assert {row["stance"] for row in rows} == {
        "support",
        "support_with_changes",
        "oppose",
        "question",
    }
    assert {row["language"] for row in rows} == {"en", "sw"}
    assert {row["ward"] for row in rows} <= {"", *WARDS}
    assert {row["organisation"] for row in rows} == {"", *ORGANISATIONS}
    assert {tag for row in rows for tag in row["tags"].split(";")} == {"", *TAGS}
    assert len({row["external_id"] for row in rows}) == len(rows)
    assert all(3 <= len(row["text"]) <= MAX_TEXT for row in rows)


def test_synthesise__no_slot_is_left_unfilled(many):
    texts = [row[field] for row in many for field in ("text", "proposed", "reason")]
    assert not [text for text in texts if "{" in text or "}" in text]


def test_synthesise__rows_come_in_order_within_the_window(many):
    moments = [datetime.fromisoformat(row["received_at"]) for row in many]
    assert moments == sorted(moments)
    assert START <= moments[0] <= moments[-1] <= END
    middle = START + (END - START) / 2
    assert sum(moment > middle for moment in moments) > 0.6 * len(many)


def test_synthesise__shares_are_those_of_life(many):
    rows = many
    stances = Counter(row["stance"] for row in rows)
    assert stances["support"] > stances["oppose"] > 0
    assert 0.3 < sum(row["language"] == "sw" for row in rows) / len(rows) < 0.65
    lengths = sorted(len(row["text"]) for row in rows)
    assert lengths[0] < 15
    assert lengths[-1] > 2_000
    wards = Counter(row["ward"] for row in rows if row["ward"])
    assert wards.most_common()[0][1] > 4 * wards.most_common()[-1][1]


def test_synthesise__campaign_texts_are_near_identical_and_edited(many):
    marks = ("one voice", "sauti moja", "Sambaza ujumbe", "do not weaken", "Share this message")
    campaign = [row["text"] for row in many if any(mark in row["text"] for mark in marks)]
    assert 0.05 < len(campaign) / len(many) < 0.1
    assert 20 < len(set(campaign)) < len(campaign)


def test_synthesise__text_speaks_about_the_section(many):
    def saying(section: str, word: str) -> float:
        texts = [row["text"].lower() for row in many if row["section"] == section]
        return sum(word in text for text in texts) / len(texts)

    assert saying("5.8", "sign language") > 3 * saying("7", "sign language")
    assert saying("5.1", "notice") > 3 * saying("7", "notice")


def test_synthesise__hostile_rows_only_on_request_and_writable_as_utf8(many):
    def strange(rows):
        return [row for row in rows if "<script>" in row["text"] or row["text"].startswith("=")]

    assert not strange(many)
    rows = made(6_000, hostile=True)
    assert strange(rows)
    assert any("\x00" in row["text"] for row in rows)
    out = io.StringIO(newline="")
    csv.DictWriter(out, COLUMNS).writerows(rows)
    out.getvalue().encode("utf-8")
    assert max(len(row["text"]) for row in rows) <= MAX_TEXT


def test_synthesise__memory_does_not_grow_with_rows():
    def peak(n: int) -> int:
        tracemalloc.start()
        rows = synthesise(
            sections=SECTIONS,
            wards=WARDS,
            organisations=ORGANISATIONS,
            tags=TAGS,
            n=3_000,
            seed=1,
            start=START,
            end=END,
        )
        for _ in islice(rows, n):
            pass
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    phrases()
    assert peak(3_000) < 1.5 * peak(500)


def test_synthesise__bare_input_still_gives_rows():
    rows = made(300, wards=(), organisations=(), tags=())
    assert {row["ward"] + row["organisation"] + row["tags"] for row in rows} == {""}


@pytest.mark.parametrize(
    ("changes", "message"),
    [({"sections": ()}, "section"), ({"end": START - timedelta(1)}, "end is before")],
)
def test_synthesise__impossible_input_says_why(changes, message):
    with pytest.raises(ValueError, match=message):
        made(1, **changes)


@settings(max_examples=30, deadline=None)
@given(
    title=st.text(max_size=200),
    text=st.text(max_size=200),
    hours=st.integers(0, 2_000),
    hour=st.integers(0, 23),
    n=st.integers(0, 20),
)
def test_synthesise__any_title_and_window_are_taken(title, text, hours, hour, n):
    start = START.replace(hour=hour)
    end = start + timedelta(hours=hours)
    sections = [SectionStub("only", "", title, text)]
    rows = made(n, sections=sections, start=start, end=end, hostile=True)
    moments = [datetime.fromisoformat(row["received_at"]) for row in rows]
    assert len(rows) == n
    assert moments == sorted(moments)
    assert all(start <= moment <= end for moment in moments)


def test_phrases__every_slot_is_known_and_the_book_is_large_enough():
    book = phrases()
    known = set(book["slots"]) | {"section", "sehemu", "title", "organisation", "ask"}
    known |= {"observation"}
    composed = {key: value for key, value in book.items() if key != "hostile"}
    for phrase in all_phrases(composed):
        assert slots_of(phrase) <= known, phrase
    counts = {
        tongue: len({p for topic in book["topics"].values() for p in all_phrases(topic[tongue])})
        for tongue in ("en", "sw")
    }
    assert counts["en"] >= 150
    assert counts["sw"] >= 80
