"""Entries of printed contents as files have them: misread numbers, leaders, specks, headings."""

import pytest

from tests.texts.outline.made_lines import ENACTED, bold, dropped, line, many, outline_of
from texts.source import SourceLine

DUTY = "Every ward keeps its rain and its wells in good order and tells the county of any harm."


def bill(count: int, *entries: SourceLine | str) -> list[str]:
    """Titles of a bill's clauses, of which the contents alone know."""
    body = [f"{number}. {DUTY}" for number in range(1, count + 1)]
    made = outline_of("ARRANGEMENT OF CLAUSES", *entries, ENACTED, *body)
    return [section.title for section in made.sections if section.number.isdecimal()]


def numbered(*names: str) -> list[str]:
    return [f"{number}—{name}." for number, name in enumerate(names, 1)]


MATTERS = [f"Matter of tank {letter}" for letter in "abcdefghijklmnopqrst"]


@pytest.mark.parametrize(
    ("number", "shown"),
    [(1, "I"), (1, "l"), (5, "S"), (8, "B"), (10, "1O"), (10, "1o"), (15, "1 5"), (15, "I 5"),
     (15, "15 "), (11, "I I")],
)  # fmt: skip
@pytest.mark.parametrize("stop", [".", ":", ")", "—", "-", ".—"])
def test_entries__are_found_by_numbers_that_a_scan_misread(number, shown, stop):
    entries = [f"{at}{stop}{name}." for at, name in enumerate(MATTERS, 1)]
    entries[number - 1] = f"{shown}{stop}{MATTERS[number - 1]}."
    assert bill(20, " ".join(entries)) == MATTERS


def test_entries__go_on_beyond_a_hundred():
    names = [f"Matter {MATTERS[at % 20][-1]} of the county" for at in range(101)]
    assert bill(101, " ".join(numbered(*names))) == names


@pytest.mark.parametrize(
    "name", ["Wells", "wells", "2nd wells", "“Wells” of old", '"Wells" of old', "(Repealed)"]
)
def test_entries__begin_with_letters_digits_quotes_or_brackets(name):
    assert bill(2, f"1—Rain. 2—{name}.") == ["Rain", name]


@pytest.mark.parametrize(
    "name",
    ["Wells of class A2—old and new", "Wells of section 40 (3): old and new", "Repeal of rule 3",
     "Rules of class 12"],
)  # fmt: skip
def test_entries__hold_numbers_that_begin_no_other(name):
    assert bill(3, "1—Rain.", f"2—{name}.")[1] == name


def test_entries__begin_after_the_page_number_of_another():
    entries = [f"{at}. {name}. 14" for at, name in enumerate(MATTERS, 1)]
    assert bill(20, *entries[:9], " ".join(entries[9:])) == MATTERS


def test_entries__without_a_stop_after_the_number_begin_with_a_capital():
    assert bill(2, "1 Duty to tell the ward within", "2 days of any harm.", "2 Wells.") == [
        "Duty to tell the ward within 2 days of any harm",
        "Wells",
    ]


@pytest.mark.parametrize("wrong", ["9.", "9:", "9)", "9—", "19—", "100—", "9 —"])
def test_entries__with_a_wrong_number_get_the_one_that_is_missing(wrong):
    assert bill(3, "1—Rain.", f"{wrong}Wells.", "3—Tanks.") == ["Rain", "Wells", "Tanks"]


@pytest.mark.parametrize("rest", ["2011—old and new.", "—and of wells."])
def test_entries__run_on_in_a_line_that_begins_no_other(rest):
    found = bill(2, "1—Repeal of the law of", rest, "2—Wells.")
    assert found == [f"Repeal of the law of {rest.rstrip('.')}", "Wells"]


@pytest.mark.parametrize(("number", "found"), [(6, [*[""] * 4, "Wells", ""]), (7, ["Wells"])])
def test_entries__leave_out_four_numbers_at_most(number, found):
    """A number further on is misread, and what follows comes next."""
    names = bill(7, "1—Rain.", f"{number}—Wells.")
    assert names == ["Rain", *found, *[""] * (6 - len(found))]


