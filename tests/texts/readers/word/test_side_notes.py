"""Notes in the margin that a converter set at the end of the line they stand beside."""

import pytest

from tests.texts.readers.word_files import par, run, write
from texts.read import read_document, read_source

LAW = "The county shall keep a register of every public tank "


def lines(path, *runs):
    source = read_source(write(path / "bill.docx", par(*runs)))
    return [(line.text, line.margin) for line in source.lines]


@pytest.mark.parametrize("size", [6, 8, 9.6])
def test_side_notes__clearly_smaller_words_at_the_end_of_a_line_stand_beside_it(tmp_path, size):
    found = lines(tmp_path, run(LAW, size=12), run("Register of", size=size))
    assert found == [(LAW.strip(), False), ("Register of", True)]


@pytest.mark.parametrize(
    ("text", "note", "size"),
    [(LAW, "Register of", 10), (LAW, "of the ward", 8), (LAW.strip(), "Register", 8),
     ("Two words ", "Register", 8), (LAW, "Register " * 13, 8), (LAW, "(a) Register", 8)],
)  # fmt: skip
def test_side_notes__other_words_are_of_the_line(tmp_path, text, note, size):
    found = lines(tmp_path, run(text, size=12), run(note, size=size))
    assert found == [(f"{text}{note}".strip(), False)]


@pytest.mark.parametrize(("text", "note"), [("One two three ", "Tank"), (LAW * 2, "Tank " * 12)])
def test_side_notes__three_words_have_a_note_of_twelve(tmp_path, text, note):
    found = lines(tmp_path, run(text, size=12), run(note, size=8))
    assert found == [(text.strip(), False), (note.strip(), True)]


def test_side_notes__raised_words_are_of_the_line(tmp_path):
    raised = run("Note", size=8, extra='<w:vertAlign w:val="superscript"/>')
    assert lines(tmp_path, run(LAW, size=12), raised) == [(f"{LAW}Note", False)]


def test_side_notes__a_title_at_the_end_of_a_line_names_the_clause_and_leaves_its_text(tmp_path):
    body = [
        par("ENACTED by the Parliament of Kenya, as follows—"),
        par(run(f"1. {LAW}", size=12), run("Register of", size=8)),
        par(run("public tanks.", size=8)),
        par(run("and publish it in each ward office.", size=12)),
        par(run(f"2. {LAW}and read it to whoever asks for it in the ward.", size=12)),
    ]
    outline = read_document(write(tmp_path / "bill.docx", *body))
    first = outline.sections[0]
    text = [block["value"] for block in first.blocks]
    assert (first.number, first.title) == ("1", "Register of public tanks")
    assert text == [f"<p>{LAW}and publish it in each ward office.</p>"]
    assert outline.words.complete
