from hypothesis import given
from hypothesis import strategies as st

from texts.nesting import Parents, number_paths


def tree(levels: list[int]) -> list:
    """Each node as ``[index, *children]``."""
    root: list = []
    parents = Parents(root)
    for index, level in enumerate(levels):
        node = [index]
        parents.parent(level).append(node)
        parents.push(level, node)
    return root


def test_parents__skipped_level_is_one_step_down():
    assert tree([1, 3, 3, 2]) == [[0, [1], [2], [3]]]


def test_parents__shallower_node_after_a_deep_beginning_stands_beside_it():
    assert tree([3, 1, 2]) == [[0], [1, [2]]]


def test_above__names_every_node_from_the_root_down():
    parents = Parents("root")
    for level, node in ((1, "part"), (2, "chapter"), (2, "other")):
        parents.parent(level)
        parents.push(level, node)
    assert parents.above(3) == ["root", "part", "other"]


@given(st.lists(st.integers(0, 8), max_size=20))
def test_parents__every_node_stands_below_the_last_shallower_one(levels):
    parents = Parents(-1)
    for index, level in enumerate(levels):
        shallower = [i for i in range(index) if levels[i] < level]
        assert parents.parent(level) == (shallower[-1] if shallower else -1)
        parents.push(level, index)


def test_number_paths__lead_from_the_top_down_past_what_has_no_number():
    listed = [(1, "PART I"), (2, "1"), (2, ""), (3, "2"), (1, ""), (1, "PART II"), (2, "1")]
    assert list(number_paths(listed)) == [
        ("PART I",), ("PART I", "1"), ("PART I",), ("PART I", "2"), (), ("PART II",),
        ("PART II", "1"),
    ]  # fmt: skip
