"""Titles that a scan misread in one place and not in the other, and numbers in many forms."""

import pytest

from tests.texts.outline.made_lines import ENACTED, bold, clauses, line, margin, outline_of

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)


def printed(*entries: str) -> list[str]:
    """Titles of a bill's clauses as its printed contents give them."""
    lines = [f"{at}—{entry}." for at, entry in enumerate(entries, 1)]
    body = [f"{at}. {DUTY}" for at in range(1, len(entries) + 1)]
    made = outline_of("ARRANGEMENT OF CLAUSES", *lines, ENACTED, *body)
    return [item.title for item in made.sections]


@pytest.mark.parametrize(
    ("read", "meant"),
    [("0ffences of friends", "Offences of friends"), ("Rules 0f friends", "Rules of friends"),
     ("lmposition of fees", "Imposition of fees"), ("lnspection of wells", "Inspection of wells"),
     ("Ru1es of friends", "Rules of friends"), ("Non- compliance", "Non-compliance"),
     ("E- health and rain", "E-health and rain"), ("Sub- and main wells", "Sub- and main wells"),
     ("Sub- or main wells", "Sub- or main wells"), ("Pre- to post tests", "Pre- to post tests"),
     ("Co- operation", "Co-operation"), ("Pre- total tests", "Pre-total tests")],
)  # fmt: skip
def test_contents__slips_of_a_scan_are_put_right(read, meant):
    assert printed(read, "Wells of the ward") == [meant, "Wells of the ward"]


def noted(note: str, entry: str) -> str:
    """The title of a clause beside a note, whose contents give it otherwise."""
    lines = ["ARRANGEMENT OF CLAUSES", f"1—{entry}.", "2—Wells of the ward."]
    body = [f"1. {DUTY}", margin(note, page=1), f"2. {DUTY}", margin("Wells of the ward.")]
    return outline_of(*lines, ENACTED, *body).sections[0].title


@pytest.mark.parametrize(
    "misread",
    ["Duties of fri:ends", "Duties of fri;ends", "Duties of fri,ends", "Duties of fri.ends",
     "Duties of fri~ends", "Duties of fri<ends", "Duties of fri>ends", "Duties of fri[ends",
     "Duties of fri]ends", "Duties of fri|ends", "Duties of fri^ends", "Duties of fri*ends",
     "Duties of fri·ends", 'Duties of fri"ends', "Duties of friends'", "Duties of 'friends",
     "Duties of ·friends", "Duties of 0friends", "Duties of FRiendS", "Duties of fr1ends",
     "duties of friends", "Duties of {friends", "Duties of friends}"],
)  # fmt: skip
def test_margin__a_note_misread_gives_way_to_the_contents(misread):
    assert noted(f"{misread}.", "Duties of friends") == "Duties of friends"


@pytest.mark.parametrize(
    "note", ["Duties of 2nd friends", "Duties of FRIENDS", "Duties of (friends)"]
)
def test_margin__a_note_read_well_stays(note):
    assert noted(f"{note}.", "Duties of fri:ends") == note


def test_margin__a_note_in_other_capitals_stays():
    assert noted("Duties of Friends.", "Duties of friends") == "Duties of Friends"


SAID = ["Duties of frinds of water", "Duties of friends of water"]


@pytest.mark.parametrize(
    ("texts", "title"),
    [(["A friend of water: all friends."], SAID[1]), (["(a) friends;"], SAID[1]),
     (["A well of a ward."], SAID[0]), (["(a) friends;", "(b) frinds;"], SAID[0])],
)  # fmt: skip
@pytest.mark.parametrize("looks", [{"margin": True}, {"size": 8.0}])
def test_margin__a_word_that_a_note_alone_has_gives_way_to_one_that_the_text_has(
    texts, title, looks
):
    duty = "The county shall protect each spring and river, and tell its wards what is amiss."
    body = [
        line(f"1. {duty}", size=12.0, page=1), line(f"{SAID[0]}.", **{"size": 12.0, **looks}),
        *(line(text, size=12.0) for text in texts), line(f"2. {duty}", size=12.0),
        line("Wells.", **{"size": 12.0, **looks}), line(f"3. {duty}", size=12.0),
        line("Rain.", **{"size": 12.0, **looks}),
    ]  # fmt: skip
    printed = ["ARRANGEMENT OF CLAUSES", f"1—{SAID[1]}.", "2—Wells.", "3—Rain."]
    assert outline_of(*printed, ENACTED, *body).sections[0].title == title


def test_margin__a_note_cut_short_is_completed_from_the_contents():
    assert noted("Duties of", "Duties of friends") == "Duties of friends"
    assert noted("Duties of all friends.", "Duties of all good old friends") == (
        "Duties of all good old friends"
    )


