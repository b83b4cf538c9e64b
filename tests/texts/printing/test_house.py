"""One house style for Word and PDF."""

import re
from pathlib import Path

import pytest

from texts.printing import house
from texts.printing.typst import HOUSE_STYLE

ROOT = Path(__file__).resolve().parents[3]
COLOURS = ["FOREST", "FOREST_DARK", "FOREST_SOFT", "ACCENT", "MUTED", "RULE", "INK"]


@pytest.mark.parametrize("name", COLOURS)
def test_colours__are_those_of_the_house_style_of_pdfs(name):
    line = (
        f'#let {name.lower().replace("_", "-")} = rgb("{house.web_colour(getattr(house, name))}")'
    )
    assert line in HOUSE_STYLE.read_text()


def test_colours__stand_nowhere_else_in_what_writes_files_and_charts():
    house_colour = re.compile("|".join(getattr(house, name) for name in COLOURS), re.IGNORECASE)
    writers = [
        *(ROOT / "texts").rglob("*.py"),
        *(ROOT / "policies" / "reading").rglob("*.py"),
        *(ROOT / "reports").rglob("*.py"),
        *(ROOT / "templates").rglob("*.svg"),
    ]
    found = [path for path in writers if house_colour.search(path.read_text(encoding="utf-8"))]
    assert [path.name for path in found] == ["house.py"]


def test_language_tag__is_the_code_where_word_has_no_other():
    assert [house.language_tag(code) for code in ("en", "sw", "luy")] == ["en-GB", "sw-KE", "luy"]
