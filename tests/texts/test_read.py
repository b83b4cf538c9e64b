"""From any file to an outline, or to a message that says what to do."""

import io
import logging
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from docx import Document as WordDocument
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.sections import DRAFT, FINAL
from texts import read
from texts.outline.model import Outline
from texts.outline.word_measure import block_text, heading_text
from texts.patterns import words
from texts.read import read_document
from texts.readers import door
from texts.source import UnreadableDocument

DRAFT_OUTLINE = [
    (1, "", "Introduction"),
    (1, "1", "Objectives"),
    (1, "2", "Scope and Reach"),
    (1, "3", "Choosing a Spring to Protect"),
    (1, "4", "One Register for the County"),
    (1, "5", "Keeping Springs with the People"),
    (2, "5.1", "Trial in Four Wards"),
    (2, "5.2", "Membership in a Keepers' Group"),
    (1, "6", "Carrying It Out"),
    (2, "", "The Springs Desk"),
    (2, "", "Where Records Are Kept"),
    (2, "", "Visits and Tests"),
    (2, "", "The County's Report"),
    (2, "", "When the Rules May Be Set Aside"),
    (1, "Appendix A", "Definitions"),
    (1, "Appendix B", "Costs of a Spring Box"),
]
FINAL_OUTLINE = [
    (1, "", "CW-7-31 CIRCULAR TO ALL WARD OFFICES AND DEPARTMENTS"),
    (
        2,
        "",
        "FROM: Mfano Water Office County Director of Water A. Person County Treasurer",
    ),
    (2, "", "SUBJECT: Springs Policy: Clean Water Close to Home, Kept by the People Who Draw It"),
    (1, "1", "Objectives"),
    (1, "2", "Scope and Reach"),
    (1, "3", "Three Questions before Money Is Spent"),
    (1, "4", "One Register for the County"),
    (2, "A", "Enter Every Spring and Who Keeps It"),
    (2, "B", "Show the Register Where People Meet"),
    (1, "5", "Springs and the People around Them"),
    (2, "5.1", "Trial in Six Wards: A Third of the Water Money"),
    (2, "5.2", "Taking Part in a Keepers' Group"),
    (1, "6", "When the Rules May Be Set Aside"),
    (1, "7", "Carrying It Out"),
    (2, "7.1", "Who Does What"),
    (2, "7.2", "Visits and Tests"),
    (2, "7.3", "Water.mfano"),
    (2, "7.4", "Where Records Are Kept"),
    (2, "7.5", "The County's Report"),
    (1, "Appendix A", "Definitions"),
]
ENDINGS = ["docx", "odt", "md", "html", "htm", "txt", "doc", "pdf", ""]
STARTS = [
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06" + bytes(18),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"<!doctype html><table><tr><td rowspan=9>",
    b"---\ntitle: x\n---\n# Scope\n",
    b"\xff\xfe",
    b"\xff\xfe\x00\x00",
    b"\xef\xbb\xbf",
]


@pytest.fixture
def write(tmp_path):
    def write_file(content: str | bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file


@pytest.fixture
def word_file(tmp_path) -> Path:
    document = WordDocument()
    document.add_heading("Scope", level=1)
    document.add_paragraph("It applies to every ward.")
    path = tmp_path / "policy.docx"
    document.save(path)
    return path


def titles(outline: Outline) -> list[str]:
    return [section.title for section in outline.sections]


HTML = "<!doctype html><h1>Scope</h1><p>Of the policy.</p><h1>Aim</h1><p>Of the policy.</p>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", HTML),
        ("a.md", "# Scope\n\nOf the policy.\n\n# Aim\n\nOf the policy.\n"),
    ],
)
def test_read_document__headings_become_sections_and_no_word_is_lost(write, name, content):
    outline = read_document(write(content, name))
    assert titles(outline) == ["Scope", "Aim"]
    assert outline.words.complete
    assert outline.words.source == 8
    assert outline.warnings == []


