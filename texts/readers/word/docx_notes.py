"""Footnotes and endnotes of a Word file."""

from __future__ import annotations

from lxml import etree

from texts.readers.line_builder import kept_runs
from texts.readers.looks import RunLook
from texts.readers.word.docx_runs import RunReader
from texts.readers.word.docx_words import note_elements
from texts.readers.word.ooxml import Package, WordStyles, w
from texts.runs import to_html


class Notes:
    """The notes of a document by kind and id: ("footnote", "2")."""

    def __init__(self, package: Package, part: str, styles: WordStyles):
        self.elements: dict[tuple[str, str], etree._Element] = {}
        self.parts: list[str] = []
        self._readers: dict[str, RunReader] = {}
        self._read: dict[tuple[str, str], str] = {}
        for kind in ("footnote", "endnote"):
            name = package.related_name(part, f"/{kind}s")
            if name:
                self.parts.append(name)
                self.elements |= note_elements(package.xml(name), kind)
                self._readers[kind] = RunReader(package.relations(name), styles)

    def html(self, note: tuple[str, str]) -> str:
        """The note's paragraphs; empty where the file cites a note that it does not have."""
        if note not in self._read:
            self._read[note] = self._html(note)
        return self._read[note]

    def _html(self, note: tuple[str, str]) -> str:
        element = self.elements.get(note)
        if element is None:
            return ""
        paragraphs = []
        for paragraph in element.iter(w("p")):
            pieces, _boxes = self._readers[note[0]].read(paragraph, RunLook())
            html = to_html(kept_runs(piece.run for piece in pieces))
            if html:
                paragraphs.append(f"<p>{html}</p>")
        return "".join(paragraphs)
