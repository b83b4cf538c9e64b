"""Lines read from OpenDocument texts, hand-made ones and whole bills saved by LibreOffice."""

import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.texts.readers import odt_files
from tests.texts.readers.odt_files import DECLARED
from tests.texts.readers.whole_bills import LAYOUTS, write_bill
from texts.outline.detect import build_outline
from texts.patterns import words
from texts.read import read_source
from texts.source import SourceDocument, UnreadableDocument

PIXEL = b"\x89PNG\r\n\x1a\n"
STYLES = """
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph">
 <style:text-properties fo:font-weight="bold" fo:font-size="14pt"/></style:style>
<style:style style:name="Title" style:family="paragraph">
 <style:paragraph-properties fo:text-align="center"/></style:style>
<style:style style:name="Contents_20_1" style:display-name="Contents 1" style:family="paragraph"/>
<text:list-style style:name="Clauses">
 <text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."
  text:start-value="4"/>
 <text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
  style:num-suffix=")"/>
 <text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/>
 <text:list-level-style-bullet text:level="4" text:bullet-char="&#xf0a7;"/>
</text:list-style>
<text:list-style style:name="Parts">
 <text:list-level-style-number text:level="1" style:num-format="I"
  loext:num-list-format="PART %1% -"/>
 <text:list-level-style-number text:level="2" style:num-format="1"
  loext:num-list-format="%1%.%2%"/>
</text:list-style>
"""
AUTOMATIC = """
<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Heading_20_2">
 <style:paragraph-properties fo:margin-left="1in" fo:text-indent="-0.5in"
  fo:break-before="page"/></style:style>
<style:style style:name="B" style:family="text">
 <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Up" style:family="text">
 <style:text-properties style:text-position="super 58%" fo:font-style="italic"/></style:style>
<style:style style:name="Gone" style:family="text">
 <style:text-properties text:display="none"/></style:style>
"""


def packed(body: str, extra: dict[str, bytes] | None = None) -> bytes:
    """With automatic styles and named ones."""
    automatic = f"<office:automatic-styles>{AUTOMATIC}</office:automatic-styles>"
    styles = (
        f"<office:document-styles {DECLARED}><office:styles>{STYLES}</office:styles>"
        "</office:document-styles>"
    )
    return odt_files.packed(
        odt_files.content(body, automatic), {"styles.xml": styles, **(extra or {})}
    )


@pytest.fixture
def read(tmp_path):
    def read_body(body: str, extra: dict[str, bytes] | None = None) -> SourceDocument:
        path = tmp_path / "policy.odt"
        path.write_bytes(packed(body, extra))
        return read_source(path)

    return read_body


def labels(document: SourceDocument) -> list[tuple[str, str]]:
    return [(line.label, line.text) for line in document.lines]


def item(text: str, inner: str = "", start: str = "") -> str:
    return f"<text:list-item {start}><text:p>{text}</text:p>{inner}</text:list-item>"


def numbered(inner: str, attributes: str = 'text:style-name="Clauses"') -> str:
    return f"<text:list {attributes}>{inner}</text:list>"


def test_read__headings_titles_and_looks(read):
    lines = read(
        '<text:p text:style-name="Title">WATER POLICY</text:p>'
        '<text:h text:style-name="P1" text:outline-level="2">Scope<text:s text:c="3"/>of it'
        "</text:h>"
        '<text:h text:outline-level="3">Part</text:h>'
        '<text:p><text:span text:style-name="B">Ward</text:span> means<text:tab/>a part.</text:p>'
        '<text:p text:style-name="Contents_20_1">1. Scope 3</text:p>'
    ).lines
    title, heading, outlined, body, contents = lines
    assert title.is_title
    assert title.centred
    assert title.caps
    assert (heading.heading, heading.text, heading.bold, heading.size) == (
        2,
        "Scope of it",
        True,
        14,
    )
    assert (heading.indent, heading.page_break_before, heading.style) == (36.0, True, "heading 2")
    assert (outlined.heading, outlined.outline) == (None, 3)
    assert (body.bold_prefix, body.html) == ("Ward", "<b>Ward</b> means a part.")
    assert contents.in_contents
    assert contents.style == "toc 1"


