"""Signs of symbol fonts in pages: what a browser shows is what arrives."""

import pytest

from texts.readers.symbols import UNKNOWN
from texts.readers.web import html_reader


def shown(page: str) -> str:
    (line,) = html_reader.read(f"<p>{page}</p>").lines
    return line.text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ('<font face="Wingdings">\u00fc</font> Springs', "\u2713 Springs"),
        ('<font face="wingdings, serif">\u00fc</font> Springs', "\u2713 Springs"),
        ('<span style="font-family: Wingdings">\u00e0</span> Springs', "\u2192 Springs"),
        ("<span style='font-family:\"Wingdings 2\"'>P</span> Springs", "\u2713 Springs"),
        ('<span style="font-family: Symbol, serif">a</span> rays', "\u03b1 rays"),
        ('<font face="Symbol">a<b>b</b>c</font> rays', "\u03b1\u03b2\u03c7 rays"),
        ('<font face="Symbol">a<font face="Arial">b</font>c</font>d', "\u03b1b\u03c7d"),
        ('<font face="Arial">a</font>', "a"),
        ('<span style="font-family: Symbola">a</span>', "a"),
        ('<font face="Symbol" style="font-family: Arial">a</font>', "a"),
    ],
)
def test_read__letters_in_a_symbol_font_are_signs(page, text):
    assert shown(page) == text


def test_read__words_in_a_symbol_font_are_measured_as_they_are_shown():
    document = html_reader.read('<p>Ray <font face="Symbol">abc</font></p>')
    assert document.source_text.split() == ["Ray", "\u03b1\u03b2\u03c7"]
    assert document.warnings == []


def test_read__signs_that_are_not_known_are_told_of():
    code = "\u00c3"
    document = html_reader.read(f'<p><font face="Wingdings">{code} {code}<i></i>{code}</font></p>')
    assert document.lines[0].text == f"{UNKNOWN} {UNKNOWN}{UNKNOWN}"
    assert "3 signs of symbol fonts are not known" in str(document.warnings[0])
