"""A section's body as plain parts: what text, redlines and downloads all read.

A body arrives as raw StreamField data, a list of ``{"type", "value", "id"}``. Whatever is read from
it goes through here once: rich text is sanitised and cut into lines, white space of every
kind is collapsed, characters that no format can carry are dropped. The result is a flat list of
:class:`Line` and :class:`Table`, so that nobody else has to know the block types or HTML.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import nh3

from texts.cleaning import section_line, section_text
from texts.runs import STYLES, Run, RunParser, Runs, plain_runs, runs_text, tidy
from texts.tables import Table, read_table, whole_number

Block = Mapping[str, Any]
"""A block of a section's body as StreamField stores it, ``{"type": …, "value": …, "id": …}``.

``paragraph``   rich text; of a file ``<p>…</p>``, with line breaks, links and styles as in `runs`
``list``        ``{"items": [{"mark": "(a)", "level": 0, "text": inline HTML}, …]}``
``table``       a `tables.TableValue`
``image``       ``{"image": id, "alt": "…", "caption": "…"}``
``note``        ``{"mark": "1", "text": "<p>…</p>"}``, in the section that cites it
``definition``  ``{"term": "…", "text": inline HTML}``
"""
Kind = Literal["paragraph", "heading", "item", "note", "definition", "image"]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOUNDARIES = {
    "p",
    "div",
    "blockquote",
    "pre",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    *_HEADINGS,
}
_DEEPEST = 50
_DEEPEST_ITEM = 12
_NESTS = re.compile(r"<(/?)(?:ul|ol|div|blockquote|table)\b[^<>]*>", re.IGNORECASE)
_CLEANER = nh3.Cleaner(
    tags={"a", "br", "ul", "ol", "li", *STYLES, *_BOUNDARIES},
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph-like part.

    ``label`` is the list mark, the note's mark, the defined term or the image's alternative text;
    ``level`` the depth of a list item (from 0) or the rank of a heading (1 to 6); ``ref`` the
    image's id. A note of several paragraphs is several lines, only the first with a label.
    """

    kind: Kind
    runs: Runs
    label: str = ""
    level: int = 0
    ref: str = ""

    @property
    def body(self) -> str:
        return runs_text(self.runs)

    @property
    def text(self) -> str:
        """The line as plain text, with its label."""
        label = f"[{self.label}]" if self.kind == "image" and self.label else self.label
        return " ".join(piece for piece in (label, self.body) if piece)


Part = Line | Table


_BARE = r"([^<>&\x00-\x1f]*)"
_ONE_PARAGRAPH = re.compile(rf'<p(?: data-block-key="\w+")?>{_BARE}</p>|{_BARE}')
"""What most texts are made of: words without markup, which need no parser."""


