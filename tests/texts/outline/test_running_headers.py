"""What belongs to the printed page: page numbers, running headers; and what only looks like it."""

import pytest

from tests.texts.outline.made_lines import TEXT, bold, dropped, line
from texts.outline.detect import build_outline
from texts.source import Beside, SourceDocument, SourceLine

AIM = bold("Aim")


def left_out(*lines: SourceLine | str) -> list[str]:
    return [text for text, _reason in dropped(AIM, TEXT, *lines, TEXT)]


@pytest.mark.parametrize(
    "number",
    ["Page 3", "PAGE 3", "page 3 of 9", "page iv", "Ukurasa 3", "Ukurasa wa 3", "- 3 -", "[3]",
     "Ukurasa 3 kati ya 9", "page 3 wa 9", "page 3/9", "page 3 / 9", "— 1234 —", "- xlvi -",
     "- iv -", "- xxxvii -", "- xxxviii -", "- 3", "3 -", "* 3 *", "| 3", "page 3 of 1234"],
)  # fmt: skip
def test_running_headers__a_page_number_is_left_out(number):
    assert left_out(number) == [number]


@pytest.mark.parametrize(
    "text",
    ["(3)", "3)", "( 3", ") 3", "3 (", "3", "3.", "* * *", "- 12345 -", "- IV -", "- iiii -",
     "- c -", "page 3 of", "page 3 out of 9", "page 3 of 12345", "page three",
     "- 3 . (", "Pages 3"],
)  # fmt: skip
def test_running_headers__what_is_like_a_page_number_is_kept(text):
    assert left_out(text) == []


@pytest.mark.parametrize(
    "hints", [{"centred": True}, {"margin": True}, {"page_break_before": True}]
)
def test_running_headers__a_lone_number_set_apart_is_left_out(hints):
    assert left_out(line("3", **hints)) == ["3"]


@pytest.mark.parametrize(
    ("numbers", "count"),
    [(["3", "4"], 2), (["4", "3"], 0), (["1", "2", "3", "9", "4", "5"], 6), (["3"], 0),
     (["1", "9", "3", "4", "2", "1"], 0), (["i", "ii"], 0), (["i", "ii", "iii"], 3),
     (["1", "2", "1", "2", "1", "2"], 6), (["1", "2", "3", "1", "3", "2", "2"], 0)],
)  # fmt: skip
def test_running_headers__lone_numbers_that_rise_are_left_out(numbers, count):
    assert len(left_out(*numbers)) == count


def running(*headers: str | SourceLine) -> list[str]:
    """Which of the headers of pages are left out."""
    prose = [
        "Rain falls on the hills and runs to the river where people of the ward draw it.",
        "A tank of ten thousand litres lasts a household for a dry month if used with care.",
        "The department and the wards meet each quarter and look at what was done and not done.",
        "A school without a tank sends its pupils to the spring and loses an hour each morning.",
        "A spring that is fenced and planted gives clear water, and one that is not gives mud.",
    ]
    lines = [item for at, header in enumerate(headers) for item in (header, prose[at % 5])]
    shown = [header if isinstance(header, str) else header.text for header in headers]
    return [text for text in left_out(*lines) if text in shown]


@pytest.mark.parametrize(
    "headers",
    [
        ["Rain in Mfano 3", "Rain in Mfano 4", "Rain in Mfano 5"],
        ["3 Rain in Mfano", "4 Rain in Mfano", "5 Rain in Mfano"],
        ["Rain in Mfano 3", "4 Rain in Mfano", "Rain in Mfano 5"],
        ["Rain in Mfano 3001", "Rain in Mfano 3002", "Rain in Mfano 3003"],
        ["3001 Rain in Mfano", "3002 Rain in Mfano", "3003 Rain in Mfano"],
        ["Rain in Mfano | 3", "Rain in Mfano | 4", "Rain in Mfano | 5"],
        ["Rain in Mfano 3", "Rain in Mfano", "Rain in Mfano 4", "Rain in Mfano", "Rain in Mfano 5"],
        ["12. The Rain Bill, 2023", "13. The Rain Bill, 2023", "14. The Rain Bill, 2023"],
        ["Rain in wards 3;", "Rain in wards 4;", "Rain in wards 5;"],
        ["3 Rain in (wards);", "4 Rain in (wards);", "5 Rain in (wards);"],
        ["Rain in Mfano 3", "Rain in Mfano 3", "Rain in Mfano 4"],
        ["Rain in Mfano 1800", "Rain in Mfano 1801", "Rain in Mfano 1802"],
        ["Rain in Mfano 2200", "Rain in Mfano 2201", "Rain in Mfano 2202"],
    ],
)  # fmt: skip
def test_running_headers__that_repeat_are_left_out(headers):
    assert running(*headers) == headers


