"""The ways in which bills come as Word files, one small bill each."""

import pytest

from tests.texts.readers.word_files import (
    COLUMN_BREAK,
    bold,
    columns,
    levels,
    par,
    run,
    table,
    write,
)
from texts.outline import detect
from texts.read import read_source

COVER = [
    par(bold("SPECIAL ISSUE")),
    par("REPUBLIC OF KENYA", centred=True),
    par("NATIONAL ASSEMBLY BILLS, 2023", centred=True),
]
ENACTING = [
    par(bold("THE WATER FRIENDS BILL, 2023"), centred=True),
    par(bold("A Bill for"), centred=True),
    par(bold("AN ACT of Parliament to provide for friends of water; and for connected purposes")),
    par("ENACTED by the Parliament of Kenya, as follows—"),
]
CITED = "This Act may be cited as the Water Friends Act, 2023."
PART_I = par(bold("PART I—PRELIMINARY"), centred=True)
PART_II = par(bold("PART II—THE FRIENDS"), centred=True)
EXPECTED = [
    (1, "PART I", "PRELIMINARY"),
    (2, "1", "Short title"),
    (2, "2", "Interpretation"),
    (1, "PART II", "THE FRIENDS"),
    (2, "3", "Duties of friends"),
]
LONG = "A friend of water shall protect every spring, river and well within the ward."


@pytest.fixture
def outline(tmp_path):
    def build(*body, **parts):
        path = write(tmp_path / "bill.docx", *body, **parts)
        made = detect.build_outline(read_source(path))
        assert made.words.complete, (made.words.missing, made.words.added)
        return made

    return build


def headings(made):
    return [(item.level, item.number, item.title) for item in made.sections]


def test_outline__of_run_in_bold_titles(outline):
    made = outline(
        *COVER, *ENACTING, PART_I,
        par(bold("1. Short title. "), CITED),
        par(bold("2. Interpretation. "), "In this Act—"),
        par("“friend” means a person who cares for water;"),
        PART_II,
        par(bold("3. Duties of friends. "), f"(1) {LONG}"),
        par("(2) No friend shall be paid."),
    )  # fmt: skip
    assert headings(made) == EXPECTED
    assert made.title == "THE WATER FRIENDS BILL, 2023"
    assert made.sections[2].blocks[1] == {
        "type": "definition",
        "value": {"term": "“friend”", "text": "means a person who cares for water;"},
    }
    assert [item["mark"] for item in made.sections[4].blocks[0]["value"]["items"]] == ["(1)", "(2)"]


