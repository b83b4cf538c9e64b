import re
from functools import partial
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.texts.sections import HOSTILE, PATIENT, blocks, paragraphs, words
from texts.body import body_parts
from texts.cleaning import section_line
from texts.plain import body_text, part_key, parts_text
from texts.redline import (
    block_changes,
    blocks_html,
    redline_blocks,
    redline_html,
    redline_text_html,
)
from texts.redline.alignment import Steps
from texts.redline.block_changes import RedlineTable, diff_text, side

HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def table(*rows, **extra):
    return [{"type": "table", "value": {"data": [list(row) for row in rows], **extra}}]


def listing(*items):
    values = [{"mark": mark, "level": level, "text": text} for mark, level, text in items]
    return [{"type": "list", "value": {"items": values}}]


def shown(html: str) -> str:
    """HTML without the words for screen readers."""
    return HIDDEN.sub("", html)


@given(blocks(), blocks())
@settings(PATIENT, max_examples=60)
def test_redline_blocks__either_side_gives_its_text_exactly(old, new):
    comparison = redline_blocks(old, new)
    assert parts_text(side(comparison, "old")) == body_text(old)
    assert parts_text(side(comparison, "new")) == body_text(new)


@given(blocks(), st.integers(0, 5), blocks())
@settings(PATIENT, max_examples=40)
def test_redline_blocks__either_side_survives_an_insertion(old, place, added):
    new = [*old[:place], *added, *old[place:]]
    comparison = redline_blocks(old, new)
    assert parts_text(side(comparison, "old")) == body_text(old)
    assert parts_text(side(comparison, "new")) == body_text(new)


TOO_DIFFERENT = {
    "a paragraph": (paragraphs("a b c <b>a</b> d e"), paragraphs("b a c d e a <b>b</b>")),
    "an item": (listing(("(a)", 0, "a b c d")), listing(("(a)", 0, "b a d c"))),
    "a cell": (table(["a b c d"], ["x"]), table(["b a d c"], ["x"])),
}


@pytest.mark.parametrize("name", TOO_DIFFERENT)
def test_redline_html__of_what_is_too_different_says_so_and_shows_both(name, monkeypatch):
    old, new = TOO_DIFFERENT[name]
    monkeypatch.setattr(block_changes, "_pairs", lambda *_: [(0, 0)])
    monkeypatch.setattr(block_changes, "_grid_pairs", lambda *_: [(0, 0), (1, 1)])
    monkeypatch.setattr(block_changes, "Steps", partial(Steps, 0))
    comparison = redline_blocks(old, new)
    assert parts_text(side(comparison, "old")) == body_text(old)
    assert parts_text(side(comparison, "new")) == body_text(new)
    html = blocks_html(comparison)
    assert html.count("Too different to compare word by word") == 1
    assert html.count("<del>") == html.count("<ins>") == 1


@given(blocks())
@settings(PATIENT, max_examples=30)
def test_redline_blocks__the_same_text_has_no_change(body):
    again = [{**block, "id": "other"} for block in body]
    assert all(block.status == "same" for block in redline_blocks(body, again))
    assert "<ins>" not in redline_html(body, again)
    assert "<del>" not in redline_html(body, again)


@given(blocks(), blocks())
@settings(PATIENT, max_examples=30)
def test_redline_blocks__nothing_is_the_same_only_where_the_content_is(old, new):
    same_content = [part_key(p) for p in body_parts(old)] == [part_key(p) for p in body_parts(new)]
    assert all(block.status == "same" for block in redline_blocks(old, new)) == same_content


@PATIENT
@given(words(), words())
def test_diff_text__changes_are_never_adjacent_to_their_like(old, new):
    ops = [segment.op for segment in diff_text(old, new)]
    assert all(one != other for one, other in pairwise(ops))


