"""Bills whose Word files were made from a PDF or a scan: layout as tables, breaks and specks."""

import pytest

from tests.texts.readers.word_files import bold, par, run, table, write
from texts.outline import detect
from texts.read import read_source

ENACTING = [
    par(bold("THE WATER FRIENDS BILL, 2023"), centred=True),
    par(bold("A Bill for"), centred=True),
    par(bold("AN ACT of Parliament to provide for friends of water; and for connected purposes")),
    par("ENACTED by the Parliament of Kenya, as follows—"),
]
CITED = "This Act may be cited as the Water Friends Act, 2023."
MEANS = "In this Act, “friend” means a person who cares for the water of a ward."
LONG = "A friend of water shall protect every spring, river and well within the ward."
PART_I = par(bold("PART I—PRELIMINARY"), centred=True)
PART_II = par(bold("PART II—THE FRIENDS"), centred=True)
CLAUSES = [("1", "Short title"), ("2", "Interpretation"), ("3", "Duties of friends")]
EXPECTED = [("PART I", "PRELIMINARY"), *CLAUSES[:2], ("PART II", "THE FRIENDS"), CLAUSES[2]]


@pytest.fixture
def outline(tmp_path):
    def build(*body):
        made = detect.build_outline(read_source(write(tmp_path / "bill.docx", *body)))
        assert made.words.complete, (made.words.missing, made.words.added)
        return made

    return build


def headings(made):
    return [(item.number, item.title) for item in made.sections]


def layout(*rows, widths):
    return table(*rows, borders=False, widths=widths)


