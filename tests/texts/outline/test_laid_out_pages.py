"""By-laws and standards as a PDF reader lays their pages out, line by line, with spaces."""

import pytest

from tests.texts.outline.made_lines import TEXT, bold, headings, line, outline_of, titles
from texts.outline.detect import build_outline
from texts.outline.heading_numbers import numbered
from texts.outline.model import Outline
from texts.readers import text_reader

WIDE = 130
"""Characters of a line of a page set in small letters, more than a typewriter has."""


def laid_out(*lines: str) -> Outline:
    outline = build_outline(text_reader.read("\n".join(lines)))
    assert outline.words.complete, outline.words
    return outline


def shape(outline: Outline) -> list[tuple[int, str, str]]:
    return [(item.level, item.number, item.title) for item in outline.sections]


CHAPTERS = {"I": "General provisions", "II": "Meetings of the town", "III": "Officers"}
DUTY = (
    "The friends of water shall keep a register of every spring and well of the town, and lay it",
    "open in the office of each ward (as was asked for in 2014) where anybody may read it for",
    "nothing and take what they need from it.",
)


@pytest.mark.parametrize(
    "leader",
    [f"{'.' * 60} Page ", f"{'.' * 60} ", f"{' .' * 30} ", f"{'.' * 60} p. ", f"{' ' * 40}"],
)
def test_outline__contents_end_where_the_text_begins_however_they_show_pages(leader):
    contents = [f"CHAPTER {at}    {name}{leader}{page}"
                for page, (at, name) in enumerate(CHAPTERS.items(), 3)]  # fmt: skip
    text = [
        item
        for at, name in CHAPTERS.items()
        for item in (
            f"CHAPTER {at}        {name}",
            "SECTION 1.",
            "",
            *DUTY,
            "",
            "SECTION 2.",
            "",
            *DUTY,
            "",
        )
    ]
    made = laid_out("BY-LAWS OF MFANO", "", "Table of Contents", *contents, "", *text)
    assert [item for item in shape(made) if item[0] == 1] == [
        (1, f"CHAPTER {at}", name) for at, name in CHAPTERS.items()
    ]
    assert {item.text.split()[0] for item in made.dropped} == {"Table", "CHAPTER"}
    assert not any("friends" in title for _level, _number, title in shape(made))


SOURCES = ("hill", "valley", "river", "lake", "spring", "well", "tank", "pond", "marsh")


def test_outline__contents_do_not_go_on_over_lines_that_do_not_come_again():
    names = [f"{at}. {name}" for at, name in enumerate(("Aim", "Rain", "Wells"), 1)]
    prose = [f"Water of the {name} is kept clean." for name in SOURCES]
    body = [item for name in names for item in (name.upper(), "SECTION", *prose)]
    made = build_outline(text_reader.read("\n\n".join(["CONTENTS", *names, *body])))
    assert len(made.dropped) <= 1 + len(names)


def test_read__entries_of_contents_are_lines_of_their_own():
    entries = [f"I.{at} - {name}{' .' * 25}   {at}" for at, name in enumerate(("Name", "Aim"), 1)]
    lines = text_reader.read("\n".join([*entries, *DUTY, "", *DUTY])).lines
    assert [line.text.split()[0] for line in lines][:3] == ["I.1", "I.2", "The"]


def test_read__lines_of_small_letters_are_joined_as_well():
    long = ["w" * 9 + " " + "water " * 19, "of a ward.", "", "Another one that stands by itself."]
    lines = text_reader.read("\n".join(long * 3)).lines
    assert len(long[0]) > 120
    assert [line.text[-10:] for line in lines][:2] == ["of a ward.", "by itself."]


SERIES = [("I", "1", "Name"), ("I", "2", "Aims"), ("II", "1", "Members"), ("II", "1.1", "Fees")]


def test_outline__numbers_below_roman_ones_and_letters_stand_below_their_article():
    text, article = ["RULES OF THE FRIENDS", ""], ""
    for roman, at, name in SERIES:
        if roman != article:
            text += [f"ARTICLE {roman} - PART OF IT", ""]
            article = roman
        text += [f"{roman}.{at} - {name}", "", *DUTY, ""]
    assert shape(laid_out(*text))[1:3] == [(2, "I.1", "Name"), (2, "I.2", "Aims")]
    assert shape(laid_out(*text))[-1] == (3, "II.1.1", "Fees")


def test_outline__a_title_that_ends_open_goes_on_in_the_line_below():
    text = ["ARTICLE I - RULES", "", "I.1 - Change of the rules or", "By-laws", "", *DUTY, "",
            "I.2 - Fees", "", *DUTY]  # fmt: skip
    made = laid_out("RULES OF THE FRIENDS", "", *text)
    assert shape(made)[1:] == [(2, "I.1", "Change of the rules or By-laws"), (2, "I.2", "Fees")]


def test_outline__numbers_without_a_stop_are_titles_where_the_contents_name_them():
    names = ["Scope", "Related documents", "Choice of plants"]
    contents = [f"{at}    {name} {'.' * 50} {at}" for at, name in enumerate(names, 1)]
    text = [item for at, name in enumerate(names, 1) for item in (f"{at}   {name}", "", *DUTY, "")]
    made = laid_out("Code of practice", "", "Contents                  Page", "", *contents, "",
                    *text)  # fmt: skip
    assert shape(made) == [(1, str(at), name) for at, name in enumerate(names, 1)]


