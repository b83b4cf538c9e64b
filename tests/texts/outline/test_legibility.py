"""What is said first of a file that nobody could read."""

import pytest

from tests.texts.outline.made_lines import ENACTED, TEXT, bold, headings, line, margin, outline_of
from texts.outline import legibility


def test_remarks__say_first_that_spaces_are_missing():
    outline = outline_of(bold("Aim"), *[TEXT.replace(" ", "")] * 3)
    assert "spaces between words are missing" in str(outline.warnings[0])
    assert "“Thecountyshall" in str(outline.warnings[0])


def test_remarks__say_that_text_recognition_misread_many_words():
    scanned = TEXT.replace("tank", "ta:nk").replace("public", "pub1ic").replace("ward", "waRd")
    remark = str(legibility.remarks(" ".join([scanned] * 2))[0])
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


MISREAD = ["waRd", "pub1ic", "4oth", *[f"wa{sign}rd" for sign in ':;~<>|^*[]\u00b7"&']]


@pytest.mark.parametrize("word", MISREAD)
def test_remarks__know_a_misread_word_by_signs_and_digits_within_it(word):
    assert f"“{word}”" in str(legibility.remarks(" ".join([word] * 5))[0])


@pytest.mark.parametrize(
    "word",
    ["5th", "100km", "COVID19", "e-mail", "wards:", "(ward)", "WARD", "5kW",
     "m2", "20MWh", "eCitizen", "McOdera", "maji&watu@mfano.go.ke", "https://mfano.go.ke/?a&b",
     "www.mfano.go.ke/?a&b"],
)  # fmt: skip
def test_remarks__take_no_ordinary_word_for_misread(word):
    assert legibility.remarks(" ".join([word] * 5)) == []


@pytest.mark.parametrize(
    ("word", "times", "said"),
    [("OpenWells", 9, False), ("OpenWells\u2019", 9, False), ("OpenWellsMap", 9, False),
     ("OpenWells", 3, False), ("openWells", 9, True), ("OpenWeLls", 9, False)],
)  # fmt: skip
def test_remarks__take_no_name_for_misread_that_is_often_said(word, times, said):
    assert bool(legibility.remarks(" ".join([word] * times))) is said


def test_remarks__take_names_said_twice_for_misread():
    assert legibility.remarks("OpenWells OpenWells MapRain MapRain TankShed")
    assert not legibility.remarks("OpenWells OpenWells OpenWells MapRain MapRain TankShed")
    assert legibility.remarks(" ".join(["Wel:ls"] * 5))


@pytest.mark.parametrize(
    ("misread", "others", "said"), [(5, 495, False), (5, 494, True), (4, 0, False), (5, 0, True)]
)
def test_remarks__bear_one_misread_word_in_a_hundred(misread, others, said):
    assert bool(legibility.remarks(" ".join(["waRd"] * misread + ["ward"] * others))) is said


@pytest.mark.parametrize(
    ("long", "length", "letters", "said"),
    [
        (5, 20, 400, False), (5, 20, 396, True), (5, 19, 0, False),
        (4, 20, 80, False), (4, 20, 76, True), (1, 20, 0, True),
    ],
)  # fmt: skip
def test_remarks__bear_a_fifth_of_the_letters_in_words_of_20_or_half(long, length, letters, said):
    text = " ".join(["w" * length] * long + ["well"] * (letters // 4))
    assert bool(legibility.remarks(text)) is said


def test_remarks__show_five_examples():
    words = [f"wa{sign}rd" for sign in ":;~<>|"]
    assert str(legibility.remarks(" ".join(words))[0]).count("“") == 5


@pytest.mark.parametrize("text", ["PARTICIPATION", "PARTIES", "PARTNERSHIPS", "SECTIONAL TITLES"])
def test_headings__whose_word_only_begins_like_a_part_are_none(text):
    lines = [ENACTED, bold(text), line(TEXT, label="1."), line(TEXT, label="2.")]
    assert all(number.isdecimal() for _level, number, _title in headings(*lines))
