"""A section's body as plain text, and the hash that tells whether it changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from texts.body import Block, Part, body_parts
from texts.cleaning import section_line
from texts.tables import Table

_INDENT = "    "


def parts_text(parts: Iterable[Part]) -> str:
    """Parts as text: a blank line between paragraphs, none between the items of a list."""
    text = ""
    previous = ""
    for part in parts:
        kind = "table" if isinstance(part, Table) else part.kind
        if text:
            text += "\n" if kind == previous == "item" else "\n\n"
        indent = _INDENT * part.level if kind == "item" else ""  # type: ignore[union-attr]
        text += indent + part.text
        previous = kind
    return text


def body_text(blocks: Iterable[Block] | None) -> str:
    """A whole body as plain text: paragraphs apart by a blank line, lists with their marks and
    indented by level, tables as a line a row with tabs between cells."""
    return parts_text(body_parts(blocks))


def paragraphs(blocks: Iterable[Block] | None) -> dict[str, str]:
    """``{address: text}`` of what a comment may be about: each block, of a list each item.

    An address is the block's id; that of an item has its place in the list at the end, from 1.
    """
    found = {}
    for block in blocks or []:
        value = block.get("value")
        if block.get("type") == "list" and isinstance(value, Mapping):
            for place, item in enumerate(value.get("items") or [], start=1):
                one = {"type": "list", "value": {"items": [item]}}
                found[f"{block.get('id')}-{place}"] = section_line(body_text([one]))
        else:
            found[str(block.get("id"))] = section_line(body_text([block]))
    return {address: text for address, text in found.items() if text}


def part_key(part: Part) -> tuple[object, ...]:
    """What makes a part the same as another: equal where :func:`canonical` content is equal."""
    if isinstance(part, Table):
        spans = tuple((span.row, span.col, span.rowspan, span.colspan) for span in part.spans)
        return "table", part.caption, part.rows, spans, part.header_row, part.header_col
    pieces: list[tuple[str, str, str]] = []
    for run in part.runs:
        if pieces and pieces[-1][1:] == run.signature:
            pieces[-1] = (pieces[-1][0] + run.text, *run.signature)
        else:
            pieces.append((run.text, *run.signature))
    return part.kind, part.label, part.level, part.ref, tuple(pieces)


def canonical(title: str, blocks: Iterable[Block] | None) -> str:
    """A section's content without its number, as a string that is equal where the content is.

    Words, block kinds, marks, levels, table grids, links, raised and lowered text count. Block ids,
    white space, emphasis, and whether two paragraphs stand in one block or two do not.
    """
    parts = [part_key(part) for part in body_parts(blocks)]
    return json.dumps([section_line(title), parts], ensure_ascii=True, separators=(",", ":"))


def content_hash(number: str, title: str, blocks: Iterable[Block] | None) -> str:
    """SHA-256, in hex, over a section's number, title and :func:`canonical` content."""
    text = json.dumps([section_line(number), canonical(title, blocks)], ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