def test_read__numbers_follow_levels_start_and_affixes(read):
    deeper = numbered(item("c", numbered(item("d", numbered(item("e"), "")), "")), "")
    document = read(
        numbered(
            item("a", numbered(item("b") + item("bb", deeper), ""))
            + item("f", numbered(item("again"), ""), start='text:start-value="9"')
            + "<text:list-header><text:p>no number</text:p></text:list-header>"
            + "<text:list-item><text:p>g</text:p><text:p>second</text:p></text:list-item>"
        )
    )
    assert labels(document) == [
        ("4.", "a"),
        ("(a)", "b"),
        ("(b)", "bb"),
        ("4.b.1", "c"),
        ("▪", "d"),
        ("", "e"),
        ("9.", "f"),
        ("(a)", "again"),
        ("", "no number"),
        ("10.", "g"),
        ("", "second"),
    ]


def test_read__lists_go_on_where_they_say_so(read):
    style = 'text:style-name="Clauses"'
    document = read(
        numbered(item("a"), f'xml:id="one" {style}')
        + numbered(item("b"), f'xml:id="two" {style}')
        + numbered(item("c"), f'text:continue-list="one" {style}')
        + numbered(item("d"), f'text:continue-numbering="true" {style}')
    )
    assert labels(document) == [("4.", "a"), ("4.", "b"), ("5.", "c"), ("6.", "d")]


def test_read__item_without_text_does_not_count(read):
    style = 'text:style-name="Clauses"'
    nested = "<text:list-item><text:list>" + item("b") + "</text:list></text:list-item>"
    document = read(
        numbered(item("a"), f'xml:id="one" {style}')
        + numbered(nested, f'text:continue-list="one" {style}')
        + numbered(item("c"), f'text:continue-list="one" {style}')
    )
    assert labels(document) == [("4.", "a"), ("(a)", "b"), ("5.", "c")]


def test_read__number_patterns_of_libreoffice(read):
    document = read(numbered(item("First", numbered(item("x"), "")), 'text:style-name="Parts"'))
    assert labels(document) == [("PART I -", "First"), ("I.1", "x")]
    assert document.lines[0].list_format == "upperRoman"


def test_read__notes_stay_with_the_line_that_cites_them(read):
    document = read(
        '<text:p>Text<text:note text:note-class="footnote"><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>A <text:span text:style-name='B'>note"
        "</text:span>.</text:p></text:note-body></text:note> more.</text:p>"
    )
    (line,) = document.lines
    assert (line.text, line.html) == ("Text[1] more.", "Text<sup>[1]</sup> more.")
    assert [(note.mark, note.html) for note in line.notes] == [("1", "<p>A <b>note</b>.</p>")]
    assert Counter(words(document.source_text)) == Counter(words("Text 1 more. 1 A note."))


def test_read__table_with_spans_and_header(read):
    cell = "<table:table-cell {}><text:p>{}</text:p></table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    document = read(
        "<table:table><table:table-header-rows>"
        + row.format(cell.format('table:number-columns-spanned="2"', "Head"))
        + "</table:table-header-rows>"
        + row.format(cell.format('table:number-rows-spanned="2"', "a") + cell.format("", "b"))
        + row.format("<table:covered-table-cell/>" + cell.format("", "c"))
        + "</table:table>"
    )
    (line,) = document.lines
    assert line.table["data"] == [["Head", None], ["a", "b"], [None, "c"]]
    assert line.table["mergeCells"] == [
        {"row": 0, "col": 0, "rowspan": 1, "colspan": 2},
        {"row": 1, "col": 0, "rowspan": 2, "colspan": 1},
    ]
    assert line.table["cell"] == [
        {"row": 0, "col": 1, "hidden": True},
        {"row": 2, "col": 0, "hidden": True},
    ]
    assert line.table["first_row_is_table_header"]


def test_read__tracked_deletions_are_out_and_insertions_in(read):
    document = read(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>never</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>It shall <text:change text:change-id="1"/><text:change-start/>always'
        "<text:change-end/> apply.</text:p>"
    )
    assert [line.text for line in document.lines] == ["It shall always apply."]
    assert words(document.source_text) == ["It", "shall", "always", "apply"]
    assert "tracked changes" in str(document.warnings[0])


