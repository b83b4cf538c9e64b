"""By-laws as offices type them: contents without pages, styles on some of a list, run-in titles."""

import pytest

from tests.texts.outline.made_lines import (
    TEXT,
    bold,
    dropped,
    headings,
    line,
    many,
    outline_of,
    run_in,
    text_of,
    titles,
)
from tests.texts.readers import odt_files, word_files
from texts.outline.word_measure import block_text
from texts.read import read_document
from texts.source import SourceLine

RULES = [
    (1, "By-law 1: Water", "By-law 1", "Water"),
    (2, "1.1 \u2013 Springs", "1.1", "Springs"),
    (2, "1.2 \u2013 Tanks", "1.2", "Tanks"),
    (1, "By-law 2: Rain", "By-law 2", "Rain"),
    (2, "2.1 \u2013 Roofs", "2.1", "Roofs"),
    (2, "2.2 \u2013 Gutters of the Works Co.", "2.2", "Gutters of the Works Co."),
]
LONG = f"{TEXT} {TEXT}"
ITEM = "Each friend keeps a tank; and"


def as_docx(path):
    body = [word_files.par("Water rules", style="Title"), word_files.par("CONTENTS")]
    body += [word_files.par(shown) for _level, shown, _number, _title in RULES]
    for level, shown, _number, _title in RULES:
        body += [word_files.par(shown, style=f"Heading{level}"), word_files.par(TEXT)]
        body += [word_files.par(ITEM, style="Heading3")]
    word_files.write(path, *body)


def as_odt(path):
    body = '<text:p text:style-name="Title">Water rules</text:p><text:p>CONTENTS</text:p>'
    body += "".join(f"<text:p>{shown}</text:p>" for _level, shown, _number, _title in RULES)
    for level, shown, _number, _title in RULES:
        body += f'<text:h text:outline-level="{level}">{shown}</text:h><text:p>{TEXT}</text:p>'
        body += f'<text:h text:outline-level="3">{ITEM}</text:h>'
    odt_files.write(path, body)


def as_html(path):
    body = "<title>Water rules</title><p class='MsoTitle'>Water rules</p><p>CONTENTS</p>"
    body += "".join(f"<p>{shown}</p>" for _level, shown, _number, _title in RULES)
    for level, shown, _number, _title in RULES:
        body += f"<h{level}>{shown}</h{level}><p>{TEXT}</p><h3>{ITEM}</h3>"
    path.write_text(f"<!DOCTYPE html><html><body>{body}</body></html>", "utf-8")


@pytest.mark.parametrize("write", [as_docx, as_odt, as_html])
def test_outline__of_contents_without_pages_and_styled_items_is_the_same_in_every_format(
    write, tmp_path
):
    path = tmp_path / f"rules.{write.__name__.removeprefix('as_')}"
    write(path)
    made = read_document(path)
    assert made.words.complete, (made.words.missing, made.words.added)
    found = [(item.level, item.number, item.title) for item in made.sections]
    assert found == [(level, number, title) for level, _shown, number, title in RULES]
    texts = [[block_text(block) for block in item.blocks] for item in made.sections]
    assert texts == [[TEXT, ITEM]] * len(RULES)
    assert [item.text for item in made.dropped if item.reason == "contents"] == [
        "CONTENTS", *(shown for _level, shown, _number, _title in RULES)
    ]  # fmt: skip


def chapters(*names: str) -> list[SourceLine | str]:
    return [item for name in names for item in (line(name, heading=1), TEXT)]


NAMES = ("Springs", "Tanks", "Roofs")
ROMAN = ("II", "XIV", "LX")
NUMBERED = [f"No. {at} {name}" for at, name in enumerate(NAMES)]


@pytest.mark.parametrize(
    ("entries", "kept"),
    [
        ([line(name) for name in NAMES], []),
        ([line(name, heading=2) for name in NAMES], []),
        ([line(name, label=f"{at}.") for at, name in enumerate(NAMES, start=1)], []),
        ([line(f"Article {at}: {name}") for at, name in enumerate(NAMES, start=1)], []),
        ([line(f"A. {name}") for name in NAMES], []),
        ([line(f"(A) {name}") for name in NAMES], []),
        ([line(f"{number}: {name}") for number, name in zip(ROMAN, NAMES, strict=True)], []),
        ([line(f"{at}.12 - {name}") for at, name in enumerate(NAMES, start=9)], []),
        ([line(f"No. {at} {name}") for at, name in enumerate(NAMES)], NUMBERED),
        ([line("Springs"), line("Wells"), line("Tanks"), line("Roofs")], []),
        ([*map(line, NAMES), line("Made in Mfano")], ["Made in Mfano"]),
        ([line("Wells"), line("Tanks"), line("Roofs")], ["Wells", "Tanks", "Roofs"]),
    ],
)
def test_contents__end_after_the_last_entry_that_comes_again_if_three_do(entries, kept):
    made = outline_of(line("Rules", is_title=True), "CONTENTS", *entries, LONG, *chapters(*NAMES))
    assert [block_text(block) for block in made.front_matter] == [*kept, LONG]


