"""Line breaks that part pieces of a bill, and notes beside the text that are its titles."""

import pytest

from tests.texts.outline.made_lines import (
    ENACTED,
    bold,
    clauses,
    line,
    many,
    margin,
    outline_of,
    text_of,
)
from texts.outline.word_measure import block_text

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)


def is_parted(text: str, before: str = f"1. {DUTY}") -> bool:
    """Whether a line break before the text parts it from what stands before."""
    made = outline_of(ENACTED, line(f"{before} {text}", html=f"{before}<br>{text}"))
    return "<br>" not in repr([*made.front_matter, *made.sections])


@pytest.mark.parametrize(
    "text",
    ["PART II of it", "PART 2 of it", "Chapter 2 of it", "CHAPTER TWO", "“PART II of it",
     "SCHEDULE",
     "THE SCHEDULE", "The First Schedule", "SECOND SCHEDULE", "TWENTIETH SCHEDULE",
     "MEMORANDUM OF it", "ARRANGEMENT OF it", "ENACTED by them", "AN ACT of it", "A Bill for it",
     "2. The friends", "2 . The friends", "12. The friends", "123. The friends", "2— The friends",
     "2.(a) rain", "2—(1) rain", "2.— rain", "2. “Friend” is", '2. "Friend" is', "(1) rain",
     "(12) rain", "( a ) rain", "(a) rain", "(iv) rain", "(vii) rain", "(xii) rain",
     "(xxviii) rain"],
)  # fmt: skip
def test_breaks__part_what_begins_a_piece(text):
    assert is_parted(text)


@pytest.mark.parametrize(
    "text",
    ["Parting from it", "SCHEDULES", "NEXT SCHEDULE", "MEMORANDUM", "ARRANGEMENT",
     "ENACTED it", "AN ACT in it", "A Bill in it", "2.5 litres", "2 litres", "1234. The friends",
     "(123) rain", "(ab) rain", "() rain", ". The friends", "(1 rain", "and rain"],
)  # fmt: skip
def test_breaks__within_a_piece_stay(text):
    assert not is_parted(text)


def test_breaks__part_capitals_of_a_heading_from_their_text():
    assert is_parted("Friends of water care.", before="RAIN")
    assert not is_parted("Friends of water care.", before="NGO")
    assert not is_parted("FRIENDS OF WATER.", before="RAIN")


def test_breaks__that_part_nothing_leave_the_looks_of_a_line():
    title = line("1. Duties of friends", html="1. Duties<br>of friends", bold=True)
    assert clauses(title, DUTY) == [("1", "Duties of friends")]


def test_breaks__leave_the_automatic_number_to_the_first_piece():
    made = outline_of(ENACTED, line("", html=f"{DUTY}<br>(a) rain;", label="1.", list_level=0))
    assert [section.number for section in made.sections] == ["1"]
    assert text_of(made, 0) == [DUTY, "(a) rain;"]


@pytest.mark.parametrize(("words", "found"), [(30, True), (31, False)])
def test_margin__a_title_has_at_most_30_words(words, found):
    made = clauses(f"1. {DUTY}", margin("Aim."), f"2. {DUTY}", margin(f"{many(words)}."))
    assert (made[1][1] == many(words)) == found


@pytest.mark.parametrize(("size", "found"), [(9.0, True), (9.6, True), (10.0, False)])
def test_margin__notes_in_type_of_four_fifths_are_titles(size, found):
    lines = [
        item
        for at, note in enumerate(("Aim.", "Duties.", "Penalties."), 1)
        for item in (line(f"{at}. {DUTY}", size=12.0), line(note, size=size))
    ]
    titles = [title for _number, title in clauses(*lines)]
    assert (titles == ["Aim", "Duties", "Penalties"]) == found


@pytest.mark.parametrize("title", ["Ab.", "no. 3.", "aim of it.", "12."])
def test_margin__a_note_that_reads_like_no_title_is_none(title):
    made = clauses(f"1. {DUTY}", margin("Aim."), f"2. {DUTY}", margin(title))
    assert made == [("1", "Aim"), ("2", "")]


@pytest.mark.parametrize("end", ["of", "to", "in", "the", "and", "or", "section", "sections", "OF"])
def test_margin__a_note_that_ends_open_takes_a_reference_in(end):
    made = clauses(f"1. {DUTY}", margin(f"Repeal {end}"), margin("No. 17 of 2012."), f"2. {DUTY}")
    assert made[0] == ("1", f"Repeal {end} No. 17 of 2012")


@pytest.mark.parametrize(("length", "found"), [(1000, True), (1001, False)])
def test_margin__a_note_of_a_thousand_letters_goes_on(length, found):
    long = margin("A".ljust(length, "a"))
    [first, _second] = clauses(f"1. {DUTY}", long, margin("of rain."), f"2. {DUTY}")
    assert first[1].endswith("of rain") == found


@pytest.mark.parametrize("stop", [".", ";", ":"])
def test_margin__a_note_that_ended_does_not_go_on(stop):
    made = outline_of(
        ENACTED, f"1. {DUTY}", margin(f"Aim{stop}"), margin("of the friends."), f"2. {DUTY}"
    )
    assert made.sections[0].title == f"Aim{stop}".rstrip(".")


