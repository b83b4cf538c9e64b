"""Small figures about people: none is told, and none is worked out."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.small_cells import FEWEST, told

MOST = {2: 40, 3: 24, 4: 14}
"""Respondents of the tables that are tried, by the number of answers: each table there is."""


def outcomes(answers: int, respondents: int) -> dict[tuple, list[tuple[int, ...]]]:
    """All tables there can be, by what is told of them."""
    found = defaultdict(list)
    for table in product(range(respondents + 1), repeat=answers):
        if sum(table) <= respondents:
            found[tuple(told(dict(enumerate(table)), respondents=respondents).values())].append(
                table
            )
    return found


@pytest.mark.parametrize("answers", MOST)
def test_told__leaves_every_small_figure_possible_where_one_is_known_to_be_small(answers):
    for respondents in range(MOST[answers] + 1):
        smallest = set(range(min(FEWEST, respondents + 1)))
        for shown, tables in outcomes(answers, respondents).items():
            for place in range(answers):
                possible = {table[place] for table in tables}
                assert max(possible) >= FEWEST or possible == smallest, (respondents, shown)


@given(counts=st.lists(st.integers(0, 400), min_size=1, max_size=6), silent=st.integers(0, 400))
def test_told__tells_no_small_figure_and_others_to_the_nearest_five(counts, silent):
    shown = told(dict(enumerate(counts)), respondents=sum(counts) + silent)
    for place, figure in shown.items():
        assert figure is None or (counts[place] >= FEWEST and abs(figure - counts[place]) <= 2)
    assert len(shown) == len(counts)


def test_told__with_enough_who_did_not_answer_leaves_out_small_figures_alone():
    assert told({"a": 4, "b": 8, "c": 31}, respondents=60) == {"a": None, "b": 10, "c": 30}


def test_told__where_nearly_all_gave_one_answer_tells_nothing():
    assert told({"a": 1, "b": 30}, respondents=31) == {"a": None, "b": None}