def test_contents__are_no_longer_than_titles():
    def left(count: int) -> list[str]:
        lines = ["CONTENTS", *NAMES, many(count, "rain"), "Made for Springs", LONG]
        made = outline_of(*lines, *chapters(*NAMES, "Made for Springs"))
        return [block_text(block) for block in made.front_matter]

    assert left(26) == [many(26, "rain"), "Made for Springs", LONG]
    assert left(25) == [LONG]


@pytest.mark.parametrize("number", ["IV.", "B)", "2.1."])
def test_contents__end_before_a_number_that_nothing_follows(number):
    lines = ["CONTENTS", *NAMES, number, LONG, "", *chapters(*NAMES)]
    assert [text for text, reason in dropped(*lines) if reason == "contents"] == [
        "CONTENTS",
        *NAMES,
    ]


LISTED = ("Springs", "Tanks", "Roofs", "Gutters", "Rain")


def listed(*names: str) -> list[SourceLine]:
    return [line(name, list_level=0, label="•", list_format="bullet") for name in names]


@pytest.mark.parametrize(
    ("before", "names", "left"),
    [
        ([bold("Water rules")], LISTED, True),
        ([many(150)], LISTED, True),
        ([many(151)], LISTED, False),
        ([bold("Water rules")], LISTED[:4], False),
    ],
)
def test_contents__without_a_title_are_a_list_below_the_cover_whose_first_entry_follows(
    before, names, left
):
    lines = [*before, *listed(*names), *chapters(*names)]
    assert [reason for _text, reason in dropped(*lines)] == ["contents"] * len(names) * left


def test_contents__are_no_list_that_text_follows():
    lines = [bold("Water rules"), *listed(*LISTED), many(20), *chapters(*LISTED)]
    assert dropped(*lines) == []


def test_headings__that_only_the_printed_contents_name_are_found_without_looks():
    lines = [
        "CONTENTS", "Aims ........ 1", "Springs ........ 2", "Tanks ........ 3",
        *(item for name in ("Aims", "Springs", "Tanks") for item in (line(name), TEXT)),
    ]  # fmt: skip
    assert titles(*lines) == ["Aims", "Springs", "Tanks"]


def test_headings__that_the_printed_contents_name_have_letters():
    pages = [line("4"), TEXT, line("Aim"), TEXT, line("Rain"), TEXT]
    assert titles("CONTENTS", "4 .... 1", "Aim .... 2", "Rain .... 3", *pages) == ["Aim", "Rain"]


def test_headings__with_looks_are_not_doubled_by_lines_that_say_the_same():
    lines = ["CONTENTS", "Aim .... 1", "Rain .... 2", *chapters("Aim"), "Rain", *chapters("Rain")]
    assert titles(*lines) == ["Aim", "Rain"]


def test_contents__in_a_table_name_headings_too():
    table = {"data": [["A. Springs", "4"], ["B. Tanks", "5"]]}
    rows = line("A. Springs 4 B. Tanks 5", kind="table", table=table)
    assert titles(
        "CONTENTS", rows, *(item for name in ("Springs", "Tanks") for item in (line(name), LONG))
    ) == ["Springs", "Tanks"]


def test_headings__take_the_style_of_their_like_in_a_list():
    def item(letter: str, **hints: object) -> SourceLine:
        return line(f"Rule {letter}", label=f"({letter})", list_level=1, **hints)

    lines = [line("Aim", heading=1), item("a", bold=True), TEXT]
    lines += [line("End", heading=1), item("a", heading=2), TEXT, item("b", heading=2), TEXT]
    assert headings(*lines) == [
        (1, "", "Aim"), (2, "", "(a) Rule a"), (1, "", "End"), (2, "", "(a) Rule a"),
        (2, "", "(b) Rule b"),
    ]  # fmt: skip
    lines[1] = item("a")
    assert "(a) Rule a" not in titles(*lines[:4], *lines[4:])[:2]


