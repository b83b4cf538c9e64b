"""Decide what a file is by its content, and refuse what cannot or must not be read.

Nothing here trusts a name, a declared size or an XML document: files are measured before they are
read, archives before they are unpacked, and no entity, relationship or address is ever resolved.
"""

from __future__ import annotations

import html
import re
import struct
import zipfile
import zlib
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from lxml import etree

from texts.source import UnreadableDocument

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_TEXT_BYTES = 2 * MEGABYTE
"""Plain text and Markdown; some 300,000 words, more than ten times the longest bill."""
MAX_TAGS = 400_000
"""Tags of an HTML page, opening and closing; Word exports a long bill with a fifth of that."""
MAX_UNPACKED = 200 * MEGABYTE
MAX_XML_PART = 40 * MEGABYTE
MAX_MEMBERS = 5_000
MAX_RATIO = 150
"""Unpacked over packed size; checked above `RATIO_FLOOR`, since short XML packs very well."""
RATIO_FLOOR = 20 * MEGABYTE
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
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
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
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_size(path: Path, max_bytes: int = MAX_BYTES) -> int:
    """The file's size in bytes, read from the directory alone; refuses empty and too large."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(_("The file is empty. Choose the file that holds the text."))
    if size > max_bytes:
        raise UnreadableDocument(
            _(
                "The file has %(size)d MB; at most %(limit)d MB can be imported."
                " Compress or remove its pictures, or split it, and try again."
            )
            % {"size": -(-size // MEGABYTE), "limit": max_bytes // MEGABYTE}
        )
    return size


def sniff(path: Path, filename: str) -> Kind:
    """What the file is by its content; the name decides only between kinds of plain text."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _sniff_archive(path)
    if head.startswith(OLE_MAGIC):
        _refuse_ole(path)
    _refuse_foreign(head)
    return _sniff_text(path, filename)


def named_kind(filename: str) -> Kind | None:
    """The kind that the ending of a name promises; None for an ending without a reader."""
    return ENDINGS.get(Path(filename).suffix.lower())


def open_archive(path: Path) -> zipfile.ZipFile:
    """A zip whose directory has been checked; use it in a `with`, and read with `read_part`."""
    try:
        archive = zipfile.ZipFile(path)
    except _ZIP_ERRORS as error:
        raise UnreadableDocument(_damaged()) from error
    try:
        _check_directory(archive)
    except UnreadableDocument:
        archive.close()
        raise
    return archive


def read_part(archive: zipfile.ZipFile, name: str, limit: int = MAX_XML_PART) -> bytes:
    """One member's bytes, never more than `limit`; KeyError where there is no such member.

    Python reads no more of a member than its declared size, so the checks on declared sizes hold
    while reading too.
    """
    member = archive.getinfo(name)
    try:
        with archive.open(member) as file:
            content = file.read(limit + 1)
    except _ZIP_ERRORS as error:
        raise UnreadableDocument(_damaged()) from error
    if len(content) > limit:
        raise UnreadableDocument(_too_much())
    return content


def parse_xml(content: bytes) -> etree._Element:
    """The root element; no entity is expanded, nothing is loaded, depth and size stay limited."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(_damaged()) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument(
            _(
                "The file defines XML entities, which no word processor writes."
                " Open it in Word or LibreOffice and save it again."
            )
        )
    return root


def decode_text(content: bytes) -> tuple[str, list[str]]:
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


def has_direction_controls(text: str) -> bool:
    """Whether characters that turn the direction of writing stand in the text.

    They can make a title read otherwise than it is stored, so `clean_text` takes them out; right-
    to-left scripts need none of them and stay.
    """
    return _DIRECTION.search(text) is not None


def main_part_text(path: Path, kind: Kind) -> str:
    """The markup that holds a word processor file's text, for a search in it."""
    name = WORD_PART if kind == Kind.DOCX else ODT_PART
    with open_archive(path) as archive:
        if name not in archive.namelist():
            return ""
        return html.unescape(read_part(archive, name).decode("utf-8", "ignore"))


