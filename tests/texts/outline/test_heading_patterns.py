"""What makes a line of a policy a heading, and how much of it: one quirk a row."""

from dataclasses import replace

import pytest

from tests.texts.outline.made_lines import TEXT, bold, headings, line, many, outline_of, titles
from texts.source import SourceLine

AIM = bold("Aim")


def styled(text: str, level: int = 1, **hints: object) -> SourceLine:
    return line(text, heading=level, **hints)


@pytest.mark.parametrize(
    "title",
    [
        "Foreword", "PREFACE", "Acknowledgement", "Acknowledgements", "acknowledgments",
        "Explanatory notes", "NOTES FOR GUIDANCE",
        "Executive summary", "Bibliography", "References", "Abbreviations", "Acronyms",
        "List of abbreviations", "List of acronyms", "Abbreviations and acronyms",
        "Acronyms and abbreviations", "Acronyms & abbreviations", "Definition of terms",
        "Definitions of terms", "Glossary of terms", "Glossary", "Annexes", "Annexures",
        "Appendices", "Dibaji", "Shukrani", "Muhtasari", "Vifupisho", "Marejeleo", "Marejeo",
        "Viambatisho", "Ufafanuzi ya maneno", "Maana ya maneno", "Fasili ya istilahi",
    ],
)  # fmt: skip
def test_headings__of_what_stands_before_and_after_the_chapters_need_no_looks(title):
    assert titles(title, TEXT, AIM, TEXT) == [title, "Aim"]


@pytest.mark.parametrize(
    "announced",
    [
        "Chapter One: Introduction", "Chapter One", "Part 2. Springs", "Part B - Springs",
        "Annex I \u2013 Forms", "Annexure I — Forms", "Appendix A: Forms", "Schedule 1: Fees",
        "Sehemu ya Kwanza: Usuli", "Sehemu ya Kumi na Moja: Usuli", "Sura Pili: Usuli",
        "Kifungu cha 12: Bajeti", "Kiambatisho I: Fomu", "KIAMBATISHO I: Fomu",
        "Division 1: Springs", "Section 2: Springs", "Article II: Springs", "Ibara ya 3: Jina",
        "Attachment A: Forms", "Jedwali la Kwanza: Ada", "Kiambatanisho cha Pili: Ada",
    ],
)  # fmt: skip
def test_headings__that_say_which_part_they_begin_need_no_looks(announced):
    assert len(headings(announced, TEXT)) == 1


@pytest.mark.parametrize("number", ["SECTION ONE", "KIFUNGU CHA KWANZA", "DIVISION 1"])
def test_headings__of_a_policy_may_call_its_parts_sections(number):
    assert headings(f"{number}: SPRINGS", TEXT) == [(1, number, "SPRINGS")]


@pytest.mark.parametrize(
    "sentence",
    ["Chapter two has much", "Part of it; see below", "Annex I is long",
     "Volume One: Introduction"],
)  # fmt: skip
def test_headings__a_line_that_only_names_a_part_is_none(sentence):
    assert titles(AIM, TEXT, sentence, TEXT) == ["Aim"]


@pytest.mark.parametrize(
    "name",
    [
        "H.E. Jina Mfano", "H E Jina Mfano", "HE Jina Mfano", "Hon. Jina Mfano",
        "Hon Jina Mfano", "Dr. Jina Mfano", "Dr., Jina Mfano", "Prof. Jina Mfano",
        "Eng. Jina Mfano", "Mr. Jina Mfano", "Mrs. Jina Mfano", "Ms. Jina Mfano",
        "Amb. Jina Mfano", "CPA Jina Mfano", "Rev. Jina Mfano", "Mhe. Jina Mfano",
        "HON. JINA MFANO",
    ],
)  # fmt: skip
def test_headings__a_bold_name_with_a_title_is_none(name):
    assert titles(bold("Foreword"), TEXT, bold(name), bold("Aim"), TEXT) == ["Foreword", "Aim"]


@pytest.mark.parametrize(
    "signed",
    ["Signed:", "Yours faithfully,", "Yours sincerely,", "Yours truly,", "Imesainiwa:",
     "Wako mtiifu,", "...", "…………", "____"],
)  # fmt: skip
def test_headings__a_bold_name_below_a_signature_is_none(signed):
    found = titles(bold("Foreword"), TEXT, signed, bold("Jina Mfano"), bold("Aim"), TEXT)
    assert found == ["Foreword", "Aim"]


def test_headings__a_bold_name_below_a_signature_on_the_first_line_is_none():
    lines = ["Signed:", bold("Jina Mfano"), "Done in Mfano by hand.", AIM, TEXT, bold("End"), TEXT]
    assert titles(*lines) == ["Aim", "End"]


