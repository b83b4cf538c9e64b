"""Read a Word file (.docx) into lines: text with its look, numbers, tables, images and notes.

What Word would show is read, not what the XML stores: automatic numbers are computed, inserted
text is kept, deleted text left out, a field stands for its result. Nothing outside the file is
ever fetched.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml import etree

from texts.cleaning import file_line, file_text
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.readers.door import Archive, check_lines, damaged, direction_warnings
from texts.readers.line_builder import kept_runs
from texts.readers.looks import underlining
from texts.readers.page_columns import PageColumns
from texts.readers.word import (
    docx_images,
    docx_layout,
    docx_notes,
    docx_tables,
    docx_words,
    side_notes,
)
from texts.readers.word.docx_chunks import ChunkReader, Chunks
from texts.readers.word.docx_diagrams import Diagrams
from texts.readers.word.docx_numbering import Label, Numbering
from texts.readers.word.docx_runs import EQUATIONS, SKIPPED, Piece, RunReader
from texts.readers.word.docx_words import WordText, add_bound_parts, add_other_parts
from texts.readers.word.ooxml import (
    Package,
    WordParagraphLook,
    WordStyles,
    child_value,
    read_paragraph_look,
    w,
)
from texts.runs import bold_prefix, one_line, to_html
from texts.source import SourceDocument, SourceLine, SourceNote
from texts.tables import table_words

_CENTRED = {"center", "centre", "both-center"}


def read(archive: Archive, read_chunk: ChunkReader | None = None) -> SourceDocument:
    """The lines of a Word file; `read_chunk` reads the documents that it takes in as they are.

    Raises `UnreadableDocument` where the file is broken or has no text part.
    """
    return _WordReader(Package(archive), read_chunk).read()


class _WordReader:
    def __init__(self, package: Package, read_chunk: ChunkReader | None):
        self.package = package
        self.part = package.main_part()
        root = package.xml(self.part)
        if root is None or (body := root.find(w("body"))) is None:
            raise damaged()
        check_lines(sum(1 for _paragraph in body.iter(w("p"))))
        self.body = body
        self.styles = WordStyles(package.related(self.part, "/styles"))
        self.numbering = Numbering(package.related(self.part, "/numbering"), self.styles.lists)
        self.runs = RunReader(package.relations(self.part), self.styles)
        self.images = docx_images.ImageReader(package, package.relations(self.part))
        self.notes = docx_notes.Notes(package, self.part, self.styles)
        self.chunks = Chunks(package, package.relations(self.part), read_chunk)
        self.diagrams = Diagrams(package, package.relations(self.part))
        self.labels: dict[etree._Element, str] = {}
        self.columns = PageColumns()
        self.page = 0
        self.carried: list[Piece] = []

    def read(self) -> SourceDocument:
        lines: list[SourceLine] = []
        for start, group in enumerate(_page_sections(self.body)):
            self.columns = PageColumns(_column_widths(group.properties))
            self.page = start
            for element in group.elements:
                lines.extend(self.block(element))
        said, broken = self._said()
        return SourceDocument(
            lines=lines,
            title=self._metadata("title"),
            warnings=[*self._warnings(said), *_broken_warnings(broken)],
            beside=said.beside,
            source_text=file_text(said.body),
        )

    def block(self, element: etree._Element, contents: bool = False) -> Iterator[SourceLine]:
        """Lines of a block-level element: paragraph, table, content control, wrapper."""
        if element.tag == w("p"):
            yield from self.paragraph(element, contents)
        elif element.tag == w("tbl"):
            yield from self.table(element, contents)
        elif element.tag == w("sdt"):
            contents = contents or _is_contents_control(element)
            for child in element.iterchildren(w("sdtContent")):
                for item in child:
                    yield from self.block(item, contents)
        elif element.tag == w("altChunk"):
            yield from self.chunks.lines(element)
        elif element.tag in EQUATIONS:
            yield from self.paragraph(_as_paragraph(element), contents)
        elif element.tag not in SKIPPED and isinstance(element.tag, str):
            for item in element:
                yield from self.block(item, contents)

    def paragraph(self, element: etree._Element, contents: bool = False) -> Iterator[SourceLine]:
        """Lines of a paragraph: one, or more where a column break parts it; then its boxes."""
        properties = element.find(w("pPr"))
        look = self._look(properties)
        pieces, boxes = self.runs.read(element, look.run)
        in_contents = contents or self.runs.in_contents or look.name.startswith("toc ")
        pieces = self.carried + pieces
        self.carried = []
        if docx_words.mark_deleted(element):
            self.carried = pieces
            return
        label = self._label(look)
        numbered = _has_text(pieces) or _is_number_cell(element)
        if label and numbered:
            self.labels[element] = label.text
        framed = properties is not None and properties.find(w("framePr")) is not None
        for line in self._lines(pieces, look, label):
            if label and numbered and not _has_text(pieces):
                line.label, line.list_id = label.text, label.list_id
                line.list_level, line.list_format = label.level, label.format
            line.in_contents = in_contents
            line.margin = line.margin or framed
            yield line
        yield from self.images.lines(element)
        yield from self.diagrams.lines(element)
        for box in boxes:
            for inner in box:
                for line in self.block(inner, contents):
                    line.margin = True
                    yield line

    def _lines(
        self, pieces: list[Piece], look: WordParagraphLook, label: Label | None
    ) -> Iterator[SourceLine]:
        """The paragraph's lines: one, or one a column; an empty paragraph is an empty line."""
        part: list[Piece] = []
        for piece in pieces:
            if piece.break_kind != "column":
                part.append(piece)
                continue
            yield from self._with_side_note(part, look, label)
            label = None if _has_text(part) else label
            part = []
            self.columns.current += 1
        yield from self._with_side_note(part, look, label)

    def _with_side_note(
        self, pieces: list[Piece], look: WordParagraphLook, label: Label | None
    ) -> Iterator[SourceLine]:
        """A line, and the note in the margin beside it where a converter set both as one."""
        end = side_notes.side_note(pieces)
        yield self._line(pieces[:end], look, label)
        if end < len(pieces):
            note = self._line(pieces[end:], WordParagraphLook(), None)
            yield replace(note, margin=True)

    def _line(
        self, pieces: list[Piece], look: WordParagraphLook, label: Label | None
    ) -> SourceLine:
        runs = kept_runs(piece.run for piece in pieces)
        text = one_line(runs)
        shown = [piece for piece in pieces if piece.run.text.strip()]
        label = label if shown else None
        underlined, prefix = underlining([piece.seen for piece in pieces])
        return SourceLine(
            text=text,
            html=to_html(runs),
            heading=look.heading,
            outline=look.outline if look.heading is None else None,
            is_title=look.name == "title",
            style=look.name,
            label=label.text if label else "",
            list_id=label.list_id if label else "",
            list_level=label.level if label else None,
            list_format=label.format if label else "",
            bold=bool(shown) and all(piece.look.bold for piece in shown),
            underlined=underlined,
            italic=bool(shown) and all(piece.look.italic for piece in shown),
            caps=_is_caps(text, shown),
            centred=look.alignment in _CENTRED,
            size=side_notes.main_size(shown),
            indent=(look.left or 0) + (look.first or 0),
            bold_prefix=bold_prefix(runs) or prefix,
            page_break_before=bool(look.page_break_before),
            page=self.page,
            margin=self.columns.in_margin,
            notes=[self._note(note) for piece in pieces for note in piece.notes],
        )

    def table(self, element: etree._Element, contents: bool) -> Iterator[SourceLine]:
        """A table as one line; its own lines where it only lays out text."""
        cells = {
            cell: [line for child in cell for line in self.block(child, contents)]
            for row in docx_tables.rows_of(element)
            for cell in docx_tables.cells_of(row)
        }
        if docx_layout.places_text(element):
            yield from docx_layout.laid_out(element, cells.__getitem__)
            return
        held = [line for inner in cells.values() for line in inner if line.kind == "image"]

        def cell_text(cell: etree._Element) -> str:
            notes.extend(note for line in cells[cell] for note in line.notes)
            return "\n".join(
                f"{line.label} {line.text}".strip()
                for line in cells[cell]
                if line.text or line.label
            )

        notes: list[SourceNote] = []
        value = docx_tables.read_table(element, cell_text)
        words = table_words(value)
        if words.strip():
            yield SourceLine(
                kind="table",
                text=file_line(words),
                table=value,
                notes=notes,
                page=self.page,
                in_contents=contents,
                laid_out=self._laid_out(element, cells),
            )
        yield from held

    def _laid_out(
        self, table: etree._Element, cells: dict[etree._Element, list[SourceLine]]
    ) -> list[SourceLine]:
        """The lines of a table that may be none; its images come after it in either case."""
        if not docx_layout.may_place_text(table):
            return []
        laid_out = docx_layout.laid_out(table, cells.__getitem__)
        return [line for line in laid_out if line.kind != "image"]

    def _look(self, properties: etree._Element | None) -> WordParagraphLook:
        """The paragraph's look: its own properties over its style's, over its list's indent."""
        style_id = child_value(properties, "pStyle")
        style = self.styles.paragraph(style_id)
        own = read_paragraph_look(properties)
        list_id = style.list_id if own.list_id is None else own.list_id
        level = own.list_level
        if level is None and own.list_id is None:
            level = style.list_level
            if level is None and list_id:
                level = self.numbering.level_of_style(list_id, style.list_style)
        definition = self.numbering.level(list_id, level or 0) if list_id else None
        left = style.left if own.left is None else own.left
        return WordParagraphLook(
            name=style.name,
            heading=style.heading,
            outline=style.outline if own.outline is None else own.outline,
            list_id=list_id,
            list_level=level,
            alignment=own.alignment or style.alignment,
            left=definition.indent if definition and own.left is None else left,
            first=style.first if own.first is None else own.first,
            page_break_before=(
                style.page_break_before if own.page_break_before is None else own.page_break_before
            ),
            run=style.run,
        )

    def _label(self, look: WordParagraphLook) -> Label | None:
        if not look.list_id or look.list_id == "0":
            return None
        return self.numbering.label(look.list_id, look.list_level or 0)

    def _note(self, note: tuple[str, str]) -> SourceNote:
        return SourceNote(self.runs.mark(note), self.notes.html(note))

    def _said(self) -> tuple[WordText, list[str]]:
        """All that the file says, by a second way, and the names of parts that are broken."""
        marks = {note: self.runs.mark(note) for note in self.runs.cited}
        said = WordText(self.labels, marks, self.images.described)
        said.add_body(self.body)
        for note, element in self.notes.elements.items():
            if note in marks:
                said.add_body(element, before=f"{marks[note]} ")
            else:
                said.add_part(element, "part", f"{note[0]} {note[1]}")
        for root in self.diagrams.roots.values():
            said.add_body(root)
        said.add_chunks(self.chunks.documents)
        said.beside += self.chunks.beside
        add_bound_parts(said, self.package, self.body)
        read = {self.part, *self.notes.parts, *self.diagrams.roots}
        return said, add_other_parts(said, self.package, read)

    def _metadata(self, name: str) -> str:
        root = self.package.xml("docProps/core.xml")
        found = (
            root.find(f"{{http://purl.org/dc/elements/1.1/}}{name}") if root is not None else None
        )
        return file_line(found.text or "") if found is not None else ""

    def _warnings(self, said: WordText) -> list[KeptWords]:
        warnings = [*self.runs.warnings(), *self.images.warnings(), *self.chunks.warnings()]
        if docx_words.has_changes(self.body):
            warnings.append(
                _(
                    "The file has tracked changes. They were taken as accepted: inserted text is "
                    "in, deleted text is out."
                )
            )
        if any(item.reason == "comment" for item in said.beside):
            warnings.append(_("Comments in the margin of the Word file were left out."))
        if "word/vbaProject.bin" in self.package.archive:
            warnings.append(_("The file contains macros. They were ignored."))
        embedded = [name for name in self.package.archive.names if "/embeddings/" in name]
        if embedded:
            names = ", ".join(sorted(map(posixpath.basename, embedded))[:5])
            warnings.append(
                _("The file holds other files, which were not read: %(names)s.", names=names)
            )
        return warnings + direction_warnings("".join(self.body.itertext()))


