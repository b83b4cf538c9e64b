"""Cells as HTML: escaped, merged, hidden, as headers."""

from texts.table_html import rows_html


def test_rows_html__escapes_words_and_breaks_lines():
    html = rows_html([["<b>a</b> & 'b'", "c\r\nd\ne", None, 7]])
    assert html.strip() == (
        "<tr><td>&lt;b&gt;a&lt;/b&gt; &amp; &#x27;b&#x27;</td><td>c<br>d<br>e</td>"
        "<td></td><td>7</td></tr>"
    )


def test_rows_html__knows_headers_and_merged_cells_by_their_place_in_the_table():
    hidden, spans = {(1, 1): True}, {(1, 0): {"rowspan": 1, "colspan": '2"'}}
    html = rows_html(
        [["a", None], ["b", "c"]], first=1, row_headers=True, hidden=hidden, spans=spans
    )
    assert html == (
        '<tr><th scope="row" rowspan="1" colspan="2&quot;">a</th></tr>\n'
        '<tr><th scope="row">b</th><td>c</td></tr>\n'
    )
    assert rows_html([["a"]], scope="col") == '<tr><th scope="col">a</th></tr>\n'
