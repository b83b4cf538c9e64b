"""What is refused, and what the editor is told to do about it."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from texts.readers import door
from texts.readers.door import Kind
from texts.source import UnreadableDocument

WORD_TYPE = (
    '<Types><Override PartName="/word/document2.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
OLE = door.OLE_MAGIC + bytes(504)


def zipped(members: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def sniff(tmp_path: Path, content: bytes, name: str = "policy.docx") -> Kind:
    path = tmp_path / "upload"
    path.write_bytes(content)
    door.check_size(path)
    return door.sniff(path, name)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (zipped({"word/document.xml": "<x/>"}), "a.docx", Kind.DOCX),
        (zipped({"word/document.xml": "<x/>"}), "a.txt", Kind.DOCX),
        (
            zipped({"[Content_Types].xml": WORD_TYPE, "word/document2.xml": "<x/>"}),
            "a.docx",
            Kind.DOCX,
        ),
        (zipped({"mimetype": ODT_TYPE, "content.xml": "<x/>"}), "a.odt", Kind.ODT),
        (b"<!DOCTYPE html><p>Scope</p>", "a.docx", Kind.HTML),
        (b"<!-- saved -->\n<html lang=en><p>Scope</p>", "a.txt", Kind.HTML),
        (b"<h1>Scope</h1>", "a.htm", Kind.HTML),
        (b"no markup at all", "a.html", Kind.TEXT),
        (b"# Scope\n\nwords", "a.md", Kind.MARKDOWN),
        (b"# Scope\n\nwords", "a.txt", Kind.TEXT),
        (b"# Scope\n\nwords", "upload", Kind.MARKDOWN),
        (b"Scope\n\nwords", "a.docx", Kind.TEXT),
        ("\ufeffScope".encode("utf-16"), "a.txt", Kind.TEXT),
        (b"1. Sco\x00pe of the policy, \x0b with a stray byte", "a.txt", Kind.TEXT),
        ("BMI is a number; \u0645\u0631\u062d\u0628\u0627".encode(), "a.txt", Kind.TEXT),
    ],
)
def test_sniff__goes_by_content(tmp_path, content, name, kind):
    assert sniff(tmp_path, content, name) == kind


@pytest.mark.parametrize(
    ("content", "advice"),
    [
        (b"", "empty"),
        (b" \r\n\t\x00\n", "holds no text"),
        (b"\xef\xbb\xbf\n", "holds no text"),
        (b"%PDF-1.7\n...", "Open it in Word"),
        (b"{\\rtf1 hello}", "save it as .docx"),
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "picture"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "picture"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture"),
        (b"BM" + struct.pack("<IHHI", 70, 0, 0, 54) + bytes(40), "picture"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(20), "picture"),
        (OLE + "WordDocument".encode("utf-16-le"), "save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "remove the password"),
        (OLE + "Workbook".encode("utf-16-le"), "old kind"),
        (b"\x1f\x8b\x08" + bytes(20), "archive"),
        (b"Rar!\x1a\x07\x00", "archive"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related", ".mht"),
        (b"<?xml version='1.0'?><pkg:package xmlns:pkg='x'/>", "single XML file"),
        (b"<?xml version='1.0'?><office:document/>", "single XML file"),
        (bytes(range(256)) * 8, "not a text document"),
        ("A scope".encode("utf-16-le"), "not a text document"),
        (b"PK\x03\x04 and then nothing of a zip", "damaged"),
        (zipped({"word/styles.xml": "<x/>"}), "damaged"),
        (zipped({"[Content_Types].xml": WORD_TYPE}), "damaged"),
        (zipped({"mimetype": ODT_TYPE, "styles.xml": "<x/>"}), "damaged"),
        (zipped({"xl/workbook.xml": "<x/>"}), "spreadsheet"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "spreadsheet"),
        (zipped({"a.docx": b"x"}), "archive"),
        (zipped({}), "archive"),
        (
            zipped(
                {
                    "mimetype": ODT_TYPE,
                    "content.xml": "x",
                    "META-INF/manifest.xml": "<manifest:encryption-data/>",
                }
            ),
            "remove the password",
        ),
    ],
)
def test_sniff__what_cannot_be_read_says_what_to_do(tmp_path, content, advice):
    with pytest.raises(UnreadableDocument, match=advice):
        sniff(tmp_path, content)


def test_sniff__truncated_archive_is_damaged(tmp_path):
    content = zipped({"word/document.xml": os.urandom(5000)})
    with pytest.raises(UnreadableDocument, match="damaged"):
        sniff(tmp_path, content[:3000])


def test_sniff__locked_zip_member_asks_to_remove_the_password(tmp_path):
    content = bytearray(zipped({"word/document.xml": "<x/>"}))
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(UnreadableDocument, match="remove the password"):
        sniff(tmp_path, bytes(content))


@pytest.mark.parametrize(
    "members",
    [
        {"word/document.xml": bytes(41 * door.MEGABYTE)},
        {"word/document.xml": b"<x/>", "word/media/image1.png": bytes(60 * door.MEGABYTE)},
        {"word/document.xml": b"<x/>"} | {f"word/{n}.bin": b"" for n in range(5_001)},
    ],
    ids=["one huge part", "too well packed", "too many members"],
)
def test_sniff__zip_bomb_is_refused_unread(tmp_path, members):
    with pytest.raises(UnreadableDocument, match="far larger"):
        sniff(tmp_path, zipped(members))


def test_read_part__a_member_larger_than_it_says_is_damaged(tmp_path):
    content = bytearray(zipped({"word/document.xml": b"a" * 100_000}))
    central = content.index(b"PK\x01\x02")
    content[central + 24 : central + 28] = struct.pack("<I", 10)
    path = tmp_path / "lying.docx"
    path.write_bytes(content)
    with door.open_archive(path) as archive, pytest.raises(UnreadableDocument, match="damaged"):
        door.read_part(archive, "word/document.xml")


def test_read_part__over_the_limit_is_refused(tmp_path):
    path = tmp_path / "large.docx"
    path.write_bytes(zipped({"word/document.xml": b"a" * 100}))
    with door.open_archive(path) as archive, pytest.raises(UnreadableDocument, match="larger"):
        door.read_part(archive, "word/document.xml", limit=99)


def test_check_size__large_upload_is_refused_without_opening_it(tmp_path, monkeypatch):
    path = tmp_path / "large.docx"
    with path.open("wb") as file:
        file.truncate(200 * door.MEGABYTE)
    monkeypatch.setattr(Path, "open", lambda *args, **kwargs: pytest.fail("the file was opened"))
    with pytest.raises(UnreadableDocument, match="200 MB; at most 25 MB"):
        door.check_size(path)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"word " * 500_000, "a.txt"), (b"<!doctype html>" + b"<p><b>x</b>" * 150_000, "a.html")],
)
def test_sniff__overlong_text_is_refused(tmp_path, content, name):
    with pytest.raises(UnreadableDocument, match="too long"):
        sniff(tmp_path, content, name)


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


@pytest.mark.parametrize(
    ("content", "text", "warned"),
    [
        ("Ushirikishwaji \u2014 é".encode(), "Ushirikishwaji \u2014 é", False),
        ("\ufeffé".encode(), "é", False),
        ("é".encode("utf-16"), "é", False),
        (b"\xfe\xff\x00\xe9", "é", False),
        (b"caf\xe9 \x93quoted\x94", "café “quoted”", True),
        (b'<meta charset="iso-8859-15"><p>\xa4', '<meta charset="iso-8859-15"><p>€', False),
        (b"\x81", "\ufffd", True),
    ],
)
def test_decode_text__falls_back_with_a_warning(content, text, warned):
    decoded, warnings = door.decode_text(content)
    assert decoded == text
    assert bool(warnings) is warned


def test_has_direction_controls__overrides_but_not_scripts():
    assert door.has_direction_controls("pay \u202e00,1")
    assert not door.has_direction_controls(
        "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd"
    )
