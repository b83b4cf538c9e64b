"""The passages of a section: what an editor corrects at once, and the block with other words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import accumulate
from typing import Any

from texts.outline.model import DraftBlock, Section
from texts.outline.word_measure import block_text
from texts.runs import CutRuns, Run, Runs, parse, runs_text, tidy, to_html
from texts.source import ImageData

_TOKEN = re.compile(r"\s+|\S+")
_LONGEST_COMPARED = 2_000
"""Words; in a longer passage the emphasis between two corrections is not kept."""


@dataclass(frozen=True)
class Passage:
    """A paragraph, an item of a list, a note, a cell, or the term or the meaning of a definition.

    `item` counts those of one block, from 0. `mark` is None where none can stand before it.
    """

    block: int
    item: int
    text: str
    mark: str | None = None

    @property
    def words(self) -> str:
        return f"{self.mark or ''} {self.text}".strip()


def passages(section: Section) -> Iterator[Passage]:
    """Every passage of a section in order; pictures have none."""
    for at, block in enumerate(section.blocks):
        yield from block_passages(at, block)


def block_passages(at: int, block: DraftBlock) -> Iterator[Passage]:
    value = block["value"]
    if block["type"] == "paragraph":
        yield Passage(at, 0, _text(value))
    elif block["type"] == "list":
        for n, item in enumerate(value["items"]):
            yield Passage(at, n, _text(item["text"]), item["mark"])
    elif block["type"] == "note":
        yield Passage(at, 0, _text(_one_run(value["text"])), value["mark"])
    elif block["type"] == "definition":
        yield Passage(at, 0, value["term"])
        yield Passage(at, 1, _text(value["text"]))
    elif block["type"] == "table":
        cells = [cell for row in value["data"] for cell in row]
        yield from (Passage(at, n, cell) for n, cell in enumerate(cells) if cell is not None)


def beside(section: Section, passage: Passage) -> str:
    """What stands in the row of a cell, by which one without words is found; "…" for itself."""
    block = section.blocks[passage.block]
    if block["type"] != "table":
        return ""
    row, column = _row_and_column(block["value"]["data"], passage.item)
    cells = block["value"]["data"][row]
    return "\t".join("…" if n == column else cell or "" for n, cell in enumerate(cells))


def wholes(section: Section) -> Iterator[Passage]:
    """What is left out as one: a passage, a definition with its meaning, a picture by its words."""
    for at, block in enumerate(section.blocks):
        if block["type"] == "definition":
            yield Passage(at, 0, block_text(block))
        elif block["type"] == "image":
            yield Passage(at, 0, block["value"].alt)
        else:
            yield from block_passages(at, block)


def pictures(section: Section) -> Iterator[tuple[int, ImageData]]:
    """Every picture of a section, with the block that it is."""
    for at, block in enumerate(section.blocks):
        if block["type"] == "image":
            yield at, block["value"]


def whole_at(section: Section, block: int, item: int) -> Passage | None:
    """That of which a passage is part; None where there is none."""
    if not 0 <= block < len(section.blocks):
        return None
    item = 0 if section.blocks[block]["type"] == "definition" and item == 1 else item
    found = (each for each in wholes(section) if (each.block, each.item) == (block, item))
    return next(found, None)


def passage_at(section: Section, block: int, item: int) -> Passage | None:
    if not 0 <= block < len(section.blocks):
        return None
    found = block_passages(block, section.blocks[block])
    return next((passage for passage in found if passage.item == item), None)


def reworded(block: DraftBlock, passage: Passage, text: str, mark: str) -> DraftBlock:
    """The block with other words in one passage; words that stay keep their emphasis."""
    value, n = block["value"], passage.item
    if block["type"] == "paragraph":
        return {**block, "value": f"<p>{_html(value, text)}</p>"}
    if block["type"] == "list":
        items = list(value["items"])
        items[n] = {**items[n], "mark": mark, "text": _html(items[n]["text"], text)}
        return {**block, "value": {**value, "items": items}}
    if block["type"] == "table":
        return {**block, "value": {**value, "data": _with_cell(value["data"], n, text)}}
    if block["type"] == "note":
        html = _html(_one_run(value["text"]), text).replace("<br>", "</p><p>")
        return {**block, "value": {"mark": mark, "text": f"<p>{html}</p>"}}
    changed = {"text": _html(value["text"], text)} if n else {"term": text}
    return {**block, "value": {**value, **changed}}


def without_passage(block: DraftBlock, passage: Passage) -> list[DraftBlock]:
    """What is left of the block without one passage."""
    if block["type"] == "list" and len(block["value"]["items"]) > 1:
        items = list(block["value"]["items"])
        del items[passage.item]
        return [{**block, "value": {**block["value"], "items": items}}]
    return [reworded(block, passage, "", "")] if block["type"] == "table" else []


def _text(html: str) -> str:
    return runs_text(parse(html))


def _one_run(html: str) -> str:
    """Paragraphs of a note as lines of one."""
    return html.replace("</p>", "<br></p>")


def _html(html: str, text: str) -> str:
    runs = parse(html)
    old = runs_text(runs)
    if len(old.split()) > _LONGEST_COMPARED or len(text.split()) > _LONGEST_COMPARED:
        return escape(text, quote=False).replace("\n", "<br>")
    return to_html(tidy(_with_text(runs, old, text)))


def _with_text(runs: Runs, old: str, text: str) -> Iterator[Run]:
    """New text in the style of the old, word by word; what is new looks as what it replaces."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(text)
    starts = [0, *accumulate(map(len, before))]
    cut = CutRuns(runs)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        stood = cut.between(starts[i1], starts[i2]) if i1 < i2 else ()
        if tag == "equal":
            yield from stood
        elif j1 < j2:
            alike = {(run.styles, run.href) for run in stood if run.text.strip()}
            styles, href = alike.pop() if len(alike) == 1 else (frozenset(), "")
            yield Run("".join(after[j1:j2]), styles, href)


def _with_cell(data: list[list[Any]], at: int, text: str) -> list[list[Any]]:
    row, column = _row_and_column(data, at)
    return [
        [text if (n, m) == (row, column) else cell for m, cell in enumerate(cells)]
        for n, cells in enumerate(data)
    ]


def _row_and_column(data: list[list[Any]], at: int) -> tuple[int, int]:
    """Of the cell that is number `at`, row by row."""
    return [(n, m) for n, cells in enumerate(data) for m in range(len(cells))][at]
