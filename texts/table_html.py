"""The cells of a table as HTML.

A table may have ten thousand: a template takes five times as long for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import normalize_newlines

Place = tuple[int, int]


def table_head(context: Mapping[str, Any]) -> SafeString:
    """The header row of a table, in the context that Wagtail's TableBlock renders it with."""
    hidden, spans = context.get("hidden"), context.get("spans")
    return rows_html([context["table_header"]], scope="col", hidden=hidden, spans=spans)


def table_rows(context: Mapping[str, Any]) -> SafeString:
    """The rows below the header, in the same context."""
    return rows_html(
        context["data"],
        first=int(bool(context["table_header"])),
        row_headers=bool(context["first_col_is_header"]),
        hidden=context.get("hidden"),
        spans=context.get("spans"),
    )


def rows_html(
    rows: Iterable[Sequence[Any]],
    *,
    first: int = 0,
    scope: str = "",
    row_headers: bool = False,
    hidden: Mapping[Place, bool] | None = None,
    spans: Mapping[Place, Mapping[str, Any]] | None = None,
) -> SafeString:
    """Rows of plain text, the first of them the table's ``first``.

    With a ``scope`` all cells are headers; with ``row_headers`` the first of each row is. Cells
    that are ``hidden`` lie under a merged one, of which ``spans`` has height and width.
    """
    html = []
    for row, cells in enumerate(rows, first):
        html.append("<tr>")
        for column, cell in enumerate(cells):
            if hidden and hidden.get((row, column)):
                continue
            of = scope or ("row" if row_headers and column == 0 else "")
            span = _span(spans.get((row, column))) if spans else ""
            opening = f'<th scope="{of}"{span}>' if of else f"<td{span}>"
            html.append(f"{opening}{_text(cell)}{'</th>' if of else '</td>'}")
        html.append("</tr>\n")
    return mark_safe("".join(html))  # noqa: S308 - every cell is escaped


def _span(merged: Mapping[str, Any] | None) -> str:
    if not merged:
        return ""
    height, width = escape(str(merged["rowspan"])), escape(str(merged["colspan"]))
    return f' rowspan="{height}" colspan="{width}"'


def _text(cell: Any) -> str:
    return "" if cell is None else normalize_newlines(escape(str(cell))).replace("\n", "<br>")
