"""A comparison as HTML that a browser, a printer and a screen reader can each make sense of.

Every text is escaped where it is put in, and the whole passes through ``nh3`` at the end. The words
around insertions and deletions come from the active language: cache a redline per language.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import groupby

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from texts.body import Block
from texts.redline.block_changes import (
    RedlineBlock,
    RedlineCell,
    RedlineLine,
    RedlineTable,
    Segment,
    Segments,
    diff_text,
    redline_blocks,
)
from texts.runs import Runs, Style, to_html
from texts.tables import MergedCell, by_corner, covered_by

HIDDEN = "visually-hidden"
_SHOWN: dict[Style, str] = {"strong": "strong", "em": "em", "sub": "sub", "sup": "sup"}
_CLEANER = nh3.Cleaner(
    tags={
        *("a", "br", "p", "ul", "li", "span", "ins", "del", "dfn", "details", "summary"),
        *("h3", "h4", "h5", "h6", "strong", "em", "sub", "sup"),
        *("div", "table", "caption", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={
        "*": {"class"},
        "a": {"href"},
        "div": {"tabindex", "role", "aria-label"},
        "th": {"scope", "colspan", "rowspan"},
        "td": {"colspan", "rowspan"},
    },
    url_schemes={"http", "https", "mailto", "tel"},
)


def redline_html(
    old: Iterable[Block] | None, new: Iterable[Block] | None, *, fold: int | None = None
) -> SafeString:
    """Safe HTML of the comparison of two bodies.

    With ``fold``, more than that many unchanged parts in a row are folded into a ``<details>``,
    leaving one to read on either side.
    """
    return blocks_html(redline_blocks(old, new), fold=fold)


def redline_text_html(old: str, new: str) -> SafeString:
    """Safe HTML of the comparison of two plain texts, such as titles."""
    return _safe(_segments(diff_text(old, new)))


def blocks_html(blocks: Sequence[RedlineBlock], *, fold: int | None = None) -> SafeString:
    """Safe HTML of a comparison; see :func:`redline_html`."""
    if fold is None:
        return _safe(_flow(blocks))
    return _safe("".join(_folded(blocks, max(fold, 2))))


def _safe(html: str) -> SafeString:
    return mark_safe(_CLEANER.clean(html))  # noqa: S308 - escaped above, sanitised here


def _folded(blocks: Sequence[RedlineBlock], fold: int) -> Iterator[str]:
    shown: list[RedlineBlock] = []
    for same, group in groupby(blocks, key=lambda block: block.status == "same"):
        run = list(group)
        if not same or len(run) <= fold:
            shown.extend(run)
            continue
        hidden = run[1:-1]
        yield _flow([*shown, run[0]])
        label = ngettext(
            "%(count)d paragraph unchanged", "%(count)d paragraphs unchanged", len(hidden)
        ) % {"count": len(hidden)}
        yield (
            f'<details class="redline-unchanged"><summary>{escape(label)}</summary>'
            f"{_flow(hidden)}</details>"
        )
        shown = [run[-1]]
    yield _flow(shown)


def _flow(blocks: Iterable[RedlineBlock]) -> str:
    """Blocks one after the other, neighbouring list items gathered into nested lists."""
    html: list[str] = []
    for is_item, group in groupby(blocks, key=_is_item):
        if is_item:
            html.append(_list([block for block in group if isinstance(block, RedlineLine)]))
        else:
            html.extend(_block(block) for block in group)
    return "".join(html)


def _is_item(block: RedlineBlock) -> bool:
    return isinstance(block, RedlineLine) and block.part.kind == "item"


def _list(items: Sequence[RedlineLine]) -> str:
    """List items as lists in lists; a depth that skips a level is one level deeper."""
    html: list[str] = []
    depths: list[int] = []
    for item in items:
        level = item.part.level
        while len(depths) > 1 and level < depths[-1]:
            html.append("</li></ul>")
            depths.pop()
        if depths:
            depths[0] = min(depths[0], level)
        if not depths or level > depths[-1]:
            html.append('<ul class="redline-list">')
            depths.append(level)
        else:
            html.append("</li>")
        html.append(f'<li class="{_class(item.status)}">{_marked(item)}')
    html.append("</li></ul>" * len(depths))
    return "".join(html)


def _class(status: str, name: str = "") -> str:
    return f"redline-{status} {name}".strip()


def _marked(line: RedlineLine) -> str:
    """Mark and text; a line that came or went as a whole is one change."""
    if line.status in ("inserted", "deleted") and line.label:
        mark = _mark(_html(_runs(line.label)))
        return _changed(line.status, f"{mark} {_html(_runs(line.segments))}")
    mark = _mark(_segments(line.label)) if line.label else ""
    return f"{mark} {_words(line)}".lstrip()


def _mark(html: str) -> str:
    return f'<span class="redline-mark">{html}</span>'


def _runs(segments: Segments) -> Runs:
    return tuple(run for segment in segments for run in segment.runs)


def _block(block: RedlineBlock) -> str:
    if isinstance(block, RedlineTable):
        return _table(block)
    return _line(block)


def _line(line: RedlineLine) -> str:
    kind = line.part.kind
    if kind == "heading":
        tag = f"h{min(max(line.part.level, 3), 6)}"
        return f'<{tag} class="{_class(line.status)}">{_words(line)}</{tag}>'
    if kind == "definition":
        body = _definition(line)
    elif kind == "image":
        body = _image(line)
    else:
        body = _marked(line)
    return f'<p class="{_class(line.status, f"redline-{kind}")}">{body}</p>'


def _definition(line: RedlineLine) -> str:
    if line.status in ("inserted", "deleted"):
        term, text = _html(_runs(line.label)), _html(_runs(line.segments))
        return _changed(line.status, f"<dfn>{term}</dfn> {text}")
    return f"<dfn>{_segments(line.label)}</dfn> {_words(line)}"


def _image(line: RedlineLine) -> str:
    """An image by its words: a comparison shows that it came or went, not the picture."""
    mark = _mark(escape(_("Image:")))
    if line.status in ("inserted", "deleted"):
        words = " ".join(_html(_runs(part)) for part in (line.label, line.segments) if part)
        return _changed(line.status, f"{mark} {words}")
    return f"{mark} {_segments(line.label)} {_words(line)}"


def _table(table: RedlineTable) -> str:
    corners, covered = by_corner(table.spans), covered_by(table.spans)
    header_rows = table.header_rows
    rows = [
        "<tr>"
        + "".join(
            _cell(
                cell,
                corners.get((row, col)),
                "col" if row < header_rows else "row" if table.part.header_col and not col else "",
            )
            for col, cell in enumerate(cells)
            if (row, col) not in covered
        )
        + "</tr>"
        for row, cells in enumerate(table.cells)
    ]
    caption = f"<caption>{_segments(table.caption)}</caption>" if table.caption else ""
    head = f"<thead>{''.join(rows[:header_rows])}</thead>" if header_rows else ""
    body = f"<tbody>{''.join(rows[header_rows:])}</tbody>"
    name = escape(_("Table"))
    return (
        f'<div class="table-scroll" role="group" tabindex="0" aria-label="{name}">'
        f'<table class="{_class(table.status)}">{caption}{head}{body}</table></div>'
    )


def _cell(cell: RedlineCell, span: MergedCell | None, scope: str) -> str:
    tag = "th" if scope else "td"
    attributes = f' class="{_class(cell.status)}"'
    if scope:
        attributes += f' scope="{scope}"'
    if span:
        attributes += f' colspan="{span.colspan}" rowspan="{span.rowspan}"'
    return f"<{tag}{attributes}>{_words(cell)}</{tag}>"


def _words(compared: RedlineLine | RedlineCell) -> str:
    return f"{_note() if compared.too_different else ''}{_segments(compared.segments)}"


def _note() -> str:
    said = _("Too different to compare word by word: the earlier text, then the later one.")
    return f'<span class="redline-note">{escape(said)}</span> '


def _segments(segments: Segments) -> str:
    return "".join(_segment(segment) for segment in segments)


def _segment(segment: Segment) -> str:
    return _changed(segment.op, _html(segment.runs))


def _changed(op: str, html: str) -> str:
    if op == "same":
        return html
    before, after = _around(op, get_language())
    return f"{before}{html}{after}"


@cache
def _around(op: str, language: str | None) -> tuple[str, str]:
    """The HTML before and after a change. A large table has twenty thousand of them."""
    if op == "inserted":
        tag, before, after = "ins", _("[inserted:"), _("end of insertion]")
    else:
        tag, before, after = "del", _("[deleted:"), _("end of deletion]")
    return (
        f'<{tag}><span class="{HIDDEN}">{escape(before)} </span>',
        f'<span class="{HIDDEN}"> {escape(after)}</span></{tag}>',
    )


def _html(runs: Runs) -> str:
    return to_html(runs, _SHOWN)
