"""Charts as SVG text, one function a chart, for pages and for the PDF alike.

Widths within a chart are percentages and letters are in pixels, so a chart in a page takes the
width it is given, down to 320 px, with letters of one size. Colours are presentation attributes
(no inline style); words take the colour around them; a stance has a pattern besides its colour.
"""

import hashlib
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from texts.cleaning import legal
from texts.printing import house

LINE = 18  # pixels a line of a label takes
BAR = 14
GAP = 10
LEGEND_ROW = 22
LABEL_CHARS = 44  # what fits 320 px at 13 px
LABEL_LINES = 2
FULL = 84.0  # per cent of the width the longest bar takes; the rest is for its value

INK, FOREST, ACCENT = map(house.web_colour, (house.INK, house.FOREST, house.ACCENT))
PALETTE = (FOREST, "#b5dcc2", ACCENT, "#8a949b", "#d9b44a", "#4d7ea8")
PATTERNS = ("solid", "diagonal", "cross", "dots", "vertical", "horizontal")
MARKS = {"diagonal": FOREST, "vertical": INK}


@dataclass(frozen=True)
class Series:
    """One part of every bar in a stacked chart."""

    label: str
    colour: str
    pattern: str

    @property
    def mark(self) -> str:
        """The colour of the lines or dots of its pattern."""
        return MARKS.get(self.pattern, "#ffffff")


def bar_chart(
    title: str,
    description: str,
    rows: Iterable[tuple[str, int]],
    *,
    colour: str = PALETTE[0],
    width: str = "100%",
    ink: str = "currentColor",
    label_chars: int = LABEL_CHARS,
) -> SafeString:
    """Horizontal bars, a row each with its label above and its value after the bar.

    `description` is read out in place of the picture. `width` is ``100%`` in a page, or pixels
    where the chart stands alone, as in a PDF; there `ink` is a plain colour. Labels break into
    lines of `label_chars` characters.
    """
    rows = list(rows)
    most = max((value for _label, value in rows), default=0)
    bars: list[dict[str, Any]] = []
    top = 0
    for label, value in rows:
        lines, top = _lines(label, top, label_chars)
        share = FULL * value / most if most else 0
        bars.append({"label": label, "lines": lines, "y": top, "value": value, **_bar(share, top)})
        top += BAR + GAP
    context = _frame(title, description, top, width, ink)
    return render_to_string(
        "reports/charts/bars.svg", {**context, "bars": bars, "colour": colour, "bar_height": BAR}
    )


def stacked_bar_chart(
    title: str,
    description: str,
    series: Sequence[str],
    rows: Iterable[tuple[str, Sequence[int]]],
    *,
    width: str = "100%",
    ink: str = "currentColor",
    most: int = 0,
    label_chars: int = LABEL_CHARS,
) -> SafeString:
    """Horizontal bars of several parts, with a legend; a row is a label and a value per series.

    `most` is the total that takes the full width, by default the largest here.
    """
    rows = list(rows)
    most = most or max((sum(values) for _label, values in rows), default=0)
    kinds = _kinds(series)
    legend = [{"series": kind, "y": LEGEND_ROW * i} for i, kind in enumerate(kinds)]
    top = LEGEND_ROW * len(kinds) + GAP
    bars = []
    for label, values in rows:
        lines, top = _lines(label, top, label_chars)
        segments = _segments(kinds, values, most)
        total = sum(values)
        bars.append(
            {
                "label": label,
                "lines": lines,
                "segments": segments,
                "total": total,
                **_bar(FULL * total / most if most else 0, top),
            }
        )
        top += BAR + GAP
    context = _frame(title, description, top, width, ink)
    return render_to_string(
        "reports/charts/stacked_bars.svg",
        {**context, "bars": bars, "legend": legend, "kinds": kinds, "bar_height": BAR},
    )


def describe(rows: Iterable[tuple[str, int]], *, limit: int = 12) -> str:
    """A chart's values as a sentence, for its description."""
    rows = list(rows)
    shown = "; ".join(f"{label}: {value}" for label, value in rows[:limit])
    if len(rows) > limit:
        shown += "; " + _("and %(n)d more") % {"n": len(rows) - limit}
    return f"{shown}." if shown else ""


def _kinds(names: Sequence[str]) -> list[Series]:
    return [
        Series(name, PALETTE[i % len(PALETTE)], PATTERNS[i % len(PATTERNS)])
        for i, name in enumerate(names)
    ]


def _segments(kinds: Sequence[Series], values: Sequence[int], most: int) -> list[dict[str, Any]]:
    """The parts of one bar, those that are not empty, as percentages of the width."""
    segments = []
    left = 0.0
    for kind, value in zip(kinds, values, strict=True):
        share = FULL * value / most if most else 0
        if value:
            segments.append(
                {"series": kind, "value": value, "x": _percent(left), "width": _percent(share)}
            )
        left += share
    return segments


def _lines(label: str, top: int, chars: int) -> tuple[list[dict[str, Any]], int]:
    """A label's lines with the baseline of each, and where the bar below them begins."""
    wrapped = textwrap.wrap(legal(label), chars, max_lines=LABEL_LINES, placeholder=" …") or [""]
    lines = [{"text": text, "y": top + LINE * i + 13} for i, text in enumerate(wrapped)]
    return lines, top + LINE * len(wrapped)


def _bar(share: float, top: int) -> dict[str, Any]:
    return {"y": top, "width": _percent(share), "value_y": top + BAR - 3}


def _percent(share: float) -> str:
    return f"{share:.2f}%"


def _frame(title: str, description: str, height: int, width: str, ink: str) -> dict[str, Any]:
    """What both charts share; ids are made from the words, so that a page can hold several."""
    name = hashlib.sha256(f"{title}\0{description}".encode(errors="replace")).hexdigest()[:8]
    return {
        "id": f"chart-{name}",
        "title": legal(title),
        "description": legal(description),
        "height": max(height, LINE),
        "width": width,
        "ink": ink,
    }