def test_margin__a_reference_above_the_first_clause_is_a_note_of_it():
    lines = [f"1. {DUTY}", margin("Aim."), f"2. {DUTY}", margin("Wells.")]
    made = outline_of(ENACTED, margin("Cap. 253."), *lines)
    assert [text_of(made, at)[1:] for at in (0, 1)] == [["Cap. 253."], []]


@pytest.mark.parametrize(
    "dots", ["....", "………", "…..", "___", "....7", ".. 12", "\t7", "  1234", ".... xii", "...... "]
)
def test_contents__give_titles_without_dots_and_page_numbers(dots):
    entries = [f"{at}. Matter of {name}{dots}" for at, name in ((1, "rain"), (2, "wells"))]
    made = outline_of("ARRANGEMENT OF CLAUSES", *entries, ENACTED, f"1. {DUTY}", f"2. {DUTY}")
    titles = [item.title for item in made.sections]
    assert titles == ["Matter of rain", "Matter of wells"]


@pytest.mark.parametrize(
    "what", ["CLAUSES", "SECTIONS", "REGULATIONS", "PARAGRAPHS", "ARTICLES", "RULES", "PARTS"]
)
@pytest.mark.parametrize("small", [False, True])
def test_contents__are_an_arrangement_of_many_things(what, small):
    shown = f"ARRANGEMENT OF {what}"
    made = outline_of(
        shown.title() if small else shown,
        "1—Rain.",
        "2—Wells.",
        ENACTED,
        f"1. {DUTY}",
        f"2. {DUTY}",
    )
    assert [item.title for item in made.sections] == ["Rain", "Wells"]


@pytest.mark.parametrize(
    "name",
    ["TABLE OF CONTENTS", "Table of content", "CONTENTS", "CONTENT", "INDEX", "LIST OF TABLES",
     "LIST OF FIGURES", "LIST OF BOXES", "YALIYOMO", "ORODHA YA YALIYOMO", "ORODHA YA MAJEDWALI",
     "ORODHA YA MICHORO", "ORODHA YA VIELELEZO"],
)  # fmt: skip
def test_contents__of_a_policy_have_many_names(name):
    made = outline_of(
        line(name), "Aim of it .... 1", "End of it .... 2", bold("Aim of it"), DUTY,
        bold("End of it"), DUTY,
    )  # fmt: skip
    assert {item.reason for item in made.dropped} == {"contents"}
    assert name in {item.text for item in made.dropped}


@pytest.mark.parametrize(
    "shown",
    ["A Bill for", "AN ACT of Parliament to provide", "An Act to provide", "ENACTED by them",
     "IN EXERCISE of powers", "This Act may be cited as the Rain Act",
     "These Regulations shall be cited as", "These Rules may be cited", "This Order shall be cited",
     "This Bill may be cited", "ANACTofParliament", "ENACTEDbytheParliament", "INEXERCISEofthe"],
)  # fmt: skip
def test_bills__are_known_by_how_they_begin(shown):
    made = outline_of(shown, f"1. {DUTY}", "PART II", bold("RAIN"), f"2. {DUTY}", f"3. {DUTY}")
    assert "2" in [item.number for item in made.sections]


@pytest.mark.parametrize("shown", ["Enacted by-laws", "Enacted bylaws", "An act in time", "A bill"])
def test_bills__are_not_known_by_words_like_theirs(shown):
    made = outline_of(shown, f"1. {DUTY}", "PART II", bold("RAIN"), f"2. {DUTY}", f"3. {DUTY}")
    assert "2" not in [item.number for item in made.sections]


@pytest.mark.parametrize("enacted", ["ENACTED by", "Enacted by"])
@pytest.mark.parametrize(
    "follows", ["as follows\u2014", "as follows-", "as follows :", ",as follows\u2013 "]
)
@pytest.mark.parametrize(
    ("number", "rest"),
    [("1", ". This Act may be cited as the Wells Act."), ("PART I", "\u2014WELLS"),
     ("CHAPTER ONE", "\u2014WELLS")],
)  # fmt: skip
def test_breaks__part_what_follows_the_enacting_words_on_their_line(enacted, follows, number, rest):
    first = f"{enacted} the Parliament of Kenya {follows} {number}{rest}"
    assert outline_of(first, f"2. {DUTY}", f"3. {DUTY}").sections[0].number == number


@pytest.mark.parametrize("rest", ["and so on", "the Parliament of Kenya"])
def test_breaks__leave_other_words_with_the_enacting_words(rest):
    first = f"ENACTED by the Parliament of Kenya as follows\u2014 {rest}"
    made = outline_of(first, f"1. {DUTY}", f"2. {DUTY}")
    assert [block_text(block) for block in made.front_matter] == [first]


def test_breaks__leave_the_looks_of_the_enacting_words_to_them_alone():
    first = "ENACTED by the Parliament of Kenya as follows\u2014 1. This Act may be cited."
    lines = [line(first, html=first, label="4.", list_level=0), f"2. {DUTY}", f"3. {DUTY}"]
    made = outline_of(*lines)
    assert [item.number for item in made.sections] == ["1", "2", "3"]
    assert block_text(made.front_matter[0]).startswith("4. ENACTED")
