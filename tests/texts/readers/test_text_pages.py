"""Pages that a PDF reader laid out with spaces: their heads, and notes beside their text."""

import pytest

from tests.texts.outline.made_lines import ENACTED
from texts.outline.detect import build_outline
from texts.readers import text_reader
from texts.readers.text_pages import margin_column, page_heads

CITED = "1. This Act may be cited as the Wells Act, 2025."
DUTY = "A friend of water shall care for each spring of a ward"


def beside(text: str, note: str = "", column: int = 66) -> str:
    return f"{text:{column}}{note}".rstrip()


def page(*lines: tuple[str, str], column: int = 60) -> list[str]:
    return [beside(*line, column) for line in lines]


NOTED = (("1. Wells of the ward are", "Wells."), ("open to all.", ""), ("2. Rain is", "Rain."),
         ("as well.", ""))  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "column"),
    [
        (page(*NOTED), 60),
        (page(*NOTED, column=40), 40),
        (page(*NOTED, column=39), None),
        ([*page(*NOTED[:2]), *page(*NOTED[2:], column=61)], 60),
        ([*page(*NOTED[:2]), *page(*NOTED[2:], column=62)], 60),
        ([*page(("A", "Aim."), *NOTED[1::2]), *page(("B", "End."), column=61)], 60),
        ([*page(("A", "Aim."), *NOTED[1::2]), *page(("B", "End."), column=62)], None),
        (page(*NOTED[:2]), 60),
        (page(("Wells of the ward are", "Wells."), ("open to all.", "")), None),
        (page(*NOTED[:2], *[(DUTY, "")] * 9), 60),
        (page(*NOTED, ("3. Springs are", f"{'w' * 30}")), 60),
        (page(*NOTED, ("3. Springs are", f"{'w' * 31}")), None),
        ([*page(*NOTED), "w" * 61], None),
        ([*page(*NOTED), "w" * 60], 60),
        ([*page(*NOTED), beside("w" * 58, "Fees.", 60)], 60),
        ([*page(*NOTED), beside("w" * 59, "Fees.", 60)], None),
        (page(("Item", "Cost"), ("Well", "10"), ("Tank", "20"), ("", ""), ("Sum", "")), None),
        (page(("Item", "Cost"), ("Well", "10"), ("Tank", "20"), ("Sum", ""), ("in all", "")), 60),
        (["One line."], None),
        ([], None),
    ],
)
def test_margin_column__is_where_short_notes_begin_beside_text_that_ends_before(lines, column):
    assert margin_column(lines) == column


def heads(*tops: str) -> list[int]:
    return page_heads([["", *top.split("|"), DUTY[at:]] for at, top in enumerate(tops)])


@pytest.mark.parametrize(
    ("tops", "found"),
    [
        (["Wells Bill 1", "2 Wells Bill", "Wells Bill 3"], [1, 1, 1]),
        (["Wells Bill 1", "2 Wells Bill", "Rain"], [0, 0, 0]),
        (["Wells Bill, 1|2025", "Wells Bill, 2|2025", "Wells Bill 3"], [2, 2, 1]),
        (["1|Wells Bill", "2|Wells Bill", "3|Wells Bill"], [0, 0, 0]),
        (["Aim|Wells Bill", "Rain|Wells Bill", "End|Wells Bill"], [0, 0, 0]),
        (["Wells Bill|Old", "Wells Bill|Old", "Wells Bill|Old"], [2, 2, 2]),
        (["Wells Bill|Aim|Old", "Wells Bill|Rain|Old", "Wells Bill|End|Old"], [1, 1, 1]),
        (["Wells|wells", "Aim", "End"], [0, 0, 0]),
        (["Wells Bill|- 1 -", "Wells Bill|- 2 -", "Wells Bill|3"], [2, 2, 2]),
        (["Wells Bill|500  900", "Wells Bill|700  1,100", "Wells Bill|3"], [1, 1, 2]),
    ],
)
def test_page_heads__are_first_lines_that_three_pages_have(tops, found):
    assert heads(*tops) == found


@pytest.mark.parametrize(
    ("tops", "found"),
    [
        (["Goal 1", "", "Goal 2", "Goal 3"], [0, 0, 0, 0]),
        (["Goal 1", "Goal 2", "Goal 3"], [1, 1, 1]),
        (["Goal 3", "", "Goal 5", "", "Goal 7"], [1, 0, 1, 0, 1]),
        (["Goal 1", "", "Goal 1", "Goal 2"], [1, 0, 1, 1]),
        (["Goal 1", "", "Goal 2"], [0, 0, 0]),
        (["Annex 1", "Annex 2", "Annex 3"], [0, 0, 0]),
        (["Kiambatisho 1", "Kiambatisho 2", "Kiambatisho 3"], [0, 0, 0]),
        (["Chapter 1", "Chapter 1", "Chapter 2"], [1, 1, 1]),
        (["Goal 1 of 3", "", "Goal 2 of 3", "Goal 3 of 3"], [1, 0, 1, 1]),
    ],
)
def test_page_heads__are_no_headings_that_count_further_than_the_pages(tops, found):
    assert heads(*tops) == found


