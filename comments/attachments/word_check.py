"""Word documents from anybody: let in where they are nothing else, and run and fetch nothing."""

import re
import struct
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

from comments.attachments.refusal import RefusedFile
from texts.readers.door import Archive
from texts.source import UnreadableDocument

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES, _DOCUMENT = "[Content_Types].xml", "word/document.xml"
_ENDINGS = (
    *(".xml", ".rels", ".odttf"),
    *(".png", ".jpg", ".jpeg", ".jfif", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".wdp"),
)
_OTHER_FILES = re.compile(r"word/(?:embeddings|activex)/|vba", re.IGNORECASE)
_RUNS = re.compile(r"\bDDE(?:AUTO)?\b|\bMACROBUTTON\b", re.IGNORECASE)
_END = struct.Struct("<4s4H2LH")


def checked_docx(content: bytes) -> bytes:
    """The same file. Raises `RefusedFile` where it is broken, locked, active or two things."""
    if not _is_one_archive(content):
        raise _unfit()
    try:
        with Archive(BytesIO(content)) as archive:
            is_fit = _is_plain(archive) and not any(map(_starts_something, _parts(archive)))
    except UnreadableDocument:
        raise _unfit() from None
    if not is_fit:
        raise _unfit()
    return content


def _is_one_archive(content: bytes) -> bool:
    """Whether the archive is all of the file: nothing before it, between its parts' end, after."""
    if len(content) < _END.size:
        return False
    sign, _disk, _first, _here, _all, size, start, comment = _END.unpack(content[-_END.size :])
    return sign == b"PK\x05\x06" and not comment and start + size + _END.size == len(content)


def _is_plain(archive: Archive) -> bool:
    types = archive.xml(_TYPES)
    named = [each.get("ContentType", "") for each in types] if types is not None else []
    return (
        _DOCUMENT in archive
        and _MAIN in named
        and not any("macro" in each.lower() for each in named)
        and all(map(_is_usual, archive.names))
    )


def _is_usual(name: str) -> bool:
    return name.lower().endswith(("/", *_ENDINGS)) and not _OTHER_FILES.search(name)


def _parts(archive: Archive) -> Iterator[etree._Element]:
    for name in sorted(archive.names):
        root = archive.xml(name) if name.endswith((".xml", ".rels")) else None
        if root is not None:
            yield root


def _starts_something(root: etree._Element) -> bool:
    """Whether a part fetches what is elsewhere, or has a field that acts."""
    return any(map(_fetches, root.iter("{*}Relationship"))) or any(
        _RUNS.search(" ".join([each.text or "", *map(str, each.attrib.values())]))
        for each in root.iter("{*}instrText", "{*}fldSimple")
    )


def _fetches(relation: etree._Element) -> bool:
    """Unlike a link, which waits to be pressed."""
    is_elsewhere = relation.get("TargetMode") == "External"
    return is_elsewhere and not relation.get("Type", "").endswith("/hyperlink")


def _unfit() -> RefusedFile:
    return RefusedFile(
        _(
            "This Word document is damaged, or under a password, or holds macros or other files."
            " Save it as a PDF, and send that."
        )
    )
