"""Lines read from Markdown."""

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.texts.sections import DRAFT, FINAL
from texts.patterns import words
from texts.readers import markdown_reader
from texts.runs import plain
from texts.source import SourceLine, UnreadableDocument


def lines(source: str) -> list[SourceLine]:
    return markdown_reader.read(source).lines


def texts(source: str) -> list[str]:
    return [line.text for line in lines(source)]


def arrived(read: list[SourceLine]) -> list[str]:
    return [word for line in read for word in words(f"{line.label} {line.text}")]


def test_read__both_forms_of_heading():
    source = "Policy\n======\n\nPart one\n---\n\n### 1.2 Scope ###\n\nText\nof it\n"
    assert [(line.heading, line.text) for line in lines(source)] == [
        (1, "Policy"),
        (2, "Part one"),
        (3, "1.2 Scope"),
        (None, "Text of it"),
    ]


def test_read__lists_and_tables():
    source = "3. three\n4. four\n   - dot\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    read = lines(source)
    assert [(line.label, line.text) for line in read[:3]] == [
        ("3.", "three"),
        ("4.", "four"),
        ("•", "dot"),
    ]
    assert read[3].table["data"] == [["a", "b"], ["1", "2"]]
    assert read[3].table["first_row_is_table_header"]


def test_read__bold_paragraph_below_a_heading_is_one_too():
    source = "**Cover**\n\n## Scope\n\n**Wards**\n\nText.\n\n**Note that it ends.**\n\nText.\n"
    assert [(line.text, line.outline) for line in lines(source) if line.outline] == [("Wards", 3)]


def test_read__settings_before_the_text_are_no_text():
    document = markdown_reader.read('---\ntitle: "Water policy"\ndate: 2021\n---\n# Scope\n')
    assert document.title == "Water policy"
    assert [line.text for line in document.lines] == ["Scope"]


def test_read__rule_at_the_start_is_not_taken_for_settings():
    assert texts("---\n\nText\n\n---\n\nMore\n") == ["Text", "More"]


def test_read__footnotes_go_to_the_line_that_cites_them():
    source = (
        "Cited[^a] here.[^2] Again[^a], and [^none].\n\n[^a]: First *note*\n    goes on.\n"
        "[^2]: Second.\n\nLast.\n"
    )
    document = markdown_reader.read(source)
    assert texts(source)[0] == "Cited[a] here.[2] Again[a], and [^none]."
    assert [(note.mark, note.html) for note in document.lines[0].notes] == [
        ("a", "<p>First <i>note</i> goes on.</p>"),
        ("2", "<p>Second.</p>"),
    ]
    assert document.lines[1].text == "Last."


def test_read__note_that_nobody_cites_is_kept():
    assert texts("Text.\n\n[^a]: Left *over*.\n") == ["Text.", "[a] Left over."]


def test_read__markup_in_the_text_is_sanitised():
    source = 'A <b onclick="x()">bold</b> <script>alert(1)</script><u>word</u>.\n'
    (line,) = lines(source)
    assert line.html == "A <b>bold</b> word."


def test_read__markup_indented_to_be_readable_is_no_code():
    source = "<ul>\n\n\t<li>one</li>\n\n    <li>two</li>\n\n</ul>\n\n    set in\n"
    assert [(line.text, line.code) for line in lines(source)] == [
        ("one", False),
        ("two", False),
        ("set in", False),
    ]


def test_read__deep_lists_are_read_and_absurd_ones_refused():
    assert texts("".join("  " * depth + f"- w{depth}\n" for depth in range(20)))[-1] == "w19"
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        lines("> " * 200 + "lost")


def test_read__code_keeps_its_lines():
    (line,) = lines("```\na < b\nc\n```\n")
    assert line.code
    assert line.html == "a &lt; b<br>c"


@pytest.mark.parametrize("path", [DRAFT, FINAL], ids=["draft", "final"])
def test_read__policy_with_notes_tables_and_tags_arrives_whole(path):
    document = markdown_reader.read(path.read_text())
    noted = [
        word
        for line in document.lines
        for note in line.notes
        for word in words(f"{note.mark} {plain(note.html)}")
    ]
    assert Counter(arrived(document.lines) + noted) == Counter(words(document.source_text))


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéñ\u0645", min_size=1, max_size=8)
PHRASE = st.lists(
    WORD
    | WORD.map("*{}*".format)
    | WORD.map("**{}**".format)
    | WORD.map("[{}](http://x.y)".format),
    min_size=1,
    max_size=6,
).map(" ".join)
BLOCK = st.one_of(
    PHRASE,
    st.builds("{} {}".format, st.integers(1, 6).map(lambda level: "#" * level), PHRASE),
    PHRASE.map("> {}".format),
    st.lists(PHRASE, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {i}" for i in items)),
    st.lists(PHRASE, min_size=1, max_size=4).map(
        lambda items: "\n".join(f"{at}. {item}" for at, item in enumerate(items, start=7))
    ),
    st.lists(PHRASE, min_size=2, max_size=3).map(
        lambda cells: f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}\n| {' | '.join(cells)} |"
    ),
)


def typed_words(source: str) -> list[str]:
    return [word for word in words(source.replace("(http://x.y)", "")) if not word.isdigit()]


@settings(deadline=5000)
@given(st.lists(BLOCK, min_size=1, max_size=8).map("\n\n".join))
def test_read__every_word_arrives_once_and_in_order(source):
    assert [word for word in arrived(lines(source)) if not word.isdigit()] == typed_words(source)


@settings(deadline=5000)
@given(st.text(alphabet=st.sampled_from(list("#*_[]()<>^!`|:-+1. \n\tab&\\")) | st.characters()))
def test_read__any_text_at_all_is_read(source):
    with suppress(UnreadableDocument):
        assert isinstance(markdown_reader.read(source).lines, list)
