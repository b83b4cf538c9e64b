import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from texts.printing.fonts import BREAK, LONG_WORD, REPLACEMENT, covered, printable
from texts.printing.typst import TypstError, compile_pdf

TEMPLATE = """
#import "house.typ": *
#let data = json("data.json")
#show: document-style.with(title: data.title, language: data.language)
= #data.title
#for text in data.texts [ #text

]
"""
HOSTILE = [
    '=HYPERLINK("http://example.org")',
    "<script>alert(1)</script>",
    '#eval("1")',
    '#image("/etc/passwd")',
    "$x$",
    "*bold*",
    "@ref",
    "\u202egnp.exe",
    "\U0001f600\U0001f44d\U0001f3fd",
    "x" * 5000,
    "nul\x00bell\x07",
    "\ud800 lone",
    "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
]


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("https://maoni.example.org/en/sera/public-participation/",
         ["https://", "maoni.", "example.", "org/", "en/", "sera/", "public-", "participation/"]),
        ("a" * 35, ["a" * 10] * 3 + ["a" * 5]),
        (f"https://example.org/{'b' * 31}", ["https://", "example.", "org/", *["b" * 10] * 3, "b"]),
        ("a-word-of-twenty-nine-letters", ["a-word-of-twenty-nine-letters"]),
    ],
)  # fmt: skip
def test_printable__lets_a_long_word_break_after_its_signs_else_every_ten_letters(word, pieces):
    assert printable(word).split(BREAK) == pieces


@pytest.fixture
def template(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    path = folder / "letter.typ"
    path.write_text(TEMPLATE)
    return path


def text_of(path: Path) -> str:
    pages = PdfReader(path).pages
    return "\n".join(page.extract_text() for page in pages)


def data(*texts: str) -> dict:
    return {"title": "A title", "language": "en", "texts": list(texts)}


def test_compile_pdf__sets_hostile_text_as_text(template, tmp_path):
    out = tmp_path / "out.pdf"
    compile_pdf(template, data(*HOSTILE), out)
    text = text_of(out)
    for words in (*HOSTILE[:7], "nulbell", "gnp.exe", f"{REPLACEMENT} lone"):
        assert words in text
    assert text.count("x" * 10) >= 500
    assert PdfReader(out).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_compile_pdf__breaks_a_long_word_without_a_character_in_it(template, tmp_path):
    out = tmp_path / "out.pdf"
    word = "https://maoni.example/" + "y" * 300
    compile_pdf(template, {**data(word), "title": word[:40]}, out)
    (page,) = PdfReader(out).pages
    lines = page.extract_text().splitlines()
    assert word in "".join(lines)
    assert max(map(len, lines)) < 120
    assert PdfReader(out).metadata.title == word[:40]


def test_compile_pdf__is_equal_byte_for_byte_with_a_timestamp(template, tmp_path):
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    for name in ("a.pdf", "b.pdf"):
        compile_pdf(template, data("same"), tmp_path / name, timestamp=moment)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_compile_pdf__includes_assets(template, tmp_path):
    template.write_text(TEMPLATE + '#image("chart.svg", alt: "A chart")')
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9"/></svg>'
    compile_pdf(template, data(), tmp_path / "out.pdf", assets={"chart.svg": svg})
    with pytest.raises(ValueError, match="plain file name"):
        compile_pdf(template, data(), tmp_path / "out.pdf", assets={"../chart.svg": svg})


def test_compile_pdf__says_what_is_wrong_and_leaves_no_file(template, tmp_path):
    template.write_text("#let x = nonsense")
    with pytest.raises(TypstError, match="nonsense"):
        compile_pdf(template, data(), tmp_path / "out.pdf")
    assert [path.name for path in tmp_path.iterdir()] == ["templates"]


def test_compile_pdf__cannot_read_outside_its_folder(template, tmp_path):
    template.write_text('#read("/etc/passwd")')
    with pytest.raises(TypstError, match="not found"):
        compile_pdf(template, data(), tmp_path / "out.pdf")


def test_compile_pdf__is_stopped_at_the_timeout(template, tmp_path):
    template.write_text("#for i in range(100000) { for j in range(100000) {} }")
    waits: list[float] = []
    started = time.monotonic()
    with pytest.raises(TypstError, match=r"more than 0\.5 seconds"):
        compile_pdf(
            template,
            data(),
            tmp_path / "o.pdf",
            timeout_s=0.5,
            on_wait=lambda: waits.append(1),
        )
    assert time.monotonic() - started < 5
    assert waits


def test_compile_pdf__accepts_every_covered_character(template, tmp_path):
    points = sorted(covered())
    lines = ["".join(map(chr, points[i : i + 40])) for i in range(0, len(points), 40)]
    compile_pdf(template, data(*lines), tmp_path / "out.pdf")


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=200))
def test_printable__leaves_only_covered_characters_and_short_words(text):
    shown = printable(text)
    assert all(ord(char) in covered() or char == "\n" for char in shown)
    assert all(len(word) < LONG_WORD for word in shown.replace("\u200b", " ").split())
    assert printable(shown) == shown


@settings(max_examples=3, deadline=None)
@given(st.lists(st.text(st.characters(), min_size=1, max_size=40), min_size=60, max_size=120))
def test_compile_pdf__accepts_any_text(tmp_path_factory, texts):
    folder = tmp_path_factory.mktemp("any")
    template = folder / "letter.typ"
    template.write_text(TEMPLATE)
    compile_pdf(template, data(*texts), folder / "out.pdf")


def test_printable__keeps_ordinary_words_and_line_breaks():
    assert printable("Maoni ya wananchi \u2013 \u201cndiyo\u201d") == (
        "Maoni ya wananchi \u2013 \u201cndiyo\u201d"
    )
    assert printable("one\r\ntwo\rthree\tfour") == "one\ntwo\nthree four"
    assert printable("\uf0b7 item") == "\u2022 item"
