"""Which of the numbers in a bill are its clauses': those that go on, and what a gap costs."""

import pytest

from tests.texts.outline.made_lines import (
    ENACTED,
    bold,
    clauses,
    line,
    margin,
    outline_of,
    run_in,
    text_of,
)

DUTY = (
    "A friend of water shall protect each spring, river and well of a ward and tell what is amiss."
)


def numbers(*lines):
    return [number for number, _title in clauses(*lines)]


def listed(label, text=DUTY, **hints):
    return line(text, label=label, **{"list_level": 0, "list_format": "decimal", **hints})


@pytest.mark.parametrize(
    "text",
    ["2023. The year", "2023 (1) The year", "2023— The year", "2023 The year",
     "Clause 2023. The year", "Aim of it. 2023. The year", run_in("Aim of it.", "2023. The year"),
     listed("2023.")],
)  # fmt: skip
def test_clauses__a_year_is_none(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    ["— Water", "Clause . Water", "Friends.. Water", run_in("Friends.", ". Water"), "“Water",
     "(a) Water", ". Water", "Rule 7 of friends. 3. Water", "Act. No. 3. Water",
     run_in("Friends.", "3. metres of pipe"), "3. ", "c. of water"],
)  # fmt: skip
def test_clauses__a_line_without_a_number_at_its_head_is_none(text):
    found = numbers(f"1. {DUTY}", f"2. {DUTY}", text)
    assert found == (["1", "2", "3"] if text == "3. " else ["1", "2"])


@pytest.mark.parametrize("text", ["3.—(1) Water", "3. - Water", "3—(1) Water", "3—(a) Water"])
def test_clauses__a_dash_after_the_number_is_none_of_the_text(text):
    made = outline_of(ENACTED, f"1. {DUTY}", f"2. {DUTY}", text)
    assert "—" not in text_of(made, 2)[0]
    assert "-" not in text_of(made, 2)[0]


@pytest.mark.parametrize("text", ["Friends. 3. (a) Water", run_in("Friends.", "3. (a) Water")])
def test_clauses__with_a_title_before_the_number_may_begin_with_an_item(text):
    assert clauses(f"1. {DUTY}", f"2. {DUTY}", text)[-1] == ("3", "Friends")


@pytest.mark.parametrize(("words", "found"), [(15, 1), (16, 0)])
def test_clauses__a_title_before_the_number_has_at_most_15_words(words, found):
    title = " ".join(["Aid", *["to"] * (words - 1)])
    assert len(numbers(f"{title}. 1. {DUTY}")) == found


SCANNED = ["IO.", "Il.", "I2.", "I3.", "I4.", "I5.", "I6.", "I7."]
FORMS = {
    "in bold": lambda at: bold(f"{at}. {DUTY}"),
    "of a heading": lambda at: line(f"{at}. {DUTY}", heading=2),
    "before bold words": lambda at: run_in(f"{at}. Aim.", DUTY),
    "before a subclause": lambda at: f"{at}. (1) {DUTY}",
    "without a stop before a subclause": lambda at: f"{at} (1) {DUTY}",
    "of a list before a subclause": lambda at: listed(f"{at}.", f"(1) {DUTY}"),
    "typed": lambda at: f"{at}. {DUTY}",
    "of a list": lambda at: listed(f"{at}."),
    "after a title": lambda at: f"Aim. {at}. {DUTY}",
    "misread": lambda at: f"{SCANNED[at - 10]} {DUTY}",
    "without a stop": lambda at: f"{at} {DUTY}",
}


