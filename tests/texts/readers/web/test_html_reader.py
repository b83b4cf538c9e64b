"""Lines read from HTML: pages, and what word processors export."""

import base64
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from texts.patterns import words
from texts.readers.web import html_reader
from texts.source import SourceLine, UnreadableDocument

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


def texts(source: str) -> list[str]:
    return [line.text for line in html_reader.read(source).lines]


def only(source: str) -> SourceLine:
    (line,) = html_reader.read(source).lines
    return line


def labels(source: str) -> list[tuple[str, int | None, str]]:
    return [(line.label, line.list_level, line.text) for line in html_reader.read(source).lines]


def arrived(lines: list[SourceLine]) -> list[str]:
    return [word for line in lines for word in words(f"{line.label} {line.text}")]


def test_read__comments_in_the_markup_are_listed_but_for_those_that_only_office_reads():
    page = (
        "<html><!-- Ask the <clerk> --><!-- Ask the clerk --><!--[if gte mso 9]>Word<![endif]-->"
        "<!-- --><p>Text.</p><!-- Never closed"
    )
    document = html_reader.read(page)
    assert [(item.text, item.reason) for item in document.beside] == [("Ask the clerk", "comment")]


def test_read__headings_have_their_level():
    lines = html_reader.read(
        "<h1>Policy</h1><h2>1. <em>Scope</em><br>of it</h2><p>Words.</p>"
    ).lines
    assert [(line.heading, line.text) for line in lines] == [
        (1, "Policy"),
        (2, "1. Scope of it"),
        (None, "Words."),
    ]


def test_read__keeps_emphasis_and_safe_links_alone():
    line = only(
        '<p onclick="x()">One <b>two</b> <i>three</i> m<sup>2</sup> <u>four</u>'
        ' <a href="https://example.org/?a=1&amp;b">five</a> <a href="javascript:x()">six</a></p>'
    )
    assert line.html == (
        "One <b>two</b> <i>three</i> m<sup>2</sup> four"
        ' <a href="https://example.org/?a=1&amp;b">five</a> six'
    )
    assert line.text == "One two three m2 four five six"


def test_read__text_is_never_markup():
    line = only("<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>")
    assert line.html == "&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;"


def test_read__scripts_styles_and_hidden_parts_are_no_text():
    source = (
        "<head><title>T</title></head><style>p{}</style><script>x()</script><template>y</template>"
        "<p hidden>no</p><p style='display: none'>no</p><p>Yes<!-- no --><svg><text>no</text></svg>"
    )
    document = html_reader.read(source)
    assert [line.text for line in document.lines] == ["Yes"]
    assert words(document.source_text) == ["Yes"]
    assert document.title == "T"


def test_read__navigation_and_page_footer_are_set_apart():
    lines = html_reader.read("<body><nav>Menu</nav><p>Text</p><footer>Page 3</footer></body>").lines
    assert [(line.text, line.in_header_footer) for line in lines] == [
        ("Menu", True),
        ("Text", False),
        ("Page 3", True),
    ]


def test_read__list_marks_follow_start_type_value_and_nesting():
    source = (
        "<ol start=3 type=a><li>x<ol type=i><li>y<li value=5>z<li>q</ol><li><p>w</p>more</ol>"
        "<ul><li>b</ul><ul style='list-style-type: none'><li>c</ul>"
        "<ol style='list-style-type:upper-roman' start=-1><li>d</ol><ol start=28 type=A><li>e</ol>"
    )
    assert labels(source) == [
        ("c.", 0, "x"),
        ("i.", 1, "y"),
        ("v.", 1, "z"),
        ("vi.", 1, "q"),
        ("d.", 0, "w"),
        ("", 0, "more"),
        ("•", 0, "b"),
        ("", 0, "c"),
        ("-1.", 0, "d"),
        ("AB.", 0, "e"),
    ]


def test_read__table_keeps_cells_and_spans():
    line = only(
        "<table><thead><tr><th colspan=2>Clause</th></tr></thead>"
        "<tr><td rowspan=2>1<p>two</p></td><td>a</td></tr><tr><td>b</td></tr></table>"
    )
    assert line.kind == "table"
    assert line.table["data"] == [["Clause", None], ["1\ntwo", "a"], [None, "b"]]
    assert line.table["mergeCells"] == [
        {"row": 0, "col": 0, "rowspan": 1, "colspan": 2},
        {"row": 1, "col": 0, "rowspan": 2, "colspan": 1},
    ]
    assert line.table["cell"] == [
        {"row": 0, "col": 1, "hidden": True},
        {"row": 2, "col": 0, "hidden": True},
    ]
    assert line.table["first_row_is_table_header"]