@dataclass
class _PageSection:
    elements: list[etree._Element]
    properties: etree._Element | None


def _page_sections(body: etree._Element) -> Iterator[_PageSection]:
    """The body parted where the page layout changes; each part with its `w:sectPr`."""
    elements: list[etree._Element] = []
    for element in body:
        if element.tag == w("sectPr"):
            yield _PageSection(elements, element)
            return
        elements.append(element)
        properties = element.find(f"{w('pPr')}/{w('sectPr')}")
        if properties is not None:
            yield _PageSection(elements, properties)
            elements = []
    yield _PageSection(elements, None)


def _column_widths(properties: etree._Element | None) -> list[int]:
    columns = properties.find(w("cols")) if properties is not None else None
    if columns is None:
        return []
    widths = [item.get(w("w"), "0") for item in columns.iterchildren(w("col"))]
    return [int(float(width)) for width in widths if width.replace(".", "").isdigit()]


def _is_contents_control(element: etree._Element) -> bool:
    gallery = element.find(f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}")
    return gallery is not None and "table of contents" in (gallery.get(w("val")) or "").lower()


def _as_paragraph(equation: etree._Element) -> etree._Element:
    """A paragraph that holds an equation which stands in none."""
    paragraph = etree.Element(w("p"))
    paragraph.append(deepcopy(equation))
    return paragraph


def _broken_warnings(names: list[str]) -> list[KeptWords]:
    if not names:
        return []
    shown = ", ".join(names[:5])
    return [_("Parts of the file are damaged and were not read: %(names)s.", names=shown)]


def _is_number_cell(paragraph: etree._Element) -> bool:
    """Whether a paragraph is all that its cell holds, so that the cell shows its number."""
    cell = paragraph.getparent()
    return cell is not None and cell.tag == w("tc") and len(cell.findall(w("p"))) == 1


def _has_text(pieces: list[Piece]) -> bool:
    return any(piece.run.text.strip() for piece in pieces)


def _is_caps(text: str, pieces: list[Piece]) -> bool:
    if not any(character.isalpha() for character in text):
        return False
    return text.upper() == text or all(piece.look.caps for piece in pieces)
