"""The figures of a chart as a table: a row a category, a column a series."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from texts.cleaning import file_line

_MOST_ROWS = 500


def chart_table(root: etree._Element) -> list[list[str]]:
    """Header and rows of a chart's series; nothing where it has none with a value."""
    series = list(root.iter("{*}ser"))
    columns = [_points(each, "val", "yVal", "bubbleSize") for each in series]
    names = [" ".join(_points(each, "tx").values()) for each in series]
    categories: dict[int, str] = {}
    for each in series:
        categories = _points(each, "cat", "xVal") | categories
    rows = sorted({at for column in columns for at in column})[:_MOST_ROWS]
    if not rows:
        return []
    body = [[categories.get(at, ""), *(column.get(at, "") for column in columns)] for at in rows]
    return [["", *names], *body]


def _points(series: etree._Element, *names: str) -> dict[int, str]:
    """By index the values that a part of a series keeps."""
    held = next((part for name in names for part in series.iterchildren(f"{{*}}{name}")), None)
    if held is None:
        return {}
    found: dict[int, str] = {}
    for point in held.iter("{*}pt"):
        index = point.get("idx", "")
        if index.isdecimal() and len(index) < 6:
            found.setdefault(int(index), file_line(_value(point.iterchildren("{*}v"))))
    literal = file_line(_value(held.iterchildren("{*}v")))
    return found or ({0: literal} if literal else {})


def _value(elements: Iterable[etree._Element]) -> str:
    return " ".join(element.text or "" for element in elements)
