"""What is said first of a file that nobody could read."""

import pytest

from tests.texts.outline.made_lines import ENACTED, TEXT, bold, headings, line, margin, outline_of
from texts.outline import legibility


def test_remarks__say_first_that_spaces_are_missing():
    outline = outline_of(bold("Aim"), *[TEXT.replace(" ", "")] * 3)
    assert "spaces between words are missing" in outline.warnings[0]
    assert "“Thecountyshall" in outline.warnings[0]


def test_remarks__say_that_text_recognition_misread_many_words():
    scanned = TEXT.replace("tank", "ta:nk").replace("public", "pub1ic").replace("ward", "waRd")
    remark = legibility.remarks(" ".join([scanned] * 2))[0]
    assert "misread" in remark
    assert "“pub1ic”, “ta:nk”, “waRd”" in remark


@pytest.mark.parametrize(
    "text",
    [TEXT, "", f"{TEXT} ta:nk pub1ic ta:nk waRd", " ".join([TEXT] * 40 + ["ta:nk"] * 6),
     f"{TEXT} Interdepartmentalisation anticonstitutionnellement", "COVID19 H2O 5th e-mail 1st"],
)  # fmt: skip
def test_remarks__are_none_for_a_text_that_can_be_read(text):
    assert legibility.remarks(text) == []


def test_bills__without_spaces_still_find_their_parts_clauses_and_schedules():
    lines = [
        bold("THEWATERBILL,2030"), bold("ARRANGEMENTOFCLAUSESPARTI-PRELIMINARY"),
        line("1-Shorttitle."), line("PARTII-WELLS"), line("2-Registerofwells."),
        bold("THEWATERBILL,2030"), "ABillfor", line("ANACTofParliamenttoprovideforwater"),
        line("ENACTEDbytheParliamentofKenya,asfollows-"), bold("PARTI-PRELIMINARY"),
        line("ThisActmaybecitedastheWaterAct,2030.", label="1."), margin("Shorttitle."),
        bold("PARTII-WELLS"), line("Thecountyshallkeeparegisterofwells.", label="2."),
        margin("Registerofwells."), bold("FIRSTSCHEDULE"), line("(s.2)"), line("----"),
        bold("FORMOFREGISTER"), line("Nameofthewell."),
        bold("MEMORANDUMOFOBJECTSANDREASONS"), line("TheBillprovidesforwater."),
    ]  # fmt: skip
    assert headings(*lines) == [
        (1, "PART I", "PRELIMINARY"), (2, "1", "Shorttitle"), (1, "PART II", "WELLS"),
        (2, "2", "Registerofwells"), (1, "FIRST SCHEDULE", "FORMOFREGISTER"),
        (1, "", "MEMORANDUMOFOBJECTSANDREASONS"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["PARTICIPATION", "PARTIES", "PARTNERSHIPS", "SECTIONAL TITLES"])
def test_headings__whose_word_only_begins_like_a_part_are_none(text):
    lines = [ENACTED, bold(text), line(TEXT, label="1."), line(TEXT, label="2.")]
    assert all(number.isdecimal() for _level, number, _title in headings(*lines))
