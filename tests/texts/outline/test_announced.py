"""How parts and schedules announce themselves, and what refers to a provision."""

import pytest

from tests.texts.outline.made_lines import bold, line, many
from texts.outline.announced import announced_title, part_heading, schedule_heading
from texts.outline.line_flow import LineFlow
from texts.outline.structure import Heading
from texts.source import SourceLine


def schedule(text: str) -> Heading | None:
    return schedule_heading(LineFlow([line(text)]), 0)


def part(*lines: SourceLine | str, sections: bool = True) -> tuple[str, str] | None:
    """Number and title of the part that the first line announces."""
    made = [item if isinstance(item, SourceLine) else line(item) for item in lines]
    found = part_heading(LineFlow(made), 0, {}, sections)
    return found and (found.number, found.title)


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


@pytest.mark.parametrize(
    "title",
    ["Wells;", "Wells,", f"{many(13)}.", "wells", f"— {many(16).lower()}"],
)
def test_part_heading__a_sentence_about_a_part_is_none(title):
    assert part(bold(f"Part II {title}")) is None


@pytest.mark.parametrize(
    "title",
    [many(13), f"{many(12)}.", ": wells", "- wells", "\u2013 wells", "— wells",
     f"— {many(15).lower()}"],
)  # fmt: skip
def test_part_heading__a_title_is_a_short_one_or_set_off(title):
    assert part(bold(f"Part II {title}")) == ("Part II", title.lstrip(":-\u2013— ").rstrip("."))


@pytest.mark.parametrize(("count", "found"), [(30, True), (31, False)])
def test_part_heading__has_a_title_of_at_most_30_words(count, found):
    assert bool(part(f"PART II {many(count)}")) == found


@pytest.mark.parametrize("number", ["2", "2.1", "2.1.123", "XII", "B", "Two"])
def test_part_heading__is_counted_in_many_ways(number):
    assert part(f"PART {number}: WELLS") == (f"PART {number}", "WELLS")


@pytest.mark.parametrize("number", ["1234", "Wells"])
def test_part_heading__is_not_counted_in_thousands_or_other_words(number):
    assert part(f"PART {number}: WELLS") is None


@pytest.mark.parametrize(
    "word",
    ["SECTION", "SUBSECTION", "SUB-SECTION", "ARTICLE", "RULE", "BYLAW", "BY-LAW", "IBARA",
     "KIFUNGU"],
)  # fmt: skip
def test_part_heading__what_legislation_cites_is_none_of_its_own(word):
    assert part(f"{word} 2: WELLS") == (f"{word} 2", "WELLS")
    assert part(f"{word} 2: WELLS", sections=False) is None


@pytest.mark.parametrize(
    "below", [many(15), "Rules of Gov. Affairs", "Wells of the ward", "Fees of 2 wells"]
)
def test_part_heading__a_plain_line_below_is_its_title(below):
    assert part("PART II", below) == ("PART II", below)


@pytest.mark.parametrize(
    "below",
    [many(16), "Rules of Dept. Affairs", "Wells. Rain", "wells of the ward", "Part III", "Wells.",
     "Wells;", "Wells,", "Wells:", "Wells—", "Wells\u2013"],
)  # fmt: skip
def test_part_heading__a_plain_line_below_that_is_text_is_no_title(below):
    assert part("PART II", below) == ("PART II", "")


@pytest.mark.parametrize("dash", ["-", "\u2013", "—", ":"])
def test_schedule_heading__a_title_in_small_letters_is_set_off_and_stands_out(dash):
    made = schedule_heading(LineFlow([bold(f"Annex I {dash} forms")]), 0)
    assert made
    assert made.title == "forms"
    assert schedule(f"Annex I {dash} forms") is None
    assert schedule_heading(LineFlow([bold("Annex I forms")]), 0) is None


@pytest.mark.parametrize(("count", "found"), [(25, True), (26, False)])
def test_schedule_heading__has_a_title_of_at_most_25_words(count, found):
    assert bool(schedule(f"ANNEX I {many(count).upper()}")) == found


@pytest.mark.parametrize("end", [" and", " of", " the", " for", " to", " in", " or", ","])
def test_schedule_heading__a_title_that_ends_open_goes_on_below(end):
    made = schedule_heading(LineFlow([bold(f"FIRST SCHEDULE—Care{end}"), bold("Wells")]), 0)
    assert made
    assert made.title == f"Care{end} Wells"


@pytest.mark.parametrize("below", ["2 wells", "(2) wells", "[2] wells", "Part 3", "Annex II"])
def test_schedule_heading__a_number_or_another_heading_below_is_no_title(below):
    made = schedule_heading(LineFlow([bold("FIRST SCHEDULE"), bold(below)]), 0)
    assert made
    assert made.title == ""


@pytest.mark.parametrize(
    ("rest", "title"),
    [("s. 13 FEE", "FEE"), ("s. 13 AND 14", ""), ("s. 13 OF 14", ""), ("s. 13 ANDES", "ANDES"),
     ("(s. 13) Fees", "Fees")],
)  # fmt: skip
def test_schedule_heading__a_title_after_a_reference_is_in_capitals_or_after_brackets(rest, title):
    made = schedule(f"FIRST SCHEDULE {rest}")
    assert made
    assert made.title == title


@pytest.mark.parametrize(
    ("shown", "number"),
    [("FIRSTSCHEDULE", "FIRST SCHEDULE"), ("FirstSchedule", "First Schedule"),
     ("THE SCHEDULE", "THE SCHEDULE"), ("ANNEX 2.1", "ANNEX 2.1"), ("ANNEX B", "ANNEX B")],
)  # fmt: skip
def test_schedule_heading__is_named_as_the_file_has_it(shown, number):
    made = schedule_heading(LineFlow([bold(shown)]), 0)
    assert made
    assert made.number == number


@pytest.mark.parametrize("shown", ["SCHEDULES", "ANNEXED FORMS", "JEDWALI LANGU", "THE FIRST"])
def test_schedule_heading__other_words_that_begin_like_one_are_none(shown):
    assert schedule(shown) is None
