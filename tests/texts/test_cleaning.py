"""Text made safe to store, to show and to write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.cleaning import (
    file_line,
    file_text,
    has_direction_controls,
    inert,
    legal,
    section_line,
    section_text,
    typed_line,
    typed_text,
    without_direction_controls,
    without_guard,
)

WAYS = {"file": file_text, "typed": typed_text, "section": section_text, "format": legal}


@pytest.mark.parametrize(
    ("what", "text", "kept"),
    [
        ("control character", "a\x01b", {}),
        ("page break", "a\x0cb", {"file": "a\x0cb"}),
        ("C1 control", "a\x90b", {"format": "a\x90b"}),
        ("zero-width space", "a\u200bb", {"format": "a\u200bb"}),
        ("direction", "a\u202eb", {"section": "a\u202eb", "format": "a\u202eb"}),
        ("lone surrogate", "a\ud800b", dict.fromkeys(("file", "typed", "format"), "a\ufffdb")),
        ("soft hyphen", "a\u00adb", {"format": "a\u00adb"}),
        ("next line", "a\x85b", {"section": "a\x85b", "format": "a\x85b"}),
        ("accent apart", "e\u0301", {"typed": "é", "section": "é"}),
        ("tab", "a\tb", dict.fromkeys(WAYS, "a\tb")),
        ("emoji", "\U0001f600", dict.fromkeys(WAYS, "\U0001f600")),
    ],
)
def test_cleaning__takes_out_what_the_table_says(what, text, kept):
    otherwise = text if what == "accent apart" else "ab"
    assert {name: way(text) for name, way in WAYS.items()} == {
        name: kept.get(name, otherwise) for name in WAYS
    }


@pytest.mark.parametrize("one_line", [file_line, typed_line, section_line])
def test_one_line__has_single_spaces_and_none_around(one_line):
    assert one_line(" a \n\u00a0 b\tc ") == "a b c"


def test_file_text__joins_a_word_that_a_soft_hyphen_parts_at_the_end_of_a_line():
    assert file_text("county\u00ad wide") == "countywide"


def test_typed_text__has_one_kind_of_line_end():
    assert typed_text("a\r\nb\rc\n") == "a\nb\nc"


def test_section_text__of_nothing_is_empty():
    assert section_text(None) == ""


def test_section_line__white_space_and_invisible_characters_do_not_count():
    assert section_line("  a\u00a0\n b\u200b\u00ad ") == "a b"
    assert section_line("e\u0301") == "é"


def test_has_direction_controls__overrides_but_not_scripts():
    assert has_direction_controls("pay \u202e00,1")
    assert not has_direction_controls("\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd")
    assert without_direction_controls("pay \u202e00,1") == "pay 00,1"


@given(st.text(max_size=8))
def test_without_guard__gives_back_what_inert_was_given(text):
    assert without_guard(inert(text)) == text or text.startswith("'")


@given(st.text(st.characters(max_codepoint=126)))
def test_plain_letters__are_cleaned_as_others_are(text):
    assert section_text(text) == section_text(f"{text}é")[:-1]
    assert typed_text(text) == typed_text(f"é{text}é")[1:-1].strip()
