"""Headings in bold on the line of their text, each a line of its own."""

import pytest

from tests.texts.outline.made_lines import TEXT, bold, line, many, run_in
from texts.outline.run_in import parted


@pytest.mark.parametrize(
    ("number", "is_bold"),
    [("1", True), ("12", True), ("12.", True), ("12:", True), ("12)", True), ("1.2.", True),
     ("1.12", True), ("123", False), ("123.", False), ("123:", False), ("1:2", False)],
)  # fmt: skip
def test_parted__a_line_with_a_plain_number_before_its_title_is_bold(number, is_bold):
    [made] = parted([line(f"{number} Springs", html=f"{number} <b>Springs</b>")])
    assert made.bold is is_bold


@pytest.mark.parametrize(("styled", "pieces"), [(0, 4), (1, 4), (2, 2)])
def test_parted__items_of_a_list_are_headings_where_at_most_one_heading_has_a_style(styled, pieces):
    items = [run_in(f"{name}.", f"{TEXT} {TEXT}", label=f"{at}.", list_level=0)
             for at, name in enumerate(("Aim", "Quorum"), 1)]  # fmt: skip
    headings = [line("Springs", heading=1)] * styled
    assert len(list(parted([*headings, *items]))) == styled + pieces


def titled(count: int, others: int = 0, head: str = "Quorum.", text: str = TEXT) -> bool:
    """Whether paragraphs that begin with a title in bold are parted, among others."""
    lines = [*[run_in(head, text)] * count, *[line(TEXT)] * others]
    return len(list(parted(lines))) == 2 * count + others


@pytest.mark.parametrize(
    ("count", "others", "found"),
    [(3, 0, True), (2, 0, False), (3, 2, True), (3, 3, False), (9, 8, True), (9, 9, False)],
)
def test_parted__titles_without_a_number_begin_most_paragraphs_and_at_least_three(
    count, others, found
):
    assert titled(count, others) is found


@pytest.mark.parametrize(
    ("head", "text", "found"),
    [("Quorum:", TEXT, True), ("Quorum", f". {TEXT}", True), ("Quorum", f"\u2014 {TEXT}", True),
     ("Quorum", TEXT, False), ("Quorum.", TEXT.lower(), False), ("quorum.", TEXT, False),
     (f"{many(12)}.", TEXT, True), (f"{many(13)}.", TEXT, False)],
)  # fmt: skip
def test_parted__a_title_without_a_number_is_short_and_parted_by_a_stop(head, text, found):
    assert titled(3, head=head, text=text) is found


@pytest.mark.parametrize(
    "other",
    [line("The ward has one more well of"), line(f"{TEXT}", label="1."), line(TEXT, bold=True),
     line(TEXT, heading=1), line(TEXT, kind="table")],
)  # fmt: skip
def test_parted__short_lines_items_and_headings_are_no_paragraphs_without_a_title(other):
    found = list(parted([*[run_in("Quorum.", TEXT)] * 3, *[other] * 4]))
    assert len(found) == 10
    assert len(list(parted([*[run_in("Quorum.", TEXT)] * 3, *[line(many(8))] * 4]))) == 7


@pytest.mark.parametrize(
    ("others", "found"),
    [
        ([], True),
        ([line("Aim", heading=1)], True),
        ([line("Aim", heading=1)] * 2, False),
        ([line("Aim", outline=1), line("End", bold=True)], False),
    ],
)
def test_parted__underlined_lines_are_bold_where_they_are_more_than_other_headings(others, found):
    lines = [*others, *[line("Springs", underlined=True)] * 2]
    assert [made.bold for made in parted(lines)][-2:] == [found] * 2


@pytest.mark.parametrize(
    ("text", "found"),
    [("Springs:", True), ("1. Springs", True), ("and every school", False), ("Schools;", False)],
)  # fmt: skip
def test_parted__underlined_words_within_a_sentence_are_no_title(text, found):
    lines = [line(text, underlined=True)] * 2
    assert [made.bold for made in parted(lines)] == [found] * 2


@pytest.mark.parametrize("parting", [". ", ": ", ":", "\u2014", " \u2013 ", ".\u2014", " "])
def test_parted__what_parts_a_title_from_its_text_is_in_neither(parting):
    lines = [run_in(f"{at}. Quorum{parting.rstrip()}", TEXT) for at in (1, 2)]
    lines[0] = line(f"1. Quorum{parting}{TEXT}", html=f"<b>1. Quorum</b>{parting}{TEXT}",
                    bold_prefix="1. Quorum")  # fmt: skip
    assert [made.text for made in parted(lines)][:2] == ["1. Quorum", TEXT]


@pytest.mark.parametrize("stop", [".", ":", ")", ""])
def test_parted__numbers_of_titles_count_up_from_one_over_nine(stop):
    lines = [run_in(f"{at}{stop} Quorum.", TEXT) for at in range(1, 13)]
    assert len(list(parted(lines))) == 24
    assert len(list(parted(lines[:1]))) == 1


@pytest.mark.parametrize("number", ["100.", "1. 5"])
def test_parted__a_number_of_three_digits_or_before_another_is_no_titles(number):
    others = [run_in(f"{at}. Quorum.", TEXT) for at in range(1, 101) if at < 100]
    assert len(list(parted([*others, run_in(f"{number} Quorum.", TEXT)]))) == 2 * 99 + 1


LINE, LONG = many(14), many(15)


@pytest.mark.parametrize(
    ("stop", "text", "found"),
    [(":", LINE, False), (":", LONG, True), (" \u2014", LINE, False), (".", LINE, True)],
)
def test_parted__titles_with_a_colon_have_more_than_a_line_each(stop, text, found):
    lines = [run_in(f"Quorum{stop}", text)] * 3
    assert len(list(parted(lines))) == (6 if found else 3)


@pytest.mark.parametrize(("others", "found"), [(0, True), (1, True), (2, False)])
def test_parted__titles_of_one_section_among_several_are_items_of_it(others, found):
    lists = [bold("Meetings"), *[run_in("Quorum:", TEXT)] * 4]
    rest = [item for _at in range(others) for item in (bold("Springs"), line(TEXT))]
    assert len(list(parted([*lists, *rest]))) == len(lists) + len(rest) + 4 * found


@pytest.mark.parametrize(
    ("heading", "found"),
    [("Meetings", True), ("Definitions", False), ("3. Key definitions", False),
     ("IV. Roles", False), ("A. Interpretation", False), ("Glossary:", False),
     ("Tafsiri ya maneno", False), ("Termination", True)],
)  # fmt: skip
def test_parted__terms_below_a_heading_that_lists_them_stay_in_its_text(heading, found):
    lines = [*[run_in("Aim.", TEXT)] * 3, bold(heading), *[run_in("Quorum.", TEXT)] * 2]
    assert len(list(parted(lines))) == 6 + 1 + 2 * (1 + found)


@pytest.mark.parametrize(
    ("title", "text", "found"),
    [("Aim", many(8), True), ("Aim.", many(8), True), ("Aim:", many(8), True),
     ("Aim", many(7), False), ("Aim", "Water.", True), ("Aim", "We keep:", True),
     ("aim", many(8), False), ("Aim,", many(8), False), (many(12), many(8), True),
     (many(13), many(8), False)],
)  # fmt: skip
def test_parted__a_title_that_a_line_break_parts_from_text_is_a_line(title, text, found):
    html = f"<b>{title}</b><br>{text}"
    made = list(parted([line(f"{title} {text}", html=html, bold_prefix=title)]))
    assert len(made) == 1 + found