@pytest.mark.parametrize(
    "headers",
    [
        [bold("Rain in Mfano 3"), bold("Rain in Mfano 5"), bold("Rain in Mfano 7")],
        [bold("Rain in Mfano 3"), bold("Rain in Mfano 4", page=1), bold("Rain in Mfano 5", page=1)],
        [bold("Rain in Mfano 3"), "Rain in Mfano 4", bold("Rain in Mfano 5")],
        [line("Annex 1", page=1), line("Annex 1", page=2), line("Annex 2", page=3)],
    ],
)
def test_running_headers__in_bold_are_left_out_where_their_numbers_count_pages(headers):
    assert running(*headers) == [header if isinstance(header, str) else header.text
                                 for header in headers]  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        ["Rain in Mfano 3", "Rain in Mfano 4"],
        ["Rain in Mfano 30001", "Rain in Mfano 30002", "Rain in Mfano 30003"],
        ["30001 Rain in Mfano", "30002 Rain in Mfano", "30003 Rain in Mfano"],
        ["The Rain Bill, 2023", "The Rainwater Tanks Bill, 2023", "The Rain Bill, 2023"],
        *([f"{page} Rain in wards{sign}" for page in (3, 4, 5)] for sign in ";:,\u2013—"),
        ["3 Rain in wards ;", "4 Rain in wards ;", "5 Rain in wards ;"],
        ["1. Rain in wards", "2. Rain in wards", "3. Rain in wards"],
        ["1) Rain in wards", "2) Rain in wards", "3) Rain in wards"],
        ["Rain in wards 1.2", "Rain in wards 1.3", "Rain in wards 1.4"],
        ["Table 1", "Table 2", "Table 3"],
        ["Annex 1", "Annex 2", "Annex 3"],
        ["Sehemu 1", "Sehemu 3", "Sehemu 2"],
        [bold("Guiding principle 1"), bold("Guiding principle 2"), bold("Guiding principle 3")],
        ["Rain in Mfano 3", "Rain in Mfano 3", "Rain in Mfano 3"],
        ["It falls in ward 3.", "It falls in ward 4.", "It falls in ward 5."],
        ["Rain in Mfano 2023", "Rain in Mfano 2024", "Rain in Mfano 2025"],
        ["Rain in Mfano", "Rain in Mfano", "Rain in Mfano"],
        ["THE RAIN BILL, 2023", "THE RAIN BILL, 2023", "THE RAIN BILL, 2023"],
        ["A law that may be cited as the Rain Act, 2023"] * 3,
    ],
)  # fmt: skip
def test_running_headers__lines_that_are_like_each_other_are_kept(headers):
    assert running(*headers) == []


TITLES = [
    "The Rain Policy 2023",
    "The Rain Act, 1999",
    "The Rain Regulations, 2023",
    "The Rain Policy (Draft) 2023",
    "The Rain Bill (Amendment) 2023",
]


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("edges", "found"), [(0, 0), (1, 0), (2, 3), (3, 3)])
def test_running_headers__names_of_acts_are_left_out_where_pages_end(title, edges, found):
    headers = [line(title, page_break_before=at < edges) for at in range(3)]
    assert len(running(*headers)) == found


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize(("lines", "edges", "found"), [(5, 2, 5), (8, 3, 0)])
def test_running_headers__names_of_acts_are_left_out_where_four_in_ten_stand_at_edges(
    title, lines, edges, found
):
    headers = [line(title, page_break_before=at < edges) for at in range(lines)]
    assert len(running(*headers)) == found


