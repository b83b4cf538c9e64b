"""A section that a page can show is let in, and none that it cannot."""

import pytest

from texts import bounds
from texts.bounds import MAX_CHARACTERS, MAX_PIECES, is_too_long


def paragraph(text: str) -> dict:
    return {"type": "paragraph", "value": f"<p>{text}</p>", "id": "a"}


def listed(items: int) -> dict:
    return {"type": "list", "value": {"items": [{"mark": "", "level": 0, "text": "a"}] * items}}


def table(rows: int, columns: int, words: str = "a") -> dict:
    return {"type": "table", "value": {"data": [[words] * columns] * rows, "table_caption": ""}}


LONGEST = {
    "one paragraph": [paragraph("a" * (MAX_CHARACTERS - 100))],
    "paragraphs": [paragraph("The county shall keep a register of wells. " * 2)] * 1_500,
    "items": [listed(3_000)],
    "a table": [table(1_000, 9)],
    "links": [paragraph('<a href="https://a.b">a</a>' * 4_900)],
    "a picture": [{"type": "image", "value": object()}],
    "an empty cell": [table(2, 2, None)],
}
TOO_LONG = {
    "characters": [paragraph("a" * MAX_CHARACTERS)],
    "many paragraphs": [paragraph("a")] * (MAX_PIECES // 5 + 1),
    "many items": [listed(MAX_PIECES // bounds.A_BLOCK)],
    "many cells": [table(1, MAX_PIECES + 1)],
    "long cells": [table(10, 10, "a" * 2_100)],
    "many marks": [paragraph("<b>a</b>b" * (MAX_PIECES // 2))],
}


@pytest.mark.parametrize("name", LONGEST)
def test_is_too_long__of_what_a_page_can_show_is_false(name):
    assert not is_too_long(LONGEST[name])


@pytest.mark.parametrize("name", TOO_LONG)
def test_is_too_long__of_what_it_cannot_is_true(name):
    assert is_too_long(TOO_LONG[name])
