"""Word and OpenDocument files made to be costly: twice as much of it takes about twice as long."""

import io
from collections.abc import Callable

import pytest

from tests.growth.test_growth import MOST, growth
from tests.texts.readers import word_files
from tests.texts.readers.odt.test_odt_reader import packed
from tests.texts.readers.word_files import par, run
from texts.outline.detect import build_outline
from texts.readers.door import Archive
from texts.readers.odt import odt_reader
from texts.readers.word import docx_reader

pytestmark = pytest.mark.attack
TENTH = 10
"""Of a text's length: so many pieces a file has."""

DEEP = 60
"""How deep things are nested that are nested; what comes after is as long as wanted."""


def style(n: int, base: int | str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="s{n}"><w:name w:val="Style {n}"/>'
        f'<w:basedOn w:val="s{base}"/></w:style>'
    )


def abstract(n: int) -> str:
    """A list without levels of its own, which points to the style of the next."""
    return (
        f'<w:abstractNum w:abstractNumId="{n}"><w:numStyleLink w:val="l{n + 1}"/></w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
    )


def list_style(n: int) -> str:
    return (
        f'<w:style w:type="numbering" w:styleId="l{n}"><w:pPr><w:numPr><w:numId w:val="{n}"/>'
        "</w:numPr></w:pPr></w:style>"
    )


def level(n: int) -> str:
    return (
        f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="decimal"/><w:pStyle w:val="q{n}"/>'
        '<w:lvlText w:val="%1."/></w:lvl>'
    )


def note(n: int) -> str:
    return f'<w:footnote w:id="{n}"><w:p>{run("It is so.")}</w:p></w:footnote>'


def cited(n: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{n}"/></w:r>'


def begun(n: int) -> str:
    """A field that begins and never ends."""
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("a ")}'


def joined(piece: Callable[[int], str], count: int) -> str:
    return "".join(map(piece, range(count)))