def test_read_document__text_without_headings_is_one_section(write):
    outline = read_document(write("Only words.\n\nAnd more words.\n", "a.txt"))
    assert len(outline.sections) == 1
    assert outline.words.arrived == 5


def test_read_document__wrong_ending_is_read_by_content_and_warned_of(write, word_file):
    outline = read_document(write(HTML, "page.docx"))
    assert titles(outline) == ["Scope", "Aim"]
    assert list(map(str, outline.warnings)) == [
        "The file is called .docx but is HTML; it was read as what it is."
    ]
    outline = read_document(word_file, "policy.pdf")
    assert "called .pdf but is Word" in str(outline.warnings[0])


def test_read_document__uploaded_name_counts_not_the_one_on_disk(write):
    path = write("# Scope\n\nwords\n", "tmp1234.upload")
    assert titles(read_document(path, "policy.md")) == ["Scope"]
    assert read_document(path, "policy.md").warnings == []


def test_read_document__direction_overrides_are_taken_out_with_a_warning(write):
    outline = read_document(
        write("# Pay \u202e00,1 to \u0645\u0631\u062d\u0628\u0627\n\nx\n", "a.md")
    )
    assert titles(outline) == ["Pay 00,1 to \u0645\u0631\u062d\u0628\u0627"]
    assert "direction of writing" in str(outline.warnings[0])


def test_read_document__direction_overrides_in_a_word_file_are_seen(word_file):
    document = WordDocument(word_file)
    document.add_paragraph("pay \u202e00,1")
    document.save(word_file)
    assert any("direction of writing" in str(text) for text in read_document(word_file).warnings)


@pytest.mark.parametrize("part", ["word/document.xml", "content.xml"])
def test_read_document__reads_the_part_with_the_text_once(monkeypatch, tmp_path, word_file, part):
    path = word_file
    if part == "content.xml":
        (path := tmp_path / "policy.odt").write_bytes(packed("<text:p>Words.</text:p>"))
    read_parts = Counter()
    read_part = door.Archive.read

    def counted(archive, name, *limit):
        read_parts[name] += 1
        return read_part(archive, name, *limit)

    monkeypatch.setattr(door.Archive, "read", counted)
    read_document(path)
    assert read_parts[part] == 1


def test_read_document__direction_overrides_in_an_odt_file_are_seen(tmp_path):
    path = tmp_path / "policy.odt"
    path.write_bytes(packed("<text:p>pay \u202e00,1</text:p>"))
    assert any("direction of writing" in str(text) for text in read_document(path).warnings)


@pytest.mark.parametrize("pictures", [0, 2])
def test_read_document__without_words_asks_for_the_text(tmp_path, pictures):
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    document = WordDocument()
    for _page in range(pictures):
        document.add_picture(picture)
    document.save(tmp_path / "scan.docx")
    with pytest.raises(UnreadableDocument, match=r"holds no text.*text recognition"):
        read_document(tmp_path / "scan.docx")


def test_read_document__macros_are_never_run_but_warned_of(word_file):
    with zipfile.ZipFile(word_file, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    outline = read_document(word_file, "policy.docm")
    assert any("macros" in str(warning) for warning in outline.warnings)


def test_read_document__legacy_encoding_is_read_with_a_warning(write):
    outline = read_document(write("# Caf\xe9\n\nwords\n".encode("cp1252"), "a.md"))
    assert titles(outline) == ["Café"]
    assert "Windows-1252" in str(outline.warnings[0])


def test_read_document__over_the_limit_is_refused(write):
    with pytest.raises(UnreadableDocument, match="at most 0 MB"):
        read_document(write("x" * 1000, "a.txt"), max_bytes=999)


def test_read_document__failure_of_a_reader_is_logged_and_explained(write, monkeypatch, caplog):
    monkeypatch.setitem(read._TEXT_READERS, read.Kind.TEXT, lambda text: 1 / 0)
    with pytest.raises(UnreadableDocument, match="could not be understood"):
        read_document(write("words", "a.txt"))
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    ("path", "expected"), [(DRAFT, DRAFT_OUTLINE), (FINAL, FINAL_OUTLINE)], ids=["draft", "final"]
)
def test_read_document__policy_has_the_outline_a_reader_sees(path, expected):
    outline = read_document(path)
    found = [(section.level, section.number, section.title) for section in outline.sections]
    assert found == expected
    assert outline.words.complete, (outline.words.missing, outline.words.added)


