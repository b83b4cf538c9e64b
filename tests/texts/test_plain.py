import re

from hypothesis import given

from tests.texts.sections import PATIENT, rich_text, words
from texts.body import Line, body_parts
from texts.plain import body_text, content_hash
from texts.tables import Table

PARAGRAPH = {
    "type": "paragraph",
    "value": "<p>One  <b>two</b><br/>three</p><p>Four</p>",
    "id": "p",
}
LIST = {
    "type": "list",
    "id": "l",
    "value": {
        "items": [
            {
                "type": "item",
                "id": "x",
                "value": {"mark": "(a)", "level": 0, "text": "first"},
            },
            {"mark": "(i)", "level": 1, "text": "<em>second</em>"},
        ]
    },
}
TABLE = {
    "type": "table",
    "id": "t",
    "value": {
        "data": [["Ward", None], ["Lurambi", "two\nlines"]],
        "table_caption": "Wards",
        "first_row_is_table_header": True,
        "mergeCells": [{"row": 0, "col": 0, "rowspan": 1, "colspan": 2}],
    },
}


def test_body_text__paragraph_gives_a_blank_line_between_paragraphs():
    assert body_text([PARAGRAPH]) == "One two\nthree\n\nFour"


def test_body_text__list_keeps_marks_and_levels_wrapped_or_not():
    assert body_text([LIST]) == "(a) first\n    (i) second"


def test_body_text__table_gives_tabs_between_cells():
    assert body_text([TABLE]) == "Wards\nWard\t\nLurambi\ttwo lines"


def test_body_text__note_definition_and_image_keep_their_labels():
    note = {"type": "note", "value": {"mark": "1", "text": "<p>See</p><p>more</p>"}}
    definition = {
        "type": "definition",
        "value": {"term": "county", "text": "means <i>X</i>"},
    }
    image = {
        "type": "image",
        "value": {"image": 3, "alt": "Map", "caption": "The county"},
    }
    assert body_text([note]) == "1 See\n\nmore"
    assert body_text([definition]) == "county means X"
    assert body_text([image]) == "[Map] The county"


def test_body_text__editor_lists_get_marks():
    value = "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
    assert body_text([{"type": "paragraph", "value": value}]) == "1. a\n    • b\n2. c"


def test_body_text__script_is_dropped_and_escaped_markup_is_text():
    value = "<p>a<script>alert(1)</script> &lt;script&gt;</p>"
    assert body_text([{"type": "paragraph", "value": value}]) == "a <script>"


def test_body_parts__merge_that_hides_words_or_leaves_the_grid_is_ignored():
    value = {
        "data": [["a", "b"]],
        "mergeCells": [
            {"row": 0, "col": 0, "rowspan": 1, "colspan": 2},
            {"row": 7, "col": 0, "rowspan": 2, "colspan": 2},
            {"row": "x"},
        ],
    }
    [table] = body_parts([{"type": "table", "value": value}])
    assert isinstance(table, Table)
    assert table.spans == ()


def test_body_parts__half_filled_values_give_nothing():
    empty = [
        {"type": "paragraph", "value": ""},
        {"type": "paragraph", "value": None},
        {"type": "list", "value": {}},
        {"type": "table", "value": {"data": None}},
        {"type": "note", "value": {}},
        {"type": "definition", "value": {"term": " "}},
        {"type": "image", "value": {}},
        {"type": "unknown", "value": {"x": 1}},
    ]
    assert body_parts(empty) == []


def test_body_parts__links_keep_safe_addresses_only():
    value = '<p><a href="javascript:alert(1)">a</a><a href="https://example.org">b</a></p>'
    [line] = body_parts([{"type": "paragraph", "value": value}])
    assert isinstance(line, Line)
    assert [(run.text, run.href) for run in line.runs] == [
        ("a", ""),
        ("b", "https://example.org"),
    ]


def test_content_hash__ignores_ids_white_space_emphasis_and_block_borders():
    one = [{"type": "paragraph", "value": "<p>A <b>b</b></p><p>C</p>", "id": "1"}]
    two = [
        {"type": "paragraph", "value": "<p> A  b </p>", "id": "2"},
        {"type": "paragraph", "value": "<p>C</p>\n<p></p>", "id": "3"},
    ]
    assert content_hash("1.", "Title ", one) == content_hash("1.", "Title", two)


def test_content_hash__changes_with_words_number_title_mark_link_and_script():
    def digest(value="<p>A 2</p>", number="1", title="T"):
        return content_hash(number, title, [{"type": "paragraph", "value": value}])

    marked = {"items": [{"mark": "(a)", "text": "A"}]}
    other_mark = {"items": [{"mark": "(b)", "text": "A"}]}
    hashes = {
        digest(),
        digest("<p>A 3</p>"),
        digest("<p>A <sup>2</sup></p>"),
        digest('<p>A <a href="https://example.org">2</a></p>'),
        digest("<p>A</p><p>2</p>"),
        digest(number="2"),
        digest(title="U"),
        content_hash("1", "T", [{"type": "list", "value": marked}]),
        content_hash("1", "T", [{"type": "list", "value": other_mark}]),
    }
    assert len(hashes) == 9


@PATIENT
@given(words(), rich_text())
def test_content_hash__never_fails_and_is_the_same_each_time(title, value):
    blocks = [
        {"type": "paragraph", "value": value},
        {"type": "table", "value": {"data": [[value, title]]}},
    ]
    first = content_hash("1", title, blocks)
    assert re.fullmatch("[0-9a-f]{64}", first)
    assert first == content_hash("1", title, [{**block, "id": "new"} for block in blocks])
    body_text(blocks).encode()
