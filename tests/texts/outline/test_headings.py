"""A county policy as its writers format it: the outline is the same, whatever they used."""

from dataclasses import replace

import pytest

from texts.outline import detect
from texts.readers import text_reader
from texts.source import SourceDocument, SourceLine

TEXT = "The county shall keep a register of every public tank, and publish it in each ward office."
COVER = ["REPUBLIC OF KENYA", "COUNTY GOVERNMENT OF MFANO", "RAINWATER POLICY", "DRAFT", "May 2026"]
CONTENTS = ["TABLE OF CONTENTS", "FOREWORD ........ ii", "CHAPTER ONE: INTRODUCTION ..... 1"]
OUTLINE = [
    (1, "", "FOREWORD"),
    (1, "CHAPTER ONE", "INTRODUCTION"), (2, "1.1", "Background"), (3, "1.1.1", "Legal context"),
    (1, "CHAPTER TWO", "SITUATION"), (2, "2.1", "Springs"), (2, "2.2", "Roofs"),
    (1, "", "REFERENCES"), (1, "ANNEX I", "FORMS"),
]  # fmt: skip
BODY = SourceLine(size=11)
BOLD = SourceLine(size=11, bold=True)
CAPITALS = SourceLine(size=11, caps=True)


def shown(number, title):
    return f"{number}{'' if number[:1].isdigit() else ':'} {title}" if number else title


def headings(made):
    return [(item.level, item.number, item.title) for item in made.sections]


def policy(*, heading, cover=BOLD, body=BODY, contents=CONTENTS, outline=OUTLINE):
    """The outline found. `heading`: level → what its line looks like."""
    lines = [replace(cover, text=line, caps=line.isupper()) for line in COVER]
    lines += [replace(BODY, text=line, caps=line.isupper()) for line in contents]
    for level, number, title in outline:
        line = shown(number, title)
        lines.append(replace(heading(level), text=line, caps=line.isupper()))
        lines.append(replace(body, text=TEXT))
    made = detect.build_outline(SourceDocument(lines=lines))
    assert made.words.complete, (made.words.missing, made.words.added)
    return made


@pytest.mark.parametrize("contents", [CONTENTS, []], ids=["contents", "no contents"])
@pytest.mark.parametrize(
    "heading",
    [
        lambda level: replace(BODY, heading=level),
        lambda level: replace(BODY, heading=1),
        lambda level: BOLD,
        lambda level: BODY,
        lambda level: replace(BODY, size=20 - 2 * level),
        lambda level: replace(BODY, heading=1) if level == 1 else BOLD,
        lambda level: BOLD if level == 1 else replace(BODY, heading=level),
        lambda level: replace(BODY, is_title=True, style="title"),
    ],
    ids=[
        "styles", "one style", "bold", "nothing", "size", "chapters styled", "chapters bold",
        "title",
    ],
)  # fmt: skip
def test_headings__are_the_same_whatever_they_look_like(heading, contents):
    made = policy(heading=heading, contents=contents)
    assert headings(made) == OUTLINE
    assert made.title == "RAINWATER POLICY"
    assert len(made.front_matter) == len(COVER) - 1, "the title stands over it"


def test_headings__where_a_heading_style_was_used_for_the_text_as_well():
    styled = replace(BODY, heading=1)
    made = policy(heading=lambda level: styled, body=styled)
    assert headings(made) == OUTLINE


def test_headings__where_all_of_the_text_is_bold():
    made = policy(heading=lambda level: BOLD, body=BOLD)
    assert headings(made) == OUTLINE


def test_headings__announced_in_small_letters_on_a_line_of_their_own():
    outline = [(level, number.title(), title.title()) for level, number, title in OUTLINE]
    outline[-1] = (1, "Annex I", "Forms")
    made = policy(heading=lambda level: BODY, contents=[], outline=outline)
    assert headings(made) == outline