@pytest.mark.parametrize("between", ["(informative)", "(normative)", "(s. 4)"])
def test_outline__what_stands_between_an_annex_and_its_title_is_text_of_it(between):
    made = headings(bold("Aim of it"), TEXT, bold("Annex A"), between, "Contours", TEXT)
    assert made[-1] == (1, "Annex A", "Contours")


@pytest.mark.parametrize(
    "sentence",
    ["The board shall meet each month", "Those who keep wells (as of the", "Nobody is left out"],
)
def test_outline__a_sentence_below_a_section_is_none_of_its_title(sentence):
    body = [item for at in (1, 2) for item in (f"SECTION {at}.", sentence, TEXT)]
    assert titles(bold("Wells"), TEXT, *body)[-2:] == ["SECTION 1", "SECTION 2"]


def test_outline__the_name_of_the_document_right_above_its_first_article_is_no_section():
    lines = ["FRIENDS OF WATER", "CONSTITUTION", "Ratified the 7th day of April, 2008."]
    body = [item for at in ("I", "II") for item in (f"ARTICLE {at}", "WELLS AND RAIN", TEXT)]
    assert titles(*lines, *body) == ["ARTICLE I WELLS AND RAIN", "ARTICLE II WELLS AND RAIN"]


@pytest.mark.parametrize("hints", [{"heading": 3}, {"bold": True}])
@pytest.mark.parametrize("text", ["Telephone: 0700 000 000", "Email: office@example.org",
                                  "Simu: 0700 000 000", "E-mail : office@example.org"])  # fmt: skip
def test_outline__where_to_call_is_no_section_whatever_its_style(text, hints):
    body = [bold("Aim of it", heading=2), TEXT, bold("Contacts", heading=2)]
    assert titles(*body, line(text, **hints), TEXT) == ["Aim of it", "Contacts"]


NAMES = ("The friends", "Changes", "Wells and rain", "Meetings", "Officers", "Money")


@pytest.mark.parametrize("alone", [(), ("Policies of the friends",)])
def test_outline__articles_named_below_the_cover_are_contents_without_a_title(alone):
    contents = [f"Article {at}. {name}" for at, name in enumerate(NAMES, 1)]
    body = [item for entry in contents for item in (entry.replace("Article", "ARTICLE"), TEXT)]
    made = outline_of("Updated in May by a friend", *contents, *alone, *body)
    assert [item.number for item in made.sections] == [f"ARTICLE {at}" for at in range(1, 7)]
    assert [item.text for item in made.dropped] == [*contents, *alone]


def test_outline__articles_one_below_the_other_that_do_not_come_again_are_sections():
    contents = [f"ARTICLE {at}. {name}" for at, name in enumerate(NAMES, 1)]
    assert titles("Rules", *contents, TEXT) == [entry.replace(".", "") for entry in contents]


def test_outline__numbers_of_contents_without_pages_are_titles_where_items_are_numbered_too():
    names = [f"{at}. {name}" for at, name in enumerate(NAMES, 1)]
    items = ["1. A friend keeps each well.", "2. Each friend tells the ward of any harm to it."]
    body = [item for name in names for item in (name, *items, TEXT)]
    made = headings("Constitution of the friends", "Contents", *names, *body)
    assert made == [(1, str(at), name) for at, name in enumerate(NAMES, 1)]


@pytest.mark.parametrize("number", ["0.1", "0.2"])
def test_outline__a_number_below_nought_is_as_deep_as_its_parts(number):
    candidate = numbered(line(f"{number} Aims"), 0)
    assert candidate is not None
    assert (candidate.depth, candidate.heading.number) == (2, number)


@pytest.mark.parametrize(("number", "depth"), [("7.0", 1), ("7.1", 2), ("7.0.1", 3), ("0", 1)])
def test_outline__noughts_at_the_end_of_a_number_make_it_no_deeper(number, depth):
    candidate = numbered(line(f"{number} Aims"), 0)
    assert candidate is not None
    assert candidate.depth == depth


@pytest.mark.parametrize(
    ("text", "found"),
    [("Section C. Election of Officers.", True), ("Section C. Officers", True),
     ("Section C. The board shall meet.", False),
     ("Section C. Officers and friends of wards.", True),
     ("Section C. Officers and friends of the wards.", False)],
)  # fmt: skip
def test_outline__a_short_title_that_is_announced_may_end_in_a_stop(text, found):
    made = titles(
        "ARTICLE I WELLS", TEXT, "Section A. Members", TEXT, "Section B. Fees", TEXT, text, TEXT
    )
    assert (made[-1].startswith("Section C")) is found


@pytest.mark.parametrize(
    ("below", "title"),
    [("members", "Duties of"), ("Members", "Duties of Members"), (TEXT, "Duties of"),
     ("Those who keep a well each", "Duties of")],
)  # fmt: skip
def test_outline__an_announced_title_that_ends_open_goes_on_in_a_few_words(below, title):
    made = headings("ARTICLE 1. Wells", TEXT, "ARTICLE 2. Duties of", below, TEXT)
    assert made[-1][2] == title
