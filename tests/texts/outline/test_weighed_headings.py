"""Evidence for headings is weighed over the whole document: styles, numbers, words, looks."""

import pytest

from tests.texts.outline.made_lines import (
    TEXT,
    bold,
    headings,
    line,
    outline_of,
    run_in,
    text_of,
    titles,
)
from texts.outline.levels import Candidate, levelled, styles_lead
from texts.outline.structure import Heading


def styled(level, text, **hints):
    return line(text, heading=level, **hints)


def over_text(*lines):
    return [item for heading in lines for item in (heading, TEXT)]


WATER = over_text(
    styled(1, "Introduction"), styled(2, "Background"), styled(3, "Rainfall"), styled(1, "Water"),
    styled(2, "Springs"), styled(1, "References"),
)  # fmt: skip
WATER_OUTLINE = [
    (1, "", "Introduction"), (2, "", "Background"), (3, "", "Rainfall"), (1, "", "Water"),
    (2, "", "Springs"), (1, "", "References"),
]  # fmt: skip


@pytest.mark.parametrize("stray", ["Chapter 1", "Chapter 1: Wells", "CHAPTER 2: RAIN", "Part 4"])
@pytest.mark.parametrize("make", [line, bold])
def test_styles__win_over_a_few_announced_words(stray, make):
    assert headings(*WATER, make(stray), TEXT) == WATER_OUTLINE


def test_styles__leave_parts_that_count_up_above_them():
    lines = [bold("PART I: RAIN"), *WATER[:6], bold("PART II: WELLS"), *WATER[6:]]
    assert headings(*lines) == [
        (1, "PART I", "RAIN"), (2, "", "Introduction"), (3, "", "Background"), (4, "", "Rainfall"),
        (1, "PART II", "WELLS"), (2, "", "Water"), (3, "", "Springs"), (2, "", "References"),
    ]  # fmt: skip


def test_styles__say_the_level_of_numbers_that_begin_anew():
    numbered = [styled(3, "1. Deep"), styled(3, "2. Shallow"), styled(3, "3. Dry")]
    lines = over_text(
        styled(1, "Water"), styled(2, "Wells"), *numbered, styled(1, "Rain"), styled(2, "Roofs"),
        *numbered,
    )  # fmt: skip
    assert [level for level, *_ in headings(*lines)] == [1, 2, 3, 3, 3, 1, 2, 3, 3, 3]


def test_styles__give_way_to_most_of_their_like_where_one_is_another():
    lines = over_text(
        styled(1, "1. Aim"), styled(2, "1.1 Rain"), styled(2, "2. Wells"), styled(2, "2.1 Deep"),
        styled(1, "3. Roofs"), styled(2, "3.1 Tin"), styled(1, "4. Tanks"), styled(1, "5. End"),
    )  # fmt: skip
    assert [level for level, *_ in headings(*lines)] == [1, 2, 1, 2, 1, 2, 1, 1]


def test_styles__that_contradict_the_numbers_do_not_lead():
    lines = over_text(
        styled(2, "1. Aim"), styled(1, "1.1 Rain"), styled(2, "2. Wells"), styled(1, "2.1 Deep")
    )
    assert [level for level, *_ in headings(*lines)] == [1, 2, 1, 2]


def test_headings__smaller_than_the_numbered_ones_stand_below_them():
    lines = [line(TEXT, size=11.0)] * 3
    for text, size in (("1. Aim", 22.0), ("1.1 Rain", 20.0), ("Roofs", 14.0), ("1.2 Wells", 20.0)):
        lines += [bold(text, size=size), line(TEXT, size=11.0)]
    assert [level for level, *_ in headings(*lines)] == [1, 2, 3, 2]


@pytest.mark.parametrize(("fourth", "level"), [("Part 4: Tanks", 1), ("Part 7: Tanks", 1)])
def test_parts__that_go_on_where_numbers_stopped_are_one_of_them(fourth, level):
    lines = over_text(
        bold("1. Aim"), bold("2. Rain"), bold("3. Wells"), bold(fourth), bold("5. Roofs")
    )
    after = {"Part 4: Tanks": 1, "Part 7: Tanks": 2}[fourth]
    assert [level for level, *_ in headings(*lines)][3:] == [level, after]


def test_parts__that_go_on_after_the_first_number_are_one_of_them():
    lines = over_text(bold("1. Aim"), bold("Part 2: Rain"), bold("3. Wells"))
    assert [level for level, *_ in headings(*lines)] == [1, 1, 1]


