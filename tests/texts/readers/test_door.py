"""What is let in of an archive and its XML, for Word and OpenDocument alike."""

import os
import struct
import zipfile
from pathlib import Path

import pytest

from tests.texts.readers.archives import zipped
from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.readers.word_files import par, write
from texts.read import read_source
from texts.readers import door
from texts.source import UnreadableDocument

PARTS = [
    ("a.docx", "word/document.xml"),
    ("a.docx", "word/styles.xml"),
    ("a.docx", "_rels/.rels"),
    ("a.odt", "content.xml"),
    ("a.odt", "styles.xml"),
]


@pytest.fixture
def documents(tmp_path):
    """A folder with the same text as a Word and as an OpenDocument file."""
    write(tmp_path / "a.docx", par("Aim"))
    (tmp_path / "a.odt").write_bytes(packed("<text:p>Aim</text:p>"))
    return tmp_path


def with_part(path: Path, name: str, change) -> Path:
    """The file with one part's content changed."""
    with zipfile.ZipFile(path) as archive:
        members = {info: archive.read(info) for info in archive.namelist()}
    members[name] = change(members[name])
    path.write_bytes(zipped(members))
    return path


def opened(tmp_path: Path, content: bytes) -> door.Archive:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return door.Archive(path)


@pytest.mark.parametrize("ending", ["docx", "odt"])
def test_archive__is_opened_once_for_a_document(documents, monkeypatch, ending):
    times = []
    archive = zipfile.ZipFile

    def counted(*args, **kwargs):
        times.append(args)
        return archive(*args, **kwargs)

    monkeypatch.setattr(door.zipfile, "ZipFile", counted)
    assert [line.text for line in read_source(documents / f"a.{ending}").lines] == ["Aim"]
    assert len(times) == 1


@pytest.mark.parametrize(("file", "part"), PARTS)
@pytest.mark.parametrize(
    "doctype", ["<!DOCTYPE x>", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>']
)
def test_xml__with_a_document_type_is_refused_in_every_part(documents, file, part, doctype):
    def typed(content: bytes) -> bytes:
        declared, end, rest = content.rpartition(b"?>")
        return declared + end + doctype.encode() + rest

    with pytest.raises(UnreadableDocument, match="defines XML entities"):
        read_source(with_part(documents / file, part, typed))


@pytest.mark.parametrize(("file", "part"), PARTS)
def test_xml__broken_is_refused_in_every_part(documents, file, part):
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_source(with_part(documents / file, part, lambda content: content[:-8]))


@pytest.mark.parametrize(("file", "part"), [PARTS[0], PARTS[3]])
def test_xml__leaves_comments_and_instructions_out_of_the_words(documents, file, part):
    path = with_part(
        documents / file, part, lambda content: content.replace(b"Aim", b"A<!-- x -->i<?y z?>m")
    )
    assert read_source(path).lines[0].text == "Aim"


def test_archive__truncated_is_damaged(tmp_path):
    content = zipped({"word/document.xml": os.urandom(5000)})
    with pytest.raises(UnreadableDocument, match="damaged"):
        opened(tmp_path, content[:3000])


def test_archive__with_a_locked_member_asks_to_remove_the_password(tmp_path):
    content = bytearray(zipped({"word/document.xml": "<x/>"}))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(UnreadableDocument, match="remove the password"):
        opened(tmp_path, bytes(content))


@pytest.mark.parametrize(
    "members",
    [
        {"word/document.xml": bytes(41 * door.MEGABYTE)},
        {"word/document.xml": b"<x/>", "word/media/image1.png": bytes(60 * door.MEGABYTE)},
        {"word/document.xml": b"<x/>"} | {f"word/{n}.bin": b"" for n in range(5_001)},
    ],
    ids=["one huge part", "too well packed", "too many members"],
)
def test_archive__that_is_a_bomb_is_refused_unread(tmp_path, members):
    with pytest.raises(UnreadableDocument, match="far larger"):
        opened(tmp_path, zipped(members))


def test_read__a_member_larger_than_it_says_is_damaged(tmp_path):
    content = bytearray(zipped({"word/document.xml": b"a" * 100_000}))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    with (
        opened(tmp_path, bytes(content)) as archive,
        pytest.raises(UnreadableDocument, match="damaged"),
    ):
        archive.read("word/document.xml")


def test_read__over_the_limit_is_refused(tmp_path):
    with opened(tmp_path, zipped({"word/document.xml": b"a" * 100})) as archive:
        assert archive.read("word/document.xml", limit=100)
        with pytest.raises(UnreadableDocument, match="larger"):
            archive.read("word/document.xml", limit=99)


def test_read__of_a_part_that_is_missing_gives_nothing(tmp_path):
    with opened(tmp_path, zipped({"a": b"x"})) as archive:
        assert archive.read("b") == b""
        assert archive.xml("b") is None


def test_check_size__large_upload_is_refused_without_opening_it(tmp_path, monkeypatch):
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(200 * door.MEGABYTE)
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: pytest.fail("the file was opened"))
    with pytest.raises(UnreadableDocument, match="200 MB; at most 25 MB"):
        door.check_size(path)


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
        b"<x>" * 300 + b"</x>" * 300,
        b"<x>",
        b"",
        b"\x00\x01",
    ],
    ids=["entity bomb", "outside entity", "too deep", "unclosed", "empty", "no xml"],
)
def test_parse_xml__hostile_or_broken_is_refused(content):
    with pytest.raises(UnreadableDocument):
        door.parse_xml(content)
