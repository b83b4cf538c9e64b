"""The table of a memorandum, read out of what a file's reader makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.memoranda.change_table import MAX_ROWS, ChangeRow, find_changes
from texts.cleaning import typed_text
from texts.source import SourceDocument, SourceLine, UnreadableDocument
from texts.tables import table_value

HEAD = ["Bill Section", "Proposed Change to the Section", "Rationale"]
words = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp"), exclude_characters="*_.…"),
    max_size=30,
)


def document(*tables, before=()):
    lines = [SourceLine(text=text, heading=heading) for text, heading in before]
    lines += [
        SourceLine(
            kind="table", table=table_value([list(row) for row in table], [], header_row=True)
        )
        for table in tables
    ]
    return SourceDocument(lines)


def test_find_changes__reads_the_rows_below_the_head():
    found = find_changes(document([HEAD, ["3", "Delete it.", "No use."]]))
    assert found.rows == [ChangeRow("3", "Delete it.", "No use.")]


@pytest.mark.parametrize(
    "head",
    [
        ["Kifungu", "Mabadiliko yanayopendekezwa", "Sababu"],
        ["Clause", "Proposed amendment", "Justification for the proposed amendment"],
        ["CLAUSE NO.", "RECOMMENDATION", "REASONS"],
    ],
)
def test_find_changes__knows_the_heads_that_people_use(head):
    [row] = find_changes(document([head, ["3", "Delete it.", "No use."]])).rows
    assert row == ("3", "Delete it.", "No use.", False)


def test_find_changes__columns_in_another_order_and_one_more_lose_nothing():
    head = ["Rationale", "Current provision", "Clause", "Proposal"]
    [row] = find_changes(document([head, ["Why", "As it is", "4", "As it should be"]])).rows
    assert row == ("4", "As it should be", "Why\nCurrent provision: As it is", False)


def test_find_changes__empty_section_is_that_of_the_row_above():
    rows = find_changes(document([HEAD, ["3", "One.", ""], ["", "Two.", ""]])).rows
    assert [(row.section, row.is_carried) for row in rows] == [("3", False), ("3", True)]


def test_find_changes__table_goes_on_without_its_head():
    rows = find_changes(document([HEAD, ["3", "One.", ""]], [["4", "Two.", ""]])).rows
    assert [row.section for row in rows] == ["3", "4"]


def test_find_changes__notes_of_the_printed_form_are_handed_back():
    found = find_changes(document([HEAD, ["*Name the section*", "*Your change*", ""]]))
    assert found.rows == []
    assert found.left_out == ["*Name the section*", "*Your change*"]


def test_find_changes__other_tables_are_none():
    assert find_changes(document([["Name", "Signature"], ["Akinyi", "…"]])).rows == []


def test_find_changes__covering_text_stands_below_its_headings():
    before = [("1. Summary", 2), ("We ask.", None), ("2. Muhtasari", 2), ("Tunaomba.", None)]
    found = find_changes(document(before=before))
    assert found.covering == {"summary": "We ask.\nTunaomba."}


def test_find_changes__huge_table_is_refused():
    rows = [["1", f"Change {n}", ""] for n in range(MAX_ROWS + 1)]
    with pytest.raises(UnreadableDocument, match="more than 200 rows"):
        find_changes(document([HEAD, *rows]))


def test_find_changes__huge_cell_is_refused():
    with pytest.raises(UnreadableDocument, match="characters"):
        find_changes(document([HEAD, ["1", "word " * 5000, ""]]))


@given(st.lists(st.tuples(words, words, words), max_size=8))
def test_find_changes__loses_no_word(rows):
    found = find_changes(document([HEAD, *[[*row] for row in rows]]))
    said = " ".join([*(" ".join(row[:3]) for row in found.rows), *found.left_out]).split()
    for cell in (cell for row in rows for cell in row):
        assert set(typed_text(cell).split()) <= set(said)