def test_styles__leave_an_annex_without_style_on_top():
    assert headings(*WATER, bold("ANNEX A"), TEXT)[-1] == (1, "ANNEX A", "")


def numbered(depths_and_styles):
    return [
        Candidate(Heading(at), depth=depth, style=style)
        for at, (depth, style) in enumerate(depths_and_styles)
    ]


AGREED = [(1, 1), (2, 2)]
CONTRARY = [(2, 2), (3, 1), (1, 1)]
"""One step down by its number and up by its style; the way back counts neither."""


@pytest.mark.parametrize(
    ("found", "lead"),
    [
        (AGREED * 2, True),
        ([*AGREED, (1, 1)], False),
        ([*AGREED * 5, *CONTRARY[1:]], True),
        ([*AGREED * 4, *CONTRARY[1:]], False),
        ([*AGREED * 4, *CONTRARY[1:], *[(1, 1)] * 3], False),
        ([*AGREED * 4, *CONTRARY[1:], (2, 2), *AGREED * 4, *CONTRARY[1:], (2, 2)], False),
        ([(1, 1), (1, 1), (2, 2), (2, 2)], True),
    ],
)
def test_styles__lead_where_two_levels_are_used_and_one_step_in_ten_at_most_is_contrary(
    found, lead
):
    assert styles_lead(numbered(found)) is lead


@pytest.mark.parametrize(("alike", "level"), [(9, 1), (7, 2)])
def test_styles__of_three_in_four_alike_are_those_of_all(alike, level):
    found = [(1, 1)] * alike + [(1, 2)] * 3 + [(2, 3)] * 2
    assert levelled(numbered(found))[alike].level == level


def levels_of(*numbers: str) -> list[int]:
    """Levels of headings, each called by its number alone."""
    found = []
    for at, number in enumerate(numbers):
        value = int(number.split()[-1]) if number[-1].isdecimal() else 0
        kind = "part" if " " in number else "heading"
        lettered = number.isalpha()
        depth = None if " " in number else 1
        heading = Heading(at, number=number, kind=kind, value=value)
        found.append(Candidate(heading, depth=depth, lettered=lettered))
    return [item.level for item in levelled(found)]


def test_parts__that_count_from_one_again_below_each_number_stand_below_it():
    assert levels_of("1", "Part 1", "Part 2", "2", "Part 1") == [1, 2, 2, 1, 2]
    assert levels_of("1", "Part 1", "Part 2", "2", "Part 3") == [1, 1, 1, 2, 1]


def test_numbers__that_begin_anew_below_each_letter_stand_below_it():
    assert levels_of("A", "1", "2", "B", "1") == [1, 2, 2, 1, 2]
    assert levels_of("A", "1", "2", "B", "3") == [1, 1, 1, 2, 1]


def test_letters__stand_below_what_is_above_them_and_above_what_bears_none():
    lines = over_text(
        bold("1. Aim"), bold("ANNEX A"), bold("A. Strip"), bold("Action"), bold("B. Field"),
        bold("Action"),
    )  # fmt: skip
    assert [level for level, *_ in headings(*lines)] == [1, 1, 2, 3, 2, 3]


@pytest.mark.parametrize(
    "text",
    ["EITHER", "Or", "And", "AND\u2026", "AU", "Na", "Ama", "Signature", "Signed", "Imesainiwa",
     "SAHIHI", "[s. 22 of the Act]", "S.22 of 1985 Act", "S. 4", "S. 22A", "S. 2(1)(a)", "S.2(1)]",
     "Ss. 4 and 5", "Sec. 4", "Art. 4 ya Katiba", "Arts. 4 hadi 6", "Cl. 4", "Reg. 4",
     "Regs. 4 to 6", "Para. 4", "Paras. 4 na 5"],
)  # fmt: skip
def test_headings__that_head_nothing_are_none(text):
    assert titles(bold("Aim"), TEXT, bold(text), TEXT) == ["Aim"]


@pytest.mark.parametrize(
    "where",
    ["section 4", "part I", "chapter 2", "annex A", "appendix A", "page 4", "table 1", "figure 1",
     "box 1", "article 4", "schedule 1", "paragraph 4", "clause 4", "note 4", "above", "below", "4",
     "12", "Also section 4"],
)  # fmt: skip
def test_headings__that_point_elsewhere_are_none(where):
    assert titles(bold("Aim"), TEXT, bold(f"See {where}"), TEXT) == ["Aim"]


