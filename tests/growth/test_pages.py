"""A page that shows the costliest section there may be is made while a reader waits."""

import gc
import json
import time

import pytest
from django.core.cache import cache

from tests.factories import make_policy
from tests.policies.readers_sample import get, section
from texts.body import rich_lines
from texts.bounds import is_too_long

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
PAGE_S = 1.5
"""Of this thread: more than twice what the slowest takes: it holds on a busy machine too."""


def paragraph(html: str) -> list[dict]:
    return [{"type": "paragraph", "value": f"<p>{html}</p>"}]


def table(rows: int, columns: int, cell: str) -> list[dict]:
    value = {"data": [[cell] * columns for _row in range(rows)], "first_col_is_header": True}
    return [{"type": "table", "value": value}]


LONGEST = {
    "runs": paragraph("<b>a</b>b" * 4_900),
    "links": paragraph('<a href="https://a.b/c">d</a> ' * 4_900),
    "marks": paragraph("a" + "\u0301\u0316" * 60_000),
    "words of marks": paragraph(("a" + "\u0301\u0316" * 14 + " ") * 6_500),
    "letters": paragraph("a" * 199_000),
    "breaks": paragraph("a<br/>" * 9_000),
    "paragraphs": [paragraph("a")[0] for _n in range(1_900)],
    "a square of cells": table(100, 99, "word"),
    "a column": table(9_900, 1, "a b"),
    "a row": table(1, 9_900, "a b"),
}


@pytest.mark.parametrize("name", LONGEST)
def test_section__of_the_longest_is_made_while_a_reader_waits(name):
    body = LONGEST[name]
    assert not is_too_long(body)
    page = section(make_policy(1, slug="water"), 1)
    page.body = json.dumps(body)
    page.save_revision().publish()
    cache.clear()
    rich_lines.cache_clear()
    gc.collect()
    begin = time.thread_time()
    response = get(page.get_url())
    assert time.thread_time() - begin < PAGE_S
    assert response.status_code == 200
    assert "a" in response.content.decode().split("law-body")[1]
