"""Corrections keep every word and sound levels."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from texts.outline import edits
from texts.outline.model import Dropped, Outline, Section
from texts.outline.word_measure import block_text, measure, plain_words
from texts.patterns import words


def paragraph(text):
    return {"type": "paragraph", "value": f"<p>{text}</p>"}


@pytest.fixture
def outline():
    return Outline(
        sections=[
            Section("PART I", "General", 1),
            Section("1", "Title", 2, [paragraph("one two"), paragraph("three")]),
            Section("2", "Scope", 2, [paragraph("four")]),
            Section("PART II", "Board", 1),
            Section("3", "Members", 2, [paragraph("five")]),
        ]
    )


TWO_ITEMS = [{"mark": mark, "level": 0, "text": "wells"} for mark in ("(a)", "(b)")]
LISTED = Outline(sections=[Section("1", "A", 1, [{"type": "list", "value": {"items": TWO_ITEMS}}])])


def levels(outline):
    return [(item.number, item.level) for item in outline.sections]


def test_rename__keeps_what_the_file_had_for_the_measure(outline):
    source = plain_words(outline)
    renamed = edits.rename(outline, 1, number="1A", title="Name  of\nthe Act")
    assert renamed.sections[1].title == "Name of the Act"
    assert renamed.sections[1].written == "1 Title"
    assert measure(source, renamed).complete
    assert outline.sections[1].title == "Title"


def test_promote__takes_inner_sections_along(outline):
    nested = edits.demote(outline, 3)
    assert levels(nested)[3:] == [("PART II", 2), ("3", 3)]
    assert levels(edits.promote(nested, 3)) == levels(outline)


def test_merge__turns_the_heading_into_a_paragraph_and_lifts_orphans(outline):
    merged = edits.merge(outline, 3)
    assert levels(merged) == [("PART I", 1), ("1", 2), ("2", 2), ("3", 2)]
    assert merged.sections[2].blocks == [paragraph("four"), paragraph("<b>PART II Board</b>")]


def test_split__begins_a_section_at_the_block(outline):
    parted = edits.split(outline, 1, 1)
    assert [item.title for item in parted.sections][1:3] == ["Title", "three"]
    assert parted.sections[2].level == 2
    assert parted.sections[1].blocks == [paragraph("one two")]


def test_split__begins_a_section_within_a_list_that_comes_first():
    parted = edits.split(LISTED, 0, 0, item=1)
    assert [block_text(item.blocks[0]) for item in parted.sections] == ["(a) wells", "(b) wells"]


@pytest.mark.parametrize("count", [8, 9])
def test_split__calls_a_section_by_its_first_eight_words(outline, count):
    blocks = [paragraph("one"), paragraph("two " * count)]
    outline.sections[1] = replace(outline.sections[1], blocks=blocks)
    title = edits.split(outline, 1, 1).sections[2].title
    assert title == "two two two two two two two two" + ("\u2026" if count > 8 else "")


def test_drop__leaves_one_of_two_sections(outline):
    two = replace(outline, sections=outline.sections[:2])
    assert len(edits.drop(two, 0).sections) == 1


def test_drop__keeps_the_words_among_the_dropped(outline):
    left = edits.drop(outline, 1)
    assert [item.number for item in left.sections] == ["PART I", "2", "PART II", "3"]
    assert left.dropped[0].text == "1 Title\none two\nthree"
    assert left.dropped[0].reason == "by_editor"


@pytest.mark.parametrize(
    "step",
    [
        lambda item: edits.promote(item, 0),
        lambda item: edits.demote(item, 0),
        lambda item: edits.demote(item, 1),
        lambda item: edits.merge(item, 0),
        lambda item: edits.split(item, 1, 0),
        lambda item: edits.split(item, 1, 2),
        lambda item: edits.split(item, 1, -1, item=1),
        lambda item: edits.split(item, 1, 2, item=1),
        lambda item: edits.split(LISTED, 0, -1, item=1),
        lambda item: edits.split(LISTED, 0, 0, item=2),
        lambda item: edits.split(LISTED, 0, 0, item=-1),
        lambda item: edits.rename(item, 1, number=" ", title=""),
        lambda item: edits.drop(item, 5),
        lambda item: edits.drop(item, -1),
        lambda item: edits.drop(Outline(sections=[Section("1", "A")]), 0),
    ],
)
def test_edit__of_what_cannot_be_done_is_refused(outline, step):
    with pytest.raises(edits.CannotEdit):
        step(outline)


STEPS = st.tuples(
    st.sampled_from(["rename", "promote", "demote", "merge", "split", "drop"]),
    st.integers(0, 8),
    st.integers(0, 3),
)
TEXTS = st.text("abcxyz &<", max_size=12)
SECTIONS = st.lists(
    st.builds(
        Section,
        number=TEXTS,
        title=TEXTS,
        level=st.just(1),
        blocks=st.lists(st.sampled_from("abc").map(paragraph), max_size=3),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=80, deadline=None)
@given(SECTIONS, st.lists(STEPS, max_size=8))
def test_edit__in_any_order_loses_no_word_and_keeps_levels_sound(sections, steps):
    outline = Outline(sections=sections)
    source = plain_words(outline)
    for name, place, block in steps:
        more = {"rename": ({"number": "9", "title": "new"}), "split": {"block": block}}.get(
            name, {}
        )
        try:
            outline = getattr(edits, name)(outline, place, **more)
        except edits.CannotEdit:
            continue
    found = measure(source, outline)
    assert not found.missing
    assert not found.added
    dropped = Counter(words(" ".join(item.text for item in outline.dropped)))
    assert found.left_out == dropped.total()
    level = 0
    for section in outline.sections:
        assert 1 <= section.level <= level + 1
        level = section.level
    assert Outline.from_dict(outline.to_dict()) == outline


@pytest.fixture
def cut_short(outline):
    """An outline of a text whose page header and a lost line are in no section."""
    items = [
        Dropped("Page head", "header_footer", "one two"),
        Dropped("a <lost> line", "not_understood", "2 Scope"),
        Dropped("Why?", "comment", "word/comments.xml"),
    ]
    source = "\n".join([plain_words(outline), *(item.text for item in items)])
    outline = replace(outline, dropped=items)
    return replace(outline, words=measure(source, outline)), source


@pytest.mark.parametrize(("which", "section", "block"), [(0, 1, 1), (1, 2, 0), (2, 4, 1)])
def test_take_in__puts_words_after_those_before_them(cut_short, which, section, block):
    outline, source = cut_short
    made = edits.take_in(outline, which)
    assert edits.where_taken_in(outline, which) == section
    assert block_text(made.sections[section].blocks[block]) == outline.dropped[which].text
    assert made.words == measure(source, made)
    assert made.words.arrived == outline.words.arrived + len(words(outline.dropped[which].text))


@pytest.mark.parametrize("which", [0, 1, 2])
def test_leave_out__takes_the_words_out_again(cut_short, which):
    outline, source = cut_short
    made = edits.leave_out(edits.take_in(outline, which), which)
    assert made.sections == outline.sections
    assert made.words == measure(source, made)
    assert edits.take_in(made, which).words == edits.take_in(outline, which).words


def test_take_in__refuses_what_is_in_or_nowhere(cut_short):
    outline, _source = cut_short
    taken = edits.take_in(outline, 0)
    for which in (0, 3, -1):
        with pytest.raises(edits.CannotEdit):
            edits.take_in(taken, which)
    with pytest.raises(edits.CannotEdit):
        edits.leave_out(taken, 1)
    empty = edits.drop(taken, 1)
    with pytest.raises(edits.CannotEdit, match="paragraph"):
        edits.leave_out(empty, 0)


def test_measure__names_the_first_twenty_words_that_are_missing():
    assert measure("well " * 21, Outline()).missing == ("well",) * 20
    assert measure("well pipe " * 10, Outline()).missing == ("well",) * 10 + ("pipe",) * 10


def test_take_in__of_words_that_no_measure_left_out_leaves_none_out(outline):
    outline.dropped = [Dropped("Why?", "comment", "word/comments.xml")]
    assert edits.take_in(outline, 0).words.left_out == 0


def test_drop__changes_the_measure_and_take_in_brings_the_section_back(outline):
    source = plain_words(outline)
    outline = replace(outline, words=measure(source, outline))
    left = edits.drop(outline, 1)
    assert left.words == measure(source, left)
    assert left.words.left_out == 5
    back = edits.take_in(left, 0)
    assert (back.sections, back.words, back.dropped) == (outline.sections, outline.words, [])
