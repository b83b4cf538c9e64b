"""One house style for Word and PDF."""

import pytest

from texts.printing import house
from texts.printing.typst import HOUSE_STYLE


@pytest.mark.parametrize(
    "name", ["FOREST", "FOREST_DARK", "FOREST_SOFT", "ACCENT", "MUTED", "RULE"]
)
def test_colours__are_those_of_the_house_style_of_pdfs(name):
    line = f'#let {name.lower().replace("_", "-")} = rgb("#{getattr(house, name).lower()}")'
    assert line in HOUSE_STYLE.read_text()


def test_language_tag__is_the_code_where_word_has_no_other():
    assert [house.language_tag(code) for code in ("en", "sw", "luy")] == ["en-GB", "sw-KE", "luy"]
