"""Decide what a file is by its content, and refuse what there is no reader for.

A name decides only between kinds of plain text.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.readers.door import MEGABYTE, Archive, damaged, locked, too_long
from texts.source import UnreadableDocument

MAX_TEXT_BYTES = 2 * MEGABYTE
"""Plain text and Markdown; some 300,000 words, more than ten times the longest bill."""
MAX_TEXT_LINES = 200_000
"""Lines as typed, blank ones too."""
MAX_TAGS = 200_000
"""Tags of an HTML page, opening and closing; Word exports a long bill with half of that."""
MAX_MARKUP = 6_000_000
"""Characters of an HTML page besides the pictures in it."""
MAX_ATTRIBUTES = 100
"""Attributes of one tag; libxml2 compares each with every other."""
MAX_CONTROL_SHARE = 0.1
HEAD_BYTES = 4096

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODF = "application/vnd.oasis.opendocument."
WORD_PART = "word/document.xml"
ODT_PART = "content.xml"
CONTENT_TYPES = "[Content_Types].xml"


class Kind(StrEnum):
    """The formats there is a reader for."""

    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"


ENDINGS = {
    ".docx": Kind.DOCX,
    ".docm": Kind.DOCX,
    ".dotx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".ott": Kind.ODT,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
}
_IMAGE_MAGIC = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"II*\x00",
    b"MM\x00*",
)
_ARCHIVE_MAGIC = (
    b"\x1f\x8b",
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"BZh9",
    b"\xfd7zXZ\x00",
)
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAG = re.compile(
    r"<(?:p|div|h[1-6]|table|[uo]l|body|span|br|article|section)\b", re.IGNORECASE
)
_MARKDOWN_HEADING = re.compile(r"^#{1,6} +\S", re.MULTILINE)
_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHARSETS = {
    "windows-1252": "cp1252",
    "iso-8859-1": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_MAIN_PART = re.compile(
    r'PartName="(/word/[^"]{1,100})"\s+ContentType="[^"]{1,100}(?:document|template)'
    r'(?:\.macroEnabled(?:Template)?)?\.main\+xml"'
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_PICTURE_DATA = re.compile(r"base64,[A-Za-z0-9+/=\s]*+")
_NAME = r"[^\s/>=]{0,200}+"
_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\s>]{0,200}+)"
_ATTRIBUTE = rf"[\s/]*+[^\s/>]{_NAME}(?:\s*+=\s*+{_VALUE})?+"
_TOO_MANY_ATTRIBUTES = re.compile(rf"<[A-Za-z]{_NAME}(?:{_ATTRIBUTE}){{{MAX_ATTRIBUTES + 1}}}")


def kind_of_archive(archive: Archive) -> Kind:
    """Word or OpenDocument.

    Raises `UnreadableDocument` for an archive that is neither, or holds one that is locked.
    """
    names = archive.names
    mimetype = archive.read("mimetype", 200).decode("ascii", "replace").strip()
    if _is_word(archive):
        return Kind.DOCX
    if mimetype.startswith(ODF + "text"):
        if ODT_PART not in names:
            raise damaged()
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise locked()
        return Kind.ODT
    if any(name.startswith(("xl/", "ppt/")) for name in names) or mimetype.startswith(ODF):
        raise UnreadableDocument(
            _(
                "This is a spreadsheet, presentation or drawing. Put its text into a Word or"
                " LibreOffice text document and upload that."
            )
        )
    if CONTENT_TYPES in names or any(name.startswith("word/") for name in names):
        raise damaged()
    raise _foreign_archive()


def _is_word(archive: Archive) -> bool:
    """Whether there is a text part: by its usual name, or by the name the package gives it."""
    if WORD_PART in archive:
        return True
    types = archive.read(CONTENT_TYPES).decode("utf-8", "ignore")
    return any(part.lstrip("/") in archive for part in _MAIN_PART.findall(types))


def kind_of_text(content: bytes, filename: str) -> Kind:
    """HTML, Markdown or plain text.

    Raises `UnreadableDocument` for what is no text, holds none, or too much of it.
    """
    if content.startswith(OLE_MAGIC):
        _refuse_ole(content)
    _refuse_foreign(content[:HEAD_BYTES])
    text, _warnings = decode_text(content)
    sample = text[: 64 * 1024]
    if not sample.strip("\x00 \t\r\n\f\ufeff") and not text.strip("\x00 \t\r\n\f\ufeff"):
        raise UnreadableDocument(_("The file holds no text. Choose the file that holds the text."))
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if strange > MAX_CONTROL_SHARE * len(sample):
        raise UnreadableDocument(
            _("This is not a text document. Save the text as .docx, .odt or .txt and upload that.")
        )
    kind = _kind_by_markup(sample, named_kind(filename))
    if _is_too_long_html(text) if kind == Kind.HTML else _is_too_long(content, text):
        raise too_long()
    return kind


def _is_too_long(content: bytes, text: str) -> bool:
    return len(content) > MAX_TEXT_BYTES or len(text.splitlines()) > MAX_TEXT_LINES


def _is_too_long_html(text: str) -> bool:
    if text.count("<") > MAX_TAGS or len(_PICTURE_DATA.sub("", text)) > MAX_MARKUP:
        return True
    return _TOO_MANY_ATTRIBUTES.search(text) is not None


def named_kind(filename: str) -> Kind | None:
    """The kind that the ending of a name promises; None for an ending without a reader."""
    return ENDINGS.get(Path(filename).suffix.lower())


def decode_text(content: bytes) -> tuple[str, list[KeptWords]]:
    """Text of a file of unknown encoding, with what to tell the editor.

    A byte order mark decides; then UTF-8; then what an HTML file declares; then Windows-1252.
    """
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe\x00\x00", "utf-32"),
        (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
    ):
        if content.startswith(mark):
            return content.decode(encoding, "replace"), []
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    declared = _CHARSET.search(content[:HEAD_BYTES])
    name = declared.group(1).decode("ascii").lower() if declared else ""
    if name in _CHARSETS:
        return content.decode(_CHARSETS[name], "replace"), []
    warning = _(
        "The file is not in UTF-8; it was read as Western European (Windows-1252)."
        " Check accented letters, quotation marks and dashes."
    )
    return content.decode("cp1252", "replace"), [warning]


def _refuse_ole(content: bytes) -> None:
    """Old Office containers: an encrypted .docx is one as well."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise locked()
    if "WordDocument".encode("utf-16-le") in content:
        raise UnreadableDocument(
            _("This is a Word file of the old kind (.doc). Open it in Word and save it as .docx.")
        )
    raise UnreadableDocument(
        _("This is an Office file of the old kind without a text. Save the text as .docx.")
    )


