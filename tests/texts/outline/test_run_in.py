"""Headings in bold on the line of their text, each a line of its own."""

import pytest

from tests.texts.outline.made_lines import TEXT, line, run_in
from texts.outline.run_in import parted


@pytest.mark.parametrize(
    ("number", "is_bold"),
    [("1", True), ("12", True), ("12.", True), ("12:", True), ("12)", True), ("1.2.", True),
     ("1.12", True), ("123", False), ("123.", False), ("123:", False), ("1:2", False)],
)  # fmt: skip
def test_parted__a_line_with_a_plain_number_before_its_title_is_bold(number, is_bold):
    [made] = parted([line(f"{number} Springs", html=f"{number} <b>Springs</b>")])
    assert made.bold is is_bold


@pytest.mark.parametrize(("styled", "pieces"), [(0, 4), (1, 4), (2, 2)])
def test_parted__items_of_a_list_are_headings_where_at_most_one_heading_has_a_style(styled, pieces):
    items = [run_in(f"{name}.", f"{TEXT} {TEXT}", label=f"{at}.", list_level=0)
             for at, name in enumerate(("Aim", "Quorum"), 1)]  # fmt: skip
    headings = [line("Springs", heading=1)] * styled
    assert len(list(parted([*headings, *items]))) == styled + pieces
