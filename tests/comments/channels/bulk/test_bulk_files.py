"""What is read out of uploaded files, whatever they hold."""

from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from comments.channels.bulk.bulk_plan import NAMES, guessed, numbered
from comments.channels.bulk.mail_files import (
    COLUMNS_OF_MAILS,
    MAX_PARTS,
    html_words,
    write_mails,
)
from comments.channels.bulk.sheet_files import ROW, write_sheet, write_table
from comments.channels.bulk.sheet_files import as_text as marked
from comments.channels.csv_files import CsvFile
from texts.cleaning import typed_text
from texts.readers import door
from texts.source import UnreadableDocument

plain = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="&<Â\u00c3â"))


def read(path):
    file = CsvFile(path, required=(), known=(*COLUMNS_OF_MAILS, ROW))
    return list(numbered(file))


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        (["clause", "comment"], {"clause": "section", "comment": "text"}),
        (["kifungu", "maoni", "wadi"], {"kifungu": "section", "maoni": "text", "wadi": "ward"}),
        (["section_no.", "your_comment"], {"section_no.": "section", "your_comment": "text"}),
        (["text", "comment"], {"text": "text"}),
        (["x", ""], {}),
    ],
)
def test_guessed__names_in_both_languages(columns, found):
    assert guessed(columns) == found


@given(st.lists(st.text(max_size=20), max_size=30))
def test_guessed__gives_each_of_ours_once_and_none_that_is_not_there(columns):
    found = guessed(columns)
    assert set(found) <= set(columns)
    assert len(set(found.values())) == len(found)
    assert set(found.values()) <= set(NAMES)


@given(st.lists(plain, min_size=1, max_size=5))
def test_table__text_comes_back_as_it_was(texts):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "table.csv"
        cells = [f"t{text}" for text in texts]
        names = [f"c{n}" for n in range(len(texts))]
        write_table(path, [(1, names), (7, list(map(marked, cells)))])
        [row] = read(path)
        assert (row.line, list(row.cells.values())) == (7, cells)


@given(st.binary(max_size=400))
def test_mails__any_bytes_are_read_or_refused(content):
    with TemporaryDirectory() as folder:
        source, target = Path(folder) / "mail.eml", Path(folder) / "table.csv"
        source.write_bytes(b"From: a@example.org\n" + content)
        try:
            write_mails(source, target)
        except UnreadableDocument:
            return
        assert len(read(target)) <= 1


@given(st.text(max_size=300))
def test_html_words__any_text_is_read(source):
    assert isinstance(html_words(source), str)


def test_html_words__leaves_scripts_and_marks_out():
    source = "<head><title>x</title></head><p>One &amp; <b>two</b>.<script>bad()</script><p>Three"
    assert html_words(source) == "One & two.\nThree"


def deep(levels):
    head = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(levels)
    )
    return f"From: a@example.org\nMessage-ID: <deep@example.org>\n{head}\nwords".encode()


def test_mails__hostile_mime_is_bounded(tmp_path):
    many = EmailMessage()
    many["From"], many["Message-ID"] = "a@example.org", "<many@example.org>"
    many.set_content("words")
    for n in range(MAX_PARTS + 1):
        many.add_attachment(b"x", maintype="application", subtype="zip", filename=f"{n}.zip")
    for name, content in (("many", many.as_bytes()), ("deep", deep(3000))):
        source = tmp_path / f"{name}.eml"
        source.write_bytes(content)
        with pytest.raises(UnreadableDocument, match="no e-mail"):
            write_mails(source, tmp_path / "table.csv")


def test_mails__one_that_cannot_be_told_apart_leaves_the_others(tmp_path):
    good = b"From: a@example.org\nMessage-ID: <good@example.org>\nDate: nonsense\n\nGood words.\n"
    source = tmp_path / "box.mbox"
    source.write_bytes(b"From x\n" + deep(3000) + b"\n\nFrom x\n" + good)
    write_mails(source, tmp_path / "table.csv")
    rows = read(tmp_path / "table.csv")
    assert [(row.line, typed_text(row.cells["text"])) for row in rows] == [
        (1, ""),
        (2, "Good words."),
    ]
    assert rows[1].cells["received_at"] == ""


def test_mails__50_mb_are_refused_by_the_size_alone(tmp_path, monkeypatch):
    source = tmp_path / "large.eml"
    with source.open("wb") as file:
        file.truncate(50 * door.MEGABYTE)
    monkeypatch.setattr(Path, "read_bytes", lambda _path: pytest.fail("it was read"))
    with pytest.raises(UnreadableDocument, match="at most 25 MB"):
        write_mails(source, tmp_path / "table.csv")


def test_sheet__a_far_cell_makes_no_wide_rows(tmp_path):
    book = Workbook()
    book.active.append(["section", "text"])
    book.active.cell(row=2, column=16_000, value="far")
    book.active.append(["1", "A view."])
    book.create_sheet("Notes").append(["more"])
    book.save(tmp_path / "wide.xlsx")
    [note] = write_sheet(tmp_path / "wide.xlsx", tmp_path / "table.csv")
    assert "several sheets" in str(note)
    [row] = read(tmp_path / "table.csv")
    assert row.line == 3
    assert row.as_text == {"section", "text"}
