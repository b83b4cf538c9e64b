"""Numbers of clauses as they are typed, listed and misread, and references in their margin."""

import pytest

from tests.texts.outline.made_lines import ENACTED, clauses, line, margin, outline_of, run_in

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)


def numbers(*lines):
    return [number for number, _title in clauses(*lines)]


@pytest.mark.parametrize("form", ["{}. ", "{}— ", "{} ", "Clause {}. ", "{}. (1) ", "{} (1) "])
def test_clauses__are_counted_beyond_a_hundred(form):
    lines = [f"{form.format(at)}{DUTY}" for at in range(1, 103)]
    assert numbers(*lines) == [str(at) for at in range(1, 103)]


def test_clauses__of_lists_are_counted_beyond_a_hundred():
    lines = [line(DUTY, label=f"{at}.", list_level=0) for at in range(1, 103)]
    assert numbers(*lines)[-1] == "102"


@pytest.mark.parametrize("bold", [True, False])
def test_clauses__after_their_title_are_counted_beyond_a_hundred(bold):
    made = run_in if bold else lambda title, text: line(f"{title} {text}")
    lines = [made("Duty of friends.", f"{at}. {DUTY}") for at in range(1, 103)]
    assert clauses(*lines)[-1] == ("102", "Duty of friends")


@pytest.mark.parametrize("begin", ["", "(a) "])
def test_clauses__after_a_title_in_bold_are_counted_whatever_it_holds(begin):
    title = "Aid under Act No. 4; fees"
    lines = [run_in(f"{title}.", f"{at}. {begin}{DUTY}") for at in range(1, 103)]
    assert clauses(*lines) == [(str(at), title) for at in range(1, 103)]


@pytest.mark.parametrize(
    ("title", "found"),
    [("Aim.", True), ("Of.", False), (f"{'X' * 115}.", True), (f"{'X' * 125}.", False),
     ("A; b.", False), ("A: bee.", False), ("aim of it.", False), ("Aim", False)],
)  # fmt: skip
def test_clauses__with_a_plain_title_before_the_number(title, found):
    [*_before, last] = clauses(f"1. {DUTY}", f"2. {DUTY}", f"{title} 3. {DUTY}")
    assert (last[0] == "3") == found


SCANNED = {
    5: "S.",
    6: "O6.",
    8: "B (l)",
    10: "IO.",
    11: "Il.",
    12: "I2.",
    15: "lS.",
    16: "lfi (I)",
    17: "I7.",
}


def test_clauses__are_read_where_a_scan_mistook_digits():
    lines = [f"{SCANNED.get(at, f'{at}.')} {DUTY}" for at in range(1, 19)]
    assert numbers(*lines) == [str(at) for at in range(1, 19)]


@pytest.mark.parametrize("shown", ["I.", "l.", "l,(1)", "l (|)", "I. (1)", "I. (a)"])
def test_clauses__the_first_is_read_where_a_scan_mistook_it(shown):
    assert numbers(f"{shown} {DUTY}", f"2. {DUTY}", f"3. {DUTY}") == ["1", "2", "3"]


@pytest.mark.parametrize(("shown", "value"), [("S.", 5), ("S", 5), ("S,", 5), ("B.", 8)])
def test_clauses__a_mistaken_number_may_have_a_stop(shown, value):
    before = [f"{at}. {DUTY}" for at in range(1, value)]
    assert numbers(*before, f"{shown} (1) {DUTY}")[-1] == str(value)


@pytest.mark.parametrize("shown", ["Il.", "lI.", "ll.", "II.", "I1."])
def test_clauses__the_eleventh_is_read_where_a_scan_mistook_it(shown):
    before = [f"{at}. {DUTY}" for at in range(1, 11)]
    assert numbers(*before, f"{shown} {DUTY}")[-1] == "11"


def test_clauses__a_mistaken_number_before_a_small_letter_is_none():
    before = [f"{at}. {DUTY}" for at in range(1, 5)]
    assert numbers(*before, "S. metres of pipe are laid.") == ["1", "2", "3", "4"]


def test_clauses__a_roman_item_is_no_mistaken_number():
    before = [f"{at}. {DUTY}" for at in range(1, 11)]
    assert len(numbers(*before, f"ii (1) {DUTY}")) == 10


@pytest.mark.parametrize("begin", ["“Friend”", '"Friend"', "(a) Friend", "Friend"])
def test_clauses__without_a_stop_begin_with_a_capital_bracket_or_quotation(begin):
    assert numbers(*(f"{at} {begin} is a word and {DUTY}" for at in (1, 2))) == ["1", "2"]


@pytest.mark.parametrize("text", ["3 metres of pipe are laid.", "3.5 litres a day are least.",
                                  "3— metres of pipe", "Clause 3. of it", "S. metres",
                                  "Aim. 3. metres", "3rd of May"])  # fmt: skip
def test_clauses__a_quantity_at_the_head_of_a_line_is_none(text):
    assert numbers(f"1. {DUTY}", f"2. {DUTY}", text) == ["1", "2"]


@pytest.mark.parametrize(
    "reference",
    ["No. 17 of 2012.", "No 17 of 2012", "No. No. 17 of 2012", "Act No. 4 of 2006.",
     "Act 4 of 2006",
     "L.N. 12/2010.", "LN 12/2010", "L.N. No. 12/2010", "Leg. 3 of 1990", "No. l7 of 20l2.",
     "No. O4 0f ZOIO.", "No. I7 of 2012.", "Cap. 253.", "Cap 253", "Caps. 2", "Cap. 253A.",
     "Sub. Leg.", "Sub Leg", "Art. 10.", "Art 10", "Arts. 10", "Article 10", "Articles 10",
     "Art. 10(1).", "Art. 10 (1) (2)."],
)  # fmt: skip
@pytest.mark.parametrize("begin", ["", "Duties of friends. "])
def test_margin__a_reference_to_a_law_is_a_note_and_no_title(reference, begin):
    lines = [
        f"1. {DUTY}", margin("Aim of the Act."), f"2. {DUTY}",
        *([margin(f"{begin}{reference}")] if begin else [margin("Duties of friends.")]),
        *([] if begin else [margin(reference)]), f"3. {DUTY}", margin("Penalties."),
    ]  # fmt: skip
    made = outline_of(ENACTED, *lines)
    assert [section.title for section in made.sections] == [
        "Aim of the Act", "Duties of friends", "Penalties",
    ]  # fmt: skip
    notes = [block["value"]["text"] for block in made.sections[1].blocks if block["type"] == "note"]
    assert notes == [f"<p>{reference}</p>"]
