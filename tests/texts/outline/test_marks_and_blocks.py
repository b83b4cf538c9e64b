"""What the lines of a section become: items with their marks and depths, terms, paragraphs."""

import pytest

from tests.texts.outline.made_lines import line, many, outline_of, text_of
from texts.outline.word_measure import block_text
from texts.source import SourceLine

HEADING = line("Aim", heading=1)


def blocks(*lines: SourceLine | str) -> list[dict]:
    """The blocks of a section with these lines; a heading after it keeps it one of two."""
    return outline_of(HEADING, *lines, line("End", heading=1)).sections[0].blocks


def paragraphs(*lines: SourceLine | str) -> list[str]:
    return text_of(outline_of(HEADING, *lines, line("End", heading=1)), 0)


def items(*lines: SourceLine | str) -> list[tuple[str, int]]:
    """Mark and depth of each item."""
    found = [block["value"]["items"] for block in blocks(*lines) if block["type"] == "list"]
    return [(item["mark"], item["level"]) for inner in found for item in inner]


@pytest.mark.parametrize(
    "mark",
    [
        "(a)", "(Z)", "(aa)", "(AB)", "(iii)", "(vii)", "(xvi)", "(xli)", "(xxxviii)", "(III)",
        "(VII)", "(XVI)", "(XLI)", "(5)", "(12)", "(123)", "(12A)", "a)", "z)", "iii)", "vii)",
        "xvi)", "xli)", "xxxviii)", "1)", "12)", "123)", "1.", "12.", "123.", "a.", "ii.", "iv.",
        "xi.", "xviii.", "•", "●", "▪", "◦", "■", "➢", "✓", "·", "-", "\u2013", "—", "*",
    ],
)  # fmt: skip
def test_blocks__a_line_with_a_mark_is_an_item(mark):
    assert items(f"{mark} water;") == [(mark, 0)]


@pytest.mark.parametrize(
    "text",
    [
        "(abc) water",
        "(1234) water",
        "(12AB) water",
        "ab) water",
        "1234) water",
        "1234. water",
        "A. water",
        "ab. water",
        "1.5 litres",
        "a.m. or later",
        "-water",
        "—water",
        "*water",
        "•(water)",
        "() water",
        ") water",
        ". water",
        "1.water",
    ],
)
def test_blocks__a_line_with_what_is_like_a_mark_is_a_paragraph(text):
    assert items(text) == []


@pytest.mark.parametrize("sign", "•●▪◦■➢✓·\uf0b7")
def test_blocks__a_bullet_may_stand_right_before_its_word(sign):
    assert items(f"{sign}water") == [("•" if sign == "\uf0b7" else sign, 0)]


def test_blocks__spaces_within_brackets_are_no_part_of_a_mark():
    assert items("( a ) water;") == [("(a)", 0)]


@pytest.mark.parametrize("sign", "●▪◦■➢✓·\uf0b7-\u2013—*")
def test_blocks__bullets_of_all_kinds_stand_side_by_side(sign):
    marked = [line("water", label=label) for label in ("(a)", "•", sign)]
    assert [level for _mark, level in items(*marked)] == [0, 1, 1]


def test_blocks__a_first_bullet_of_another_kind_changes_nothing():
    marked = [line("water", label=label) for label in ("(a)", "*", "•")]
    assert [level for _mark, level in items(*marked)] == [0, 1, 1]


@pytest.mark.parametrize(
    ("marks", "depths"),
    [
        (["(1)", "(a)", "(i)", "(ii)", "(b)", "(2)"], [0, 1, 2, 2, 1, 0]),
        (["(h)", "(i)", "(j)"], [0, 0, 0]),
        (["(a)", "(i)", "(ii)", "(b)"], [0, 1, 1, 0]),
        (["(i)", "(a)", "(h)", "(ii)"], [0, 1, 1, 0]),
        (["(z)", "(aa)", "(bb)"], [0, 0, 0]),
        (["(zz)", "(aaa)", "(i)", "(bbb)"], [0, 0, 1, 0]),
        (["(zzz)", "(aaaa)"], [0, 1]),
        (["(a)", "(A)", "(I)", "(B)"], [0, 1, 2, 1]),
        (["1.", "1.1", "1.2", "2."], [0, 1, 1, 0]),
        (["(a)", "(c)"], [0, 0]),
    ],
)
def test_blocks__items_stand_as_deep_as_their_marks_say(marks, depths):
    assert [level for _mark, level in items(*(line("water", label=mark) for mark in marks))] == (
        depths
    )


@pytest.mark.parametrize(
    "verb",
    ["mean", "means", "include", "includes", "has the meaning of", "have the meaning of",
     "shall include", "shall mean", "refer to", "refers to", "in relation to a ward means",
     "where used means", "when used means", "is", "are", "a", "an", ", of a county, means",
     ", x, means", ",x, means",
     f", {'x' * 78}, means"],
)  # fmt: skip
def test_blocks__a_quoted_term_and_its_verb_are_a_definition(verb):
    [block] = blocks(f"“ward” {verb} part;")
    assert block["type"] == "definition"
    assert block["value"]["term"] == "“ward”"
    assert block_text(block) == f"“ward” {verb} part;"