def test_headings__two_dots_are_no_signature():
    found = titles(bold("Foreword"), TEXT, "..", bold("Springs"), bold("Aim"), TEXT)
    assert found == ["Foreword", "Springs", "Aim"]


@pytest.mark.parametrize(("lines", "kept"), [(3, 0), (4, 1)])
def test_headings__of_the_lines_below_a_name_three_are_the_office(lines, kept):
    office = [bold(text) for text in ("County Executive", "Water", "Mfano", "Kenya")[:lines]]
    found = titles(bold("Foreword"), TEXT, "Hon. Jina Mfano", *office, "Mfano, 2026.", AIM, TEXT)
    assert len(found) - 2 == kept


@pytest.mark.parametrize(
    "caption",
    ["Table 1: Wards", "Figure 2. Rain", "Chart 3 Rain", "Map 4: Wards", "Box 5: A story",
     "Jedwali 6: Wadi", "Jedwali na. 7: Wadi", "Jedwali na.7: Wadi", "Mchoro 8: Mvua",
     "Kielelezo 9: Mvua", "Table IV: Wards", "Table V: Wards", "Table XI: Wards",
     "TABLE 1: WARDS"],
)  # fmt: skip
def test_headings__a_bold_caption_is_none(caption):
    assert titles(AIM, TEXT, bold(caption), TEXT) == ["Aim"]


def test_headings__a_bold_line_about_tables_is_no_caption():
    assert titles(AIM, TEXT, bold("Table of fees"), TEXT) == ["Aim", "Table of fees"]


@pytest.mark.parametrize(("count", "found"), [(25, 1), (26, 0)])
def test_headings__with_a_style_have_at_most_25_words(count, found):
    assert len(headings(styled("Aim"), TEXT, styled(many(count)), TEXT)) == 1 + found


@pytest.mark.parametrize(("count", "found"), [(16, 1), (17, 0)])
def test_headings__in_bold_have_at_most_16_words(count, found):
    assert len(headings(AIM, TEXT, bold(many(count)), TEXT)) == 1 + found


@pytest.mark.parametrize("stop", [";", ",", "—", "\u2013", "."])
def test_headings__in_bold_end_without_a_stop(stop):
    assert titles(AIM, TEXT, bold(f"Springs{stop}"), TEXT) == ["Aim"]


@pytest.mark.parametrize("stop", [";", ","])
def test_headings__with_a_style_end_without_a_stop_that_goes_on(stop):
    assert titles(styled("Aim"), TEXT, styled(f"Springs{stop}"), TEXT) == ["Aim"]


@pytest.mark.parametrize(("size", "found"), [(12.0, 0), (12.3, 0), (12.4, 1), (13.0, 1)])
def test_headings__in_larger_type_are_larger_by_an_eighth(size, found):
    lines = [line(text, size=11.0) for text in (TEXT, TEXT, "Springs", TEXT)]
    lines[2] = replace(lines[2], size=size)
    assert len(headings(bold("Aim", size=11.0), *lines)) == 1 + found


@pytest.mark.parametrize(("count", "found"), [(14, 1), (15, 1), (16, 0)])
@pytest.mark.parametrize("looks", ["bold", "caps"])
def test_headings__do_not_stand_out_by_what_most_of_the_text_has(looks, count, found):
    text = [line(TEXT, **{looks: at < count}) for at in range(25)]
    assert len(headings(styled("Aim"), line("Springs", **{looks: True}), *text)) == 1 + found


@pytest.mark.parametrize(
    ("text", "found"),
    [(f"{many(11)} end.", 0), (f"{many(11)} end;", 0), (f"{many(10)} end.", 1), (many(12), 1)],
)
def test_headings__a_style_on_sentences_of_12_words_tells_nothing(text, found):
    lines = [styled(text) for _line in range(3)]
    assert bool(headings("Rain.", *lines, TEXT)) == bool(found)


@pytest.mark.parametrize(
    ("headed", "sentences", "believed"), [(2, 2, True), (2, 3, False), (9, 3, False), (10, 3, True)]
)
def test_headings__a_style_is_believed_until_a_quarter_and_three_are_sentences(
    headed, sentences, believed
):
    lines = [item for at in range(headed) for item in (styled(f"Matter of {at}"), "Rain falls.")]
    found = titles(*lines, *[styled(many(27))] * sentences)
    assert (len(found) == headed) == believed


def test_headings__a_style_on_long_paragraphs_tells_nothing():
    assert titles(*[styled(many(26))] * 3, styled("Springs"), TEXT) == []
    assert titles(*[styled(many(25))] * 3, styled("Springs"), TEXT)[-1] == "Springs"


