"""No word of a file vanishes: it becomes part of a section, or is listed with the reason."""

from collections import Counter
from html import escape
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.texts.readers import odt_files
from tests.texts.readers.word_files import W, par, run, table, write
from tests.texts.sections import PATIENT
from texts.outline.model import Outline
from texts.outline.word_measure import plain_words
from texts.patterns import words
from texts.read import read_document

SIGNS = st.lists(
    st.sampled_from(["and", "or", "0", "maji", *"\\*~`_[]/^#&'- "]), min_size=1, max_size=12
).map("".join)
PIECES = (
    "text", "hidden", "deleted", "comment", "table", "header", "novel", "heading", "brackets",
)  # fmt: skip
WORDS = st.lists(st.text("abcdefghij", min_size=4, max_size=8), min_size=2, max_size=6, unique=True)
CONTENTS = st.lists(st.tuples(st.sampled_from(PIECES), WORDS), min_size=1, max_size=8)


def docx(path: Path, contents: list[tuple[str, str]]) -> Path:
    shown = {
        "text": par,
        "brackets": par,
        "heading": lambda text: par(text, style="Heading1"),
        "hidden": lambda text: par(run(text, extra="<w:vanish/>")),
        "deleted": lambda text: par(f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
        "table": lambda text: table(text.split(), text.split()),
        "novel": lambda text: par(
            f'<w:r><w:drawing><n:x xmlns:n="n">{text}</n:x></w:drawing></w:r>'
        ),
    }
    elsewhere = {"comment": "comments", "header": "hdr"}
    body = [shown[kind](text) for kind, text in contents if kind in shown]
    parts = {
        f"word/{kind}{at}.xml": f'<w:{elsewhere[kind]} xmlns:w="{W}"><w:comment>{par(text)}'
        f"</w:comment></w:{elsewhere[kind]}>"
        for at, (kind, text) in enumerate(contents)
        if kind in elsewhere
    }
    return write(path, par("Springs give water."), *body, parts=parts)


def odt(path: Path, contents: list[tuple[str, str]]) -> Path:
    shown = {
        "heading": '<text:h text:outline-level="1">{}</text:h>',
        "hidden": "<text:p><text:hidden-text>{}</text:hidden-text></text:p>",
        "deleted": "<text:tracked-changes><text:p>{}</text:p></text:tracked-changes>",
        "comment": "<text:p><office:annotation><text:p>{}</text:p></office:annotation></text:p>",
        "novel": "<draw:novel><text:p>{}</text:p></draw:novel>",
    }
    body = "".join(shown.get(kind, "<text:p>{}</text:p>").format(text) for kind, text in contents)
    return odt_files.write(path, f"<text:p>Springs give water.</text:p>{body}")


def html(path: Path, contents: list[tuple[str, str]]) -> Path:
    shown = {
        "heading": "<h1>{}</h1>",
        "hidden": "<p hidden>{}</p>",
        "deleted": "<p><del>{}</del></p>",
        "comment": "<textarea>{}</textarea>",
        "table": "<table><tr><td>{}</td><td>2</td></tr></table>",
        "header": "<nav>{}</nav>",
        "novel": "<svg><text>{}</text></svg>",
    }
    body = "".join(shown.get(kind, "<p>{}</p>").format(text) for kind, text in contents)
    path.write_text(f"<html><body><p>Springs give water.</p>{body}</body></html>")
    return path


def md(path: Path, contents: list[tuple[str, str]]) -> Path:
    shown = {
        "heading": "# {}",
        "hidden": "[^n]: {}\n\n[^n]: {}",
        "deleted": "~~{}~~",
        "comment": "<!-- {} -->",
        "table": "| a |\n|---|\n| b | {} |",
        "header": "<p hidden>{}</p>",
        "novel": "```\n{}\n```",
        "brackets": "Of x <{}> wide",
    }
    body = "\n\n".join(shown.get(kind, "{}").replace("{}", escape(text)) for kind, text in contents)
    path.write_text(f"Springs give water.\n\n{body}\n")
    return path


def accounted(outline: Outline) -> Counter[str]:
    listed = (item.text for item in outline.dropped)
    return Counter(words("\n".join([plain_words(outline), outline.title, *listed])))


@pytest.mark.parametrize("write_file", [docx, odt, html, md], ids=["docx", "odt", "html", "md"])
@settings(PATIENT, max_examples=15)
@given(CONTENTS)
@example([("table", ["aaaa", "aaaaa"]), ("novel", ["aaaa", "aaab"])])
@example([("hidden", ["aaaaa", "aaaa"]), ("header", ["aaaaa", "aaaa"])])
@example([("text", ["aaaa"]), ("comment", ["aaaa"]), ("table", ["aaaa"])])
@example([("header", ["aaaa", "aaab"]), ("text", ["bbbb", "cccc"]), ("header", ["aaaa", "aaab"])])
def test_read_document__no_word_vanishes_unlisted(tmp_path_factory, write_file, contents):
    said = [(kind, " ".join(text)) for kind, text in contents]
    path = write_file(tmp_path_factory.mktemp("lost") / f"file.{write_file.__name__}", said)
    outline = read_document(path)
    if write_file is docx:  # what several page headers say is listed once
        headers = dict.fromkeys(each for each in said if each[0] == "header")
        said = [*headers, *(each for each in said if each[0] != "header")]
    vanished = Counter(words("\n".join(text for _kind, text in said))) - accounted(outline)
    assert not vanished


@pytest.mark.parametrize("write_file", [docx, odt, html, md], ids=["docx", "odt", "html", "md"])
@settings(PATIENT, max_examples=25)
@given(SIGNS, SIGNS)
@example("and\\or", "0~0")
@example("0*0", "``and`or``")
def test_read_document__no_sign_makes_a_word_look_lost(tmp_path_factory, write_file, cell, text):
    assume(write_file is not md or "_\\" not in text + cell)  # see *Limits*
    path = tmp_path_factory.mktemp("signs") / f"file.{write_file.__name__}"
    if write_file is md:
        path.write_text(f"Springs {text} give.\n\n| head |\n|---|\n| {cell} |\n")
    else:
        write_file(path, [("text", escape(f"Springs {text} give.")), ("text", escape(f"- {cell}"))])
    outline = read_document(path)
    assert [item for item in outline.dropped if item.reason == "not_understood"] == []
    assert outline.words.complete, outline.words
    assert outline.words.added == ()


def test_read_document__words_of_a_link_are_one_with_what_they_touch(tmp_path):
    path = tmp_path / "file.md"
    path.write_text("Spring[water](https://example.org/a)s are [clean](b)[ed](c).\n")
    outline = read_document(path)
    assert outline.dropped == []
    assert outline.words.complete, outline.words


@pytest.mark.parametrize(
    "shown",
    ["name of ward", "Ward", "y and z", "b and z", "time", "p of q", "/end of it", "link", "source",
     "title", "wards/tanks", "m3", "hidden name", "name='of it'"],
)  # fmt: skip
@pytest.mark.parametrize("around", ["Of x {} wide.", "{}\n\nWide.", "- {}\n- wide", "**{}** wide"])
def test_read_document__words_in_brackets_of_markdown_are_words(tmp_path, shown, around):
    path = tmp_path / "file.md"
    path.write_text(around.format(f"<{shown}>"))
    outline = read_document(path)
    assert f"<{shown}>" in plain_words(outline)
    assert outline.words.complete, outline.words


@pytest.mark.parametrize(
    "text",
    ["<b>Wide</b> well", "<B>Wide</B> well", "<p>Wide<p>well", "Wide<br>well", "Wide <br/> well",
     "<span class='x y'>Wide</span> well", '<a href="#of">Wide</a> well', "Wide <img width=9> well",
     "<details open>Wide</details> well", "<main>Wide</main> well", "<td nowrap>Wide</td> well",
     "Wide <!DOCTYPE html> well", "</b>Wide well"],
)  # fmt: skip
def test_read_document__tags_of_markdown_are_no_words(tmp_path, text):
    path = tmp_path / "file.md"
    path.write_text(text)
    outline = read_document(path)
    assert words(plain_words(outline))[-2:] == ["Wide", "well"]
    assert outline.words.complete, outline.words


@pytest.mark.parametrize(
    ("text", "lost", "reason"),
    [
        ("---\ntitle: Springs\nauthor: Rose Wekesa\n---\nText.\n",
         "--- title: Springs author: Rose Wekesa ---", "settings"),
        ("| a | b |\n|---|---|\n| c | d | beyond |\n", "beyond", "not_understood"),
        ("A[^n] note.\n\n[^n]: First.\n\n[^n]: Second one.\n", "Second one.", "not_understood"),
        ("Text.\n\n<!-- Ask the clerk -->\n", "Ask the clerk", "comment"),
        ("Text.\n\n<? ask the clerk ?>\n", "ask the clerk", "comment"),
        ("Text.\n\n<![CDATA[Ask the clerk]]>\n", "Ask the clerk", "comment"),
        ("Text. <!ASK the clerk>\n", "ASK the clerk", "comment"),
        ("Text.\n\n<textarea>Write here</textarea>\n", "Write here", "part"),
    ],
)  # fmt: skip
def test_read_document__what_markdown_does_not_show_is_listed(tmp_path, text, lost, reason):
    path = tmp_path / "file.md"
    path.write_text(text)
    found = [(item.text, item.reason) for item in read_document(path).dropped]
    assert found == [(lost, reason)]


def test_read_document__markup_of_markdown_is_no_lost_word(tmp_path):
    path = tmp_path / "file.md"
    path.write_text(
        "# Springs\n\n1. One *bold* [link](https://example.org/path) and `code`.\n1. Two.\n\n"
        '```python\nx\n```\n\n[here]\n\n[here]: https://example.org/there "Title"\n'
    )
    outline = read_document(path)
    assert outline.dropped == []
    assert outline.words.complete, outline.words


def test_read_document__an_equation_of_a_page_is_a_line(tmp_path):
    path = tmp_path / "file.html"
    path.write_text(
        "<html><body><p>It is <math><msup><mn>1.05</mn><mn>3</mn></msup><mo>+</mo><msqrt><mi>x</mi>"
        "</msqrt></math> shillings.</p></body></html>"
    )
    outline = read_document(path)
    assert "It is 1.05^3 + √(x) shillings." in str(outline.sections[0].blocks)
    assert outline.words.complete, outline.words