@pytest.mark.parametrize("end", ["; and", "; or", "; na", "; au", "; ama", ";", ",", ", and"])
def test_styles__of_items_that_others_follow_make_no_heading(end):
    lines = [*chapters("Aim"), line(f"Each friend has rain{end}", heading=2), *chapters("End")]
    assert titles(*lines) == ["Aim", "End"]


def test_styles__are_believed_where_less_than_half_of_few_and_a_quarter_of_many_are_items():
    item = line("Each friend has rain;", heading=2)
    one = line("Rain", heading=2)
    assert "Rain" in titles(*chapters("Aim"), item, item, one, TEXT, one, TEXT, *chapters("End"))
    assert "Rain" not in titles(*chapters("Aim"), item, item, one, TEXT, *chapters("End"))
    assert "Rain" in titles(*chapters("Aim"), item, one, TEXT, *chapters("End"))


def test_headings__called_preamble_stand_beside_the_greatest_and_are_no_title():
    lines = [bold("Preamble"), TEXT, *chapters("Aim"), line("Rain", heading=2), TEXT]
    assert headings(*lines, *lines[2:])[:2] == [(1, "", "Preamble"), (1, "", "Aim")]


@pytest.mark.parametrize("shown", ["-4-", "- 12 -", "\u2013 3 \u2013"])
def test_page_numbers__between_dashes_are_none_of_the_headings_whose_style_they_have(shown):
    lines = [*chapters("Aim"), line(shown, heading=1), TEXT, *chapters("End")]
    assert titles(*lines) == ["Aim", "End"]
    assert dropped(*lines) == [(shown, "page_number")]


def test_headings__that_are_a_number_alone_are_no_page_number():
    assert "1" in "".join(titles(*chapters("Aim"), line("1", heading=1), TEXT, *chapters("End")))


@pytest.mark.parametrize("word", ["BYLAW", "By-law", "Bylaw"])
def test_title__is_the_only_part_of_its_word_above_parts_that_are_counted(word):
    cover = [bold(f"{word} 3", centred=True, size=16), bold("Adopted in Mfano", size=14)]
    parts = [bold(f"CHAPTER {at}: {name}", size=14) for at, name in enumerate(NAMES)]
    lines = [*cover, *(item for part in parts for item in (part, line(TEXT, size=11)))]
    assert [level for level, _number, _title in headings(*lines)] == [1, 1, 1]
    assert titles(*lines)[0] == "CHAPTER 0 Springs"
    contents = [line(f"{part.text} .... 3") for part in parts]
    assert titles(cover[0], "CONTENTS", *contents, *lines[2:])[0] == "CHAPTER 0 Springs"


def test_cover__before_the_contents_may_say_as_much_as_a_cover_in_looks_that_none_has_below():
    def found(first: SourceLine, count: int) -> str:
        contents = [f"{name} .... 3" for name in NAMES]
        return titles(first, many(count), "CONTENTS", *contents, *chapters(*NAMES))[0]

    assert found(line("Mfano Water Friends", heading=3), 149) == "Springs"
    assert found(line("Mfano Water Friends", heading=3), 151) == "Mfano Water Friends"
    assert found(line("Mfano Water Friends", heading=1), 29) == "Springs"
    assert found(line("Mfano Water Friends", heading=1), 31) == "Mfano Water Friends"


@pytest.mark.parametrize("end", ["____", "....", "\u2026"])
def test_headings__are_no_blanks_to_fill_in(end):
    lines = [bold("Aim"), TEXT, bold(f"Name of the friend {end}"), TEXT, bold("End"), TEXT]
    assert titles(*lines) == ["Aim", "End"]


@pytest.mark.parametrize("title", ["Members Jr.", "Clerk Sr.", "Mfano Ltd.", "Mfano Inc.",
                                   "Mfano Corp.", "Water Dept.", "Mfano Co."])  # fmt: skip
def test_titles__keep_the_full_stop_that_shortens_their_last_word(title):
    assert titles(bold(f"1. {title}"), TEXT, bold("2. End."), TEXT) == [f"1 {title}", "2 End"]


def plain_number(number: str, title: str, text: str) -> SourceLine:
    shown = f"{number} {title} {text}".strip()
    return line(shown, html=f"{number} <b>{title}</b> {text}".strip())


@pytest.mark.parametrize("numbers", [("Section 1.", "Section 2."), ("1.", "2."), ("1)", "2)"),
                                     ("1.1", "1.2"), ("Article I:", "Article II:")])  # fmt: skip