@pytest.mark.parametrize(
    "where",
    ["juu", "chini", "kifungu cha 4", "sehemu ya 4", "sura ya 2", "ibara ya 4", "ukurasa wa 4",
     "jedwali la 1", "kiambatisho", "4", "12"],
)  # fmt: skip
@pytest.mark.parametrize("see", ["Tazama", "Angalia"])
def test_headings__that_point_elsewhere_in_kiswahili_are_none(see, where):
    assert titles(bold("Aim"), TEXT, bold(f"{see} {where}"), TEXT) == ["Aim"]


MONTHS = [
    "January", "Januari", "Jan", "February", "Februari", "Feb", "March", "Machi", "Mar", "April",
    "Aprili", "Apr", "May", "Mei", "June", "Juni", "Jun", "July", "Julai", "Jul", "August",
    "Agosti", "Aug", "September", "Septemba", "Sept", "Sep", "October", "Oktoba", "Oct",
    "November", "Novemba", "Nov", "December", "Desemba", "Dec",
]  # fmt: skip


def covered(text):
    """The headings of a document with a bold line on its cover."""
    return titles(bold(text), "Printed in Mfano.", bold("Aim"), TEXT, bold("Means"), TEXT)


@pytest.mark.parametrize("month", MONTHS)
def test_headings__a_month_on_the_cover_is_none(month):
    assert covered(f"{month} 2027") == covered(f"{month}, 1999") == ["Aim", "Means"]


@pytest.mark.parametrize(
    "text",
    ["Date: May 2018", "Dated May 2018", "DATED 3 MAY 2018", "Tarehe: 1 Mei 2018", "1st May 2018",
     "2nd May 2018", "3rd May 2018", "12th Machi 2026", "12 May 2018"],
)  # fmt: skip
def test_headings__a_date_on_the_cover_is_none(text):
    assert covered(text) == ["Aim", "Means"]


@pytest.mark.parametrize(
    "text",
    ["Th May 2018", "123 May 2018", "Mayor 2018", "May 2118", "Rain of May 2018", "May th 2018",
     "May 123, 2018", "May on 2018"],
)  # fmt: skip
def test_headings__what_is_like_a_date_on_the_cover_is_some(text):
    assert covered(text) == [text, "Aim", "Means"]


@pytest.mark.parametrize(
    "text",
    [
        "Oral views",
        "Seeds",
        "Vision 2030",
        "January 2027",
        "Art. 1 Name and seat",
        "See and act",
        "See notes",
        "Art. 4 bis",
    ],
)
def test_headings__that_only_begin_alike_are_some(text):
    assert titles(bold("Aim"), TEXT, bold(text), TEXT) == ["Aim", text]


@pytest.mark.parametrize(
    ("shown", "heading"),
    [
        ("ARTICLE I NAME", ("ARTICLE I", "NAME")),
        ("Article 2: Aim", ("Article 2", "Aim")),
        ("IBARA YA 3: Jina", ("IBARA YA 3", "Jina")),
        ("Attachment A: Forms", ("Attachment A", "Forms")),
        ("Annex A - conflicts of interest", ("Annex A", "conflicts of interest")),
        ("KIAMBATISHO CHA KWANZA: Fomu", ("KIAMBATISHO CHA KWANZA", "Fomu")),
        ("KIAMBATANISHO CHA PILI: Ada", ("KIAMBATANISHO CHA PILI", "Ada")),
        ("JEDWALI LA KUMI NA MOJA: Ada", ("JEDWALI LA KUMI NA MOJA", "Ada")),
    ],
)
def test_headings__that_announce_themselves_have_their_number_apart(shown, heading):
    found = headings(bold("Aim"), TEXT, bold(shown), TEXT)
    assert found[1][1:] == heading


