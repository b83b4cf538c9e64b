"""PDF files from anybody: let in where they are nothing else, and start nothing."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from comments.attachments.refusal import RefusedFile

_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA|Encrypt)(?![\w.-])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER = re.compile(rb"/Filter\b")
_PACKED = re.compile(rb"/Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])")
_LINE_END = re.compile(rb"\r?\n?")
_DICTIONARY = 400  # bytes on either side of its type in which a dictionary says how it is packed
_TAIL = 1024
_MOST_UNPACKED = 30 * 1024 * 1024


def _name(name: bytes) -> re.Pattern[bytes]:
    """A name in a PDF, each of its letters as itself or as its number."""
    letters = (b"(?:%c|#%02x|#%02X)" % (each, each, each) for each in name)
    return re.compile(b"/" + b"".join(letters))


_OF_OBJECTS = _name(b"ObjStm")


def checked_pdf(content: bytes) -> bytes:
    """The same file. Raises `RefusedFile` where it is broken, locked, active or two things."""
    if not content[-_TAIL:].rstrip().endswith(b"%%EOF") or zipfile.is_zipfile(io.BytesIO(content)):
        raise _unfit()
    for part in _objects(content):
        if _ACTIVE.search(_ESCAPED.sub(_unescaped, part)):
            raise _unfit()
    return content


def _objects(content: bytes) -> Iterator[bytes]:
    """Where names of actions can stand: the file itself, and the objects that it has packed."""
    yield content
    room = _MOST_UNPACKED
    for kind in _OF_OBJECTS.finditer(content):
        begin = content.find(b"stream", kind.end())
        end = content.find(b"endstream", begin)
        if end < 0:
            raise _unfit()
        head = content[max(0, kind.start() - _DICTIONARY) : begin][: 2 * _DICTIONARY]
        packed = content[begin + len(b"stream") : end]
        unpacked = _unpacked(_ESCAPED.sub(_unescaped, head), packed, room)
        room -= len(unpacked)
        yield unpacked


def _unpacked(head: bytes, packed: bytes, room: int) -> bytes:
    if not _FILTER.search(head):
        return packed
    if not _PACKED.search(head):
        raise _unfit()
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(_LINE_END.sub(b"", packed, count=1), room + 1)
    except zlib.error:
        raise _unfit() from None
    if len(unpacked) > room:
        raise _unfit()
    return unpacked


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 16)])


def _unfit() -> RefusedFile:
    return RefusedFile(
        _(
            "This PDF is damaged, or under a password, or holds programs or other files."
            " Print it into a new PDF, and send that."
        )
    )