def nested(name: str, inner: str) -> str:
    opening, closing = {
        "tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "pairs": (f"<w:tbl><w:tr><w:tc>{par('a')}</w:tc><w:tc>", "</w:tc></w:tr></w:tbl>"),
        "controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        "boxes": ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    }[name]
    return opening * DEEP + inner + closing * DEEP


WORD: dict[str, Callable[[int], dict[str, str]]] = {
    "paragraphs": lambda n: {"body": joined(lambda at: par(f"Point {at} of it."), n)},
    "runs alike": lambda n: {"body": f"<w:p>{joined(lambda _: run('of the county '), n)}</w:p>"},
    "runs in turn": lambda n: {"body": f"<w:p>{(run('a ') + run('b ', bold=True)) * n}</w:p>"},
    "soft hyphens": lambda n: {"body": "<w:p>" + run("\u00ad ") * n + "</w:p>"},
    "blanks": lambda n: {"body": f"<w:p>{run(' ' * 100) * n}</w:p>"},
    "breaks": lambda n: {"body": "<w:p>" + run("a\n") * n + "</w:p>"},
    "notes": lambda n: {"body": f"<w:p>{joined(cited, n)}</w:p>", "notes": joined(note, n)},
    "one note": lambda n: {
        "body": f"<w:p>{cited(0) * n}</w:p>",
        "notes": f'<w:footnote w:id="0">{par("So.") * n}</w:footnote>',
    },
    "fields": lambda n: {"body": f"<w:p>{joined(begun, n)}</w:p>"},
    "a long field": lambda n: {
        "body": f"<w:p>{begun(0)}<w:r><w:instrText>{'TOC' * 9 * n}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("a ") * n}</w:p>'
    },
    "hidden": lambda n: {"body": (par("a") + f"<w:p>{run('b', extra='<w:vanish/>')}</w:p>") * n},
    "hidden after a long run": lambda n: {
        "body": par("word " * 20 * n)
        + f"<w:p>{(run('b', extra='<w:vanish/>') + run('c')) * n}</w:p>"
    },
    "styles": lambda n: {
        "body": joined(lambda at: par("a", style=f"s{at}"), n),
        "styles": joined(lambda at: style(at, at - 1), n),
    },
    "linked lists": lambda n: {
        "body": par("a", num=(0, 0)) * n,
        "numbering": joined(abstract, n),
        "styles": joined(list_style, n),
    },
    "levels": lambda n: {
        "body": joined(lambda at: par("a", num=(1, at)), n),
        "numbering": f'<w:abstractNum w:abstractNumId="1">{joined(level, n)}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
    },
    "one table": lambda n: {"body": word_files.table(*[("a", "b", "1.")] * n)},
    "a wide table": lambda n: {"body": word_files.table(*[("a",)] * n, [("a", 200, None)] * n)},
    "a shifted table": lambda n: {
        "body": "<w:tbl>"
        f'<w:tr><w:trPr><w:gridBefore w:val="{n * n}"/></w:trPr><w:tc>{par("a")}</w:tc>'
        f"<w:tc>{par('b')}</w:tc></w:tr></w:tbl>"
    },
    **{
        name: lambda n, name=name: {"body": nested(name, par("The county shall do it.") * n)}
        for name in ("tables", "pairs", "controls", "boxes")
    },
}
TABLE = "<table:table>{}</table:table>"
ROW = "<table:table-row>{}</table:table-row>"
CELL = "<table:table-cell>{}</table:table-cell>"
ODT: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: joined(lambda at: f"<text:p>Point {at} of it.</text:p>", n),
    "spans alike": lambda n: f"<text:p>{'<text:span>of the county </text:span>' * n}</text:p>",
    "spans in turn": lambda n: (
        "<text:p>" + 'a <text:span text:style-name="B">b </text:span>' * n + "</text:p>"
    ),
    "blanks": lambda n: f"<text:p>a{'<text:s/>' * n}b{' ' * 100 * n}c</text:p>",
    "breaks": lambda n: f"<text:p>a{'<text:line-break/>b' * n}</text:p>",
    "notes": lambda n: (
        "<text:p>" + "a<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>So.</text:p></text:note-body></text:note>" * n + "</text:p>"
    ),
    "comments": lambda n: "<text:p>a<office:annotation>b</office:annotation></text:p>" * n,
    "levels": lambda n: joined(
        lambda at: (
            f'<text:numbered-paragraph text:level="{at + 1}"><text:p>a</text:p>'
            "</text:numbered-paragraph>"
        ),
        n,
    ),
    "lists": lambda n: (
        "<text:list><text:list-item>" * DEEP
        + "<text:p>a</text:p>" * n
        + "</text:list-item></text:list>" * DEEP
    ),
    "one table": lambda n: TABLE.format(ROW.format(CELL.format("<text:p>a</text:p>") * 3) * n),
    "repeated cells": lambda n: TABLE.format(
        ROW.format(
            CELL.format("<text:p>a</text:p>") * 2
            + '<table:table-cell table:number-columns-repeated="99999"/>' * n
        )
    ),
    "spanning cells": lambda n: TABLE.format(
        ROW.format(
            '<table:table-cell table:number-rows-spanned="99999"'
            ' table:number-columns-spanned="60"><text:p>a</text:p></table:table-cell>' * 2
        )
        * n
    ),
    "tables": lambda n: (
        "<table:table><table:table-row><table:table-cell>" * DEEP
        + "<text:p>a</text:p>" * n
        + "</table:table-cell></table:table-row></table:table>" * DEEP
    ),
    "sections": lambda n: "<text:section><text:p>a</text:p></text:section>" * n,
}


def read_word(parts: dict[str, str]) -> None:
    file = io.BytesIO()
    styles = word_files.STYLES + parts.get("styles", "")
    kept = {name: parts[name] for name in ("numbering", "notes") if name in parts}
    word_files.write(file, parts["body"], styles=styles, **kept)
    build_outline(docx_reader.read(Archive(file)))


def read_odt(body: str) -> None:
    build_outline(odt_reader.read(Archive(io.BytesIO(packed(body)))))


@pytest.mark.parametrize("name", WORD)
def test_docx__costs_in_step_with_what_it_holds(name):
    by = growth(lambda text: read_word(WORD[name](len(text) // TENTH)), "x")
    assert by <= MOST


@pytest.mark.parametrize("name", ODT)
def test_odt__costs_in_step_with_what_it_holds(name):
    by = growth(lambda text: read_odt(ODT[name](len(text) // TENTH)), "x")
    assert by <= MOST