@pytest.mark.parametrize(
    ("form", "count", "lost", "found"),
    [
        *((form, 6, lost, found) for form in list(FORMS)[:6] for lost, found in ((11, 1), (13, 0))),
        *((form, 5, lost, found) for form in list(FORMS)[6:9] for lost, found in ((8, 1), (9, 0))),
        ("misread", 7, 8, 1), ("misread", 5, 6, 0),
        ("without a stop", 5, 4, 1), ("without a stop", 8, 7, 0),
    ],
)  # fmt: skip
def test_clauses__after_lost_ones_are_found_by_how_many_and_how_sure_they_are(
    form, count, lost, found
):
    """The more clauses a file lost, the more must go on after them."""
    first = 10 if form == "misread" else 4 + lost
    before = [f"{at}. {DUTY}" for at in range(1, first - lost)]
    after = [FORMS[form](at) for at in range(first, first + count)]
    assert len(numbers(*before, *after)) == len(before) + count * found


@pytest.mark.parametrize(("lost", "found"), [(5, 1), (6, 0)])
def test_clauses__after_lost_ones_are_hardly_found_among_words_for_another_law(lost, found):
    inserted = [f"{at}. {DUTY}" for at in range(3 + lost, 14 + lost)]
    lines = [f"1. {DUTY}", "2. The Act is amended by inserting the following—", *inserted]
    assert len(numbers(*lines)) == 2 + len(inserted) * found


@pytest.mark.parametrize(
    "clause",
    [bold("3. Duties of friends"), line("3. Duties of friends", heading=2),
     run_in("3. Duties of friends.", DUTY), f"3. (1) {DUTY}"],
)  # fmt: skip
def test_clauses__a_number_of_a_list_before_them_is_none(clause):
    steps = ["1. Look for it.", "2. Ask for it.", "3. Tell of it."]
    made = outline_of(ENACTED, f"1. {DUTY}", "2. These are the steps—", *steps, clause)
    assert [section.number for section in made.sections] == ["1", "2", "3"]
    assert "Tell of it" not in " ".join(text_of(made, 2))


CONTENTS = [bold("ARRANGEMENT OF CLAUSES"), "1—Springs.", "2—Rivers.", "3—Wells."]


@pytest.mark.parametrize(
    ("after", "last"),
    [([f"{at} {DUTY}" for at in (4, 5, 6)], "5"), ([f"{at}. {DUTY}" for at in (4, 5, 6)], "6")],
)
def test_clauses__unsure_ones_are_at_most_two_more_than_the_contents_name(after, last):
    made = outline_of(*CONTENTS, ENACTED, *(f"{at}. {DUTY}" for at in (1, 2, 3)), *after)
    assert made.sections[-1].number == last


@pytest.mark.parametrize(
    "labels",
    [("a.", "b."), ("b.", "c."), ("i.", "ii."), ("iv.", "v."), ("x.", "xi."), ("xl.", "xli."),
     ("1.", "1."), ("Clause 1.", "1")],
)  # fmt: skip
def test_clauses__whose_list_lost_its_count_fill_the_gap_that_they_fit(labels):
    lines = [listed(label) for label in labels]
    found = outline_of(ENACTED, f"1. {DUTY}", *lines, f"4. {DUTY}", f"5. {DUTY}").sections
    assert [section.number for section in found] == ["1", "2", "3", "4", "5"]
    assert ["misread" in " ".join(map(str, section.unsure)) for section in found] == [0, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("lost", "found"),
    [("b. Water", True), ("b.Water", True), ("b. (1) Water", True), ("ii. Water", True),
     ("b.", True), ("b. water", False), ("bb. Water", False), (margin("b. Water"), False)],
)  # fmt: skip
def test_clauses__whose_typed_number_became_a_letter_fill_the_gap(lost, found):
    assert ("2" in numbers(f"1. {DUTY}", lost, f"3. {DUTY}")) == found


def test_clauses__of_one_list_fill_a_gap_before_those_of_one_form():
    items = [listed(f"{mark}.", list_id="5", list_level=1) for mark in "abc"]
    lost = [listed(f"{mark}.", list_id="4") for mark in "ab"]
    made = outline_of(ENACTED, f"1. {DUTY}", *items, *lost, f"4. {DUTY}", f"5. {DUTY}")
    assert len(made.sections) == 5
    assert len(text_of(made, 0)) > len(text_of(made, 1))