@pytest.mark.parametrize(
    ("text", "number", "title"),
    [
        ("1. Aim", "1", "Aim"), ("1: Aim", "1", "Aim"), ("1) Aim", "1", "Aim"),
        ("1 Aim", "1", "Aim"), ("1.Aim", "1", "Aim"), ("1.2Aim", "1.2", "Aim"),
        ("12. Aim", "12", "Aim"), ("123. Aim", "", "123. Aim"), ("100.1 Aim", "100.1", "Aim"),
        ("1000.1 Aim", "", "1000.1 Aim"), ("1.100 Aim", "1.100", "Aim"),
        ("1.1000 Aim", "", "1.1000 Aim"), ("1.2.3.4.5 Aim", "1.2.3.4.5", "Aim"),
        ("1.2.3.4.5.6 Aim", "", "1.2.3.4.5.6 Aim"), ("1st aim", "", "1st aim"),
        ("1; Aim", "", "1; Aim"), ("A. Aim", "A", "Aim"), ("B) Aim", "B", "Aim"),
        ("C: Aim", "C", "Aim"), ("IV. Aim", "IV", "Aim"), ("XXXVII. Aim", "XXXVII", "Aim"),
        ("XXXVIII. Aim", "XXXVIII", "Aim"), ("LXX. Aim", "LXX", "Aim"), ("A.Aim", "", "A.Aim"),
        ("AB. Aim", "", "AB. Aim"), ("VI) Aim", "VI", "Aim"), ("a. Aim", "a", "Aim"),
        ("2- Aim", "2", "Aim"), ("32A. Aim", "32A", "Aim"), ("32A Aim", "32A", "Aim"),
        ("1AIM", "1", "AIM"),
    ],
)  # fmt: skip
def test_headings__with_a_style_show_their_number(text, number, title):
    assert headings(styled(text), TEXT, styled("End"), TEXT)[0] == (1, number, title)


@pytest.mark.parametrize(
    ("label", "list_format", "number"),
    [("1.", "decimal", "1"), ("1.2", "decimal", "1.2"), ("1.2.", "decimal", "1.2"),
     ("1)", "decimal", "1"), ("A.", "upperLetter", "A"), ("II.", "upperRoman", "II"),
     ("2.", "bullet", ""), ("(a)", "lowerLetter", "")],
)  # fmt: skip
def test_headings__with_a_style_take_their_automatic_number(label, list_format, number):
    lines = [
        styled(title, label=label if title == "Aim" else "", list_format=list_format)
        for title in ("Aim", "End")
    ]
    found = {title: shown for _level, shown, title in headings(lines[0], TEXT, lines[1], TEXT)}
    assert found.get("Aim", "") == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2.1 Springs", 1), ("2.1 springs", 0), ("2.1 Springs.", 0), ("2.1 Springs;", 0),
        ("2.1 Springs,", 0), ("2.1 Springs:", 0), ("2.1 Springs—", 0), ("2.1 Springs\u2013", 0),
        (f"2.1 {many(12)}", 1), (f"2.1 {many(13)}", 0), ("2.1 12 springs", 0), ("B. Springs", 0),
        ("3. Springs", 0),
    ],
)  # fmt: skip
def test_headings__with_nothing_but_a_number(text, found):
    assert len(headings(AIM, TEXT, text, TEXT, bold("End"), TEXT)) == 2 + found


@pytest.mark.parametrize(
    ("text", "found"),
    [("2. Springs", 1), (f"2. {many(25)}", 1), (f"2. {many(26)}", 0), ("2. springs", 0),
     ("2. 12 springs", 1), ("2. “Springs”", 1), ("2. Springs.", 1), ("2. Springs:", 1),
     ("2. The springs are:", 0), ("B. Springs", 1)],
)  # fmt: skip
def test_headings__in_bold_with_a_number(text, found):
    numbers = [number for _level, number, _title in headings(AIM, TEXT, bold(text), TEXT)]
    assert (numbers[-1] in ("2", "B")) == bool(found)


