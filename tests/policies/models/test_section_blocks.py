"""Lists as they are stored, flat with depths, and as they are shown, one in another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks.stream_block import StreamBlockValidationError

from policies.models.section_blocks import SectionBlocks, nested_items


def shape(levels: list[int]) -> list:
    """The tree of items at these depths; each item is told by its place."""
    items = [{"mark": str(n), "level": level, "text": ""} for n, level in enumerate(levels)]
    return marks(nested_items(items))


def marks(nodes: list[dict]) -> list:
    return [[node["mark"], *marks(node["children"])] for node in nodes]


def test_nested_items__deeper_items_lie_in_the_one_above():
    assert shape([0, 1, 1, 0]) == [["0", ["1"], ["2"]], ["3"]]


def test_nested_items__list_that_begins_deep_keeps_its_items_side_by_side():
    assert shape([1, 1, 2, 1]) == [["0"], ["1", ["2"]], ["3"]]


def test_nested_items__shallower_item_after_a_deep_beginning_opens_the_outer_list():
    assert shape([2, 2, 0, 1, 1]) == [["0"], ["1"], ["2", ["3"], ["4"]]]


def test_nested_items__skipped_depth_is_one_step():
    assert shape([0, 3, 3, 1]) == [["0", ["1"], ["2"], ["3"]]]


@given(st.lists(st.integers(0, 8), max_size=12))
def test_nested_items__every_item_stands_once_in_order(levels):
    def flat(tree):
        return [mark for first, *below in tree for mark in [first, *flat(below)]]

    assert flat(shape(levels)) == [str(n) for n in range(len(levels))]


@pytest.mark.parametrize(("count", "fits"), [(1_500, True), (2_100, False)])
def test_section_blocks__take_what_one_page_can_show(count, fits):
    blocks = SectionBlocks()
    raw = [{"type": "paragraph", "value": "<p>The county shall.</p>", "id": "a"}] * count
    value = blocks.to_python(raw)
    if fits:
        assert len(blocks.clean(value)) == count
    else:
        with pytest.raises(StreamBlockValidationError) as refused:
            blocks.clean(value)
        assert "too long for one page" in str(refused.value.non_block_errors)
