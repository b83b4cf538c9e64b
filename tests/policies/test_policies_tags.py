"""What the policies' templates ask for."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from consult.pages import dependencies
from policies.selectors import OutlineEntry, SectionPosition
from policies.templatetags.policies_tags import OutlineNode, is_past, nested, subsections


def entries(levels: list[int]) -> list[OutlineEntry]:
    return [
        OutlineEntry(uuid4(), str(index), f"Title {index}", level, f"/{index}/", "en")
        for index, level in enumerate(levels)
    ]


def flat(nodes: list[OutlineNode]) -> list[OutlineEntry]:
    return [found for node in nodes for found in (node.entry, *flat(node.children))]


@given(st.lists(st.integers(1, 6), max_size=40))
def test_nested__keeps_every_line_once_and_in_order(levels):
    lines = entries(levels)
    assert flat(nested(lines)) == lines


def test_nested__puts_deeper_lines_below_even_where_a_level_is_skipped():
    first, second = nested(entries([1, 3, 2, 1]))
    assert [node.entry.level for node in first.children] == [3, 2]
    assert second.children == []


def test_subsections__end_at_the_next_section_of_the_same_rank():
    lines = entries([1, 2, 3, 2, 1, 2])
    assert subsections(SectionPosition(lines, 1, None, lines[1], [])) == lines[1:4]
    assert subsections(SectionPosition(lines, 5, lines[3], lines[5], [])) == lines[5:]
    assert subsections(SectionPosition(lines, 0, None, None, [])) == []


@pytest.mark.django_db
def test_is_past__has_a_kept_page_made_anew_at_that_moment():
    moment = timezone.now() + timedelta(hours=1)
    with dependencies.gather() as page:
        assert not is_past(moment)
    assert page.until == moment
    assert is_past(timezone.now())
    assert not is_past(None)
