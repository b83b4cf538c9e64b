"""The one list of a comment's fields."""

import re
from pathlib import Path

import pytest

from reports.dataset_row import COLUMNS, FIELDS, KEYS, WORDS

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "report-files.md"


def test_docs__explain_every_column_in_order():
    assert tuple(re.findall(r"^\| `(\w+)` \|", DOCS.read_text(), re.MULTILINE)) == COLUMNS


def test_docs__say_what_is_blank_unless_published():
    sentence = re.search(r"^(.*) are empty unless", DOCS.read_text(), re.MULTILINE)
    assert sentence
    assert tuple(re.findall(r"`(\w+)`", sentence[1])) == WORDS


def test_keys__are_the_columns_and_the_section():
    assert ("section_key", *COLUMNS) == KEYS


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.shown])
def test_field__goes_on_with_the_line_of_one_before_it(name):
    shown = FIELDS[name].shown
    if shown.after:
        before = FIELDS[shown.after].shown
        assert (before.column, before.look) == (shown.column, shown.look)
        assert COLUMNS.index(shown.after) + 1 == COLUMNS.index(name)
