"""What the stages of detection hand on: lines, and which of them are set aside."""

import pytest

from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading, looks_like_heading
from texts.outline.titled_bill import TitledBill
from texts.source import SourceLine

LINES = [
    SourceLine(text="Page 1"),
    SourceLine(text="Springs"),
    SourceLine(text=""),
    SourceLine(text="Cap. 2", margin=True),
    SourceLine(kind="table"),
    SourceLine(text="Rivers"),
]


def indexes(flow, *bounds):
    return [at for at, _line in flow.left(*bounds)]


def test_set_aside__makes_another_flow_and_leaves_the_first_as_it_is():
    flow = LineFlow(LINES)
    after = flow.set_aside([0], "page_number")
    assert (after.is_aside(0), flow.is_aside(0)) == (True, False)
    assert indexes(after) == [1, 2, 3, 4, 5]
    assert indexes(flow) == [0, 1, 2, 3, 4, 5]


def test_set_aside__keeps_the_first_reason():
    flow = LineFlow(LINES).set_aside([0], "page_number").set_aside([0, 1], "contents")
    assert flow.aside == {0: "page_number", 1: "contents"}


def test_left__goes_from_a_line_up_to_another():
    flow = LineFlow(LINES).set_aside([2], "heading")
    assert indexes(flow, 1, 4) == [1, 3]
    assert indexes(flow, 4) == [4, 5]


def test_next_line__is_not_empty_aside_or_in_the_margin():
    flow = LineFlow(LINES)
    assert flow.next_line(-1) == 0
    assert flow.next_line(1) == 4
    assert flow.set_aside([4], "heading").next_line(1) == 5
    assert flow.next_line(5) is None


def test_free__leaves_out_what_headings_begin_on_and_use():
    flow = LineFlow(LINES).set_aside([0], "page_number")
    bill = TitledBill(flow, [Heading(1, used=frozenset({2})), Heading(5)], {})
    assert indexes(bill.free()) == [3, 4]
    assert indexes(bill.flow) == [1, 2, 3, 4, 5]


def test_with_clauses__leaves_other_headings_where_they_are():
    part, one, two = Heading(0, kind="part"), Heading(1, kind="clause"), Heading(5, kind="clause")
    bill = TitledBill(LineFlow(LINES), [one, part, two], {})
    changed = bill.with_clauses(item.doubted("why") for item in bill.clauses)
    assert changed.headings == [one.doubted("why"), part, two.doubted("why")]
    assert bill.headings == [one, part, two]


def test_writing__matters_only_where_the_heading_is_not_as_written():
    assert Heading(0).writing("Springs").written is None
    assert Heading(0, written="l.").writing("Springs").written == "l. Springs"


def test_vocabulary__counts_the_words_of_the_text_and_of_the_notes_beside_it():
    lines = [SourceLine(text="Wells give rain"), SourceLine(text="Rain", margin=True)]
    assert TitledBill(LineFlow(lines), [], {}).vocabulary == {"wells": 1, "give": 1, "rain": 2}


@pytest.mark.parametrize(
    ("text", "found"),
    [("rain " * 30, True), ("rain " * 31, False), ("Rain", True), ("Rain;", False),
     ("Rain,", False), ("Rain: ", False), ("Rain.", True)],
)  # fmt: skip
def test_looks_like_heading__is_bold_of_thirty_words_and_does_not_go_on(text, found):
    assert looks_like_heading(SourceLine(text=text, bold=True)) is found
    assert not looks_like_heading(SourceLine(text=text))