@pytest.mark.parametrize(("lines", "name"), [(11, "Rain"), (12, "")])
def test_entries__stand_up_to_twelve_lines_above_their_heading(lines, name):
    above = ["1—Rain.", *[""] * lines, "ARRANGEMENT OF CLAUSES", "2—Wells.", ENACTED]
    made = outline_of(*above, f"1. {DUTY}", f"2. {DUTY}")
    assert [section.title for section in made.sections] == [name, "Wells"]


@pytest.mark.parametrize(
    "heading",
    ["Clause", "Clauses", "CLAUSE", "Section", "Sections", "Page", "Schedule", "Schedules",
     "First Schedule", "Second schedule—Fees of tanks", "WATER OF THE WARDS", "PART I—WATER",
     "Part I—Water", "CHAPTER ONE—WATER", "Chapter One—Water", "Part I.", "— — —"],
)  # fmt: skip
def test_entries__are_not_the_headings_above_them(heading):
    """Seen where a number was lost: a title more, and none would get it."""
    assert bill(2, heading, "Rain.", "2—Wells.") == ["Rain", "Wells"]
    assert bill(3, "1—Rain.", heading, "Wells.", "3—Tanks.") == ["Rain", "Wells", "Tanks"]


@pytest.mark.parametrize("name", ["Scheduled tanks", "Paged registers", "Clausal forms"])
def test_entries__begin_like_a_heading_and_are_none(name):
    assert bill(2, f"{name}.", "2—Wells.") == [name, "Wells"]


@pytest.mark.parametrize(
    "heading",
    ["PART II—WELLS", "CHAPTER TWO—WELLS", "SCHEDULE—FEES", "FIRST SCHEDULE—FEES",
     "SIXTH SCHEDULE"],
)  # fmt: skip
def test_entries__end_before_a_heading_on_their_line(heading):
    assert bill(1, f"1—Rain. {heading}") == ["Rain"]


@pytest.mark.parametrize("stop", [".", ":", ")", "—", " - ", ". "])
@pytest.mark.parametrize("name", ["Rain", "2nd rain"])
def test_entries__follow_the_heading_of_a_part_on_its_line(stop, name):
    assert bill(2, f"PART I—WATER OF THE WARDS 1{stop}{name}.", "2—Wells.") == [name, "Wells"]


@pytest.mark.parametrize(
    "shown",
    ["PART I—WATER", "PART I: WATER", "PART I. WATER", "PART I - WATER", "PART I WATER",
     "Part I—WATER", "PART I—WATER 1—Rain.", "Rain. PART I—WATER", "PART I—WATER ..... 3",
     "PART I—WATER."],
)  # fmt: skip
def test_parts__lost_in_the_text_are_named_in_the_contents(shown):
    made = outline_of(
        "ARRANGEMENT OF CLAUSES", shown, "1—Rain.", "PART II—WELLS", "2—Wells.", ENACTED,
        f"1. {DUTY}", bold("PART II—WELLS"), f"2. {DUTY}",
    )  # fmt: skip
    assert (made.sections[0].number.upper(), made.sections[0].title) == ("PART I", "WATER")


@pytest.mark.parametrize("number", ["PARTI", "PARTl", "PART1", "PARTV", "PARTX"])
def test_parts__lost_in_a_text_without_spaces_are_named_in_its_contents(number):
    made = outline_of(
        "ARRANGEMENTOFCLAUSES", f"{number}-WATER", "1-Rain.", "PARTII-WELLS", "2-Wells.", ENACTED,
        f"1. {DUTY}", bold("PARTII-WELLS"), f"2. {DUTY}",
    )  # fmt: skip
    assert (made.sections[0].number, made.sections[0].title) == (number, "WATER")


@pytest.mark.parametrize("second", ["WARDS", "PARTICIPATION OF WARDS"])
def test_parts__have_titles_of_two_lines_in_the_contents(second):
    made = outline_of(
        "ARRANGEMENT OF CLAUSES", "PART I—WATER OF THE", second, "1—Rain.", "WELLS", ENACTED,
        f"1. {DUTY}", bold("PART II—WELLS"), f"2. {DUTY}",
    )  # fmt: skip
    assert made.sections[0].title == f"WATER OF THE {second}"