def arrived(outline: Outline) -> list[str]:
    """The words of an outline's sections in reading order, without titles made up."""
    texts = []
    for section in outline.sections:
        texts.append(heading_text(section) if section.written is None else section.written)
        texts += [block_text(block) for block in section.blocks]
    return [word.lower() for text in texts for word in words(text)]


def cover(outline: Outline) -> list[str]:
    """The words before the sections; the title stands over what was above it."""
    texts = [outline.written_title, *(block_text(block) for block in outline.front_matter)]
    return sorted(word.lower() for text in texts for word in words(text))


def as_html(parts: list[tuple[str, str]]) -> str:
    return "<!doctype html>" + "".join(f"<{tag}>{text}</{tag}>" for tag, text in parts)


def as_markdown(parts: list[tuple[str, str]]) -> str:
    marks = {"h1": "# ", "h2": "## ", "h3": "### ", "p": "", "li": "- "}
    return "\n\n".join(marks[tag] + text for tag, text in parts)


def as_text(parts: list[tuple[str, str]]) -> str:
    return "\n\n".join(text.upper() if tag < "i" else text for tag, text in parts)


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyz\u00e9\u0645", min_size=1, max_size=8)
PHRASE = st.lists(WORD, min_size=1, max_size=12).map(" ".join)
PARTS = st.tuples(st.sampled_from(["h1", "h2", "h3", "p", "p", "p", "li"]), PHRASE)


@pytest.mark.parametrize(
    ("form", "ending"), [(as_html, "html"), (as_markdown, "md"), (as_text, "txt")]
)
@settings(deadline=5000, suppress_health_check=[HealthCheck.differing_executors])
@given(parts=st.lists(PARTS, min_size=1, max_size=12))
def test_read_document__every_word_arrives_once_and_in_order(upload, form, ending, parts):
    upload.write_text(form(parts), encoding="utf-8")
    outline = read_document(upload, f"policy.{ending}")
    typed = [word.lower() for _tag, text in parts for word in words(text)]
    before = len(cover(outline))
    assert (cover(outline), arrived(outline)) == (sorted(typed[:before]), typed[before:])


@pytest.fixture(scope="module")
def upload(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("upload") / "file"


ANY_TEXT = st.text(alphabet=st.sampled_from(list("#<>/(a)1. \n")) | st.characters(codec="utf-8"))


@settings(deadline=5000)
@given(
    start=st.sampled_from(STARTS),
    rest=st.binary(max_size=400) | ANY_TEXT.map(str.encode),
    ending=st.sampled_from(ENDINGS),
)
@example(start=b"", rest=b"\x00" * 50, ending="txt")
@example(start=b"", rest=b"00AA", ending="txt")
def test_read_document__any_bytes_give_an_outline_or_a_message(upload, start, rest, ending):
    upload.write_bytes(start + rest)
    with no_failure_logged(), suppress(UnreadableDocument):
        assert read_document(upload, f"policy.{ending}").words.complete


@contextmanager
def no_failure_logged() -> Iterator[None]:
    """Fail where a reader broke and only the last resort made a message of it."""
    failures: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.emit = failures.append
    read.logger.addHandler(handler)
    try:
        yield
    finally:
        read.logger.removeHandler(handler)
    assert failures == []