def test_redline_html__marks_words_and_keeps_formatting():
    old = paragraphs("The county shall hold <b>two</b> meetings in each ward every year.")
    new = paragraphs("The county shall hold <b>four</b> meetings in each ward every year.")
    assert shown(redline_html(old, new)) == (
        '<p class="redline-changed redline-paragraph">The county shall hold '
        "<del><strong>two</strong></del><ins><strong>four</strong></ins>"
        " meetings in each ward every year.</p>"
    )


def test_redline_html__tells_changes_in_words_too():
    html = redline_html(paragraphs("one two three"), paragraphs("one two four"))
    assert re.sub("<[^>]+>", "", html) == (
        "one two [deleted: three end of deletion][inserted: four end of insertion]"
    )


def test_redline_html__list_items_keep_marks_and_nesting():
    old = listing(("(a)", 0, "one"), ("(i)", 1, "within one"), ("(b)", 0, "two"))
    new = listing(("(a)", 0, "one"), ("(b)", 0, "two"), ("(c)", 0, "three"))
    assert re.sub(' class="[^"]*"', "", shown(redline_html(old, new))) == (
        "<ul><li><span>(a)</span> one"
        "<ul><li><del><span>(i)</span> within one</del></li></ul></li>"
        "<li><span>(b)</span> two</li>"
        "<li><ins><span>(c)</span> three</ins></li></ul>"
    )


def test_redline_html__list_that_starts_deep_nests_what_follows():
    body = listing(("(i)", 1, "x"), ("(ii)", 1, "y"), ("(a)", 0, "z"), ("(i)", 1, "w"))
    html = re.sub(' class="[^"]*"', "", redline_html(body, body))
    assert html == (
        "<ul><li><span>(i)</span> x</li><li><span>(ii)</span> y</li>"
        "<li><span>(a)</span> z<ul><li><span>(i)</span> w</li></ul></li></ul>"
    )


def test_redline_html__a_new_mark_is_a_change_of_the_mark_alone():
    html = shown(redline_html(listing(("(a)", 0, "same")), listing(("(b)", 0, "same"))))
    assert "<del>(a)</del><ins>(b)</ins></span> same</li>" in html


def test_redline_html__table_shows_new_rows_columns_and_cells():
    old = table(["Ward", "Votes"], ["Lurambi", "1"], ["Shinyalu", "2"])
    new = table(["Ward", "Votes", "Total"], ["Lurambi", "5", "9"], ["Shinyalu", "2", "9"])
    html = re.sub(' class="[^"]*"', "", shown(redline_html(old, new)))
    assert "<td>Ward</td><td>Votes</td><td><ins>Total</ins></td>" in html
    assert "<td>Lurambi</td><td><del>1</del><ins>5</ins></td><td><ins>9</ins></td>" in html


TWO_HEADER_ROWS = {
    "mergeCells": [{"row": 0, "col": 0, "rowspan": 2, "colspan": 1}],
    "first_row_is_table_header": True,
}


@pytest.mark.parametrize(
    ("old", "rows"),
    [
        ([["Ward", "Votes"], [None, "2022"], ["Lurambi", "5"]], 2),
        ([["Ward", "Votes"], [None, "2022"], ["Butere", "9"], ["Lurambi", "5"]], 2),
        ([["Ward", "Votes"], [None, "In the year before"], ["Lurambi", "4"]], 3),
    ],
    ids=["same", "a row less", "a header row rewritten: the old and the new"],
)
def test_redline_html__table_has_the_header_rows_that_downloads_have(old, rows):
    new = table(["Ward", "Votes"], [None, "2022"], ["Lurambi", "5"], **TWO_HEADER_ROWS)
    head, _end, body = redline_html(table(*old, **TWO_HEADER_ROWS), new).partition("</thead>")
    assert body_parts(new)[0].header_rows == 2
    assert head.count("<tr>") == rows
    assert "2022" in head
    assert "Lurambi" in body


def test_redline_html__table_of_nothing_but_headers_has_none():
    rows = table(["Ward", "Votes"], [None, "2022"], **TWO_HEADER_ROWS)
    assert body_parts(rows)[0].header_rows == 0
    assert "<thead>" not in redline_html(rows, rows)