@pytest.mark.parametrize(
    "leader",
    ["....xliv", ".. 12", "..7", "……7", "__7", "..", " xiv", " xx", " 7", " 1234", "  12", "... "],
)
def test_entries__lose_dots_and_page_number(leader):
    assert bill(2, f"1—Rain{leader}", f"2—Wells{leader}") == ["Rain", "Wells"]


@pytest.mark.parametrize(
    "name",
    ["Repeal of the Act of 1999", "Repeal of the Act, 2011", "Form 12345", "Care of the ill",
     "Rules of No.7"],
)  # fmt: skip
def test_entries__end_in_words_that_are_no_page_number(name):
    assert bill(2, f"1—{name}", "2—Wells") == [name, "Wells"]


@pytest.mark.parametrize("dot", [".", "…", "_"])
def test_entries__with_dots_without_end_are_read_at_once(dot):
    """Endless, where dots are tried from each on or shared out among patterns in all ways."""
    rows = [f"{dot * 100_000} name", f"2—Wells {dot * 100_000} name."]
    assert bill(2, "1—Rain.", *rows)[0] == "Rain"


@pytest.mark.parametrize(
    ("shown", "name"),
    [("Rules. ;'", "Rules"), ("Wells of the ward. ii ,;", "Wells of the ward"),
     ("Wells of the ward. Ab", "Wells of the ward"), ("Repeal of Sect. 50", "Repeal of Sect. 50"),
     ("Care of wells. Use", "Care of wells. Use")],
)  # fmt: skip
def test_entries__lose_the_specks_of_a_scan(shown, name):
    assert bill(2, f"1—{shown}.", "2—Wells.") == [name, "Wells"]


@pytest.mark.parametrize(
    ("label", "text"),
    [("1", "Rain."), ("1.", "—Rain."), ("1)", "Rain."), ("1-", "- Rain."), ("1:", ". Rain."),
     ("1", "\u2013 Rain.")],
)  # fmt: skip
def test_entries__have_automatic_numbers(label, text):
    assert bill(2, line(text, label=label), "2—Wells.") == ["Rain", "Wells"]


@pytest.mark.parametrize("label", ["a.", "(b)", "iii.", "VIII.", "•", "-"])
def test_entries__have_automatic_signs_that_are_no_number(label):
    entries = [line(f"{name}.", label=label) for name in ("Rain", "Wells", "Tanks")]
    assert bill(3, *entries) == ["Rain", "Wells", "Tanks"]


@pytest.mark.parametrize("label", ["PART I", "Part I.", "Chapter One"])
def test_entries__are_not_headings_with_an_automatic_number(label):
    assert bill(2, line("Water", label=label), "Rain.", "2—Wells.") == ["Rain", "Wells"]


def contents(*lines: SourceLine | str) -> list[str]:
    """What is left out as printed contents of a document of these lines."""
    return [text for text, reason in dropped(*lines) if reason == "contents"]


BODY = [bold("Aim of it"), DUTY, bold("End of it"), DUTY]


@pytest.mark.parametrize(
    "name",
    ["THE RAIN BILL, 2019", "THE RAIN BILL 2019", "THE RAIN ACT", "RAIN REGULATIONS, 2019",
     "THE BILL", "“THE RAIN BILL”", "THE RAIN BILL,", "THERAINBILL,2019", "THERAINACT,2019",
     "RAINREGULATIONS,2019"],
)  # fmt: skip
def test_contents__end_before_the_name_of_the_bill(name):
    lines = ["ARRANGEMENT OF CLAUSES", "1—Rain.", name, "", ENACTED, f"1. {DUTY}"]
    assert contents(*lines) == ["ARRANGEMENT OF CLAUSES", "1—Rain."]


@pytest.mark.parametrize(
    "name",
    ["AN ACT", "THE RAIN BILL, 201", "THE RAIN BILL, 20199", "RAIN", "THE RAIN CONTRACT",
     "THE RAIN CONTRACT, 2019"],
)  # fmt: skip
def test_contents__go_on_where_no_bill_is_named(name):
    lines = ["ARRANGEMENT OF CLAUSES", "1—Rain.", name, ENACTED, f"1. {DUTY}"]
    assert name in contents(*lines)


