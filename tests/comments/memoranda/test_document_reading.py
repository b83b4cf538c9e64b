"""The file of a memorandum: what is let in, and what is read of it."""

import pytest

from comments.memoranda.document_reading import (
    PDF,
    WORD,
    carry_out,
    handed_back,
    kind_of_document,
    read_memorandum_apart,
)
from tests.comments.memoranda.word_tables import memorandum_file, with_part
from texts.source import UnreadableDocument


@pytest.fixture
def keep(tmp_path):
    def kept(content: bytes, name: str = "memorandum.docx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return kept


def test_kind__is_told_by_the_content(keep):
    assert kind_of_document(keep(memorandum_file(), "memorandum.pdf")) == WORD
    assert kind_of_document(keep(b"%PDF-1.7\n", "memorandum.docx")) == PDF


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"just words", "Word file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old Word", "Word file"),
        (b"GIF89a%PDF-", "Word file"),
        (with_part(memorandum_file(), "word/vbaProject.bin", b"x"), "macros"),
        (b"%PDF-" + b"0" * (5 * 1024 * 1024), "MB"),
    ],
    ids=["empty", "text", "doc", "polyglot", "macro", "large"],
)
def test_kind__everything_else_is_refused(keep, content, why):
    with pytest.raises(UnreadableDocument) as refused:
        kind_of_document(keep(content))
    assert why in str(refused.value.args[0])


def test_carry_out__document_type_definition_is_refused(keep, tmp_path):
    bomb = b'<!DOCTYPE w [<!ENTITY a "aaaa">]><w:document xmlns:w="x">&a;</w:document>'
    path = keep(with_part(memorandum_file(), "word/document.xml", bomb))
    carry_out({"path": str(path), "folder": str(tmp_path)})
    with pytest.raises(UnreadableDocument):
        handed_back(tmp_path)


def test_read__in_a_process_of_its_own(keep):
    found = read_memorandum_apart(keep(memorandum_file()))
    assert [row.section for row in found.rows] == [
        "1",
        "Section 2: Section 2",
        "Section 2: Section 2",
        "The annex on boats",
    ]
    assert found.covering["summary"] == "We ask for a duty instead of a power."
    assert found.covering["conclusion"] == "Thank you for listening."