@pytest.mark.parametrize("span", ["0", "-4", "x", "65534", "999999999999"])
def test_read__absurd_spans_do_no_harm(span):
    line = only(f"<table><tr><td colspan={span} rowspan={span}>a<td>b<tr><td>c<td>d</table>")
    assert words(line.text) == ["a", "b", "c", "d"]


def test_read__ragged_table_of_a_huge_area_becomes_one_column():
    source = "<table><tr>" + "<td>x" * 3000 + "<tr><td>y<td>z" * 400 + "</table>"
    line = only(source)
    assert len(line.table["data"]) == 401
    assert {len(row) for row in line.table["data"]} == {1}
    assert Counter(words(line.text)) == {"x": 3000, "y": 400, "z": 400}


def test_read__table_that_lays_out_the_page_is_not_there():
    source = "<table><tr><td><h1>Policy</h1><td><p>Words</table>"
    assert [(line.kind, line.heading) for line in html_reader.read(source).lines] == [
        ("text", 1),
        ("text", None),
    ]


def test_read__word_list_label_is_taken_from_the_text():
    source = (
        "<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level2 lfo1'>"
        "<![if !supportLists]><span style='mso-list:Ignore'>(a)<span>&nbsp;&nbsp;</span></span>"
        "<![endif]>the policy</p>"
        "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>point</p>"
    )
    first, second = html_reader.read(source).lines
    assert (first.label, first.text, first.list_level) == ("(a)", "the policy", 1)
    assert (first.list_format, first.list_id, first.indent) == ("lowerLetter", "mso-l0-1", 36.0)
    assert (second.label, second.list_format, second.list_level) == ("•", "bullet", 0)


@pytest.mark.parametrize(
    ("name", "style", "flag"),
    [("MsoTitle", "title", "is_title"), ("MsoToc2", "toc 2", "in_contents")],
)
def test_read__word_styles_are_known(name, style, flag):
    line = only(f"<p class={name}>Words</p>")
    assert line.style == style
    assert getattr(line, flag)


NOTES = {
    "hand-made": """
        <p>Text.<sup id="r1"><a href="#n1">1</a></sup> More.</p><p>Later.</p>
        <ul><li id="n1"><sup>1</sup> A note. <a href="#r1">↩</a></li></ul>""",
    "pandoc": """
        <p>Text.<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a> More.</p>
        <p>Later.</p>
        <section><ol><li id="fn1"><p>A note.<a href="#fnref1">↩︎</a></p></li></ol></section>""",
    "word": """
        <p>Text.<a style="mso-footnote-id:ftn1" href="#_ftn1" name="_ftnref1">[1]</a> More.</p>
        <p>Later.</p>
        <div style="mso-element:footnote" id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a>
        A note.</p></div>""",
    "libreoffice": """
        <p>Text.<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym">
        <sup>1</sup></a> More.</p><p>Later.</p>
        <div id="sdfootnote1"><p><a name="sdfootnote1sym" href="#sdfootnote1anc">1</a> A note.
        </p></div>""",
}


@pytest.mark.parametrize("form", NOTES)
def test_read__footnotes_go_to_the_line_that_cites_them(form):
    document = html_reader.read(NOTES[form])
    assert [line.text for line in document.lines] == ["Text.[1] More.", "Later."]
    (note,) = document.lines[0].notes
    assert (note.mark, note.html) == ("1", "<p>A note.</p>")
    assert "<sup>[1]</sup>" in document.lines[0].html
    assert Counter(words(document.source_text)) == Counter(words("Text. 1 More. Later. 1 A note."))


def test_read__heading_of_moved_notes_is_no_section():
    source = NOTES["hand-made"].replace("<ul>", "<h3>Footnotes</h3><ul>") + "<h2>Next</h2>"
    lines = html_reader.read(source).lines
    assert [(line.text, line.heading) for line in lines[2:]] == [("Footnotes", None), ("Next", 2)]


def test_read__one_way_link_is_no_footnote():
    source = '<p>See <a href="#s1">1</a>.</p><p id="s1">Scope</p>'
    assert texts(source) == ["See 1.", "Scope"]