def test_headings__in_bold_after_a_plain_number_run_into_their_text(numbers):
    made = outline_of(*(plain_number(number, "Springs.", TEXT) for number in numbers))
    assert [item.title for item in made.sections] == ["Springs", "Springs"]
    assert [item.number for item in made.sections] == [item.rstrip(".:)") for item in numbers]
    assert text_of(made, 0) == [TEXT]


def test_headings__in_bold_after_a_plain_number_may_have_no_text_on_their_line():
    lines = [plain_number("Section 1.", "Springs.", ""), TEXT,
             plain_number("Section 2.", "Tanks.", ""), TEXT]  # fmt: skip
    assert titles(*lines) == ["Section 1 Springs", "Section 2 Tanks"]


def test_headings__in_bold_after_other_plain_words_are_text():
    lines = [
        plain_number("The Section 1.", "Springs.", TEXT),
        plain_number("See 2.", "Tanks", TEXT),
    ]
    assert titles(*lines) == []


def test_headings__are_bold_where_only_a_sign_is_not():
    lines = [line(f"{name}:", html=f"<b>{name}</b>:") for name in ("Aim", "End")]
    assert titles(lines[0], TEXT, lines[1], TEXT) == ["Aim", "End"]
    signs = [line(f"Aim{sign}", html=f"<b>Aim</b>{sign}") for sign in ("?!", "?!?")]
    assert [titles(sign, TEXT, bold("End"), TEXT) for sign in signs] == [["Aim?!", "End"], ["End"]]
    blank = line("Aim ___", html="<b>Aim</b> ___")
    assert titles(blank, TEXT, blank, TEXT) == []


def counted(at: int, title: str, text: str) -> SourceLine:
    """A line with an automatic number that begins with words in bold."""
    return run_in(title, text, label=f"{at}.", list_level=0)


def test_headings__with_automatic_numbers_run_into_their_text_where_most_of_the_list_is_text():
    long, short = many(25), many(8)
    made = outline_of(counted(1, "Springs.", long), counted(2, "Tanks.", long),
                      counted(3, "Roofs.", short))  # fmt: skip
    found = [(item.number, item.title) for item in made.sections]
    assert found == [("1", "Springs"), ("2", "Tanks"), ("3", "Roofs")]
    assert text_of(made, 1) == [long]
    half = [counted(1, "Springs.", long), counted(2, "Tanks.", short)]
    assert titles(*half) == []
    assert titles(counted(1, "Springs.", many(23)), counted(2, "Tanks.", many(23))) == []


def test_headings__with_automatic_numbers_are_items_where_others_have_a_style():
    items = [counted(1, "Springs.", many(25)), counted(2, "Tanks.", many(25))]
    assert titles(*chapters("Aim"), *items, *chapters("End")) == ["Aim", "End"]


def test_headings__are_no_lone_item_of_a_list_within_a_list():
    item = line("Rain in the dry months", label="1.", list_level=1)
    assert titles(*chapters("Aim"), item, TEXT, *chapters("End")) == ["Aim", "End"]


ROMAN = ("I", "II", "III")


@pytest.mark.parametrize("hints", [{"bold": True}, {"heading": 1}])
def test_headings__go_on_without_looks_where_roman_numbers_that_were_set_off_stopped(hints):
    lines = [item for at in ROMAN for item in (line(f"{at}. Rain", **hints), TEXT)]
    assert titles(*lines, "IV. Tanks", TEXT, "V. Wells", TEXT)[3:] == ["IV Tanks", "V Wells"]
    assert len(titles(*lines, "V. Tanks", TEXT)) == 3
    assert len(titles(*lines, "IV. Tanks", "V. Wells", TEXT)) == 3
    assert len(titles(*lines, "IV. Each friend keeps a tank.", TEXT)) == 3


def test_headings__with_plain_roman_numbers_alone_are_items():
    assert titles(bold("Aim"), TEXT, "I. Tanks", TEXT, "II. Wells", TEXT, bold("End"), TEXT) == [
        "Aim", "End"
    ]  # fmt: skip


@pytest.mark.parametrize(("stopped", "others", "found"), [(3, 3, 6), (3, 4, 4), (2, 2, 2)])
def test_headings__end_in_a_full_stop_where_as_many_bold_lines_do_as_do_not(stopped, others, found):
    lines = [bold(f"{name}.") for name in LISTED[:stopped]]
    lines += [bold(name) for name in ("Wells", "Pipes", "Pumps", "Fees")[:others]]
    assert len(titles(*(item for head in lines for item in (head, TEXT)))) == found