def test_read__pictures_inside_are_kept_and_others_not_fetched(read):
    frame = (
        '<draw:frame svg:width="2in"><draw:image xlink:href="{}"/><svg:desc>A map</svg:desc>'
        "</draw:frame>"
    )
    document = read(
        "<text:p>Text"
        + frame.format("Pictures/a.png")
        + frame.format("https://example.org/b.png")
        + frame.format("../../etc/passwd")
        + "</text:p>",
        {"Pictures/a.png": PIXEL},
    )
    text, image = document.lines
    assert text.text == "Text"
    assert (image.image.name, image.image.alt, image.image.content) == ("a.png", "A map", PIXEL)
    assert any("not fetched" in str(warning) for warning in document.warnings)


def test_read__boxes_are_margin_and_come_after_their_paragraph(read):
    document = read(
        "<text:p>Body<draw:frame><draw:text-box><text:p>Short title.</text:p></draw:text-box>"
        "</draw:frame> goes on.</text:p>"
    )
    assert [(line.text, line.margin) for line in document.lines] == [
        ("Body goes on.", False),
        ("Short title.", True),
    ]


def test_read__comments_hidden_text_and_macros_are_left_out(read):
    document = read(
        "<text:p>Seen<office:annotation><text:p>comment</text:p></office:annotation>"
        '<text:span text:style-name="Gone"> unseen</text:span>'
        '<text:span text:style-name="Up">2</text:span>'
        '<text:a xlink:href="javascript:x()"> link</text:a></text:p>',
        {"Basic/Standard/Module1.xml": b"<x/>"},
    )
    (line,) = document.lines
    assert line.html == "Seen<i><sup>2</sup></i> link"
    assert len(document.warnings) == 2


def test_read__contents_made_by_the_word_processor_are_marked(read):
    document = read(
        "<text:table-of-content><text:table-of-content-source/><text:index-body><text:index-title>"
        "<text:p>Contents</text:p></text:index-title><text:p>Scope 3</text:p></text:index-body>"
        "</text:table-of-content><text:p>Scope</text:p>"
    )
    assert [line.in_contents for line in document.lines] == [True, True, False]


@pytest.mark.parametrize(
    "extra",
    [{"content.xml": b"<x>"}, {"content.xml": b"<x/>"}, {"styles.xml": b"<!DOCTYPE x><x/>"}],
)
def test_read__broken_parts_are_refused(tmp_path, extra):
    path = tmp_path / "policy.odt"
    parts = {"content.xml": b"<x/>", "mimetype": b"application/vnd.oasis.opendocument.text"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in (parts | extra).items():
            archive.writestr(name, part)
    with pytest.raises(UnreadableDocument):
        read_source(path)


@pytest.fixture(scope="session")
def bills_as_odt(tmp_path_factory) -> dict[Path, Path]:
    """A bill in each layout, with what LibreOffice saves it as."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = tmp_path_factory.mktemp("odt")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    bills = [write_bill(folder / f"{layout.lower()}.docx", layout) for layout in LAYOUTS]
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "odt",
            "--outdir",
            str(folder),
            *map(str, bills),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {bill: folder / f"{bill.stem}.odt" for bill in bills}


def test_read__bill_has_the_lines_and_the_outline_of_its_docx(bills_as_odt):
    def lines_of(document: SourceDocument) -> Counter[tuple[str, str, int | None, bool]]:
        lines = [line for line in document.lines if line.text]
        return Counter((line.label, line.text, line.heading, line.margin) for line in lines)

    def sections_of(document: SourceDocument) -> Counter[tuple[str, str, int]]:
        outline = build_outline(document)
        assert outline.words.arrived >= 0.999 * outline.words.source
        return Counter((item.number, item.title, item.level) for item in outline.sections)

    for bill, saved in bills_as_odt.items():
        ours, theirs = read_source(saved), read_source(bill)
        for parts in (lines_of, sections_of):
            found, expected = parts(ours), parts(theirs)
            assert found.total() == expected.total(), bill.stem
            assert (found & expected).total() >= 0.99 * expected.total(), bill.stem
