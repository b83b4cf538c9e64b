"""What would take minutes to read is refused with a message that says what to do."""

import pytest

from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.readers.word_files import write
from texts.bounds import MAX_SECTIONS
from texts.outline.remark_costs import LONG
from texts.read import read_document
from texts.readers import door, kinds, markdown_reader
from texts.source import UnreadableDocument

PARAGRAPH = "<w:p><w:r><w:t>The county shall do this.</w:t></w:r></w:p>"
TEXTS = {
    "attributes.html": "<html><p " + " ".join(f"a{n}" for n in range(300_000)) + ">x",
    "quoted.html": "<html><p " + " ".join(f"a{n}='>'" for n in range(101)) + ">x",
    "in a comment.html": '<html><!-- <a b=" --><p ' + "a='' " * 101 + '><!-- " -->x',
    "equals.html": "<html><p " + " =a" * 202 + ">x",
    "tags.html": "<html>" + "<b>x" * kinds.MAX_TAGS,
    "long.html": "<html><p>" + "word " * (kinds.MAX_MARKUP // 5),
    "brackets.md": "# Aim\n\n" + "[" * 200_000,
    "many brackets.md": "# Aim\n\n" + "[a] [b]\n\n" * (markdown_reader.MAX_OPENINGS // 2 + 1),
    "paragraph.md": "# Aim\n\n" + "word " * (markdown_reader.MAX_PARAGRAPH // 5 + 1),
    "cells.html": "<html><table>" + ("<tr>" + "<td>1" * 100) * (door.MAX_LINES // 100 + 1),
    "lines.txt": "Aim\n" + "\n" * kinds.MAX_TEXT_LINES,
    "paragraphs.txt": "a\n\n" * (door.MAX_LINES + 1),
}


@pytest.mark.parametrize("name", TEXTS)
def test_read_document__that_is_more_than_a_policy_says_so(tmp_path, name):
    path = tmp_path / name
    path.write_text(TEXTS[name])
    with pytest.raises(UnreadableDocument, match="too long to be one policy"):
        read_document(path)


@pytest.mark.parametrize("count", [door.MAX_LINES + 1, 300_000])
def test_read_document__of_too_many_paragraphs_in_word_says_so(tmp_path, count):
    write(tmp_path / "a.docx", PARAGRAPH * count)
    with pytest.raises(UnreadableDocument, match="too long to be one policy"):
        read_document(tmp_path / "a.docx")


def test_read_document__of_too_many_paragraphs_in_odt_says_so(tmp_path):
    (tmp_path / "a.odt").write_bytes(packed("<text:p>Aim</text:p>" * (door.MAX_LINES + 1)))
    with pytest.raises(UnreadableDocument, match="too long to be one policy"):
        read_document(tmp_path / "a.odt")


def test_read_document__of_a_picture_in_a_page_counts_no_markup(tmp_path):
    picture = "A" * kinds.MAX_MARKUP
    path = tmp_path / "a.html"
    path.write_text(f'<html><h1>Aim</h1><p>Text.<img src="data:image/png;base64,{picture}">')
    assert read_document(path).sections


def test_read_document__of_more_headings_than_a_policy_has_says_so(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("".join(f"## {n}. Well {n}\n\nDig.\n\n" for n in range(1, MAX_SECTIONS + 2)))
    with pytest.raises(UnreadableDocument, match=r"3001 sections; a policy can have 3000\. Split"):
        read_document(path)


def test_read_document__of_a_section_that_no_page_can_show_remarks_on_it(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# 1. Wells\n\n" + "Dig.\n\n" * 2_100 + "# 2. Pipes\n\nLay them.\n")
    long, short = read_document(path).sections
    assert long.unsure == [LONG]
    assert LONG not in short.unsure