@pytest.mark.parametrize(("other", "found"), [("River", 3), ("Trees", 0)])
def test_running_headers__a_misread_name_is_left_out_with_the_others(other, found):
    headers = ["The Rain Bill, 2023", f"The {other} Bill, 2023", "The Rain Bill, 2023"]
    assert len(running(*(line(text, page_break_before=True) for text in headers))) == found


@pytest.mark.parametrize(("verb", "found"), [("be cited as", 0), ("be called", 3)])
def test_running_headers__the_clause_that_says_how_to_cite_an_act_is_none(verb, found):
    clause = line(f"It may {verb} the Rain Act, 2023", page_break_before=True)
    assert len(running(*[clause] * 3)) == found


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [("the rain that", "falls here.", 3), ("The rain,", "which falls here.", 3),
     ("The rain falls.", "it runs.", 0), ("the rain that", "Falls are many.", 0)],
)  # fmt: skip
def test_running_headers__names_of_acts_within_sentences_are_left_out(before, after, found):
    lines = [text for at in range(3) for text in (f"{at} {before}", TITLES[1], f"{after} {at}")]
    assert left_out(*lines).count(TITLES[1]) == found


@pytest.mark.parametrize(("known", "found"), [(["The Rain Act, 1999"], 3), (["Rain"], 0)])
def test_running_headers__lines_that_the_file_has_for_page_headers_are_left_out(known, found):
    beside = [Beside(f"{text} 7", "header_footer") for text in known]
    lines = [item for at in range(3) for item in (line(f"{TEXT} {at}"), line(TITLES[1]))]
    outline = build_outline(SourceDocument(lines=[AIM, *lines], beside=beside))
    assert [item.text for item in outline.dropped].count(TITLES[1]) == found


@pytest.mark.parametrize(("parted", "found"), [(0, 0), (1, 3)])
def test_running_headers__numbered_lines_most_of_them_below_each_other_are_a_list(parted, found):
    rows = ["Rain of class 1", "Rain of class 2", *[TEXT] * parted, "Rain of class 3"]
    assert len(left_out(*rows)) == found


@pytest.mark.parametrize(
    "last", ["rain", "rain.", "rain;", "rain:", "rain,", "rain and", "rain or"]
)
def test_running_headers__lines_at_the_edge_of_pages_are_left_out_unless_they_end_like_text(last):
    headers = [line(f"Wards of {last}", page_break_before=True) for _page in range(3)]
    assert bool(running(*headers)) == (last == "rain")


@pytest.mark.parametrize(("pages", "found"), [(11, 0), (12, 20)])
def test_running_headers__six_in_ten_lines_at_the_edge_of_pages_are_a_header(pages, found):
    headers = [line("Wards of rain", page_break_before=at < pages) for at in range(20)]
    assert len(running(*headers)) == found


@pytest.mark.parametrize(
    ("text", "found"), [("Rain", 0), ("Mfano rain", 3), ("Rain of 3;", 0), ("Rain of 3:", 0),
                        ("Rain of 3,", 0)]
)  # fmt: skip
def test_running_headers__a_header_at_the_edge_of_pages_has_two_words_and_no_stop(text, found):
    assert len(running(*[line(text, page_break_before=True)] * 3)) == found


@pytest.mark.parametrize(("words", "found"), [(16, 3), (17, 0)])
def test_running_headers__a_header_has_at_most_16_words(words, found):
    text = " ".join(["Rain", *["falls"] * (words - 2)])
    assert len(running(*(f"{text} {page}" for page in (3, 4, 5)))) == found


@pytest.mark.parametrize(("before", "found"), [(29, 3), (30, 0)])
def test_furniture__a_running_title_is_known_misread_where_few_others_stand_before(before, found):
    others = [f"The {chr(ord('a') + at % 26) * (12 + at)} Bill, 2023" for at in range(before)]
    misread = ["The Rain Bill, 2023", "The Ra1n Bill, 2023", "The Rajn Bill, 2023"]
    headers = (line(text, page_break_before=True) for text in misread)
    assert len(running(*others, *headers)) == found


