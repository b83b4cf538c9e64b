"""How deep the headings of a policy stand."""

import pytest

from tests.texts.outline.made_lines import (
    TEXT,
    bold,
    headings,
    line,
    many,
    outline_of,
    titles,
)


def levels(*lines):
    return [level for level, _number, _title in headings(*lines)]


def over_text(*lines):
    return [item for heading in lines for item in (heading, TEXT)]


def test_headings__in_larger_type_stand_above_those_in_bold_capitals():
    lines = [line(TEXT, size=11.0)]
    for heading in (
        line("Springs", size=12.4), bold("WELLS", size=11.0), line("Rivers", size=12.4),
    ):  # fmt: skip
        lines += [heading, line(TEXT, size=11.0)]
    assert levels(*lines) == [1, 2, 1]


def test_headings__in_capitals_stand_above_those_in_bold():
    assert levels(*over_text(line("SPRINGS"), bold("Wells"), line("RIVERS"))) == [1, 2, 1]


def test_headings__whose_sizes_differ_by_less_than_a_tenth_stand_side_by_side():
    lines = [line(TEXT, size=10.0)] * 2
    for size in (11.6, 12.0, 12.4, 11.6):
        lines += [line(f"Springs of {size}", size=size), line(TEXT, size=10.0)]
    assert levels(*lines) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("heading", "level"),
    [(bold("OTHER SPRINGS"), 1), (line("OTHER SPRINGS"), 2), (bold("Other"), 2)],
)
def test_headings__without_a_number_stand_on_top_where_they_are_loud(heading, level):
    numbered = [bold("1. Aim"), bold("2. Springs")]
    assert levels(*over_text(*numbered, heading)) == [1, 1, level]


def test_headings__with_one_number_stand_below_a_chapter_as_those_with_two():
    chapter = bold("CHAPTER ONE: AIM")
    assert levels(*over_text(chapter, bold("1. Springs"), bold("2. Wells"))) == [1, 2, 2]
    assert levels(*over_text(chapter, "1.1 Springs", "1.2 Wells", "1.2.1 Deep wells")) == [
        1,
        2,
        2,
        3,
    ]


def test_headings__of_the_end_matter_stand_on_top_only_if_they_look_like_chapters():
    chapters = over_text(bold("CHAPTER ONE: AIM"), "1.1 Springs", "1.2 Wells")
    assert levels(*chapters, "References", TEXT) == [1, 2, 2, 3]
    assert levels(*chapters, bold("REFERENCES"), TEXT) == [1, 2, 2, 1]


def test_headings__that_stand_out_less_before_the_first_number_hold_none_of_the_numbered():
    lines = over_text(bold("Note"), bold("1.1 Springs"), bold("1.2 Wells"), bold("MORE RIVERS"))
    assert levels(*lines)[:3] == [1, 1, 1]


def test_headings__do_not_stand_out_by_bold_where_items_are_bold():
    items = [bold(f"{many(11)} it;") for _item in range(3)]
    found = titles(line("Aim", heading=1), TEXT, *items, bold("Springs"), bold("Wells"))
    assert found == ["Aim"]


def test_headings__a_name_below_a_signature_on_the_first_line_is_none():
    assert titles("Signed:", bold("Jina Mfano"), bold("Aim"), TEXT) == ["Aim"]


def test_headings__a_signature_on_the_last_line_is_not_above_the_first():
    found = titles(bold("Springs"), "Rain.", bold("Aim"), TEXT, "Signed:")
    assert found == ["Springs", "Aim"]


@pytest.mark.parametrize("text", [". Aim", "A.Aim"])
def test_headings__without_a_number_before_the_stop_have_none(text):
    assert headings(line(text, heading=1), TEXT, line("End", heading=1), TEXT)[0][1] == ""


def listed(title, label, depth, **hints):
    return line(
        title, **{"heading": 2, "label": label, "list_level": depth, "list_id": "a"} | hints
    )


def test_headings__of_one_style_stand_as_deep_as_their_list_says():
    chapters = [line("Springs", heading=1), line("Wells", heading=1)]
    items = [
        listed("Care", "1.1.", 1), listed("Fences", "(a)", 2), listed("Wood", "ii.", 3),
        listed("Trees", "(b)", 2), listed("Use", "1.2.", 1), listed("Fees", "(a)", 2),
    ]  # fmt: skip
    lines = over_text(chapters[0], *items, chapters[1])
    assert levels(*lines) == [1, 2, 3, 4, 3, 2, 3, 1]
    assert not any(section.unsure for section in outline_of(*lines).sections)


@pytest.mark.parametrize(
    ("hints", "level"),
    [({}, 3), ({"list_id": "b"}, 2), ({"list_level": 1}, 2), ({"list_level": 0}, 2),
     ({"heading": 3}, 3)],
)  # fmt: skip
def test_headings__of_another_list_or_no_deeper_in_it_stand_as_their_style_says(hints, level):
    lines = [line("Springs", heading=1), listed("Care", "1.1.", 1), listed("Use", "1.2.", 1),
             listed("Fees", "(a)", 2, **hints), line("Wells", heading=1)]  # fmt: skip
    assert levels(*over_text(*lines))[3] == level


def test_headings__deeper_in_a_list_stay_above_the_next_style():
    items = [listed(f"Care {depth}", "(a)", depth) for depth in range(9)]
    lines = [line("Springs", heading=1), *items, line("Wood", heading=3), line("Wells", heading=1)]
    assert levels(*over_text(*lines))[-2:] == [11, 1]


@pytest.mark.parametrize(("size", "found"), [(8.0, True), (7.9, False), (None, True)])
def test_headings__that_only_look_like_some_are_at_least_four_fifths_as_large_as_text(size, found):
    lines = [line(TEXT, size=10.0)] * 2 + [bold("Springs", size=size), line(TEXT, size=10.0)]
    assert bool(headings(*lines)) is found