@pytest.mark.parametrize(("count", "found"), [(20, True), (21, False)])
def test_contents__have_a_heading_of_twenty_words_at_most(count, found):
    heading = f"{many(count - 3).upper()} ARRANGEMENT OF CLAUSES"
    made = contents(heading, "1—Rain.", ENACTED, f"1. {DUTY}")
    assert made == ([heading, "1—Rain."] if found else [])


@pytest.mark.parametrize(
    "heading",
    ["ARRANGEMENT OF CLAUSES", "THE RAIN BILL, 2019 ARRANGEMENT OF CLAUSES Clause",
     "ARRANGEMENT OF CLAUSESPART I—WATER", "ARRANGEMENTOFCLAUSES"],
)  # fmt: skip
def test_contents__of_a_bill_may_begin_on_the_line_of_their_heading(heading):
    made = outline_of(f"{heading} 1—Rain.", "2—Wells.", ENACTED, f"1. {DUTY}", f"2. {DUTY}")
    assert [section.title for section in made.sections if section.number.isdecimal()] == [
        "Rain",
        "Wells",
    ]


@pytest.mark.parametrize("end", [".", ";", ":", ",", ""])
@pytest.mark.parametrize("count", [20, 21])
def test_contents__end_before_a_sentence_of_more_than_twenty_words(count, end):
    first, last = "Aim of it .... 1", "End of it .... 2"
    whole = contents("CONTENTS", first, f"{many(count)}{end}", last, *BODY)
    assert (last in whole) == (count == 20 or end in (",", ""))


@pytest.mark.parametrize(("count", "found"), [(45, True), (46, False)])
def test_contents__end_before_a_line_of_more_than_45_words(count, found):
    last = "End of it .... 2"
    assert (last in contents("CONTENTS", "Aim of it .... 1", many(count), last, *BODY)) == found


def rows(*cells: tuple[str, str]) -> SourceLine:
    text = " ".join(" ".join(row) for row in cells)
    return SourceLine(text=text, kind="table", table={"data": [list(row) for row in cells]})


PAGE_1, PAGE_2 = ("Aim of it", "1"), ("End of it", "2")
NO_PAGE, BLANK = ("Rain and wells", "of the wards"), ("", "")


@pytest.mark.parametrize(
    ("cells", "found"),
    [([PAGE_1], False), ([PAGE_1, PAGE_2], True), ([PAGE_1, NO_PAGE, PAGE_2], True),
     ([PAGE_1, NO_PAGE, PAGE_2, NO_PAGE], False), ([PAGE_1, BLANK, PAGE_2, BLANK], False)],
)  # fmt: skip
def test_contents__are_a_table_most_of_whose_rows_end_in_a_page(cells, found):
    assert bool(contents("CONTENTS", rows(*cells), *BODY)[1:]) == found


def test_contents__of_a_bill_are_a_table():
    cells = [("PART I—WATER", ""), ("1.", "Rain"), ("2.", "Wells"), ("Part II—Tanks", ""),
             ("3.", "Tanks")]  # fmt: skip
    assert bill(3, rows(*cells)) == ["Rain", "Wells", "Tanks"]


@pytest.mark.parametrize(
    "heading", ["FIRST SCHEDULE", "SCHEDULE", "THE SCHEDULE", "THE THIRD SCHEDULE"]
)
def test_entries__have_none_of_the_title_of_a_schedule(heading):
    schedule = [f"{heading}: Conduct of meetings and", "the affairs of the Board"]
    assert bill(2, *numbered("Wells"), "2—Springs", *schedule) == ["Wells", "Springs"]


def test_entries__go_on_after_a_schedule():
    schedule = ["FIRST SCHEDULE: Fees and", "fines"]
    assert bill(3, *numbered("Wells"), "2—Springs", *schedule, "3—Rain.") == [
        "Wells",
        "Springs",
        "Rain",
    ]


@pytest.mark.parametrize(
    ("entry", "title"),
    [("to-Springs", "Springs"), ("lo. Springs", "Springs"), ("il—Springs", "Springs"),
     ("so-Springs", "so-Springs"), ("e-Springs", "e-Springs"), ("ti-Springs", "ti-Springs")],
)  # fmt: skip
def test_entries__whose_number_was_misread_as_letters_are_without_these(entry, title):
    assert bill(3, "1—Rain.", f"{entry}.", "3—Wells.") == ["Rain", title, "Wells"]