@pytest.mark.parametrize(("dotted", "found"), [(1, 0), (2, 1)])
def test_headings__plain_numbers_count_where_two_dotted_ones_do(dotted, found):
    listed = [f"1.{at + 1} Springs are public;" for at in range(dotted)]
    assert len(headings(AIM, TEXT, "2. Springs", TEXT, bold("End"), *listed)) == 2 + found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["1. Springs", "All are public.", "2. Wells", "All are public."], 2),
        (["1. Springs", "All are public:", "2. Wells", "All are public;"], 2),
        (["1. Springs", "All are public."], 0),
        (["1. Springs", "All are public.", "3. Wells", "All are public."], 0),
        (["1. Springs", "All are public", "2. Wells", "All are public."], 0),
        (["1. Springs", "2. Wells are public.", "2. Wells", "All are public."], 0),
        (["1. Springs.", "All are public.", "2. Wells", "All are public."], 0),
        (["1. Springs;", "All are public.", "2. Wells", "All are public."], 0),
        ([f"1. {many(12)}", "All are public.", "2. Wells", "All are public."], 2),
        ([f"1. {many(13)}", "All are public.", "2. Wells", "All are public."], 0),
        (["1 Springs", "All are public.", "2 Wells", "All are public."], 0),
    ],
)
def test_headings__plain_numbers_count_where_they_run_from_one_each_over_text(lines, found):
    assert len(headings(*lines)) == found


@pytest.mark.parametrize(("gap", "merged"), [(1, True), (3, True), (4, False)])
def test_headings__a_chapter_is_named_by_the_numbered_line_right_below(gap, merged):
    empty = [""] * (gap - 1)
    found = titles(bold("CHAPTER TWO"), *empty, bold("2.0 SPRINGS"), TEXT, bold("2.1 Wells"), TEXT)
    assert ("CHAPTER TWO SPRINGS" in found) == merged


@pytest.mark.parametrize(("letter", "value"), [("C", 3), ("D", 4), ("M", 13)])
def test_headings__a_chapter_with_a_letter_is_named_by_the_letter_s_number(letter, value):
    found = titles(
        bold(f"CHAPTER {letter}"), bold(f"{value}.0 SPRINGS"), TEXT, bold("1.1 Wells"), TEXT
    )
    assert found[0] == f"CHAPTER {letter} SPRINGS"


def test_headings__a_chapter_is_not_named_by_another_number():
    found = titles(bold("CHAPTER TWO"), bold("3.0 SPRINGS"), TEXT, bold("3.1 Wells"), TEXT)
    assert found == ["CHAPTER TWO", "3.0 SPRINGS", "3.1 Wells"]


def test_headings__short_capitals_do_not_stand_out():
    assert titles(AIM, TEXT, line("NGO", caps=True), TEXT) == ["Aim"]
    assert titles(AIM, TEXT, line("NGOS", caps=True), TEXT) == ["Aim", "NGOS"]


@pytest.mark.parametrize(("styles", "found"), [(1, 1), (2, 0)])
def test_headings__bold_lines_over_bold_lines_are_none_where_styles_are_used(styles, found):
    lines = [item for at in range(styles) for item in (styled(f"Matter of {at}"), TEXT)]
    assert len(headings(*lines, bold("Springs"), bold(TEXT), TEXT)) == styles + found


def test_headings__numbered_in_lists_stand_as_deep_as_their_list():
    rows = [("Aim", 0), ("Wells", 1), ("Springs", 2)]
    lines = [
        item
        for title, depth in rows
        for item in (bold(title, label="1.", list_level=depth, list_format="decimal"), TEXT)
    ]
    assert [level for level, _number, _title in headings(*lines)] == [1, 2, 3]
    assert outline_of(*lines).sections[0].number == "1"


@pytest.mark.parametrize(
    "date",
    ["22 April 2025", "3 May", "1 JUNE 2024 / 5 PM", "07 Oktoba, 1999", "31 Desemba 2031: Kikao"],
)
def test_headings__that_begin_with_a_date_are_not_numbered_by_its_day(date):
    assert headings(styled("Minutes"), TEXT, styled(date), TEXT)[1] == (1, "", date)


@pytest.mark.parametrize(
    ("number", "title"),
    [("22.", "April 2025"), ("5", "May Day"), ("41", "April 2025"), ("5", "Marches 2025"),
     ("2", "March 1825"), ("1", "April 2025b")],
)  # fmt: skip
def test_headings__that_only_look_like_dates_bear_their_number(number, title):
    assert titles(styled(f"{number} {title}"), TEXT) == [f"{number.rstrip('.')} {title}"]


@pytest.mark.parametrize(
    "month",
    ["January", "February", "March", "April", "May", "June", "July", "August", "September",
     "October", "November", "December", "Januari", "Februari", "Machi", "Aprili", "Mei", "Juni",
     "Julai", "Agosti", "Septemba", "Oktoba", "Novemba", "Desemba"],
)  # fmt: skip
def test_headings__of_dates_know_the_months(month):
    assert headings(styled(f"5 {month} 2025"), TEXT) == [(1, "", f"5 {month} 2025")]