@pytest.mark.parametrize(
    "sentence", ["Chapter two sets out the situation.", "Part of it, see below", "Annex I is long"]
)
def test_headings__a_sentence_about_a_chapter_is_none(sentence):
    lines = [
        replace(BOLD, text="Aim"),
        SourceLine(text=TEXT),
        SourceLine(text=sentence),
        SourceLine(text=TEXT),
    ]
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [(1, "", "Aim")]


def test_headings__right_above_lesser_ones_are_no_cover():
    chapter = replace(BOLD, size=18)
    lines = [
        replace(chapter, text="Background"), replace(BOLD, text="Springs"), SourceLine(text=TEXT),
        replace(BOLD, text="Rivers"), SourceLine(text=TEXT),
        replace(chapter, text="What we want"), SourceLine(text=TEXT),
    ]  # fmt: skip
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [
        (1, "", "Background"), (2, "", "Springs"), (2, "", "Rivers"), (1, "", "What we want"),
    ]  # fmt: skip


def test_headings__styled_lines_of_the_cover_stand_before_the_contents():
    styled = replace(BODY, heading=1)
    made = policy(heading=lambda level: replace(BODY, heading=level), cover=styled)
    assert headings(made) == OUTLINE
    assert made.title == "RAINWATER POLICY"


def test_headings__numbered_by_nested_lists_stand_as_deep_as_their_list():
    rows = [("Aim", 0, "1."), ("Means", 1, "1."), ("Wells", 2, "1."), ("Costs", 0, "2.")]
    lines = []
    for title, depth, label in rows:
        lines.append(SourceLine(text=title, heading=depth + 1, label=label, list_level=depth))
        lines.append(SourceLine(text=TEXT))
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [
        (1, "1", "Aim"),
        (2, "1", "Means"),
        (3, "1", "Wells"),
        (1, "2", "Costs"),
    ]


SWAHILI = """JAMHURI YA KENYA
SERIKALI YA KAUNTI YA MFANO
SERA YA USHIRIKI WA UMMA
Machi 2026

YALIYOMO
DIBAJI .......... ii
SEHEMU YA KWANZA: UTANGULIZI .......... 1
    1.1 Usuli .......... 2
KIAMBATISHO I: FOMU .......... 9

DIBAJI
Kaunti itahakikisha kila mkazi anapata nafasi ya kutoa maoni yake kabla ya uamuzi kufanywa.
SEHEMU YA KWANZA: UTANGULIZI
1.1 Usuli
Sera hii inaeleza jinsi wakazi watakavyoshiriki katika maamuzi ya kaunti.
Ukurasa wa 2
SEHEMU YA PILI
NJIA ZA USHIRIKI
2.1 Vikao vya wadi
Kila wadi itafanya kikao kimoja kila robo mwaka.
Ukurasa 3 kati ya 9
Sehemu ya Kumi na Moja: Utekelezaji
Kifungu cha 1 cha Sheria ya Serikali za Kaunti kinatumika.
Kifungu cha 12: Bajeti
Kaunti itatenga fedha kila mwaka.
MAREJELEO
Katiba ya Kenya.
KIAMBATISHO I: FOMU
Jina lako na maoni yako.
JEDWALI LA KWANZA
Ada zitakazolipwa."""


def test_headings__in_swahili():
    made = detect.build_outline(text_reader.read(SWAHILI))
    assert headings(made) == [
        (1, "", "DIBAJI"),
        (1, "SEHEMU YA KWANZA", "UTANGULIZI"), (2, "1.1", "Usuli"),
        (1, "SEHEMU YA PILI", "NJIA ZA USHIRIKI"), (2, "2.1", "Vikao vya wadi"),
        (1, "Sehemu ya Kumi na Moja", "Utekelezaji"), (2, "Kifungu cha 12", "Bajeti"),
        (1, "", "MAREJELEO"), (1, "KIAMBATISHO I", "FOMU"), (1, "JEDWALI LA KWANZA", ""),
    ]  # fmt: skip
    assert made.title == "SERA YA USHIRIKI WA UMMA"
    assert {item.reason for item in made.dropped} == {"contents", "page_number"}
    assert made.words.complete