ANNEXED = [
    ["Springs of Mfano", f"{DUTY}."],
    ["Annex 1", "Springs", "Those of the hills are fenced, and looked after by a friend each."],
    ["Annex 2", "Tanks", "Every school has one, and the county pays for what is broken there."],
    ["Annex 3", "Fees", "Nobody pays for rain, whatever it was caught with or is kept in."],
]


def test_read__annexes_that_begin_a_page_each_are_sections():
    text = "\f".join("\n\n".join(lines) for lines in ANNEXED)
    outline = build_outline(text_reader.read(text))
    assert outline.words.complete
    assert not outline.dropped
    assert [(item.number, item.title) for item in outline.sections] == [
        ("Annex 1", "Springs"), ("Annex 2", "Tanks"), ("Annex 3", "Fees"),
    ]  # fmt: skip


def test_page_heads__are_none_of_pages_without_a_line():
    assert page_heads([[], [""], []]) == [0, 0, 0]


BILL = [
    [ENACTED, beside(f"   {CITED}", "Short title."), beside(f"   2. {DUTY}", "Care of"),
     beside("and shall tell the county of any harm that is done to it.", "springs."),
     "Nobody else needs to do the same."],
    ["16                The Wells Bill, 2025", beside("   3. Each ward keeps a list of", "Lists."),
     "its tanks."],
    ["The Wells Bill, 2025                   17", beside("   4. Every well", "Fences."),
     beside("", "No. 4 of 2010."), "has a fence."],
    ["18                The Wells Bill, 2025", "Dated the 1st May, 2025."],
]  # fmt: skip


def test_read__a_laws_margin_holds_the_titles_of_its_clauses():
    text = "\f".join("\n".join(lines) for lines in BILL)
    outline = build_outline(text_reader.read(text))
    assert outline.words.complete, outline.words
    assert [(item.number, item.title) for item in outline.sections] == [
        ("1", "Short title"), ("2", "Care of springs"), ("3", "Lists"), ("4", "Fences"),
    ]  # fmt: skip
    assert [item.reason for item in outline.dropped] == ["header_footer"] * 3


def test_read__a_laws_paragraphs_are_whole_whatever_stands_beside_them():
    document = text_reader.read("\f".join("\n".join(lines) for lines in BILL))
    shown = [(line.text, line.margin, line.page) for line in document.lines]
    told = "and shall tell the county of any harm that is done to it."
    assert (f"2. {DUTY} {told} Nobody else needs to do the same.", False, 0) in shown
    assert ("Care of springs.", True, 0) in shown
    assert ("No. 4 of 2010.", True, 2) in shown
    assert [line.text for line in document.lines if line.in_header_footer] == [
        "16 The Wells Bill, 2025", "The Wells Bill, 2025 17", "18 The Wells Bill, 2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("notes", "found"),
    [
        (["Short title.", "Care of", "springs."], ["Short title.", "Care of springs."]),
        (["Short title", "Care of", "springs."], ["Short title", "Care of springs."]),
        (["Short title.", "", "Care."], ["Short title.", "Care."]),
        (["Title of Cap.", "", "Care."], ["Title of Cap.", "Care."]),
        (["Title of Cap.", "248.", "Care."], ["Title of Cap. 248.", "Care."]),
        (["Short title", "as cited", "Elsewhere"], ["Short title as cited Elsewhere"]),
    ],
)
def test_read__a_note_ends_with_a_stop_or_beside_another_number(notes, found):
    body = [CITED, f"2. {DUTY}", "and all that is in it. So shall each ward of the county."]
    text = "\n".join([ENACTED, *(beside(*pair) for pair in zip(body, notes, strict=True))])
    text += f"\n{DUTY}\n{DUTY}"
    document = text_reader.read(text)
    assert [line.text for line in document.lines if line.margin] == found


def test_read__what_stands_beside_the_text_of_no_law_stays_in_its_line():
    lines = ["Costs", beside("1. A well", "Much."), beside("2. A tank", "More."), "All in all."]
    assert [line.text for line in text_reader.read("\n".join(lines)).lines] == [
        "Costs", "1. A well Much.", "2. A tank More.", "All in all.",
    ]  # fmt: skip
