"""The ways in which policies and other documents come, one small document each."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.texts.readers.word_files import bold, levels, par, run, table, write
from texts.outline import detect
from texts.outline.model import Outline
from texts.outline.word_measure import block_text
from texts.read import read_source
from texts.source import SourceDocument, SourceLine

TEXT = "The county shall publish a notice of every forum, so that residents can come and be heard."


@pytest.fixture
def outline(tmp_path):
    def build(*body, **parts):
        path = write(tmp_path / "policy.docx", *body, **parts)
        made = detect.build_outline(read_source(path))
        assert made.words.complete, (made.words.missing, made.words.added)
        return made

    return build


def headings(made):
    return [(item.level, item.number, item.title) for item in made.sections]


def test_outline__of_heading_styles_with_automatic_numbers(outline):
    made = outline(
        par("Water Policy", style="Title"),
        par("Introduction", style="Heading1", num=(1, 0)), par(TEXT),
        par("Background", style="Heading2", num=(1, 1)), par(TEXT),
        par("Situation", style="Heading1", num=(1, 0)),
        par("Springs", style="Heading2", num=(1, 1)), par(TEXT),
        par("Rivers", style="Heading3", num=(1, 2)), par(TEXT),
        par("Annexes", style="Heading1"),
        numbering=levels(("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")),
    )  # fmt: skip
    assert made.title == "Water Policy"
    assert headings(made) == [
        (1, "1", "Introduction"), (2, "1.1", "Background"), (1, "2", "Situation"),
        (2, "2.1", "Springs"), (3, "2.1.1", "Rivers"), (1, "", "Annexes"),
    ]  # fmt: skip


def test_outline__of_typed_numbers_in_bold_without_styles(outline):
    made = outline(
        par(run("COUNTY WATER POLICY", bold=True, size=20), centred=True),
        par(bold("1.0 INTRODUCTION")), par(bold("1.1 Background")), par(TEXT),
        par(bold("1.2 Purpose")), par(TEXT),
        par(bold("2.0 SITUATION")), par(TEXT),
        par(bold("2.1 Springs")), par("2.1.1 Springs are listed in the register of the ward."),
        par(bold("2.1.2 Protected springs")), par(TEXT),
    )  # fmt: skip
    assert made.title == "COUNTY WATER POLICY"
    assert headings(made) == [
        (1, "1.0", "INTRODUCTION"), (2, "1.1", "Background"), (2, "1.2", "Purpose"),
        (1, "2.0", "SITUATION"), (2, "2.1", "Springs"), (3, "2.1.2", "Protected springs"),
    ]  # fmt: skip


def test_outline__of_chapters_whose_titles_follow(outline):
    made = outline(
        par(bold("FOREWORD"), centred=True), par(TEXT),
        par(bold("CHAPTER ONE"), centred=True), par(bold("INTRODUCTION"), centred=True),
        par(bold("1.1 Background")), par(TEXT),
        par(bold("CHAPTER TWO: SITUATION"), centred=True), par(bold("2.1 Springs")), par(TEXT),
        par(bold("CHAPTER THREE"), centred=True), par(bold("3.0 FINANCE")),
        par(bold("3.1 Sources")), par(TEXT),
        par(bold("ANNEX I: FORMS"), centred=True), par(TEXT),
    )  # fmt: skip
    assert headings(made) == [
        (1, "", "FOREWORD"),
        (1, "CHAPTER ONE", "INTRODUCTION"), (2, "1.1", "Background"),
        (1, "CHAPTER TWO", "SITUATION"), (2, "2.1", "Springs"),
        (1, "CHAPTER THREE", "FINANCE"), (2, "3.1", "Sources"),
        (1, "ANNEX I", "FORMS"),
    ]  # fmt: skip


def test_outline__of_typography_alone(outline):
    made = outline(
        par(run("OUR WATER", bold=True, size=24), centred=True),
        par(run("BACKGROUND", bold=True, size=16)), par(TEXT),
        par(bold("Springs")), par(TEXT),
        par(bold("Rivers")), par(TEXT),
        par(run("POLICY", bold=True, size=16)), par(TEXT),
    )  # fmt: skip
    assert headings(made) == [
        (1, "", "BACKGROUND"), (2, "", "Springs"), (2, "", "Rivers"), (1, "", "POLICY"),
    ]  # fmt: skip


def test_outline__distrusts_heading_styles_on_paragraphs(outline):
    made = outline(
        par("1. Purpose", style="Heading1"), par(f"{TEXT} {TEXT}", style="Heading1"),
        par("(a) listen; and", style="Heading2"), par("(b) answer.", style="Heading2"),
        par("2. Scope", style="Heading1"), par(TEXT),
    )  # fmt: skip
    assert headings(made)[0] == (1, "1", "Purpose")
    assert (1, "2", "Scope") in headings(made)
    assert block_text(made.sections[0].blocks[0]) == f"{TEXT} {TEXT}"


def test_outline__leaves_out_a_printed_table_of_contents(outline):
    made = outline(
        par(bold("TABLE OF CONTENTS"), centred=True),
        par("FOREWORD\tii"), par("1.0 INTRODUCTION ........ 1"), par("1.1 Background .... 2"),
        par("2.0 SITUATION\t5"),
        par(bold("FOREWORD")), par(TEXT),
        par(bold("1.0 INTRODUCTION")), par(bold("1.1 Background")), par(TEXT),
        par(bold("2.0 SITUATION")), par(TEXT),
    )  # fmt: skip
    assert headings(made) == [
        (1, "", "FOREWORD"), (1, "1.0", "INTRODUCTION"), (2, "1.1", "Background"),
        (1, "2.0", "SITUATION"),
    ]  # fmt: skip
    assert {item.reason for item in made.dropped} == {"contents"}


def test_outline__without_headings_is_one_section_and_unsure(outline):
    made = outline(par(TEXT), par(TEXT))
    assert len(made.sections) == 1
    assert made.sections[0].unsure
    assert len(made.sections[0].blocks) == 2
    assert made.front_matter == []


def test_outline__of_nothing_but_headings_loses_no_word(outline):
    made = outline(*(par(f"Matter {number}", style="Heading1") for number in range(30)))
    assert len(made.sections) == 30
    assert made.words.source == 60


def test_outline__of_an_empty_document_has_one_empty_section(outline):
    made = outline(par(""))
    assert [item.blocks for item in made.sections] == [[]]


def test_outline__keeps_definitions_tables_and_notes_in_their_section(outline):
    note = (
        '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>County census.</w:t></w:r></w:p></w:footnote>"
    )
    made = outline(
        par("Meaning", style="Heading1"), par("“ward” means a ward of the county;"),
        par("Numbers", style="Heading1"),
        par("Half of all own a phone.", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        table(["Ward", "Phones"], ["Shirere", "12"]),
        par("Ways", style="Heading1"), par("Meetings.", num=(1, 0)), par("Post.", num=(1, 0)),
        notes=note, numbering=levels(("bullet", "\uf0b7")),
    )  # fmt: skip
    assert made.sections[0].blocks[0]["value"]["term"] == "“ward”"
    kinds = [block["type"] for block in made.sections[1].blocks]
    assert kinds == ["paragraph", "table", "note"]
    assert made.sections[1].blocks[0]["value"].endswith("phone.<sup>[1]</sup></p>")
    assert made.sections[1].blocks[2]["value"] == {"mark": "1", "text": "<p>County census.</p>"}
    assert [item["mark"] for item in made.sections[2].blocks[0]["value"]["items"]] == ["•", "•"]


def test_outline__survives_json(outline):
    made = outline(par("Numbers", style="Heading1"), table(["a", "b"], ["c", "d"]), par(TEXT))
    assert Outline.from_dict(made.to_dict()) == made


def test_build_outline__of_two_thousand_sections_and_a_very_long_one_is_quick():
    lines = [
        line
        for number in range(2_000)
        for line in (SourceLine(text=f"Section {number}", heading=1), SourceLine(text=TEXT))
    ]
    lines += [SourceLine(text="Long", heading=1)] + [SourceLine(text=TEXT)] * 3_000
    begin = time.process_time()
    made = detect.build_outline(SourceDocument(lines=lines))
    assert time.process_time() - begin < 5
    assert len(made.sections) == 2_001
    assert made.words.complete


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60)
LINES = st.builds(
    SourceLine,
    text=st.one_of(
        WORDS,
        st.sampled_from(
            ["PART II—THE BOARD", "1. Short title", "ENACTED by", "(a) x", "SCHEDULE", "12",
             "“a” means b", "2. (1) One", "ARRANGEMENT OF CLAUSES", "A Bill for", "CONTENTS",
             "MEMORANDUM OF OBJECTS AND REASONS", "CHAPTER ONE", "1.1 Background", "No. 3 of 2012."]
        ),
    ),
    label=st.sampled_from(["", "", "1.", "2.", "(a)", "•", "PART I", "a."]),
    heading=st.sampled_from([None, None, 1, 2, 3]),
    bold=st.booleans(),
    caps=st.booleans(),
    margin=st.booleans(),
    in_contents=st.booleans(),
    page=st.integers(0, 2),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_build_outline__of_any_lines_keeps_every_word(lines):
    made = detect.build_outline(SourceDocument(lines=lines))
    assert made.words.complete, (made.words.missing, made.words.added)
    assert made.sections
    level = 0
    for section in made.sections:
        assert 1 <= section.level <= level + 1
        level = section.level