def test_read__contents_links_are_no_footnotes():
    source = '<p><a id="t1" href="#s1">1</a></p><h2 id="s1"><a href="#t1">1. Scope</a></h2>'
    assert texts(source) == ["1", "1. Scope"]


def test_read__embedded_image_is_kept_and_linked_one_named():
    document = html_reader.read(
        f'<p>a<img src="data:image/png;base64,{PIXEL}" alt="A map"></p>'
        '<img src="https://example.org/far.png">'
    )
    (image,) = [line.image for line in document.lines if line.image]
    assert (image.name, image.alt, image.content_type) == ("image-1.png", "A map", "image/png")
    assert image.content == base64.b64decode(PIXEL)
    assert "far.png" in str(document.warnings[0])


def test_read__deleted_text_is_out_and_warned_of():
    document = html_reader.read("<p>shall <del>not</del><ins>always</ins> apply</p>")
    assert [line.text for line in document.lines] == ["shall always apply"]
    assert "tracked changes" in str(document.warnings[0])


def test_read__definition_list_keeps_term_and_meaning_together():
    line = only("<dl><dt>Ward</dt><dd>a part of a sub-county</dd></dl>")
    assert line.text == "Ward a part of a sub-county"
    assert line.bold_prefix == "Ward"


def test_read__direction_overrides_go_and_scripts_stay():
    assert texts("<p>\u202eabc \u0645\u0631\u062d\u0628\u0627</p>") == [
        "abc \u0645\u0631\u062d\u0628\u0627"
    ]


def test_read__deep_nesting_is_read_and_absurd_nesting_refused():
    assert texts("<font>" * 1000 + "words") == ["words"]
    with pytest.raises(UnreadableDocument, match="nested too deeply"):
        html_reader.read("<div>" * 5000 + "words")


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzáñ\u0645\u0631", min_size=1, max_size=8)
INLINE = st.builds(
    lambda tag, text: f"<{tag}>{text}</{tag}>",
    st.sampled_from(["b", "i", "em", "strong", "u", "span", "sup", "font", "unknown"]),
    st.lists(WORD, min_size=1, max_size=3).map(" ".join),
)
PHRASE = st.lists(WORD | INLINE, min_size=1, max_size=5).map(" ".join)


def wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        parts.map(lambda items: "<div>" + "".join(items) + "</div>"),
        parts.map(lambda items: "<ol>" + "".join(f"<li>{item}</li>" for item in items) + "</ol>"),
        parts.map(lambda items: "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"),
        parts.map(
            lambda items: "<table><tr>" + "".join(f"<td>{i}</td>" for i in items) + "</tr></table>"
        ),
        parts.map(lambda items: "<blockquote>" + "".join(items) + "</blockquote>"),
    )


BLOCK = st.builds(
    lambda tag, text: f"<{tag}>{text}</{tag}>",
    st.sampled_from(["p", "h1", "h2", "h4", "div", "pre", "address"]),
    PHRASE,
)
PAGE = st.lists(st.recursive(BLOCK, wrapped, max_leaves=8), min_size=1, max_size=6).map("".join)


@settings(deadline=5000)
@given(PAGE)
def test_read__every_word_arrives_once_and_in_order(source):
    document = html_reader.read(source)
    assert arrived(document.lines) == words(document.source_text)


@settings(deadline=5000)
@given(st.text(alphabet=st.sampled_from(list("<>/!-=\"'&;#x ab1\n\x00")) | st.characters()))
def test_read__any_text_at_all_is_read(source):
    document = html_reader.read(source)
    assert arrived(document.lines) == words(document.source_text)


def test_read__a_table_one_cell_wide_only_frames_its_text():
    rows = "".join(f"<tr><td><b>{text}</b></td></tr>" for text in ("CHAPTER ONE", "1.1 Aim"))
    lines = html_reader.read(f"<table border=1>{rows}</table><p>Words.</p>").lines
    assert [(line.kind, line.text, line.bold) for line in lines] == [
        ("text", "CHAPTER ONE", True), ("text", "1.1 Aim", True), ("text", "Words.", False),
    ]  # fmt: skip


def test_read__control_characters_do_not_hinder_notes():
    page = (
        "<p>One&#12;two\x0c<a id=r href=#n>1</a>&#1; three</p>"
        "<p>&#11;</p><div id=n><a href=#r>1</a> Note&#12;text</div>&#12;end"
    )
    first, last = html_reader.read(page).lines
    assert (first.text, last.text) == ("One two [1] three", "end")
    assert first.notes[0].html == "<p>Note text</p>"
