"""Clauses whose last number layout moved away from their end."""

import pytest

from tests.texts.outline.made_lines import ENACTED, line, outline_of, text_of

CITED = "1. This Act may be cited as the Wells Act."
OPEN = "The principal Act is amended by deleting section"


def ends(*lines):
    """The last words of each clause, and whether something is remarked on an end."""
    made = outline_of(ENACTED, CITED, *lines)
    return [
        (
            " ".join(text_of(made, at)).rpartition("section")[2].strip(),
            any("apart" in str(each) for each in item.unsure),
        )
        for at, item in enumerate(made.sections)
        if item.number != "1"
    ]


@pytest.mark.parametrize("plural", ["", "s"])
@pytest.mark.parametrize(
    "end", ["section", "Section", "article", "paragraph", "regulation", "rule"]
)
def test_open_ends__take_the_number_that_stands_alone_above_them(end, plural):
    made = outline_of(
        ENACTED, CITED, "11.", line(f"The law is amended by deleting {end}{plural}", label="2.")
    )
    assert text_of(made, 1) == [f"The law is amended by deleting {end}{plural} 11."]
    assert "11." not in " ".join(text_of(made, 0))


def test_open_ends__take_their_numbers_in_order_and_say_so():
    lines = [line(OPEN, label=f"{at}.") for at in (2, 3, 4)]
    assert ends("7.", "12AB.", "130 .", *lines) == [
        ("7.", True),
        ("12AB.", True),
        ("130 .", True),
    ]


def test_open_ends__take_none_where_numbers_and_ends_are_not_as_many():
    lines = [line(OPEN, label=f"{at}.") for at in (2, 3)]
    assert ends("11.", "12.", "13.", *lines) == [("", False), ("", False)]


def test_open_ends__that_go_on_in_the_next_line_lack_none():
    lines = ["16.", line(OPEN, label="2."), "15.", line(OPEN, label="3.")]
    assert ends(*lines) == [("15.", False), ("16.", True)]


def test_open_ends__take_the_numbers_of_their_own_page():
    lines = [
        line("17.", page=1), line(OPEN, label="2.", page=1),
        line("21.", page=2), line("25.", page=2),
        line(OPEN, label="3.", page=2), line(OPEN, label="4.", page=2),
    ]  # fmt: skip
    assert ends(*lines) == [("17.", True), ("21.", True), ("25.", True)]


@pytest.mark.parametrize("number", ["11", "1111.", "11ABC.", "(11)", "11. wells", "AB."])
def test_open_ends__take_nothing_but_a_number_with_its_stop(number):
    assert ends(number, line(OPEN, label="2.")) == [("", False)]
