"""Images embedded in a Word file. Those kept elsewhere are never fetched."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from lxml import etree

from texts.cleaning import file_line
from texts.kept_words import KeptWords
from texts.readers.door import MAX_PICTURE
from texts.readers.pictures import SMALLEST, picture_type, picture_warnings
from texts.readers.word.docx_runs import MC_FALLBACK
from texts.readers.word.ooxml import Package, Relation, r
from texts.source import ImageData, SourceLine

_BLIP = "{http://schemas.openxmlformats.org/drawingml/2006/main}blip"
_IMAGE_DATA = "{urn:schemas-microsoft-com:vml}imagedata"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_EMU_PER_POINT = 12700


class ImageReader:
    """Finds the images of a part, paragraph by paragraph."""

    def __init__(self, package: Package, relations: Mapping[str, Relation]):
        self._package = package
        self._relations = relations
        self.described: set[etree._Element] = set()
        """The properties of pictures that were taken over with their description."""
        self._external = False
        self._unsupported = False

    def lines(self, paragraph: etree._Element) -> Iterator[SourceLine]:
        """A line for each image of a paragraph, in order."""
        for element in paragraph.iter(_BLIP, _IMAGE_DATA):
            if any(ancestor.tag == MC_FALLBACK for ancestor in element.iterancestors()):
                continue
            image = self._image(element)
            if image is not None:
                yield SourceLine(kind="image", image=image)

    def warnings(self) -> list[KeptWords]:
        return picture_warnings(outside=self._external, unsupported=self._unsupported)

    def _image(self, element: etree._Element) -> ImageData | None:
        relation_id = element.get(r("embed")) or element.get(r("id")) or element.get(r("link"))
        relation = self._relations.get(relation_id or "")
        if relation is None or _is_speck(element):
            return None
        if relation.external:
            self._external = True
            return None
        name = posixpath.basename(relation.target)
        content_type = picture_type(name)
        if content_type is None or relation.target not in self._package.archive:
            self._unsupported = True
            return None
        content = self._package.archive.read(relation.target, MAX_PICTURE)
        properties = _properties(element)
        if properties is None:
            return ImageData(file_line(name), content, "", content_type, _width(element))
        self.described.add(properties)
        alt = file_line(properties.get("descr") or properties.get("title") or "")
        return ImageData(file_line(name), content, alt, content_type, _width(element))


def _frame(element: etree._Element) -> etree._Element | None:
    tags = (f"{{{_DRAWING}}}inline", f"{{{_DRAWING}}}anchor")
    return next((item for item in element.iterancestors() if item.tag in tags), None)


def _properties(element: etree._Element) -> etree._Element | None:
    frame = _frame(element)
    return frame.find(f"{{{_DRAWING}}}docPr") if frame is not None else None


def _width(element: etree._Element) -> float:
    frame = _frame(element)
    extent = frame.find(f"{{{_DRAWING}}}extent") if frame is not None else None
    width = extent.get("cx", "") if extent is not None else ""
    return int(width) / _EMU_PER_POINT if width.isdecimal() and len(width) < 12 else 0.0


def _is_speck(element: etree._Element) -> bool:
    frame = _frame(element)
    extent = frame.find(f"{{{_DRAWING}}}extent") if frame is not None else None
    if extent is None:
        return False
    sides = (extent.get("cx", ""), extent.get("cy", ""))
    return any(side.isdigit() and int(side) < SMALLEST * _EMU_PER_POINT for side in sides)
