"""What a file is, by its content, and what the editor is told of what there is no reader for."""

import struct
from pathlib import Path

import pytest

from tests.texts.readers.archives import zipped
from texts.readers import door, kinds
from texts.readers.kinds import Kind
from texts.source import UnreadableDocument

WORD_TYPE = (
    '<Types><Override PartName="/word/document2.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
ODT_TYPE = "application/vnd.oasis.opendocument.text"
OLE = kinds.OLE_MAGIC + bytes(504)


def kind_of(tmp_path: Path, content: bytes, name: str = "policy.docx") -> Kind:
    path = tmp_path / "upload"
    path.write_bytes(content)
    door.check_size(path)
    if not door.is_archive(path):
        return kinds.kind_of_text(content, name)
    with door.Archive(path) as archive:
        return kinds.kind_of_archive(archive)


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
def test_kind_of__goes_by_content(tmp_path, content, name, kind):
    assert kind_of(tmp_path, content, name) == kind


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
def test_kind_of__what_cannot_be_read_says_what_to_do(tmp_path, content, advice):
    with pytest.raises(UnreadableDocument, match=advice):
        kind_of(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"word " * 500_000, "a.txt"), (b"<!doctype html>" + b"<p><b>x</b>" * 150_000, "a.html")],
)
def test_kind_of__overlong_text_is_refused(tmp_path, content, name):
    with pytest.raises(UnreadableDocument, match="too long"):
        kind_of(tmp_path, content, name)


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
    decoded, warnings = kinds.decode_text(content)
    assert decoded == text
    assert bool(warnings) is warned
