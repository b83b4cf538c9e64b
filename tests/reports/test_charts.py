import re

import pytest
from lxml import etree

from reports.charts import FULL, bar_chart, describe, stacked_bar_chart

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def texts(svg: str) -> list[str]:
    return [element.text for element in parsed(svg).iter(f"{SVG}text")]


def bars(**more) -> str:
    return bar_chart("By ward", "Two wards.", [("Sheywe", 40), ("Shirere", 10)], **more)


def stacked(**more) -> str:
    rows = [("1 Notice", [3, 1]), ("2 Access", [0, 2])]
    return stacked_bar_chart("By stance", "Two.", ["Support", "Oppose"], rows, **more)


@pytest.mark.parametrize("svg", [bars(), stacked()])
def test_chart__has_a_role_a_title_and_a_description(svg):
    root = parsed(svg)
    assert root.get("role") == "img"
    names = root.get("aria-labelledby").split()
    assert [root.find(f"*[@id='{name}']").tag for name in names] == [f"{SVG}title", f"{SVG}desc"]
    assert root.get("fill") == "currentColor"
    assert "style" not in svg
    assert "<script" not in svg


def test_bar_chart__draws_bars_in_proportion_with_their_values_as_text():
    drawn = [
        float(rect.get("width").rstrip("%"))
        for rect in parsed(bars()).iter(f"{SVG}rect")
        if rect.get("fill-opacity") is None
    ]
    assert drawn == [FULL, FULL / 4]
    assert texts(bars()) == ["Sheywe", "40", "Shirere", "10"]


def test_bar_chart__stands_alone_at_a_fixed_width():
    root = parsed(bars(width="330", ink="#000000"))
    assert root.get("width") == "330"
    assert "currentColor" not in bars(width="330", ink="#000000")


def test_stacked_bar_chart__shows_series_by_pattern_and_totals_as_text():
    svg = stacked()
    fills = [
        r.get("fill") for r in parsed(svg).iter(f"{SVG}rect") if r.find(f"{SVG}title") is not None
    ]
    assert len(fills) == 3
    assert len(set(fills)) == 2
    assert texts(svg) == ["Support", "Oppose", "1 Notice", "4", "2 Access", "2"]


def test_stacked_bar_chart__ids_differ_between_charts_of_a_page():
    other = stacked_bar_chart("Another", "", ["Support"], [("1", [1])])
    ids = re.findall(r' id="([^"]+)"', stacked() + other)
    assert len(ids) == len(set(ids))


def test_chart__keeps_hostile_labels_as_text():
    label = '<script>alert("1")</script>\x00\x1b\ud800&amp;'
    svg = bar_chart(label, label, [(label, 1)])
    assert texts(svg)[0] == '<script>alert("1")</script>\ufffd&amp;'
    assert "<script" not in svg


def test_chart__cuts_long_labels_and_draws_zeros_and_nothing():
    svg = bar_chart("t", "d", [("word " * 60, 0)])
    lines = texts(svg)
    assert len(lines) == 3
    assert lines[1].endswith("…")
    assert "nan" not in svg
    assert texts(bar_chart("t", "d", [])) == []
    assert "nan" not in stacked_bar_chart("t", "d", ["a"], [("x", [0])])


def test_describe__names_values_up_to_a_limit():
    assert describe([("a", 1), ("b", 2)]) == "a: 1; b: 2."
    assert describe([("a", 1)] * 5, limit=2) == "a: 1; a: 1; and 3 more."