def _refuse_foreign(head: bytes) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in head[:1024]:
        raise UnreadableDocument(
            _("This is a PDF. Open it in Word, check the text, and save it as .docx.")
        )
    if start.startswith(b"{\\rtf"):
        raise UnreadableDocument(
            _("This is an RTF file. Open it in Word or LibreOffice and save it as .docx.")
        )
    if _is_image(head):
        raise UnreadableDocument(
            _(
                "This is a picture. A scanned page must first become text: type it, or use text"
                " recognition, and save it as .docx."
            )
        )
    if head.startswith(_ARCHIVE_MAGIC):
        raise _foreign_archive()
    lowered = start[:2000].lower()
    if b"<pkg:package" in lowered or b"<w:worddocument" in lowered or b"<office:doc" in lowered:
        raise UnreadableDocument(
            _("This is a document in a single XML file. Open it and save it as .docx or .odt.")
        )
    if lowered.startswith(b"mime-version:"):
        raise UnreadableDocument(
            _("This is a saved web page or e-mail (.mht). Open it in Word and save it as .docx.")
        )


def _is_image(head: bytes) -> bool:
    if head.startswith(_IMAGE_MAGIC) or head[4:12] in {
        b"ftypheic",
        b"ftypmif1",
        b"ftypavif",
    }:
        return True
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return True
    return head.startswith(b"BM") and head[6:10] == b"\x00\x00\x00\x00"


def _kind_by_markup(sample: str, named: Kind | None) -> Kind:
    if _HTML_START.match(sample):
        return Kind.HTML
    if named == Kind.HTML and _HTML_TAG.search(sample):
        return Kind.HTML
    if named in {Kind.MARKDOWN, Kind.TEXT}:
        return named
    return Kind.MARKDOWN if _MARKDOWN_HEADING.search(sample) else Kind.TEXT


def _foreign_archive() -> UnreadableDocument:
    return UnreadableDocument(
        _("This is an archive. Unpack it and upload the document that is inside.")
    )