def _check_directory(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 0x1 for member in members):
        raise UnreadableDocument(_locked())
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise UnreadableDocument(_too_much())
    if unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1):
        raise UnreadableDocument(_too_much())
    if any(
        member.file_size > MAX_XML_PART and member.filename.endswith(".xml") for member in members
    ):
        raise UnreadableDocument(_too_much())
    if any(
        member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for member in members
    ):
        raise UnreadableDocument(_damaged())


def _sniff_archive(path: Path) -> Kind:
    with open_archive(path) as archive:
        names = set(archive.namelist())
        mimetype = ""
        if "mimetype" in names:
            mimetype = read_part(archive, "mimetype", 200).decode("ascii", "replace").strip()
        if _is_word(archive, names):
            return Kind.DOCX
        if mimetype.startswith(ODF + "text") and ODT_PART in names:
            _refuse_locked_odf(archive)
            return Kind.ODT
    if mimetype.startswith(ODF + "text"):
        raise UnreadableDocument(_damaged())
    if any(name.startswith(("xl/", "ppt/")) for name in names) or mimetype.startswith(ODF):
        raise UnreadableDocument(
            _(
                "This is a spreadsheet, presentation or drawing. Put its text into a Word or"
                " LibreOffice text document and upload that."
            )
        )
    if CONTENT_TYPES in names or any(name.startswith("word/") for name in names):
        raise UnreadableDocument(_damaged())
    raise UnreadableDocument(_archive())


def _is_word(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether there is a text part: by its usual name, or by the name the package gives it."""
    if WORD_PART in names:
        return True
    if CONTENT_TYPES not in names:
        return False
    types = read_part(archive, CONTENT_TYPES).decode("utf-8", "ignore")
    parts = _MAIN_PART.findall(types)
    return any(part.lstrip("/") in names for part in parts)


def _refuse_locked_odf(archive: zipfile.ZipFile) -> None:
    try:
        manifest = read_part(archive, "META-INF/manifest.xml")
    except KeyError:
        return
    if b"encryption-data" in manifest:
        raise UnreadableDocument(_locked())


def _refuse_ole(path: Path) -> None:
    """Old Office containers: an encrypted .docx is one as well."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise UnreadableDocument(_locked())
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
        raise UnreadableDocument(_archive())
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


def _sniff_text(path: Path, filename: str) -> Kind:
    content = path.read_bytes()
    text, _warnings = decode_text(content)
    sample = text[: 64 * 1024]
    if not sample.strip("\x00 \t\r\n\f\ufeff") and not text.strip("\x00 \t\r\n\f\ufeff"):
        raise UnreadableDocument(_("The file holds no text. Choose the file that holds the text."))
    strange = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if strange > MAX_CONTROL_SHARE * len(sample):
        raise UnreadableDocument(
            _("This is not a text document. Save the text as .docx, .odt or .txt and upload that.")
        )
    kind = _kind_of_text(sample, named_kind(filename))
    too_long = len(content) > MAX_TEXT_BYTES if kind != Kind.HTML else text.count("<") > MAX_TAGS
    if too_long:
        raise UnreadableDocument(
            _("The text is too long to be one policy. Split it into several files.")
        )
    return kind


def _kind_of_text(sample: str, named: Kind | None) -> Kind:
    if _HTML_START.match(sample):
        return Kind.HTML
    if named == Kind.HTML and _HTML_TAG.search(sample):
        return Kind.HTML
    if named in {Kind.MARKDOWN, Kind.TEXT}:
        return named
    return Kind.MARKDOWN if _MARKDOWN_HEADING.search(sample) else Kind.TEXT


def _damaged() -> str:
    return _(
        "The file is damaged or incomplete. Open it in Word or LibreOffice, save it under a new"
        " name, and upload that; if it does not open there either, ask for another copy."
    )


def _locked() -> str:
    return _(
        "The file is protected by a password. Open it in Word or LibreOffice, remove the password,"
        " save it, and upload it again."
    )


def _too_much() -> str:
    return _(
        "Unpacked, the file is far larger than a document should be. Remove embedded files and"
        " large pictures, save it under a new name, and upload that."
    )


def _archive() -> str:
    return _("This is an archive. Unpack it and upload the document that is inside.")