@pytest.mark.parametrize(
    "end",
    ["of", "to", "the", "and", "in", "No", "No.", "Cap", "Cap.", "Caps.", "section", "Section",
     "sections", "Sections"],
)  # fmt: skip
def test_margin__a_note_whose_last_line_was_lost_gives_way_to_the_contents(end):
    assert noted(f"Rules {end}", "Duties of friends") == "Duties of friends"


@pytest.mark.parametrize("end", ["roof", "into", "sand", "cabin"])
def test_margin__a_note_that_ends_in_a_whole_word_stays(end):
    assert noted(f"Rules {end}", "Duties of friends") == f"Rules {end}"


@pytest.mark.parametrize("title", ["—Water", ": Water", ". Water", "Water—", "Water:", "Water."])
def test_parts__a_title_is_bare_of_dashes_and_stops(title):
    assert clauses(bold(f"PART I {title.upper()}"), f"1. {DUTY}")[0] == ("PART I", "WATER")


ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
         "XV", "XVI", "XVII", "XVIII", "XIX", "XX"]  # fmt: skip


def test_parts__are_counted_in_roman_numerals():
    lines = [
        item
        for at, number in enumerate([*ROMAN, "XXI"], 1)
        for item in (bold(f"PART {number}—WATER"), f"{at}. {DUTY}")
    ]
    assert [number for number, _title in clauses(*lines)][::2] == [
        f"PART {number}" for number in [*ROMAN, "XXI"]
    ]


def test_parts__letters_count_as_well():
    lines = [
        item
        for at, letter in enumerate("ABCDEFG", 1)
        for item in (bold(f"PART {letter}—WATER"), f"{at}. {DUTY}")
    ]
    assert [number for number, _title in clauses(*lines)][::2] == [f"PART {a}" for a in "ABCDEFG"]


@pytest.mark.parametrize("stop", [".", ":", "—", "\u2013", "-", '".', "\u201d.", "'.", ").", " ."])
def test_titles__of_the_contents_are_found_at_the_head_of_the_text(stop):
    lines = ["ARRANGEMENT OF CLAUSES", "1—Aim of it.", "2—Wells of the ward."]
    made = outline_of(*lines, ENACTED, f"1. Aim of it{stop} {DUTY}", f"2. {DUTY}")
    assert made.sections[0].title.startswith("Aim of it")
    assert made.sections[0].unsure == []


@pytest.mark.parametrize("stop", [",", ";", " of"])
def test_titles__of_the_contents_that_open_a_sentence_are_no_title_there(stop):
    lines = ["ARRANGEMENT OF CLAUSES", "1—Aim of it.", "2—Wells of the ward."]
    made = outline_of(*lines, ENACTED, f"1. Aim of it{stop} {DUTY}", f"2. {DUTY}")
    assert list(map(str, made.sections[0].unsure)) == [
        "The title was taken from the printed contents."
    ]


@pytest.mark.parametrize(
    ("written", "title"),
    [("WE:LLS AND RA", "WELLS AND RAINS"), ("WE:LLS AD RA", "WE:LLS AD RA"),
     ("WELLS AND RAIN", "WELLS AND RAIN"), ("WE:LLS A:D RAINS", "WELLS AND RAINS")],
)  # fmt: skip
def test_parts__a_title_misread_gives_way_to_one_much_like_it_in_the_contents(written, title):
    lines = ["ARRANGEMENT OF CLAUSES", "PART I—WELLS AND RAINS", "1—Aim.", "2—Wells."]
    made = outline_of(*lines, ENACTED, bold(f"PART I—{written}"), f"1. {DUTY}", f"2. {DUTY}")
    assert made.sections[0].title == title


def test_parts__a_title_misread_in_the_contents_as_well_stays():
    lines = ["ARRANGEMENT OF CLAUSES", "PART I—WELLS AND R:INS", "1—Aim.", "2—Wells."]
    made = outline_of(*lines, ENACTED, bold("PART I—WE:LLS AND RAINS"), f"1. {DUTY}", f"2. {DUTY}")
    assert made.sections[0].title == "WE:LLS AND RAINS"


def test_parts__may_begin_after_the_first_clauses():
    lines = ["ARRANGEMENT OF CLAUSES", "1—Aim.", "PART I—WELLS", "2—Wells."]
    made = outline_of(*lines, ENACTED, f"1. {DUTY}", bold("PART I—WELLS"), f"2. {DUTY}")
    assert [section.number for section in made.sections] == ["1", "PART I", "2"]
