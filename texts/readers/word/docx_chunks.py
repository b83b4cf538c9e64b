"""Documents that a Word file takes in as they are: each is shown where its `w:altChunk` stands."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from email.parser import BytesParser

from lxml import etree

from texts.cleaning import file_line
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.patterns import has_words
from texts.readers.rtf_words import MAGIC, rtf_words
from texts.readers.word.ooxml import Package, Relation, r
from texts.source import Beside, SourceDocument, SourceLine, UnreadableDocument

ChunkReader = Callable[[bytes, str], SourceDocument]
"""Reads the content of a part, called so in the file; raises `UnreadableDocument`."""
_MOST = 20
_MOST_PARTS = 4
_IS_ARCHIVE = re.compile(rb"\s{0,20}MIME-Version:", re.IGNORECASE)


class Chunks:
    """The documents that a part takes in, each read where it stands."""

    def __init__(
        self, package: Package, relations: Mapping[str, Relation], read: ChunkReader | None
    ):
        self.documents: list[SourceDocument] = []
        self._package = package
        self._relations = relations
        self._read = read
        self._unread: list[str] = []
        self.beside: list[Beside] = []
        """The words of those that cannot be read."""

    def lines(self, element: etree._Element) -> Iterator[SourceLine]:
        """The lines of the document that stands here; none where it cannot be read."""
        relation = self._relations.get(element.get(r("id"), ""))
        if relation is None:
            return
        document = self._document(relation)
        if document is None:
            self._unread.append(posixpath.basename(relation.target))
            return
        self.documents.append(document)
        yield from document.lines

    def warnings(self) -> list[KeptWords]:
        warnings = [warning for document in self.documents for warning in document.warnings]
        if self._unread:
            warnings.append(
                _(
                    "Documents inside the file were not read: %(names)s. Open the file in Word,"
                    " save it under a new name, and upload that.",
                    names=", ".join(self._unread[:5]),
                )
            )
        return warnings

    def _document(self, relation: Relation) -> SourceDocument | None:
        too_many = len(self.documents) + len(self._unread) >= _MOST
        if self._read is None or too_many or relation.external:
            return None
        content, name = self._package.archive.read(relation.target), relation.target
        if content.startswith(MAGIC):
            lines = map(file_line, rtf_words(content).splitlines())
            self.beside += [Beside(line, "part", name) for line in lines if has_words(line)]
            return None
        try:
            return self._read(web_page(content), posixpath.basename(name))
        except UnreadableDocument:
            return None


def web_page(content: bytes) -> bytes:
    """The page of a web archive (.mht), which Word takes in as well; any other content as it is."""
    if not _IS_ARCHIVE.match(content) or content.count(b"multipart/") > _MOST_PARTS:
        return content
    for part in BytesParser().parsebytes(content).walk():
        page = part.get_payload(decode=True)
        if part.get_content_type() == "text/html" and isinstance(page, bytes):
            return _in_utf8(page, part.get_content_charset("utf-8"))
    return content


def _in_utf8(page: bytes, charset: str) -> bytes:
    try:
        return page.decode(charset, "replace").encode()
    except LookupError:
        return page