LONE = "The Rain Bill, 2023 12"


@pytest.mark.parametrize(
    ("text", "found"),
    [(LONE, 1), ("12 The Rain Bill, 2023", 1), ("The Rain Bill, 2023", 0), (f"{LONE}.", 0),
     ("THE RAIN BILL, 2023 12", 0), ("The Rain Bill, 2023.....12", 0), (f"{LONE};", 0),
     ("The Rain Bill, 2023 is 12", 1), ("The Rain Bill, 2023 is one of many laws on rain 12", 0),
     ("1234 The Rain Bill, 2023", 1), ("12345 The Rain Bill, 2023", 0),
     ("The Rain Bill2023 12", 1), ("The Rain Bill -- 2023 12", 1), (f"{LONE}:", 0),
     ("The Rain Bill --- 2023 12", 0), ("A Bill, 2023 12", 0), ("On Bill, 2023 12", 1),
     (f"{'x' * 95} Bill, 2023 12", 1), (f"{'x' * 105} Bill, 2023 12", 0),
     (f"The Rain Bill, 2023 {'x' * 19} 12", 1), (f"The Rain Bill, 2023 {'x' * 21} 12", 0),
     ("No. Rain Bill, 2023 12", 0), ("Rain; Rain Bill, 2023 12", 0),
     ("A Rain Bill, 2123 12", 0), ("It 12", 0), ("The Rain Billing, 2023 12", 0)],
)  # fmt: skip
def test_running_headers__a_lone_running_title_has_a_page_number(text, found):
    assert len(left_out(*[TEXT] * 42, text)) == found


@pytest.mark.parametrize(("before", "found"), [(38, 0), (39, 1)])
def test_running_headers__a_lone_running_title_does_not_stand_on_the_cover(before, found):
    assert len(left_out(*[""] * before, LONE)) == found


@pytest.mark.parametrize("style", ["header", "footer"])
def test_running_headers__lines_styled_as_headers_and_footers_are_left_out(style):
    assert left_out(line("Mfano County", style=style)) == ["Mfano County"]


COVER = [line("THE WATER FRIENDS BILL, 2023"), *[line("") for _at in range(40)]]


@pytest.mark.parametrize(
    ("text", "found"),
    [("The Water Friends Bill, 2023", True), ("The Water Fr1ends BIll,_2O23", True),
     ("8 The Water Friends Bill, 2023", True), ("the Water Friends Bill, 2023", False),
     ("The Water Friends Bill, 2023.", False), ("THE WATER FRIENDS BILL, 2023", False),
     ("The Wafer Trends Bill, 2O23", False)],
)  # fmt: skip
def test_running_headers__a_line_that_says_the_bills_own_name_is_one(text, found):
    assert left_out(*COVER, text) == ([text] if found else [])


def test_running_headers__the_name_of_a_bill_on_its_cover_or_as_a_heading_is_kept():
    name = "The Water Friends Bill, 2023"
    assert left_out(*COVER[:30], name) == []
    assert left_out(*COVER, bold(name)) == []


def test_running_headers__the_word_above_the_page_numbers_of_a_cover_is_left_out():
    assert left_out("PAGE") == ["PAGE"]
    assert left_out("UKURASA") == ["UKURASA"]
    assert left_out("Page", "PAGES", "PAGE A") == []


@pytest.mark.parametrize(
    "open_end",
    ["Cap", "Cap.", "Caps.", "CAP.", "Act No.", "Nos.", "section", "sections", "Amendment of"],
)
def test_running_headers__a_number_that_a_note_goes_on_with_is_kept(open_end):
    beside = [line(open_end, margin=True), line("248", margin=True)]
    assert left_out(*beside) == []
    assert left_out(line("Tanks", margin=True), beside[1]) == ["248"]
    assert left_out(line(open_end), beside[1]) == ["248"]