class _RichTextParser(RunParser):
    """Cuts sanitised rich text into lines of runs."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self._lists: list[tuple[str, int]] = []
        self._label = ""
        self._heading = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._lists.append((tag, 0))
        elif tag == "li":
            self._end_line()
            self._label = self._next_mark()
        elif tag in _BOUNDARIES:
            self._end_line()
            self._heading = _HEADINGS.get(tag, 0)
        else:
            super().handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._end_line()
            self._label = ""
            if self._lists:
                self._lists.pop()
        elif tag == "li" or tag in _BOUNDARIES:
            self._end_line()
            self._heading = 0
        else:
            super().handle_endtag(tag)

    def add_break(self) -> None:
        """A break has no style, nor a link: the hash of a text is made of it so."""
        self.runs.append(Run("\n"))

    def link(self, target: str) -> str:
        """Sanitising has left web, mail and telephone addresses alone."""
        return section_text(target).strip()

    def close(self) -> None:
        super().close()
        self._end_line()

    def _next_mark(self) -> str:
        if not self._lists:
            return "•"
        tag, count = self._lists[-1]
        self._lists[-1] = (tag, count + 1)
        return f"{count + 1}." if tag == "ol" else "•"

    def _end_line(self) -> None:
        runs = tidy(self.runs)
        self.runs = []
        if not runs:
            return
        if self._heading:
            self.lines.append(Line("heading", runs, level=self._heading))
        elif self._lists:
            depth = min(len(self._lists) - 1, _DEEPEST_ITEM)
            self.lines.append(Line("item", runs, label=self._label, level=depth))
            self._label = ""
        else:
            self.lines.append(Line("paragraph", runs))


@lru_cache(maxsize=2048)
def rich_lines(html: str) -> tuple[Line, ...]:
    """Lines of a rich-text value: paragraphs, headings and list items, empty ones left out."""
    text = section_text(html)
    if one := _ONE_PARAGRAPH.fullmatch(text):
        runs = tidy([Run(one[1] or one[2] or "")])
        return (Line("paragraph", runs),) if runs else ()
    return _parsed(text)


def _parsed(html: str) -> tuple[Line, ...]:
    reader = _RichTextParser()
    reader.feed(_CLEANER.clean(_shallow(html)))
    reader.close()
    return tuple(reader.lines)


def _shallow(html: str) -> str:
    """Without what is nested deeper than `_DEEPEST`: the cleaner looks up to the top each time."""
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        depth = max(0, depth + (-1 if tag[1] else 1))
        return tag[0] if depth + bool(tag[1]) <= _DEEPEST else ""

    return _NESTS.sub(kept, html)


def inline_runs(html: object) -> Runs:
    """Runs of an inline value; should it hold several lines, breaks stand between them."""
    runs: list[Run] = []
    for line in rich_lines("" if html is None else str(html)):
        if runs:
            runs.append(Run("\n"))
        if line.kind == "item" and line.label:
            runs.append(Run(f"{line.label} "))
        runs.extend(line.runs)
    return tidy(runs)


def _value(child: Any) -> Mapping[str, Any]:
    """A list child, which storage may wrap as ``{"type": "item", "value": …, "id": …}``."""
    if isinstance(child, Mapping) and isinstance(child.get("value"), Mapping):
        return child["value"]
    return child if isinstance(child, Mapping) else {"text": child}


def _list_parts(value: Any) -> list[Part]:
    items = value.get("items") if isinstance(value, Mapping) else value
    lines: list[Part] = []
    for child in items or []:
        item = _value(child)
        line = Line(
            "item",
            inline_runs(item.get("text")),
            label=section_line(item.get("mark")),
            level=whole_number(item.get("level"), 0, _DEEPEST_ITEM),
        )
        if line.text:
            lines.append(line)
    return lines


def _note_parts(value: Mapping[str, Any]) -> list[Part]:
    label = section_line(value.get("mark"))
    lines: list[Part] = []
    for line in rich_lines(str(value.get("text") or "")):
        runs = line.runs
        if line.kind == "item" and line.label:
            runs = (Run(f"{line.label} "), *runs)
        lines.append(Line("note", runs, label="" if lines else label))
    return lines or ([Line("note", (), label=label)] if label else [])


def block_parts(block: Block) -> list[Part]:
    """The parts of one block; a block of an unknown type counts by its text, if it has any."""
    kind, value = block.get("type"), block.get("value")
    if value is None:
        return []
    if kind == "list":
        return _list_parts(value)
    if not isinstance(value, Mapping):
        return list(rich_lines(str(value)))
    if kind == "table":
        table = read_table(value)
        return [table] if table else []
    if kind == "note":
        return _note_parts(value)
    if kind == "definition":
        line = Line("definition", inline_runs(value.get("text")), section_line(value.get("term")))
    elif kind == "image":
        alt, ref = section_line(value.get("alt")), section_text(value.get("image"))
        line = Line("image", plain_runs(section_line(value.get("caption"))), alt, ref=ref)
        return [line] if line.text or ref else []
    else:
        return list(rich_lines(str(value.get("text") or "")))
    return [line] if line.text else []


def body_parts(blocks: Iterable[Block] | None) -> list[Part]:
    """The parts of a whole body, in order."""
    return [part for block in blocks or [] for part in block_parts(block)]
