"""How parts and schedules announce themselves, and what refers to a provision."""

import pytest

from tests.texts.outline.made_lines import bold, line, many
from texts.outline.announced import announced_title, schedule_heading
from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading


def schedule(text: str) -> Heading | None:
    return schedule_heading(LineFlow([line(text)]), 0)


@pytest.mark.parametrize(
    "word",
    ["PART", "CHAPTER", "DIVISION", "SECTION", "SUBSECTION", "SUB-SECTION", "ARTICLE", "RULE",
     "BYLAW", "BY-LAW", "SEHEMU", "SURA", "IBARA", "KIFUNGU"],
)  # fmt: skip
def test_announced_title__follows_the_word_of_any_office_and_its_number(word):
    assert announced_title(f"{word} 2: Springs") == (word, "Springs")
    assert announced_title(f"{word.title()} II Springs") == (word, "Springs")


@pytest.mark.parametrize(
    "name",
    ["SCHEDULE", "ANNEX", "ANNEXURE", "APPENDIX", "ATTACHMENT", "EXHIBIT", "KIAMBATISHO",
     "KIAMBATSHO", "KIAMBATANISHO"],
)  # fmt: skip
def test_schedule_heading__has_its_name_and_number(name):
    made = schedule(f"{name} I: FORMS")
    assert made
    assert (made.number, made.title) == (f"{name} I", "FORMS")


@pytest.mark.parametrize(
    "provision",
    ["s", "ss", "sec", "secs", "section", "sections", "clause", "clauses", "cl", "regulation",
     "regulations", "reg", "regs", "r", "rr", "rule", "rules", "article", "articles", "art",
     "arts", "paragraph", "paragraphs", "para", "paras"],
)  # fmt: skip
@pytest.mark.parametrize("shown", ["({}. 4)", "{} 4", "[{}.4(2), 7 & 9.]", "({} 12A"])
def test_schedule_heading__a_reference_after_the_name_is_no_title(provision, shown):
    reference = shown.format(provision)
    made = schedule(f"FIRST SCHEDULE {reference}")
    assert made
    assert (made.number, made.title) == ("FIRST SCHEDULE", "")
    assert made.rest
    assert made.rest.text == reference


@pytest.mark.parametrize("rest", ["SPRINGS 4", "SSS 4", "SECTIONAL 4", "ARTS OF WATER"])
def test_schedule_heading__words_that_only_begin_like_a_reference_are_its_title(rest):
    made = schedule(f"FIRST SCHEDULE {rest}")
    assert made
    assert made.title == rest


@pytest.mark.parametrize("reference", ["(s. 28(2))", "[ss. 2 and 4]", "S. 13", "sec 13 (2) (a)"])
def test_schedule_heading__a_title_may_follow_its_reference(reference):
    made = schedule(f"FIRST SCHEDULE {reference} FEES OF WELLS")
    assert made
    assert (made.title, made.rest and made.rest.text) == ("FEES OF WELLS", reference)


@pytest.mark.parametrize(
    ("below", "title"),
    [(many(30), many(30)), (many(31), ""), ("The fees of wells", "The fees of wells"),
     ("The fees of wells:", ""), ("The fees of wells;", ""), ("The fees of wells,", "")],
)  # fmt: skip
def test_schedule_heading__a_bold_line_below_is_its_title_unless_it_is_long_or_goes_on(
    below, title
):
    made = schedule_heading(LineFlow([bold("FIRST SCHEDULE"), bold(below)]), 0)
    assert made
    assert made.title == title