def test_headings__bold_lines_over_text_stand_below_the_styled_heading_above_them():
    lines = [
        SourceLine(text="CHAPTER ONE: WATER", heading=1), SourceLine(text="1.1 Springs", heading=2),
        SourceLine(text=TEXT), SourceLine(text="Table 1: Springs in each ward", bold=True),
        SourceLine(text=TEXT),
        SourceLine(text="Challenges", bold=True), SourceLine(text=TEXT),
        SourceLine(text="Never dig without a permit.", bold=True), SourceLine(text=TEXT),
        SourceLine(text="1.2 Roofs", heading=2), SourceLine(text=TEXT),
    ]  # fmt: skip
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [
        (1, "CHAPTER ONE", "WATER"), (2, "1.1", "Springs"), (3, "", "Challenges"),
        (2, "1.2", "Roofs"),
    ]  # fmt: skip
    assert made.sections[2].unsure


@pytest.mark.parametrize("styled", [True, False])
def test_headings__a_name_that_signs_is_none_nor_is_the_office_below_it(styled):
    level = 1 if styled else None
    lines = [
        SourceLine(text="FOREWORD", bold=True, caps=True, heading=level), SourceLine(text=TEXT),
        SourceLine(text="Hon. Jina Mfano", bold=True),
        SourceLine(text="COUNTY EXECUTIVE COMMITTEE MEMBER", bold=True, caps=True),
        SourceLine(text="INTRODUCTION", bold=True, caps=True, heading=level), SourceLine(text=TEXT),
        SourceLine(text="Signed:"), SourceLine(text="............"),
        SourceLine(text="Jina Jingine", bold=True),
        SourceLine(text="Chairperson"),
    ]  # fmt: skip
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [(1, "", "FOREWORD"), (1, "", "INTRODUCTION")]


def test_headings__the_head_of_a_memorandum_is_front_matter():
    lines = [
        replace(BOLD, text="MFANO WATER NETWORK", caps=True),
        SourceLine(text="P.O. Box 12, Mfano."),
        replace(BOLD, text="MEMORANDUM", caps=True), SourceLine(text="To: The Clerk"),
        SourceLine(text="From: Mfano Water Network"),
        replace(BOLD, text="SUBJECT: RAINWATER POLICY", caps=True),
        replace(BOLD, text="INTRODUCTION", caps=True), SourceLine(text=TEXT),
        replace(BOLD, text="PROPOSALS", caps=True), SourceLine(text=TEXT),
    ]  # fmt: skip
    made = detect.build_outline(SourceDocument(lines=lines))
    assert headings(made) == [(1, "", "INTRODUCTION"), (1, "", "PROPOSALS")]
    assert (made.title, len(made.front_matter)) == ("MEMORANDUM", 5)


NUMBERED_TEXT = """\
1. Introduction

Water is life for every ward, and the county has many springs.

2. Objectives

The county shall keep its springs clean.

3. Implementation

The department shall report each year.
"""


@pytest.mark.parametrize("gap", ["\n\n", "\n"])
def test_outline__of_text_with_nothing_but_numbered_titles(gap):
    made = detect.build_outline(text_reader.read(NUMBERED_TEXT.replace("\n\n", gap)))
    assert headings(made) == [
        (1, "1", "Introduction"), (1, "2", "Objectives"), (1, "3", "Implementation"),
    ]  # fmt: skip
    assert made.words.complete


@pytest.mark.parametrize(
    "items", ["1. Springs\n2. Wells\n3. Tanks\nAll are public.\n", "2. Wells\nOne is public.\n"]
)
def test_outline__takes_no_list_for_numbered_titles(items):
    made = detect.build_outline(text_reader.read(f"Water is life.\n{items}"))
    assert [item.number for item in made.sections] == [""]