@pytest.mark.parametrize(
    "shown",
    ["Article II: Springs", "Jedwali la Kwanza: Ada", "Sehemu ya Pili: Mvua", "Section 6",
     "Section 6.", "Annex B - Fees"],
)  # fmt: skip
def test_headings__that_announce_a_part_on_a_line_of_their_own_need_no_looks(shown):
    assert len(titles(bold("Aim"), TEXT, shown, TEXT, bold("End"), TEXT)) == 3


def test_headings__of_notes_that_come_again_belong_to_the_annex_they_stand_in():
    notes = [bold("Notes for guidance"), TEXT]
    lines = [bold("1. Aim"), TEXT, *notes, bold("Annex A: Fees"), TEXT, *notes]
    assert [(level, title) for level, _number, title in headings(*lines)] == [
        (1, "Aim"), (1, "Notes for guidance"), (1, "Fees"), (2, "Notes for guidance"),
    ]  # fmt: skip


def test_titles__of_parts_are_no_sentence_and_text_and_no_other_part():
    lines = [bold("Part 1"), "Clerks. They keep the tank", bold("Part 2"), "Friends of Mr. Maji",
             bold("Part 3"), "Section 1: Rain", TEXT]  # fmt: skip
    assert titles(*lines)[:3] == ["Part 1", "Part 2 Friends of Mr. Maji", "Part 3"]


def test_headings__that_announce_a_part_may_begin_in_small_letters_after_a_colon():
    lines = [item for at in (1, 2, 3) for item in (f"Section {at}: name of the ward", TEXT)]
    assert titles(*lines)[1:] == ["Section 2 name of the ward", "Section 3 name of the ward"]
    long = f"Section 4: {many(13).lower()}"
    assert long not in titles(*lines, bold(long), TEXT)
    assert headings(*lines, bold("Section 4 of the plan"), TEXT)[-1][1] == ""


@pytest.mark.parametrize("hints", [{"bold": True}, {"heading": 1}])
def test_levels__of_dotted_annexes_are_as_deep_as_their_numbers(hints):
    def head(text: str) -> list[SourceLine | str]:
        below = {"heading": 1 + text.count(".")} if "heading" in hints else hints
        return [line(text, **below), TEXT]

    lines = [*head("Annex 1: Fees"), *head("Annex 1.1: Tanks"), *head("Annex 1.2: Wells")]
    lines += [*head("Annex 2: Maps"), *head("Annex 2.1: Rain")]
    assert headings(*lines) == [
        (1, "Annex 1", "Fees"), (2, "Annex 1.1", "Tanks"), (2, "Annex 1.2", "Wells"),
        (1, "Annex 2", "Maps"), (2, "Annex 2.1", "Rain"),
    ]  # fmt: skip


def sized(text: str, **hints: object) -> SourceLine:
    return line(text, size=12, **hints)


def test_levels__of_headings_without_style_are_those_of_a_style_that_looks_the_same():
    lines = [sized("Aim", bold=True, heading=1), TEXT, sized("End", bold=True, heading=1), TEXT]
    plain = sized("Rain", bold=True)
    slanted = sized("Tanks", bold=True, italic=True)
    found = headings(*lines, plain, TEXT, slanted, TEXT)
    assert [level for level, _number, _title in found] == [1, 1, 1, 2]
    other = [line("Aim", bold=True, heading=1), TEXT, line("End", bold=True, heading=1), TEXT]
    assert headings(*other, bold("Rain"), TEXT)[2][0] == 2


def test_headings__among_styled_ones_stand_over_a_table_where_their_like_stand_over_text():
    table = line("Fees 4", kind="table", table={"data": [["Fees", "4"]]})
    styled = [line("Aim", heading=1), TEXT, line("End", heading=1), TEXT]
    likes = [item for name in LISTED[:3] for item in (sized(name, bold=True), TEXT)]
    assert titles(*styled, *likes, sized("Fees", bold=True), table)[-1] == "Fees"
    assert "Fees" not in titles(*styled, *likes[:4], sized("Fees", bold=True), table)


def test_headings__with_letters_run_in_beside_whole_bold_lines_of_their_list():
    def item(letter: str, title: str) -> SourceLine:
        return bold(title, label=f"{letter}.", list_level=0)

    short = run_in("Tanks.", many(6), label="B.", list_level=0)
    lines = [item("A", "Springs"), TEXT, short, item("C", "Roofs"), TEXT]
    assert titles(*lines) == ["A Springs", "B Tanks", "C Roofs"]
    others = [run_in("Rain.", many(6), label=f"{letter})", list_level=0) for letter in "DEF"]
    assert len(titles(*lines, *others[:2])) == 5
    assert len(titles(*lines, *others)) == 2
