"""The one door for files: what is let in of an archive and of its XML, whatever the format.

Nothing here trusts a name, a declared size or a document: a file is measured before it is opened,
an archive before it is unpacked, and no entity, relationship or address is ever resolved.

========== ==================================================================================
a file     1 byte to `MAX_BYTES`
an archive at most `MAX_MEMBERS` members, stored or deflated, none under a password, together
           `MAX_UNPACKED`, and above `RATIO_FLOOR` at most `MAX_RATIO` times what is packed
a part     at most `MAX_XML_PART`, and no more of it than the archive's directory says;
           `MAX_XML_TAGS` opening and closing tags, and as many attributes
a picture  at most `MAX_PICTURE`
a document at most `MAX_LINES` paragraphs, items and cells
XML        no document type, so no entity; nothing is loaded; depth and size as libxml2
           limits them; comments and processing instructions are left out
========== ==================================================================================

Whatever else comes is refused with `UnreadableDocument`, which says what to do.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self

from lxml import etree

from texts.cleaning import has_direction_controls
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.source import UnreadableDocument

MEGABYTE = 1024 * 1024
MAX_BYTES = 25 * MEGABYTE
MAX_UNPACKED = 200 * MEGABYTE
MAX_XML_PART = 40 * MEGABYTE
MAX_PICTURE = MAX_BYTES
MAX_XML_TAGS = 1_000_000
MAX_LINES = 40_000
"""Twice what the longest act has where each printed line is a paragraph of its own."""
MAX_MEMBERS = 5_000
MAX_RATIO = 150
"""Unpacked over packed size; checked above `RATIO_FLOOR`, since short XML packs very well."""
RATIO_FLOOR = 20 * MEGABYTE
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
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


def check_size(path: Path, max_bytes: int = MAX_BYTES) -> int:
    """The file's size in bytes, read from the directory alone.

    Raises `UnreadableDocument` for an empty file and one that is too large.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocument(_("The file is empty. Choose the file that holds the text."))
    if size > max_bytes:
        raise UnreadableDocument(
            _(
                "The file has %(size)d MB; at most %(limit)d MB can be imported."
                " Compress or remove its pictures, or split it, and try again.",
                size=-(-size // MEGABYTE),
                limit=max_bytes // MEGABYTE,
            )
        )
    return size


def is_archive(path: Path) -> bool:
    """Whether the file begins as a zip archive does."""
    with path.open("rb") as file:
        return file.read(4) in MAGIC


class Archive:
    """The parts of an archive, opened once and its directory checked; use it in a `with`.

    Opening and every reading raise `UnreadableDocument` where the archive is damaged, locked or
    more than is let in.
    """

    def __init__(self, file: Path | BytesIO) -> None:
        try:
            self._zip = zipfile.ZipFile(file)
        except _ZIP_ERRORS as error:
            raise damaged() from error
        self.names = frozenset(self._zip.namelist())
        try:
            _check_directory(self._zip.infolist())
        except UnreadableDocument:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def read(self, name: str, limit: int = MAX_XML_PART) -> bytes:
        """A part's bytes, never more than `limit`; none where the archive has no such part.

        Raises `UnreadableDocument` where it is larger, or damaged.

        Python reads no more of a member than its declared size, so the checks on declared sizes
        hold while reading too.
        """
        if name not in self.names:
            return b""
        try:
            with self._zip.open(name) as file:
                content = file.read(limit + 1)
        except _ZIP_ERRORS as error:
            raise damaged() from error
        if len(content) > limit:
            raise too_much()
        return content

    def xml(self, name: str) -> etree._Element | None:
        """The root of a part; None where the archive has no such part."""
        return parse_xml(self.read(name)) if name in self.names else None


def parse_xml(content: bytes) -> etree._Element:
    """The root element; no entity is expanded, nothing is loaded, depth and size stay limited.

    Raises `UnreadableDocument` where it is no XML, or brings a DTD, or has too many elements.
    """
    if content.count(b"<") > MAX_XML_TAGS or content.count(b"=") > MAX_XML_TAGS:
        raise too_long()
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
        raise damaged() from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument(
            _(
                "The file defines XML entities, which no word processor writes."
                " Open it in Word or LibreOffice and save it again."
            )
        )
    return root


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if any(member.flag_bits & 0x1 for member in members):
        raise locked()
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED:
        raise too_much()
    if unpacked > RATIO_FLOOR and unpacked > MAX_RATIO * max(packed, 1):
        raise too_much()
    if any(
        member.file_size > MAX_XML_PART and member.filename.endswith(".xml") for member in members
    ):
        raise too_much()
    if any(member.compress_type not in _METHODS for member in members):
        raise damaged()


def damaged() -> UnreadableDocument:
    """For a file that is broken or lacks a part."""
    return UnreadableDocument(
        _(
            "The file is damaged or incomplete. Open it in Word or LibreOffice, save it under a new"
            " name, and upload that; if it does not open there either, ask for another copy."
        )
    )


def locked() -> UnreadableDocument:
    """For a file under a password."""
    return UnreadableDocument(
        _(
            "The file is protected by a password. Open it in Word or LibreOffice, remove the"
            " password, save it, and upload it again."
        )
    )


def direction_warnings(text: str) -> list[KeptWords]:
    """What the editor should know where a file's own words turn the direction of writing."""
    if not has_direction_controls(text):
        return []
    return [
        _(
            "Hidden characters that turn the direction of writing were taken out."
            " Check that titles read as they should."
        )
    ]


def check_lines(count: int) -> None:
    """Raises `UnreadableDocument` where a document has more paragraphs than can be one policy."""
    if count > MAX_LINES:
        raise too_long()


def too_long() -> UnreadableDocument:
    """For a text that is longer than one policy."""
    return UnreadableDocument(
        _("The text is too long to be one policy. Split it into several files.")
    )


def too_much() -> UnreadableDocument:
    """For a file that holds more than is let in."""
    return UnreadableDocument(
        _(
            "Unpacked, the file is far larger than a document should be. Remove embedded files and"
            " large pictures, save it under a new name, and upload that."
        )
    )
