"""Bills that change other laws: what they insert there is their text, not their structure."""

import pytest

from tests.texts.readers.word_files import bold, par, run, table, write
from texts.outline import detect
from texts.read import read_source

ENACTING = [
    par(bold("THE WATER FRIENDS (AMENDMENT) BILL, 2023"), centred=True),
    par(bold("A Bill for"), centred=True),
    par(bold("AN ACT of Parliament to amend the Water Friends Act; and for connected purposes")),
    par("ENACTED by the Parliament of Kenya, as follows—"),
]
CITED = par("1. This Act may be cited as the Water Friends (Amendment) Act, 2023.")
REPEALED = "Section 20 of the principal Act is repealed."
MEMORANDUM = par(bold("MEMORANDUM OF OBJECTS AND REASONS"), centred=True)


@pytest.fixture
def sections(tmp_path):
    def build(*body):
        outline = detect.build_outline(read_source(write(tmp_path / "bill.docx", *body)))
        assert outline.words.complete, (outline.words.missing, outline.words.added)
        return [item.number or item.title for item in outline.sections]

    return build


def test_outline__keeps_an_inserted_part_in_its_clause(sections):
    assert sections(
        *ENACTING, CITED,
        par("2. The principal Act is amended by inserting the following new Part after Part IV—"),
        par(bold("PART IVA—SPRINGS"), centred=True),
        par("40A. (1) A person shall not close a spring."),
        par(bold("PART V—WELLS"), centred=True),
        par("40B. A well is a spring that was dug."),
        par(f"3. {REPEALED}"),
    ) == ["1", "2", "3"]  # fmt: skip


def test_outline__keeps_a_replaced_part_with_low_numbers_in_its_clause(sections):
    assert sections(
        *ENACTING, CITED,
        par("2. The principal Act is amended by deleting Part II and substituting therefor the"
            " following new Part—"),
        par(bold("PART II—THE BOARD"), centred=True),
        par("3. (1) There is established a Board."),
        par("4. The Board shall meet four times a year."),
        par(bold("PART III—MONEY"), centred=True),
        par("5. The Board has no money."),
        par(f"3. {REPEALED}"),
        par("4. A friend who was registered before this Act remains so."),
        MEMORANDUM, par("The Bill amends the Act."),
    ) == ["1", "2", "3", "4", "MEMORANDUM OF OBJECTS AND REASONS"]  # fmt: skip


def test_outline__keeps_an_inserted_schedule_in_its_clause(sections):
    assert sections(
        *ENACTING, CITED,
        par("2. The principal Act is amended by inserting the following new Schedules—"),
        par(bold("THIRD SCHEDULE"), centred=True), par("(Section 40)", centred=True),
        par("1. Name of the friend"), par("2. Ward"),
        par(bold("FOURTH SCHEDULE"), centred=True), par("1. Fee"),
        par(f"3. {REPEALED}"),
        par(bold("SCHEDULE"), centred=True), par("(s. 3)", centred=True),
        table(["Law", "Provision"], ["Cap. 2", "s. 4"]),
    ) == ["1", "2", "3", "SCHEDULE"]  # fmt: skip


@pytest.mark.parametrize(
    ("announced", "kept"),
    [("by inserting the following new Schedule immediately after the Third Schedule.", True),
     ("and substituting therefor the following Schedule.", True),
     ("and substituting it the following Schedule.", True),
     ("by inserting the following words; wells are springs.", False),
     ("by inserting the following words. They name wells.", False),
     ("by inserting the following words: wells, springs.", False),
     ("by inserting a Schedule.", False)],
)  # fmt: skip
def test_outline__keeps_a_schedule_in_its_clause_that_is_announced_with_a_stop(
    sections, announced, kept
):
    assert sections(
        *ENACTING, CITED,
        par(f"2. The principal Act is amended {announced}"),
        par(bold("FOURTH SCHEDULE"), centred=True), par("1. Name of the friend"),
        MEMORANDUM, par("The Bill amends the Act."),
    )[2:-1] == ["FOURTH SCHEDULE"] * (not kept)  # fmt: skip