@pytest.mark.parametrize(
    ("text", "term", "left"),
    [("“ward”, means part;", "“ward”,", "means part;"),
     ("“ward”, of a county, means part;", "“ward”", ", of a county, means part;")],
)  # fmt: skip
def test_blocks__a_comma_may_stand_right_after_a_defined_term(text, term, left):
    value = {"term": term, "text": left}
    assert blocks(text) == [{"type": "definition", "value": value}]


@pytest.mark.parametrize(
    "text",
    ["“ward” shall be kept", "“ward” has been", "“ward” in the county", "“ward” island",
     "“ward” area", "“ward” anew", "“ward”means", f"“ward” , {'x' * 81}, means", "ward means",
     "ward” means", "“ward means",
     "“““ward” means", "“ward””” means", "““ means", f"“{'x' * 121}” means"],
)  # fmt: skip
def test_blocks__quoted_words_without_such_a_verb_are_a_paragraph(text):
    assert [block["type"] for block in blocks(text)] == ["paragraph"]


@pytest.mark.parametrize("sign", "\"“‟„'\u2018\u2019`")
@pytest.mark.parametrize("count", [1, 2])
def test_blocks__a_term_opens_with_any_quotation_mark(sign, count):
    term = f"{sign * count}ward”"
    assert blocks(f"{term} means")[0]["value"]["term"] == term


@pytest.mark.parametrize("sign", "\"”‟“'\u2019`")
@pytest.mark.parametrize("count", [1, 2])
def test_blocks__a_term_closes_with_any_quotation_mark(sign, count):
    term = f"“ward{sign * count}"
    assert blocks(f"{term} means x")[0]["value"]["term"] == term


@pytest.mark.parametrize("sign", "\"“”'\u2019`")
def test_blocks__a_term_holds_no_quotation_mark(sign):
    assert blocks(f"“ward{sign} and{sign} part” means")[0]["type"] == "paragraph"


@pytest.mark.parametrize("term", ["x", "x" * 120])
def test_blocks__a_term_has_up_to_120_signs(term):
    assert blocks(f"“{term}” means")[0]["value"]["term"] == f"“{term}”"


@pytest.mark.parametrize("between", ["; ", "; and ", "; or "])
@pytest.mark.parametrize("sign", "\"“„'\u2018`")
def test_blocks__terms_on_one_line_are_parted(between, sign):
    found = blocks(f"“ward” means part{between}{sign}well” means hole.")
    assert [block["value"]["term"] for block in found] == ["“ward”", f"{sign}well”"]


@pytest.mark.parametrize(
    "word",
    ["section", "sections", "subsection", "subsections", "sub-section", "sub-sections",
     "paragraph", "paragraphs", "article", "articles", "clause", "clauses", "part", "parts",
     "under", "and", "or", "No.", "Section"],
)  # fmt: skip
def test_blocks__a_reference_goes_on_with_its_number_on_the_next_line(word):
    assert len(paragraphs(f"Wells are kept as told in {word}", "(2) of that law.")) == 1


def test_blocks__a_reference_goes_on_with_a_bare_number():
    assert len(paragraphs("Wells are kept as told in section", "12 of that law.")) == 1
    assert len(paragraphs("Wells are kept as told in law", "12 of that law.")) == 2


@pytest.mark.parametrize(
    "end",
    [",", " the", " a", " an", " of", " and", " or", " to", " in", " by", " for", " with",
     " from", " under", " on", " at"],
)  # fmt: skip
def test_blocks__a_line_that_ends_open_goes_on_below(end):
    assert len(paragraphs(f"Wells{end}", "Mfano County.")) == 1


@pytest.mark.parametrize("end", ["panda", " off", " sand", " For"])
def test_blocks__a_line_that_does_not_end_open_is_whole(end):
    assert len(paragraphs(f"Wells{end}", "Mfano County.")) == 2


@pytest.mark.parametrize(
    "end", [*".;:?!—\u2013―", *(f".{sign}" for sign in "\"”'\u2019)]"), "-", ".”)"]
)
def test_blocks__a_sentence_that_ended_does_not_go_on_in_small_letters(end):
    assert len(paragraphs(f"Wells{end}", "are kept.")) == 2
    assert len(paragraphs("Wells", "are kept.")) == 1


def test_blocks__a_single_letter_goes_on_below():
    assert len(paragraphs("A", "well is kept.")) == 1


@pytest.mark.parametrize(("length", "count"), [(4_800, 1), (5_200, 2)])
def test_blocks__a_very_long_line_does_not_go_on(length, count):
    long = many(length // 6 + 1)[:length].rstrip()
    assert len(paragraphs(long, "and water.")) == count