def test_headings__numbered_by_word_announce_themselves():
    lines = over_text(
        styled(1, "Water", label="Chapter 1.", list_level=0),
        styled(2, "Springs", label="1.1", list_level=1),
        styled(1, "Roofs", label="Chapter 2.", list_level=0),
    )
    assert headings(*lines) == [
        (1, "Chapter 1", "Water"), (2, "1.1", "Springs"), (1, "Chapter 2", "Roofs"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "text", "found"),
    [
        ("Section {}: Quorum", "\u2013 Five members are a quorum.", ("Section {}", "Quorum")),
        ("Section {}: Quorum.", "Five members are a quorum.", ("Section {}", "Quorum")),
        ("1.{} Quorum:", "Five members are a quorum.", ("1.{}", "Quorum")),
        ("{}. Quorum.", "Five members are a quorum.", ("{}", "Quorum")),
        ("1.{} Quorum", "Five members are a quorum.", ("1.{}", "Quorum")),
        ("{}: Quorum.", "Five members are a quorum.", ("{}", "Quorum")),
        ("{}) Quorum.", "Five members are a quorum.", ("{}", "Quorum")),
        ("1.2.3.{} Quorum", "(1) Five members are a quorum.", ("1.2.3.{}", "Quorum")),
        ("KIFUNGU CHA {}: Akidi", "\u2014 Watu watano ni akidi.", ("KIFUNGU CHA {}", "Akidi")),
    ],
)
def test_headings__that_run_into_their_text_are_parted_from_it(head, text, found):
    lines = [item for at in (1, 2) for item in (run_in(head.format(at), text), TEXT)]
    outline = outline_of(bold("Aim"), TEXT, *lines)
    shown = [(item.number, item.title) for item in outline.sections]
    assert shown == [("", "Aim"), *[(found[0].format(at), found[1]) for at in (1, 2)]]
    assert text_of(outline, 2)[0] == text.lstrip("\u2013\u2014 ")


def test_headings__run_in_and_on_a_line_of_their_own_count_together():
    lines = [bold("Section 1: Name"), TEXT, run_in("Section 2: Quorum.", "Five."), TEXT]
    assert titles(*lines) == ["Section 1 Name", "Section 2 Quorum"]


@pytest.mark.parametrize(
    "heads",
    [["Article 43:", "Article 60:"], ["12 May 2021:", "30 June 2022:"], ["1.9 million people"],
     ["60 per cent"], ["5 years."], ["Section 1: Name"],
     ["1; Name", "2; Votes"], ["1 Name.", "3 Votes."]],
)  # fmt: skip
def test_headings__bold_words_that_count_nothing_stay_in_their_text(heads):
    lines = [run_in(head, "Every person has a right to water.") for head in heads]
    outline = outline_of(bold("Aim"), TEXT, *lines)
    assert [section.title for section in outline.sections] == ["Aim"]
    assert set(text_of(outline, 0)[-len(heads) :]) <= {line.text for line in lines}


@pytest.mark.parametrize(
    ("numbers", "believed"),
    [((1, 2, 4, 5), True), ((1, 2, 2), True), ((1, 2, 1, 2), True), ((1, 2, 4, 6), False)],
    ids=["gap", "twice", "anew", "gaps"],
)
def test_parts__without_style_are_believed_in_spite_of_a_slip(numbers, believed):
    lines = [item for at in numbers for item in (bold(f"CHAPTER {at}: RAIN"), *WATER[:4])]
    found = [number for _level, number, _title in headings(*lines) if number]
    assert found == [f"CHAPTER {at}" for at in numbers if believed]


@pytest.mark.parametrize(
    ("head", "text"), [("Section 2", "of the Act applies."), ("Part 2", "gives more."),
                       ("1.2 Quorum", "of five.")],
)  # fmt: skip
def test_headings__bold_words_of_a_sentence_are_none(head, text):
    first = bold(head.replace("2", "1"))
    assert len(titles(first, TEXT, run_in(head, text), TEXT)) == 1


def test_contents__without_page_numbers_end_where_two_entries_stand_on_one_line():
    entries = ["Part 1", "Rain and roofs", "Springs", "Part 2", "Wells", "Deep ones"]
    lines = [bold("CONTENTS"), *[bold(entry) for entry in entries]]
    lines += over_text(
        bold("Part 1 Rain and roofs"), bold("Springs"), bold("Part 2 Wells"), bold("Deep ones")
    )
    assert headings(*lines) == [
        (1, "Part 1", "Rain and roofs"), (2, "", "Springs"), (1, "Part 2", "Wells"),
        (2, "", "Deep ones"),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\u2013", "\u2014", "-", ":", ".", " "])
def test_headings__that_run_in_are_parted_by_a_sign_that_is_none_of_the_text(sign):
    lines = [
        line(f"Section {at} Rain{sign} Five.", bold_prefix=f"Section {at} Rain") for at in (1, 2)
    ]
    outline = outline_of(bold("Aim"), TEXT, *lines)
    assert [text_of(outline, at) for at in (1, 2)] == [["Five."], ["Five."]]


def test_headings__that_run_in_begin_with_no_other_number():
    lines = [run_in(f"{at}. 20 litres", "Is enough.") for at in (1, 2)]
    assert titles(bold("Aim"), TEXT, *lines) == ["Aim"]


def test_headings__that_run_in_are_numbered_to_99():
    lines = [run_in(f"{at}. Rain.", "Five.") for at in range(1, 101)]
    assert len(titles(*lines)) == 99