def test_outline__of_number_text_and_note_in_three_cells(outline):
    made = outline(
        *ENACTING, PART_I,
        layout(["1.", CITED, "Short title."], widths=(600, 5100, 1100)),
        layout(["2.", MEANS, "Interpretation."], widths=(600, 5100, 1100)),
        PART_II,
        layout(["3.", f"(1) {LONG}", "Duties of friends."], widths=(600, 5100, 1100)),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_titles_numbers_and_text_in_three_columns(outline):
    made = outline(
        *ENACTING, PART_I,
        layout(["Short title.", "1.", CITED], ["Interpretation.", "2.", MEANS],
               widths=(1700, 600, 6000)),
        PART_II,
        layout(["Duties of friends.", "3.", f"(1) {LONG}"], widths=(1700, 600, 6000)),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_titles_in_a_first_column_without_contents(outline):
    text = par("2. In this Act—") + "".join(par(f"“w{n}” means water;") for n in range(30))
    made = outline(
        *ENACTING, PART_I,
        layout(["Short title.", f"1. {CITED}"], widths=(1700, 6000)),
        layout(["Interpretation.", text], widths=(1700, 6000)),
        PART_II,
        layout(["Duties of friends.", f"3. (1) {LONG}"], widths=(1700, 6000)),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_numbers_beside_titles_and_text(outline):
    def beside(title, text):
        return par(bold(title)) + par(text)

    made = outline(
        *ENACTING, PART_I,
        layout(["1.", beside("Short title", CITED)], ["2.", beside("Interpretation", MEANS)],
               widths=(700, 7000)),
        PART_II,
        layout(["3.", beside("Duties of friends", f"(1) {LONG}")], widths=(700, 7000)),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__joins_a_line_that_is_a_table_with_a_cell_a_word(outline):
    made = outline(
        *ENACTING,
        par("1. A friend shall protect every spring and"),
        layout(["well ", "within ", "the ", "ward ", "from ", "animals"],
               widths=(900, 1200, 600, 900, 900, 1500)),
        par("and from dirt."),
    )  # fmt: skip
    assert made.sections[0].blocks == [
        {
            "type": "paragraph",
            "value": "<p>A friend shall protect every spring and well within the ward from animals"
            " and from dirt.</p>",
        }
    ]


def test_outline__tells_a_note_in_small_type_in_a_wide_cell(outline):
    small = par(run("Duties of friends.", size=8))
    made = outline(
        *ENACTING, par(f"1. {CITED}"), par(f"2. {MEANS}"),
        layout(["3. A friend shall report—", small], ["(a) leaks; and", ""], widths=(5200, 2600)),
        par("(b) floods."),
    )  # fmt: skip
    assert headings(made)[2] == CLAUSES[2]


def test_outline__keeps_a_table_without_borders_that_holds_data(outline):
    made = outline(
        *ENACTING, par(f"1. {CITED}"),
        par(bold("SCHEDULE"), centred=True),
        layout(["Item", "Fee"], ["Form", "100"], ["Badge", "200"], widths=(3000, 3000)),
    )  # fmt: skip
    assert [block["type"] for block in made.sections[-1].blocks] == ["table"]


def test_outline__keeps_tables_of_documents_that_are_no_bills(outline):
    made = outline(
        par(bold("Water policy"), style="Heading1"), par(LONG),
        layout(["1.", "Springs are protected from animals.", "Ward"], widths=(600, 5000, 1100)),
    )  # fmt: skip
    assert [block["type"] for block in made.sections[0].blocks] == ["paragraph", "table"]


def test_outline__parts_paragraphs_at_line_breaks_before_headings_and_numbers(outline):
    made = outline(
        par(bold("THE WATER FRIENDS BILL, 2023\nARRANGEMENT OF CLAUSES\n"), "Clause"),
        par(bold("PART I—PRELIMINARY"), "\n1—Short title.\n2—Interpretation."),
        par(bold("PART II—THE FRIENDS\n"), "3—Duties of friends."),
        *ENACTING,
        par(bold("PART I—PRELIMINARY"), f"\n1. {CITED}\n2. {MEANS}"),
        par(bold("PART II—THE FRIENDS"), f"\n3. (1) {LONG}\n(2) No friend is paid."),
    )
    assert headings(made) == EXPECTED
    assert [item["mark"] for item in made.sections[-1].blocks[0]["value"]["items"]] == [
        "(1)", "(2)",
    ]  # fmt: skip


def test_outline__reads_contents_whose_headings_and_entries_share_lines(outline):
    made = outline(
        par("77 THE WATER FRIENDS BILL, 2023 ARRANGEMENT OF CLAUSES Clause"),
        par("PART I—PRELIMINARY 1—Short title."),
        par("2—Interpretation. PART II—THE FRIENDS 3—Duties of friends."),
        *ENACTING, PART_I, par(f"1. {CITED}"), par(f"2. {MEANS}"),
        PART_II, par(f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__reads_contents_whose_numbers_stand_before_several_titles(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES")), par("1-2-"), par("Short title."),
        par("Interpretation."), par("3- Duties of friends."),
        *ENACTING, PART_I, par(f"1. {CITED}"), par(f"2. {MEANS}"),
        PART_II, par(f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__keeps_the_year_at_the_end_of_a_title_in_the_contents(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES")), par("1 Short title"),
        par("2 Amendment of section 4 of No. 17 of 2012"), par("3 Repeal of No. 4 of 2006 5"),
        *ENACTING, par(f"1. {CITED}"), par("2. Section 4 is amended."), par("3. It is repealed."),
    )  # fmt: skip
    assert [title for _number, title in headings(made)] == [
        "Short title", "Amendment of section 4 of No. 17 of 2012", "Repeal of No. 4 of 2006",
    ]  # fmt: skip


def test_outline__of_numbers_without_full_stops(outline):
    made = outline(
        *ENACTING, PART_I, par(bold("Short title")), par(f"1 {CITED}"),
        par(bold("Interpretation")), par(f"2 {MEANS}"),
        PART_II, par(bold("Duties of friends")), par(f"3 (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__takes_no_list_item_for_the_title_of_a_clause(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES")), par("1—Short title. 2—Water register."),
        *ENACTING, par(f"1. {CITED}"), par("2. A friend shall keep—"),
        par("(i) a"), par("(ii) water register;"),
    )  # fmt: skip
    assert headings(made) == [("1", "Short title"), ("2", "Water register")]
    assert made.sections[1].blocks[-1]["value"]["items"][-1]["mark"] == "(ii)"


def test_outline__of_a_schedule_with_reference_and_title_on_its_line(outline):
    made = outline(
        *ENACTING, par(f"1. {CITED}"),
        par(bold("SECOND SCHEDULE "), "(s. 28(2)) ", bold("FEES OF FRIENDS")), par("None."),
    )  # fmt: skip
    assert headings(made)[1] == ("SECOND SCHEDULE", "FEES OF FRIENDS")
    assert made.sections[1].blocks[0]["value"] == "<p>(s. 28(2))</p>"


def test_outline__keeps_an_entry_of_the_contents_that_is_like_the_running_title(outline):
    pages = [
        line
        for page in range(3)
        for line in (par(f"{page + 4}. {LONG}"), par(f"The Water Friends Bill, 2023 {90 + page}"))
    ]
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES")), par("1—Short title."), par("2—Interpretation."),
        par("3—Water friends bills."),
        *ENACTING, par(f"1. {CITED}"), par(f"2. {MEANS}"), par(f"3. {LONG}"), *pages,
    )  # fmt: skip
    assert headings(made)[2] == ("3", "Water friends bills")
