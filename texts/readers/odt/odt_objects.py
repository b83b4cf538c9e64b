"""Objects that an OpenDocument text holds in folders of their own: equations, charts."""

from __future__ import annotations

from lxml import etree

from texts.readers.door import Archive
from texts.readers.equations import mathml_text
from texts.readers.odt import odt_words
from texts.readers.odt.odt_styles import q
from texts.source import Beside

_MATH = "{http://www.w3.org/1998/Math/MathML}math"


class Objects:
    """The objects of a text, by the frames that hold them."""

    def __init__(self, archive: Archive):
        self.equations: dict[etree._Element, etree._Element] = {}
        """Frame → its equation."""
        self._archive = archive
        self._others: dict[str, etree._Element] = {}

    def equation(self, frame: etree._Element) -> str:
        """The equation that a frame holds, as a line; empty where it holds something else."""
        held = frame.find(q("draw:object"))
        if held is None:
            return ""
        name = held.get(q("xlink:href"), "").removeprefix("./").rstrip("/")
        root = held.find(_MATH)
        if root is None:
            root = self._archive.xml(f"{name}/content.xml")
        if root is None:
            return ""
        if root.tag != _MATH:
            self._others[name] = root
            return ""
        self.equations[frame] = root
        return mathml_text(root)

    def beside(self) -> list[Beside]:
        """What the others say, which are no text."""
        found = self._others.items()
        return [item for name, root in found for item in odt_words.object_words(root, name)]