def test_outline__goes_on_with_its_own_parts_after_an_inserted_one(sections):
    assert sections(
        *ENACTING,
        par(bold("PART I—PRELIMINARY"), centred=True), CITED,
        par(bold("PART II—AMENDMENT OF THE LAND ACT"), centred=True),
        par("2. The Land Act is amended by inserting the following new Part—"),
        par(bold("PART IX—SPRINGS"), centred=True), par("90. Springs are public."),
        par(bold("PART III—AMENDMENT OF THE WATER ACT"), centred=True),
        par(f"3. {REPEALED}"),
    ) == ["PART I", "1", "PART II", "2", "PART III", "3"]  # fmt: skip


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ('"', '"'), ("''", "''"), ("\u2018", "\u2019"), ("", "")]
)
def test_outline__keeps_an_inserted_section_with_the_next_number_in_its_clause(
    sections, opening, closing
):
    assert sections(
        *ENACTING, CITED,
        par("2. The principal Act is amended by deleting section 3 and substituting therefor the"
            " following new section—"),
        par(f"{opening}3. (1) There is a Board."),
        par(f"(2) It shall meet often.{closing}"),
        par("3. Section 4 of the principal Act is amended in subsection (1)—"),
        par("(a) by deleting paragraph (b) and substituting therefor the following—"),
        par(f"{opening}(b) wells; and{closing}"),
        par("4. A friend remains a friend."),
    ) == ["1", "2", "3", "4"]  # fmt: skip


def test_outline__finds_provisions_to_be_amended_however_they_are_announced(sections):
    announced = [
        "Section 3 of Cap. 7 which it is proposed to repeal and replace",
        "The provisions of Cap. 8 that the Bill seeks to amend",
        "Sections 6 and 7 of Cap. 7 proposed for repeal",
        "Article 97 of the Constitution which is sought to be amended by this Bill",
    ]
    body = [line for text in announced for line in (par(f"{text}—"), par("3. (1) Old words."))]
    assert sections(*ENACTING, CITED, MEMORANDUM, par("The Bill amends."), *body)[2:] == announced


def test_outline__joins_lines_of_what_announces_the_end(sections):
    assert sections(
        *ENACTING, CITED,
        par(bold("MEMORANDUM OF OBJECTS AND"), centred=True), par(bold("REASONS"), centred=True),
        par("The Bill amends the Act."),
        par(run("Section 5 of the Water Friends Act, No. 43 of 2016, which it is", italic=True)),
        par(run("proposed to amend—", italic=True)),
        par("5. Old words."),
    )[1:] == [
        "MEMORANDUM OF OBJECTS AND REASONS",
        "Section 5 of the Water Friends Act, No. 43 of 2016, which it is proposed to amend",
    ]  # fmt: skip


def test_outline__takes_no_sentence_of_the_memorandum_for_a_provision(sections):
    assert sections(
        *ENACTING, CITED, MEMORANDUM,
        par("The Bill lists the sections of the Act that are proposed to be amended."),
        par("Clause 2 of the Bill concerns section 5, which it is proposed to amend."),
        par("Some duties are old and the laws on them are proposed to be repealed."),
    ) == ["1", "MEMORANDUM OF OBJECTS AND REASONS"]  # fmt: skip


def test_outline__of_a_gazetted_bill_without_contents_keeps_its_title(tmp_path):
    cover = [par("CONTENT"), par("Bill for Introduction into the Senate—"), par("PAGE")]
    cover.append(par("The Water Friends (Amendment) Bill, 2023 .......... 77"))
    path = write(tmp_path / "bill.docx", par(bold("SPECIAL ISSUE")), *cover, *ENACTING, CITED)
    outline = detect.build_outline(read_source(path))
    assert outline.title == "THE WATER FRIENDS (AMENDMENT) BILL, 2023"


def test_outline__keeps_a_law_named_at_the_end_of_a_title_in_the_margin(tmp_path):
    body = [
        CITED,
        *(par(run(text, size=8)) for text in ("Short title.", "No. 4 of 2010.")),
        par("2. Section 20 of the principal Act is amended by deleting paragraph (c)."),
        *(par(run(text, size=8)) for text in ("Amendment of", "section 20 of", "No. 17 of 2012.")),
        par(f"3. {REPEALED}"),
        *(par(run(text, size=8)) for text in ("Repeal of Schedule to", "Cap. 253.")),
    ]
    outline = detect.build_outline(read_source(write(tmp_path / "bill.docx", *ENACTING, *body)))
    assert [item.title for item in outline.sections] == [
        "Short title",
        "Amendment of section 20 of No. 17 of 2012",
        "Repeal of Schedule to Cap. 253",
    ]
    assert [block["type"] for block in outline.sections[0].blocks] == ["paragraph", "note"]
