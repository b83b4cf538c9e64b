"""Titles in capitals, written as one would in a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from texts.outline.capitals import (
    in_capitals,
    name_case,
    sentence_case,
    sentence_titles,
    titles_in_capitals,
    usage_of,
)
from texts.outline.model import Outline, Section

PROSE = """The funds go to the KCOP in every county. Under the County Governments Act, 2012, and
subject to the County Governments Act, 2012, the Commission on Revenue Allocation, with the Governor
of Kakamega, and the Governor of Busia, hears of it; and for it the Commission on Revenue Allocation
reports in Kakamega to the Clerk. It is said of a Hall once, of a county
and its county clerk, and of county funds. For plan A and plan A and plan A it asks Ug and Ug."""
USAGE = usage_of([PROSE])


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("PRELIMINARY", "Preliminary"),
        ("MEETINGS IN KAKAMEGA", "Meetings in Kakamega"),
        ("DUTIES OF THE GOVERNOR", "Duties of the Governor"),
        ("FUNDS OF THE COUNTY", "Funds of the county"),
        ("THE ROLE OF THE KCOP", "The role of the KCOP"),
        ("OFFENCES UNDER PART IV", "Offences under part IV"),
        ("AMENDMENT OF ACT NO. 17 OF 2012", "Amendment of Act No. 17 of 2012"),
        ("AMENDMENT OF THE COUNTY GOVERNMENTS ACT", "Amendment of the County Governments Act"),
        (
            "FUNCTIONS OF THE COMMISSION ON REVENUE ALLOCATION",
            "Functions of the Commission on Revenue Allocation",
        ),
        ("STATE OF THE HALL", "State of the hall"),
        ("PUBLIC ACCESS FUND (PAF)", "Public access fund (PAF)"),
        ("“WATER” SERVICES", "“Water” services"),
        ("WARD-BASED PROJECTS", "Ward-based projects"),
        ("USE OF SMS", "Use of SMS"),
        ("MKUTANO WA UMMA", "Mkutano wa umma"),
        ("CHIEF'S AND CHIEF\u2019S CAMP", "Chief's and chief\u2019s camp"),
        ("KCOP'S AND KCOP\u2019S WATER_FUND", "KCOP's and KCOP\u2019s water_fund"),
        ("FEES FOR NG'OMBE, NG\u2019OMBE", "Fees for ng'ombe, ng\u2019ombe"),
        ("THE NO. OF WELLS", "The no. of wells"),
        ("A PLAN OF A WARD", "A plan of a ward"),
        ("WATER OF UG", "Water of Ug"),
        ("USE OF TV IN PLAN B", "Use of TV in plan b"),
        *((f"USE OF B{vowel}B", f"Use of b{vowel.lower()}b") for vowel in "AEIOUY"),
    ],
)
def test_sentence_case__keeps_names_numerals_and_abbreviations(title, written):
    assert sentence_case(title, USAGE) == written


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("THE COUNTY E-HEALTH BILL, 2021", "The County E-Health Bill, 2021"),
        (
            "THE COUNTY WARDS (EQUITABLE DEVELOPMENT) BILL, 2018",
            "The County Wards (Equitable Development) Bill, 2018",
        ),
        ("REPORT OF THE KCOP ON WATER", "Report of the KCOP on Water"),
    ],
)
def test_name_case__is_that_of_an_act(title, written):
    assert name_case(title, USAGE) == written


@pytest.mark.parametrize(
    "numeral",
    ["MMMCCC", "CMXX", "CDXX", "DCCC", "XCIX", "XLII", "LXXX", "CCCXXX", "XXXIX", "XXIV", "XXXV",
     "XXVIII", "CCCIII", "MDCL", "MCCI"],
)  # fmt: skip
def test_in_capitals__a_numeral_is_no_word(numeral):
    assert not in_capitals(numeral)


@pytest.mark.parametrize(
    "word", ["MMMM", "CCCC", "XXXX", "IIII", "BILL", "ACT BILL", "WATER_FUND", "O'WATER_FUND"]
)
def test_in_capitals__a_word_of_four_letters_is_one(word):
    assert in_capitals(word)


@pytest.mark.parametrize("sign", '.:;!?\u2014\u2013\n\t\u201c\u201d"()[]')
def test_usage__leaves_the_first_word_of_a_stretch_alone(sign):
    assert usage_of([f"it goes{sign}Water flows"] * 2).form("water") == ""
    assert usage_of(["it goes Water flows"] * 2).form("water") == "Water"


def test_usage__a_name_has_several_words_and_is_written_twice():
    usage = usage_of(["see the Clerk, the Water Board, or the Clerk, the Water Board"])
    assert usage.phrases == ["Water Board"]
    assert usage_of(["see the Water Board"]).phrases == []


@pytest.mark.parametrize(
    "title", ["ACT", "Scope", "SMS", "", "IV", "2021", "VIII", "eHEALTH", "§ 4"]
)
def test_in_capitals__not_what_has_small_letters_or_is_an_abbreviation(title):
    assert not in_capitals(title)


def test_sentence_titles__change_what_is_in_capitals_and_keep_what_the_file_had():
    outline = Outline(
        title="THE WATER BILL",
        sections=[Section("PART I", "PRELIMINARY"), Section("1", "Short Title")],
    )
    assert titles_in_capitals(outline) == 2
    after = sentence_titles(outline)
    assert after.title == "The Water Bill"
    assert [section.title for section in after.sections] == ["Preliminary", "Short Title"]
    assert [section.number for section in after.sections] == ["PART I", "1"]
    assert after.sections[0].written == "PART I PRELIMINARY"
    assert titles_in_capitals(after) == 0
    assert titles_in_capitals(outline) == 2


@given(st.text(max_size=60), st.text(max_size=200))
def test_sentence_case__changes_nothing_but_the_case(title, prose):
    usage = usage_of([prose, PROSE])
    for written in (sentence_case(title, usage), name_case(title, usage)):
        assert written.casefold() == title.casefold()
