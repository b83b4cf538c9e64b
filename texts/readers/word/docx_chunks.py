"""Documents that a Word file takes in as they are: each is shown where its `w:altChunk` stands."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping

from django.utils.translation import gettext as _
from lxml import etree

from texts.readers.word.ooxml import Package, Relation, r
from texts.source import SourceDocument, SourceLine, UnreadableDocument

ChunkReader = Callable[[bytes, str], SourceDocument]
"""Reads the content of a part, called so in the file; raises `UnreadableDocument`."""
_MOST = 20


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

    def warnings(self) -> list[str]:
        warnings = [warning for document in self.documents for warning in document.warnings]
        if self._unread:
            warnings.append(
                _(
                    "Documents inside the file were not read: %(names)s. Open the file in Word,"
                    " save it under a new name, and upload that."
                )
                % {"names": ", ".join(self._unread[:5])}
            )
        return warnings

    def _document(self, relation: Relation) -> SourceDocument | None:
        too_many = len(self.documents) + len(self._unread) >= _MOST
        if self._read is None or too_many or relation.external:
            return None
        content = self._package.archive.read(relation.target)
        try:
            return self._read(content, posixpath.basename(relation.target))
        except UnreadableDocument:
            return None