def test_redline_html__table_header_and_merged_cells_stay():
    merge = [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}]
    old = table(["Votes", None], ["a", "b"], mergeCells=merge, first_row_is_table_header=True)
    new = table(["Votes", None], ["a", "c"], mergeCells=merge, first_row_is_table_header=True)
    html = redline_html(old, new)
    assert '<th class="redline-same" scope="col" colspan="2" rowspan="1">Votes</th></tr>' in html


def test_redline_blocks__merged_cell_is_dropped_where_a_row_came_between():
    merge = [{"row": 0, "col": 0, "rowspan": 2, "colspan": 1}]
    old = table(["x", "first row"], [None, "gone for ever"], [None, "second row"])
    new = table(["x", "first row"], [None, "second row"], mergeCells=merge)
    [block] = redline_blocks(old, new)
    assert isinstance(block, RedlineTable)
    assert block.spans == ()
    assert parts_text(side([block], "old")) == body_text(old)


def test_redline_html__rewritten_paragraph_is_replaced_as_a_whole():
    html = shown(redline_html(paragraphs("Goats graze freely."), paragraphs("Budgets are public.")))
    assert html.count("<del>") == html.count("<ins>") == 1
    assert html.count("<p ") == 2


def test_redline_html__raised_text_and_link_targets_are_changes():
    assert "<ins>" in redline_html(paragraphs("10 2"), paragraphs("10 <sup>2</sup>"))
    old = paragraphs('<a href="https://a.example/">here</a>')
    new = paragraphs('<a href="https://b.example/">here</a>')
    assert 'href="https://b.example/"' in redline_html(old, new)


def test_redline_html__definition_and_image_say_what_they_are():
    old = [{"type": "definition", "value": {"term": "“county”,", "text": "means this"}}]
    new = [
        {"type": "definition", "value": {"term": "“county”,", "text": "means that"}},
        {"type": "image", "value": {"image": 4, "alt": "A map", "caption": "The wards"}},
    ]
    html = shown(redline_html(old, new))
    assert "<dfn>“county”,</dfn> means <del>this</del><ins>that</ins>" in html
    assert "Image:</span> A map The wards</ins>" in html


def test_redline_html__long_unchanged_stretches_fold_when_asked():
    old = paragraphs(*[f"Paragraph number {n}" for n in range(9)])
    new = [*old, *paragraphs("Added at the end")]
    html = redline_html(old, new, fold=3)
    assert "<summary>7 paragraphs unchanged</summary>" in html
    assert section_line(re.sub("<[^>]+>", " ", html)).count("Paragraph number") == 9
    assert "<details" not in redline_html(old, new)


@given(blocks(), blocks(), st.sampled_from(HOSTILE))
@settings(PATIENT, max_examples=60)
def test_redline_html__nothing_live_gets_through(old, new, hostile):
    attack = {"term": hostile, "text": '<img src=x onerror="a()"><a href="javascript:a()">b</a>'}
    html = redline_html(old, [*new, {"type": "definition", "value": attack}], fold=2)
    assert not re.search(r"<(script|img|style|iframe)|<[^>]+(onerror|javascript:)", html)
    html.encode()


def test_redline_text_html__escapes_titles():
    assert shown(redline_text_html("Old <b>", "New <b>")) == (
        "<del>Old</del><ins>New</ins> &lt;b&gt;"
    )


@pytest.mark.parametrize("count", [5_000])
def test_redline_blocks__one_very_long_paragraph_is_compared_by_sentences(count):
    sentences = [
        f"Sentence {n} says that ward {n} shall have {n} seats." for n in range(count // 9)
    ]
    changed = [s.replace("seats", "chairs") if n % 50 == 0 else s for n, s in enumerate(sentences)]
    old, new = paragraphs(" ".join(sentences)), paragraphs(" ".join(changed))
    [block] = redline_blocks(old, new)
    assert sum(segment.op == "inserted" for segment in block.segments) == -(-len(sentences) // 50)
    assert parts_text(side([block], "old")) == body_text(old)