def test_outline__of_titles_on_the_line_of_the_number(outline):
    made = outline(
        *ENACTING, PART_I,
        par(bold("1. Short title")), par(CITED),
        par(bold("2. Interpretation")), par("In this Act, “friend” means a friend of water."),
        PART_II,
        par(bold("3. Duties of friends")), par(f"(1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_plain_titles_on_the_line_of_the_number(outline):
    made = outline(
        *ENACTING, PART_I,
        par("1. Short title"), par(CITED),
        par("2. Interpretation"), par("In this Act, “friend” means a friend of water."),
        PART_II,
        par("3. Duties of friends"), par(f"(1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_titles_on_the_line_before_the_number(outline):
    made = outline(
        *ENACTING, PART_I,
        par(bold("Short title")), par(f"1. {CITED}"),
        par(bold("Interpretation")), par("2. In this Act, “friend” means a friend of water."),
        PART_II,
        par(bold("Duties of friends")), par(f"3. (1) {LONG}"), par("(2) No friend shall be paid."),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_titles_run_in_before_the_number(outline):
    made = outline(
        *ENACTING, PART_I,
        par(bold("Short title. "), f"1. {CITED}"),
        par(bold("Interpretation. "), "2. In this Act, “friend” means a friend of water."),
        PART_II,
        par(bold("Duties of friends. "), f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_notes_in_a_margin_column(outline):
    made = outline(
        *ENACTING, PART_I,
        par(f"1. {CITED}"),
        par("2. In this Act, “friend” means a friend of water."),
        COLUMN_BREAK, par("Short title."), par(""), par("Interpretation."), par("Cap. 2."),
        columns(6400, 2000),
        PART_II,
        par(f"3. (1) {LONG}"),
        COLUMN_BREAK, par("Duties of"), par("friends."), par("No. 43 of 2016."),
        columns(6400, 2000),
    )  # fmt: skip
    assert headings(made) == EXPECTED
    assert made.sections[2].blocks[-1] == {
        "type": "note",
        "value": {"mark": "", "text": "<p>Cap. 2.</p>"},
    }
    assert made.sections[4].blocks[-1]["value"]["text"] == "<p>No. 43 of 2016.</p>"


def test_outline__of_notes_in_frames(outline):
    frame = '<w:framePr w:w="1500" w:wrap="around" w:hAnchor="page"/>'
    made = outline(
        *ENACTING, PART_I,
        par("Short title.", extra=frame), par(f"1. {CITED}"),
        par("Interpretation.", extra=frame),
        par("2. In this Act, “friend” means a friend of water."),
        PART_II,
        par("Duties of friends.", extra=frame), par(f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_notes_in_text_boxes(outline):
    def box(text):
        inside = f"<w:txbxContent>{par(text)}</w:txbxContent>"
        return (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><wps:txbx>"
            f"{inside}</wps:txbx></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )

    made = outline(
        *ENACTING, PART_I,
        par(box("Short title."), f"1. {CITED}"),
        par(box("Interpretation."), "2. In this Act, “friend” means a friend of water."),
        PART_II,
        par(box("Duties of friends."), f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_notes_in_a_table_that_only_lays_out(outline):
    made = outline(
        *ENACTING, PART_I,
        table(
            [par(f"1. {CITED}") + par("") , par("Short title.")],
            [par("2. In this Act—") + par("“friend” means a friend."), par("Interpretation.")],
            borders=False, widths=(6400, 1900),
        ),
        PART_II,
        table(
            [par(f"3. (1) {LONG}") + par("(2) No pay."), par("Duties of friends.")],
            borders=False, widths=(6400, 1900),
        ),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_notes_in_small_type_between_the_clauses(outline):
    small = [
        run(text, size=8) for text in ("Short title.", "Interpretation.", "Duties of friends.")
    ]
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES"), centred=True),
        par("1—Short title. 2—Interpretation."),
        par("3—Duties of friends."),
        *ENACTING, PART_I,
        par(f"1. {CITED}"), par(small[0]),
        par("2. In this Act, “friend” means a friend of water."), par(small[1]),
        PART_II,
        par(f"3. (1) {LONG}"), par(small[2]), par("(2) No friend shall be paid."),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_notes_in_small_type_without_contents(outline):
    made = outline(
        *ENACTING, PART_I,
        par(f"1. {CITED}"),
        par("2. In this Act, “friend” means a person who cares for the water of the ward."),
        par(run("Short title.", size=8)), par(run("Interpretation.", size=8)),
        PART_II,
        par(f"3. (1) {LONG}"), par(run("Duties of", size=8)), par(run("friends.", size=8)),
        par(run("Cap. 372.", size=8)), par("(2) No friend shall be paid."),
    )  # fmt: skip
    assert headings(made) == EXPECTED
    assert [block["type"] for block in made.sections[-1].blocks] == ["list", "note"]


def test_outline__takes_titles_from_printed_contents_alone(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES"), centred=True),
        par("Clause"),
        par("PART I—PRELIMINARY"),
        par("1—Short title.\t3"), par("2—Interpretation ............ 3"),
        par("PART II—THE FRIENDS"),
        par("3—Duties of friends."),
        *ENACTING, PART_I,
        par(f"1. {CITED}"), par("2. In this Act, “friend” means a friend of water."),
        PART_II,
        par(f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED
    assert all(item.unsure for item in made.sections if item.level == 2)
    assert "contents" in {item.reason for item in made.dropped}


def test_outline__of_automatic_numbers_for_parts_clauses_and_items(outline):
    numbering = levels(
        ("upperRoman", "PART %1"), ("decimal", "%2.", 1, '<w:lvlRestart w:val="0"/>'),
        ("decimal", "(%3)"), ("lowerLetter", "(%4)"), ("lowerRoman", "(%5)"),
    )  # fmt: skip
    made = outline(
        *ENACTING,
        par(bold("PRELIMINARY"), num=(1, 0), centred=True),
        par(bold("Short title. "), CITED, num=(1, 1)),
        par(bold("Interpretation. "), "In this Act, “friend” means a friend.", num=(1, 1)),
        par(bold("THE FRIENDS"), num=(1, 0), centred=True),
        par(bold("Duties of friends. "), "These are the duties—", num=(1, 1)),
        par("A friend shall—", num=(1, 2)),
        par("watch;", num=(1, 3)), par("report—", num=(1, 3)), par("at once; and", num=(1, 4)),
        par("A friend may resign.", num=(1, 2)),
        numbering=numbering,
    )  # fmt: skip
    assert headings(made) == EXPECTED
    items = made.sections[4].blocks[1]["value"]["items"]
    assert [(item["mark"], item["level"]) for item in items] == [
        ("(1)", 0), ("(a)", 1), ("(b)", 1), ("(i)", 2), ("(2)", 0),
    ]  # fmt: skip


def test_outline__counts_clauses_whose_automatic_number_became_a_letter(outline):
    made = outline(
        *ENACTING, PART_I,
        par(bold("Short title. "), CITED, num=(1, 0)),
        par(bold("Interpretation. "), "In this Act, “friend” means a friend.", num=(1, 0)),
        PART_II,
        par(bold("3. Duties of friends. "), f"(1) {LONG}"),
        par(bold("4. Pay. "), "None."),
        numbering=levels(("lowerLetter", "%1.")),
    )  # fmt: skip
    assert headings(made)[:5] == EXPECTED


def test_outline__reads_scanned_numbers(outline):
    made = outline(
        *ENACTING, par("PART I- PRELIMINARY", centred=True),
        par(f"l. {CITED}"),
        par("2. In this Act, “friend” means a friend of water."),
        par("PART ll - THE FRIENDS", centred=True),
        par(f"3. ( 1) {LONG}"),
        par("4. (1) A friend may resign."),
        par("S. ( 1) A friend may be dismissed."),
        par("6. (1) A friend may return."),
    )  # fmt: skip
    assert [(item.level, item.number) for item in made.sections] == [
        (1, "PART I"), (2, "1"), (2, "2"), (1, "PART II"),
        (2, "3"), (2, "4"), (2, "5"), (2, "6"),
    ]  # fmt: skip
    assert made.sections[6].unsure


def test_outline__takes_no_quoted_number_for_a_clause(outline):
    made = outline(
        *ENACTING,
        par(f"1. {CITED}"),
        par("2. The principal Act is amended by deleting section 13 and substituting—"),
        par("13. (1) The Board shall meet four times a year."),
        par("(2) The Board may meet oftener."),
        par("3. Section 14 of the principal Act is amended—"),
        par("(a) by deleting the word “may”; and"),
        par("(b) by inserting the following—"),
        par("14. The Board shall report."),
        par("4. The Schedule to the principal Act is repealed."),
    )  # fmt: skip
    assert [item.number for item in made.sections] == ["1", "2", "3", "4"]
    assert {item.level for item in made.sections} == {1}


def test_outline__of_schedules_memorandum_and_quoted_provisions(outline):
    made = outline(
        *ENACTING, PART_I,
        par(f"1. {CITED}"), par("2. In this Act, “friend” means a friend of water."),
        par(bold("FIRST SCHEDULE"), centred=True), par("(s. 2)", centred=True),
        par(bold("CONDUCT OF MEETINGS"), centred=True),
        par("1. The Board shall meet monthly."), par("2. The quorum is five."),
        par(bold("SECOND SCHEDULE—FEES"), centred=True),
        table(["Item", "Fee"], ["Form", "100"]),
        par(bold("MEMORANDUM OF OBJECTS AND REASONS"), centred=True),
        par("The principal object of this Bill is water. Part I of the Bill is preliminary."),
        par("Dated the 1st March, 2023."),
        par(run("Section 4 of Cap. 265 which it is proposed to amend—", italic=True)),
        par("4. (1) There shall be boards."),
    )  # fmt: skip
    assert headings(made)[3:] == [
        (1, "FIRST SCHEDULE", "CONDUCT OF MEETINGS"),
        (1, "SECOND SCHEDULE", "FEES"),
        (1, "", "MEMORANDUM OF OBJECTS AND REASONS"),
        (1, "", "Section 4 of Cap. 265 which it is proposed to amend"),
    ]
    assert len(made.sections) == 7
    assert made.sections[4].blocks[0]["type"] == "table"


def test_outline__drops_running_headers_and_page_numbers_within_the_text(outline):
    body = []
    for page in range(3):
        body += [
            par(f"{2 * page + 1}. A friend shall watch the spring and"),
            par(f"{560 + 2 * page} The Water Friends Bill, 2023"),
            par("the river."),
            par(f"{2 * page + 2}. A friend shall report."),
            par(f"The Water Friends Bill, 2023 {561 + 2 * page}"),
            par(str(900 + page)),
        ]
    made = outline(*ENACTING, *body)
    assert [item.number for item in made.sections] == ["1", "2", "3", "4", "5", "6"]
    assert made.sections[0].blocks == [
        {"type": "paragraph", "value": "<p>A friend shall watch the spring and the river.</p>"}
    ]
    assert made.words.left_out == 6 * 6 + 3


def test_outline__of_a_county_assembly_bill_with_titles_on_second_lines(outline):
    made = outline(
        par(bold("KAKAMEGA COUNTY GAZETTE SUPPLEMENT")),
        par(bold("THE KAKAMEGA COUNTY WATER FRIENDS BILL, 2022"), centred=True),
        par("A Bill for"),
        par("AN ACT of the County Assembly of Kakamega to provide for friends of water"),
        par("ENACTED by the County Assembly of Kakamega as follows—"),
        par(bold("PART ONE"), centred=True), par(bold("PRELIMINARY PROVISIONS"), centred=True),
        par(bold("Short title and commencement")), par(f"1. {CITED}"),
        par(bold("PART TWO"), centred=True), par(bold("FRIENDS"), centred=True),
        par(bold("Duties")), par(f"2. {LONG}"),
    )  # fmt: skip
    assert headings(made) == [
        (1, "PART ONE", "PRELIMINARY PROVISIONS"),
        (2, "1", "Short title and commencement"),
        (1, "PART TWO", "FRIENDS"),
        (2, "2", "Duties"),
    ]


def test_outline__of_clauses_each_in_a_table_row_beside_its_note(outline):
    made = outline(
        *ENACTING, PART_I,
        table(
            ["Short title.", f"1. {CITED}"],
            ["Interpretation.", "2. In this Act, “friend” means a person who cares for water."],
            borders=False, widths=(1900, 6400),
        ),
        PART_II,
        table([f"3.—(1) {LONG}", "Duties of friends."], borders=False, widths=(6400, 1900)),
    )  # fmt: skip
    assert headings(made) == EXPECTED
    assert made.sections[4].blocks[0]["value"]["items"][0]["mark"] == "(1)"


def test_outline__of_contents_in_a_table(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES"), centred=True),
        table(["Clause", "", "Page"], ["1", "Short title", "3"], ["2", "Interpretation", "3"],
              ["3", "Duties of friends", "4"]),
        *ENACTING, PART_I,
        par(f"1. {CITED}"), par("2. In this Act, “friend” means a friend of water."),
        PART_II, par(f"3. (1) {LONG}"),
    )  # fmt: skip
    assert headings(made) == EXPECTED


def test_outline__of_an_amendment_bill_with_notes_that_name_laws(outline):
    made = outline(
        *ENACTING,
        par("1. This Act may be cited as the Water Friends (Amendment) Act, 2023."),
        par("2. Section 2 of the Water Act is amended by deleting the word “may”."),
        par("3. The Water Act is amended by inserting the following new section—"),
        par("“12A. (1) There is a Board."),
        par("4. Section 30 of the Water Act is repealed."),
        COLUMN_BREAK, par("Short title."), par("Amendment of section 2 of No. 43 of 2016."),
        par("Insertion of new section 12A in No. 43 of 2016."),
        par("Repeal of section 30 of Cap. 2."),
        columns(6400, 2000),
    )  # fmt: skip
    assert headings(made) == [
        (1, "1", "Short title"),
        (1, "2", "Amendment of section 2 of No. 43 of 2016"),
        (1, "3", "Insertion of new section 12A in No. 43 of 2016"),
        (1, "4", "Repeal of section 30 of Cap. 2"),
    ]


def test_outline__of_parts_with_divisions(outline):
    made = outline(
        *ENACTING, PART_I, par(f"1. {CITED}"),
        PART_II,
        par(bold("Division 1—Registration"), centred=True), par(f"2. {LONG}"),
        par(bold("Division 2—Removal"), centred=True), par("3. (1) A friend may be removed."),
        par(bold("PART III—MONEY"), centred=True), par("4. (1) There is no money."),
    )  # fmt: skip
    assert [(item.level, item.number) for item in made.sections] == [
        (1, "PART I"), (2, "1"), (1, "PART II"), (2, "Division 1"), (3, "2"),
        (2, "Division 2"), (3, "3"), (1, "PART III"), (2, "4"),
    ]  # fmt: skip


def test_outline__of_plain_titles_that_hold_a_verb(outline):
    made = outline(
        *ENACTING,
        par("1. Short title"), par(CITED),
        par("2. Persons who may be friends"), par(LONG),
        par("3. Things that must be reported"), par("A friend shall report leaks."),
    )  # fmt: skip
    assert [title for _level, _number, title in headings(made)] == [
        "Short title", "Persons who may be friends", "Things that must be reported",
    ]  # fmt: skip


def test_outline__takes_no_line_that_goes_on_for_a_title(outline):
    made = outline(
        par(bold("ARRANGEMENT OF CLAUSES")), par("1—Short title."),
        par("2—Water friends stewardship committee."),
        *ENACTING, par(f"1. {CITED}"),
        par("2. The water friends stewardship committee shall―"), par("(a) meet."),
    )  # fmt: skip
    assert headings(made)[1][2] == "Water friends stewardship committee"


def test_outline__takes_no_clause_for_a_running_title(outline):
    made = outline(
        *ENACTING,
        par("1. This Act may be cited as the Water Friends Act, 2023."),
        *[par(f"{page} The Water Friends Bill, 2023") for page in (80, 81)],
        *[line for number in range(2, 5)
          for line in (par(f"{number} A person who—"), par("(a) wastes water; or"))],
    )  # fmt: skip
    assert [number for _level, number, _title in headings(made)] == ["1", "2", "3", "4"]


def test_outline__of_parts_whose_plain_titles_stand_on_the_next_line(outline):
    made = outline(
        *ENACTING,
        par("PART I"), par("Preliminary provisions"), par(bold("1. Short title")), par(CITED),
        par("Part Two"), par("Friends of water"), par(bold("2. Duties")), par(LONG),
    )  # fmt: skip
    assert headings(made) == [
        (1, "PART I", "Preliminary provisions"),
        (2, "1", "Short title"),
        (1, "Part Two", "Friends of water"),
        (2, "2", "Duties"),
    ]


def test_outline__of_clauses_whose_automatic_number_has_its_own_cell(outline):
    made = outline(
        *ENACTING,
        table(
            [par("", num=(1, 0)), par(bold("Short title")) + par(CITED)],
            [par("", num=(1, 0)), par(bold("Duties of friends")) + par(LONG)],
            borders=False, widths=(700, 7000),
        ),
        numbering=levels(("decimal", "%1.")),
    )  # fmt: skip
    assert headings(made) == [(1, "1", "Short title"), (1, "2", "Duties of friends")]


def test_outline__gives_each_term_of_one_paragraph_a_definition_of_its_own(outline):
    made = outline(
        *ENACTING,
        par(f"1. {CITED}"),
        par("2. In this Act—"),
        par(bold("“friend”"), " means a person who cares for water; and ", bold("“spring”"),
            " means a well or river; “ward” has the meaning in Act No. 17 of 2012; and"),
        par("“term” means a word such as “water” means a word."),
    )  # fmt: skip
    assert [
        (block["value"]["term"], block["value"]["text"])
        for block in made.sections[1].blocks
        if block["type"] == "definition"
    ] == [
        ("“friend”", "means a person who cares for water; and"),
        ("“spring”", "means a well or river;"),
        ("“ward”", "has the meaning in Act No. 17 of 2012; and"),
        ("“term”", "means a word such as “water” means a word."),
    ]


def test_outline__sets_parts_of_a_schedule_below_it(outline):
    made = outline(
        *ENACTING, PART_I, par(f"1. {CITED}"), par(f"2. {LONG}"),
        par(bold("FIRST SCHEDULE"), centred=True), par("(s. 2)", centred=True),
        par(bold("MEETINGS"), centred=True),
        par(bold("PART I—OF THE BOARD"), centred=True), par("1. The Board meets."),
        par(bold("PART II—OF FRIENDS"), centred=True), par("2. Friends meet."),
        par(bold("SECOND SCHEDULE"), centred=True), par(bold("FEES"), centred=True),
        par("1. There is no fee."),
    )  # fmt: skip
    assert headings(made)[3:] == [
        (1, "FIRST SCHEDULE", "MEETINGS"),
        (2, "PART I", "OF THE BOARD"),
        (2, "PART II", "OF FRIENDS"),
        (1, "SECOND SCHEDULE", "FEES"),
    ]


def test_outline__of_clauses_that_are_called_so(outline):
    made = outline(
        *ENACTING, PART_I,
        par(bold("Clause 1. Short title")), par(CITED),
        par(bold("Clause 2: Interpretation")), par("“friend” means a friend of water."),
        PART_II,
        par(bold("Clause 3—Duties of friends")), par(LONG),
    )  # fmt: skip
    assert headings(made) == EXPECTED
