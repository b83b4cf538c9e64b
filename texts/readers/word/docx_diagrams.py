"""The words of a Word file's diagrams (SmartArt), which lie in parts of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from texts.cleaning import file_line
from texts.readers.word.ooxml import Package, Relation, r
from texts.source import SourceLine

_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


class Diagrams:
    """Reads each diagram where it stands: a line for each paragraph of its shapes."""

    def __init__(self, package: Package, relations: Mapping[str, Relation]):
        self.roots: dict[str, etree._Element] = {}
        """By the name of its part."""
        self._package = package
        self._relations = relations

    def lines(self, paragraph: etree._Element) -> Iterator[SourceLine]:
        """The lines of the diagrams in a paragraph, in the order of their shapes."""
        for element in paragraph.iter(f"{_DIAGRAM}relIds"):
            relation = self._relations.get(element.get(r("dm"), ""))
            if relation is None or relation.external or relation.target in self.roots:
                continue
            root = self._package.xml(relation.target)
            if root is not None:
                self.roots[relation.target] = root
                yield from filter(None, map(_line, root.iter(f"{_A}p")))


def _line(paragraph: etree._Element) -> SourceLine | None:
    text = file_line("".join(item.text or "" for item in paragraph.iter(f"{_A}t")))
    return SourceLine(text=text) if text else None
