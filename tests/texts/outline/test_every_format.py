"""Kinds of documents that offices write, each in every format that can carry it."""

from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path

import pytest

from tests.texts.outline.made_lines import TEXT
from tests.texts.readers import odt_files, word_files
from texts.read import read_document

Paragraph = tuple[int, Sequence[tuple[str, str]]]
"""The level of a heading or 0, and runs: "u", "b" or "", and their text."""
Written = Callable[[Path, Sequence[Paragraph]], Path]


def docx(path: Path, paragraphs: Sequence[Paragraph]) -> Path:
    extra = {"u": '<w:u w:val="single"/>', "b": "<w:b/>", "": '<w:u w:val="none"/>'}
    body = [
        word_files.par(
            *(word_files.run(text, extra=extra[look]) for look, text in runs),
            style=f"Heading{level}" if level else "",
        )
        for level, runs in paragraphs
    ]
    return word_files.write(path, *body)


def odt(path: Path, paragraphs: Sequence[Paragraph]) -> Path:
    looks = {
        "u": 'style:text-underline-style="solid"',
        "b": 'fo:font-weight="bold"',
        "": 'style:text-underline-style="none"',
    }
    styles = "".join(
        f'<style:style style:name="T{look}" style:family="text">'
        f"<style:text-properties {setting}/></style:style>"
        for look, setting in looks.items()
    )
    body = ""
    for level, runs in paragraphs:
        inner = (
            "".join(
                f'<text:span text:style-name="T{look}">{escape(text)}</text:span>'
                for look, text in runs
            )
            .replace(" </text:span>", "<text:s/></text:span>")
            .replace("\n", "<text:line-break/>")
        )
        heading = f'<text:h text:outline-level="{level}">{inner}</text:h>'
        body += heading if level else f"<text:p>{inner}</text:p>"
    before = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    path.write_bytes(odt_files.packed(odt_files.content(body, before)))
    return path


def html(path: Path, paragraphs: Sequence[Paragraph]) -> Path:
    lines = "".join(
        f"<{f'h{level}' if level else 'p'}>{_tagged(runs)}</{f'h{level}' if level else 'p'}>"
        for level, runs in paragraphs
    )
    path.write_text(f"<!doctype html><meta charset=utf-8><body>{lines}</body>", "utf-8")
    return path


def md(path: Path, paragraphs: Sequence[Paragraph]) -> Path:
    lines = [f"{'#' * level} {_tagged(runs)}".strip() for level, runs in paragraphs]
    path.write_text("\n\n".join(lines), "utf-8")
    return path


def _tagged(runs: Sequence[tuple[str, str]]) -> str:
    shown = "".join(f"<{look}>{escape(text)}</{look}>" if look else escape(text)
                    for look, text in runs)  # fmt: skip
    return shown.replace("\n", "<br>")


def plain(text: str) -> Paragraph:
    return 0, [("", text)]


def run_in(look: str, title: str, text: str = TEXT) -> Paragraph:
    return 0, [(look, title), ("", f" {text}")]


FORMATS = pytest.mark.parametrize("write", [docx, odt, html, md], ids=lambda each: each.__name__)


def shape(write: Written, folder: Path, *paragraphs: Paragraph) -> list[tuple[int, str, str]]:
    outline = read_document(write(folder / f"policy.{write.__name__}", paragraphs))
    assert outline.words.complete, outline.words
    return [(section.level, section.number, section.title) for section in outline.sections]


@FORMATS
@pytest.mark.parametrize("look", ["u", "b"])
def test_outline__of_paragraphs_that_begin_with_a_title(write, tmp_path, look):
    names = ["Quorum", "Notice of meetings", "Votes", "Minutes"]
    paragraphs = [run_in(look, f"{name}.") for name in names]
    made = shape(write, tmp_path, (1, [("", "Rules of the water friends")]),
                 (1, [("", "Meetings")]), *paragraphs, plain(TEXT))  # fmt: skip
    assert made == [(1, "", "Meetings"), *((2, "", name) for name in names)]


@FORMATS
def test_outline__of_numbered_titles_that_are_underlined(write, tmp_path):
    names = ["Quorum", "Notice of meetings", "Votes"]
    paragraphs = [run_in("u", f"{at}. {name}.") for at, name in enumerate(names, 1)]
    assert shape(write, tmp_path, plain("Rules"), *paragraphs) == [
        (1, str(at), name) for at, name in enumerate(names, 1)
    ]


@FORMATS
def test_outline__of_titles_that_are_underlined_and_no_more(write, tmp_path):
    names = ["Opening prayer", "Matters arising", "Water of the ward"]
    paragraphs = [item for name in names for item in ((0, [("u", name)]), plain(TEXT))]
    made = shape(write, tmp_path, plain(TEXT), *paragraphs)
    assert made == [(1, "", name) for name in names]


@FORMATS
def test_outline__of_minutes_under_their_dates(write, tmp_path):
    dates = ["22 April 2025 / 5:00 PM", "17 Aprili 2025", "1 April 2025"]
    meetings = [(1, [("", date)]) for date in dates]
    parts = [(2, [("", "Agenda")]), plain(TEXT)]
    paragraphs = [item for meeting in meetings for item in (meeting, *parts)]
    made = shape(write, tmp_path, plain(TEXT), *paragraphs)
    assert made == [item for date in dates for item in ((1, "", date), (2, "", "Agenda"))]


@FORMATS
def test_outline__of_titles_that_end_their_line_in_a_paragraph(write, tmp_path):
    names = ["Aim", "Statement of intent", "Care of springs"]
    paragraphs = [(0, [("b", name), ("", f"\n{TEXT}")]) for name in names]
    office = (0, [("b", "Mfano Water Friends"), ("", "\nP.O. Box 12\nMfano")])
    made = shape(write, tmp_path, plain(TEXT), *paragraphs, office)
    assert made == [(1, "", name) for name in names]


SECTIONS = ("Purpose", "Meetings")
TERMS = {
    "Quorum:": "The number of members without whom no meeting of the friends can decide anything.",
    "Chairperson:": "A member whom the others elect for a year, and who may be elected once again.",
    "Spring:": "Water that comes out of the ground by itself, with the land that protects it.",
}


@FORMATS
@pytest.mark.parametrize("listed", ["Definitions", "2. Glossary of terms", "Roles", "Ufafanuzi"])
def test_outline__takes_no_terms_of_a_short_document_for_sections(write, tmp_path, listed):
    terms = [(0, [("b", term), ("", f" {meaning}")]) for term, meaning in TERMS.items()]
    heads = [(0, [("b", name)]) for name in SECTIONS]
    made = shape(write, tmp_path, heads[0], plain(TEXT), (0, [("b", listed)]), *terms, heads[1],
                 plain(TEXT))  # fmt: skip
    assert [f"{number} {title}".strip(" ") for _level, number, title in made] == [
        "Purpose", listed.replace(".", ""), "Meetings",
    ]  # fmt: skip


@FORMATS
def test_outline__of_titles_with_a_colon_that_most_of_a_short_document_begins_with(write, tmp_path):
    names = ["Purpose", "Scope", "Meetings", "Review"]
    made = shape(write, tmp_path, plain("Rules"), *(run_in("b", f"{name}:") for name in names))
    assert made == [(1, "", name) for name in names]
