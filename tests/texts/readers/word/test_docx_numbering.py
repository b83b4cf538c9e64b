"""Automatic numbers as Word shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.texts.readers.word_files import STYLES, levels, par, write
from texts.numerals import cardinal, letters, ordinal, ordinal_word, roman
from texts.patterns import part_value, roman_value
from texts.read import read_source

OUTLINE = levels(("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"))


@pytest.fixture
def labels(tmp_path):
    def read(*places, numbering, styles=STYLES):
        body = [par("x", num=place) if isinstance(place, tuple) else place for place in places]
        path = write(tmp_path / "file.docx", *body, numbering=numbering, styles=styles)
        return [line.label for line in read_source(path).lines]

    return read


def test_label__of_many_levels_restarts_below(labels):
    places = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2)]
    assert labels(*places, numbering=OUTLINE) == [
        "1.", "1.1", "1.2", "(a)", "2.", "2.1", "(a)", "(b)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("decimal", "3"), ("decimalZero", "03"), ("upperRoman", "III"), ("lowerRoman", "iii"),
        ("upperLetter", "C"), ("lowerLetter", "c"), ("ordinal", "3rd"), ("cardinalText", "Three"),
        ("ordinalText", "Third"), ("unheardOf", "3"),
    ],
)  # fmt: skip
def test_label__in_every_format(labels, form, shown):
    assert labels((1, 0), numbering=levels((form, "<%1>", 3, ""))) == [f"<{shown}>"]


def test_label__of_bullets_is_a_sign_that_fonts_have(labels):
    assert labels((1, 0), numbering=levels(("bullet", "\uf0b7"))) == ["•"]
    assert labels((1, 0), numbering=levels(("bullet", "\uf123"))) == ["•"]
    assert labels((1, 0), numbering=levels(("bullet", "*"))) == ["*"]


def test_label__of_lists_that_share_a_definition_goes_on(labels):
    numbering = levels(("decimal", "%1."), lists=(1, 2))
    assert labels((1, 0), (2, 0), (1, 0), numbering=numbering) == ["1.", "2.", "3."]


def test_label__with_start_override_begins_again_once(labels):
    numbering = levels(("decimal", "%1.")) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    assert labels((1, 0), (2, 0), (2, 0), numbering=numbering) == ["1.", "5.", "6."]


def test_label__with_a_level_override_takes_its_form(labels):
    numbering = levels(("decimal", "%1.")) + (
        '<w:num w:numId="2"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
        '<w:lvlText w:val="PART %1"/></w:lvl></w:lvlOverride></w:num>'
    )
    assert labels((2, 0), (2, 0), numbering=numbering) == ["PART I", "PART II"]


def test_label__in_legal_form_shows_all_levels_as_decimals(labels):
    numbering = levels(("upperRoman", "%1"), ("decimal", "%1.%2", 1, "<w:isLgl/>"))
    assert labels((1, 0), (1, 0), (1, 1), numbering=numbering) == ["I", "II", "2.1"]
    loose = levels(("upperRoman", "%1"), ("decimal", "%1.%2", 1, '<w:isLgl w:val="false"/>'))
    assert labels((1, 0), (1, 1), numbering=loose) == ["I", "I.1"]


def test_label__that_never_restarts_counts_through(labels):
    numbering = levels(("upperRoman", "%1"), ("decimal", "%2.", 1, '<w:lvlRestart w:val="0"/>'))
    places = [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)]
    assert labels(*places, numbering=numbering) == ["I", "1.", "2.", "II", "3."]


def test_label__comes_from_a_style_and_can_be_taken_off(labels):
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="clause"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/></w:lvl><w:lvl w:ilvl="1">'
        '<w:start w:val="4"/><w:numFmt w:val="decimal"/><w:pStyle w:val="Clause"/>'
        '<w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    shown = labels(
        par("x", style="Clause"),
        par("y", style="Clause", num=(0, 0)),
        par("z", style="Clause"),
        numbering=numbering,
        styles=styles,
    )
    assert shown == ["4.", "", "5."]


def test_label__follows_a_numbering_style(labels):
    styles = STYLES + (
        '<w:style w:type="numbering" w:styleId="Legal"><w:name w:val="legal"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Legal"/></w:abstractNum>'
        + levels(("lowerLetter", "(%1)"), abstract=2, lists=(2,))
        + '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert labels((1, 0), (1, 0), numbering=numbering, styles=styles) == ["(a)", "(b)"]


def test_label__of_an_empty_paragraph_counts_but_does_not_show(labels):
    assert labels((1, 0), par(num=(1, 0)), (1, 0), numbering=OUTLINE) == ["1.", "", "3."]


def test_label__of_an_unknown_list_is_none(labels):
    assert labels((9, 0), (1, 8), numbering=OUTLINE) == ["", ""]


def test_numbers__beyond_the_usual():
    assert [letters(item) for item in (26, 27, 28, 53)] == ["z", "aa", "bb", "aaa"]
    assert [roman(item) for item in (4, 9, 40, 1999, 4000)] == ["IV", "IX", "XL", "MCMXCIX", "4000"]
    assert [ordinal(item) for item in (1, 2, 11, 22, 113)] == [
        "1st",
        "2nd",
        "11th",
        "22nd",
        "113th",
    ]
    assert [cardinal(item) for item in (0, 15, 20, 21)] == [
        "Zero", "Fifteen", "Twenty", "Twenty-one",
    ]  # fmt: skip
    assert [ordinal_word(item) for item in (1, 20, 23)] == ["First", "Twentieth", "Twenty-third"]
    assert [part_value(item) for item in ("IV", "4", "FOUR", "Second", "B")] == [4, 4, 4, 2, 2]


@given(st.integers(1, 89))
def test_roman__can_be_read_back(number):
    assert roman_value(roman(number)) == number