def _repeals(*numbers):
    return [line(f"Section {at} is repealed.", label=f"{at}.") for at in numbers]


def test_clauses__that_lost_their_numbers_are_found_by_how_they_amend():
    lines = [
        line("This Act may be cited as the Wells Act.", label="1."),
        line("Section 4 of the principal Act is amended by deleting the word \u201cwell\u201d."),
        line("The principal Act is amended by deleting section 7."),
        line("The Wells Act, in this Act \u201cthe principal Act\u201d, is amended in section 9."),
        *_repeals(5, 6, 7, 8),
    ]
    assert [number for number, _title in clauses(*lines)] == [f"{at}" for at in range(1, 9)]
    sections = outline_of(ENACTED, *lines).sections
    assert "The number is missing in the file." in list(map(str, sections[1].unsure))


def test_clauses__are_not_guessed_where_lines_and_numbers_do_not_tally():
    lines = [
        line("This Act may be cited as the Wells Act.", label="1."),
        line("Section 4 of the principal Act is amended by deleting the word \u201cwell\u201d."),
        *_repeals(4, 5, 6),
    ]
    assert [number for number, _title in clauses(*lines)] == ["1", "4", "5", "6"]


def test_clauses__the_items_of_an_inserted_schedule_are_none():
    lines = [
        line("This Act may be cited as the Wells Act.", label="1.", list_level=0),
        line("The principal Act is amended by inserting the following Schedule\u2014", label="2.",
             list_level=0),
        bold("TENTH SCHEDULE"),
        *[line(f"Ward {at}", label=f"{at}.", list_level=1) for at in range(1, 5)],
    ]  # fmt: skip
    assert [number for number, _title in clauses(*lines)] == ["1", "2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Section 4 of the principal Act is amended in line 2.", True),
        ("Sections 4 of the principal Act are amended in line 2.", True),
        ("Section 4A of the said Act is repealed.", True),
        ("The principal Act is hereby amended in section 4.", True),
        ("The Wells Act is hereby repealed.", True),
        ("The W Act is amended in section 4.", True),
        ("The Wells and Springs (Care) Act is amended in section 4.", True),
        (f"The W{'e' * 80} Act is amended in section 4.", True),
        (f"The W{'e' * 81} Act is amended in section 4.", False),
        ("The Wells Act,, is amended in section 4.", True),
        (f"The Wells Act,{'e' * 80}, is amended in section 4.", True),
        (f"The Wells Act,{'e' * 81}, is amended in section 4.", False),
        ("Section 4AB of the said Act is repealed.", False),
        ("The Act is amended in section 4.", False),
        ("The principal Act is amendedly long.", False),
        ("The principal Act is old.", False),
    ],
)
def test_clauses__that_lost_their_numbers_name_the_act_that_they_amend(text, found):
    assert numbers(f"1. {DUTY}", text, f"3. {DUTY}") == ["1", *["2"] * found, "3"]


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("J. ", True),
        ("If ", True),
        ("l9:. ", True),
        ("J.J.J ", False),
        ("(3) ", False),
        ("(b) ", False),
    ],
)
@pytest.mark.parametrize(
    "text", ["Section 4 of the said Act is repealed.", "The Wells Act is amended."]
)
def test_clauses__whose_number_a_scan_spoilt_are_found_by_how_they_amend(mark, found, text):
    made = outline_of(ENACTED, f"1. {DUTY}", f"{mark}{text}", f"3. {DUTY}")
    assert [item.number for item in made.sections] == ["1", *["2"] * found, "3"]
    if found:
        assert (
            str(made.sections[1].unsure[0])
            == f"The number was misread in the file: “{mark.strip(' .')}”."
        )
        assert text_of(made, 1) == [text]
