"""Which parts and words are the same, found in a bounded number of steps."""

import random
from difflib import SequenceMatcher
from unittest.mock import patch

import pytest

from texts.redline import alignment
from texts.redline.alignment import MOST_CELLS, Steps, TooDifferent, align, diff_words

COMMON = "the county shall hold meetings in each ward and of a"
WORDS = [*COMMON.split(), *map(str, range(300))]


def edited(words: list[str], chance: random.Random) -> list[str]:
    return [chance.choice(WORDS) if chance.random() < 0.1 else word for word in words]


def test_longest_first__of_edited_texts_finds_what_sequence_matcher_finds():
    chance = random.Random(5)
    for length in (20, 150, 250, 900):
        old = chance.choices(WORDS, k=length)
        new = edited(old, chance)
        whole = SequenceMatcher(None, old, new).get_matching_blocks()
        found, sufficed = alignment._longest_first(old, new, Steps(), autojunk=True)
        assert sufficed
        assert found == whole[:-1]


def test_diff_words__of_a_few_words_over_and_over_takes_what_is_left_as_rewritten():
    old, new = ["a", "b"] * 300, ["b", "c", "a"] * 200
    with patch.object(alignment, "STEPS", 1):
        spans = diff_words(old, new, [1] * len(new), Steps())
    assert {op for op, _start, _end in spans} == {"deleted", "inserted"}
    assert sum(end - start for op, start, end in spans if op != "deleted") == len(new)
    assert sum(end - start for op, start, end in spans if op != "inserted") == len(old)


def test_align__without_a_step_left_pairs_by_likeness():
    old, new = ["a", "same", "b"], ["c", "same", "d"]
    with patch.object(alignment, "STEPS", 0):
        pairs = align(old, new, lambda i, j: float(old[i] == new[j]), 0.5, Steps())
    assert (1, 1) in pairs
    assert [i for i, _j in pairs if i is not None] == [0, 1, 2]
    assert [j for _i, j in pairs if j is not None] == [0, 1, 2]


def test_diff_words__of_which_the_steps_do_not_suffice_says_so():
    old, new = ["a", "b", "c"] * 30, ["c", "b", "a"] * 30
    with pytest.raises(TooDifferent):
        diff_words(old, new, [1] * len(new), Steps(100))


def test_align__of_many_unlike_parts_weighs_a_bounded_number_of_pairs():
    weighed = []

    def unlike(i: int, j: int) -> float:
        weighed.append((i, j))
        return 0.0

    pairs = align(range(3_000), range(3_000, 6_000), unlike, 0.5, Steps())
    assert len(weighed) < 1.2 * MOST_CELLS
    assert len(pairs) == 6_000
