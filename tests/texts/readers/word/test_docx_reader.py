"""What a reader of the page in Word sees arrives; nothing outside the file is asked for."""

import zipfile

import pytest

from tests.texts.readers.test_kinds import WORD_TYPE
from tests.texts.readers.word_files import (
    COLUMN_BREAK,
    STYLES,
    W,
    bold,
    columns,
    levels,
    par,
    run,
    table,
    write,
)
from texts.patterns import words
from texts.read import read_source
from texts.source import UnreadableDocument

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
    b"\x1f\x15\xc4\x89"
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture
def read(tmp_path):
    def reader(*body, **parts):
        return read_source(write(tmp_path / "file.docx", *body, **parts))

    return reader


def texts(document):
    return [line.text for line in document.lines if line.text]


def test_read__takes_emphasis_links_and_special_characters(read):
    link = (
        f'<Relationship Id="rId9" Type="{RELATION}/hyperlink" TargetMode="External" '
        'Target="https://example.org/?a=1&amp;b=2"/>'
        f'<Relationship Id="rId8" Type="{RELATION}/hyperlink" TargetMode="External" '
        'Target="javascript:alert(1)"/>'
    )
    document = read(
        par(
            bold("Bold "), run("and <b> & plain"),
            run("2", extra='<w:vertAlign w:val="superscript"/>'),
        ),
        par('<w:hyperlink r:id="rId9"><w:r><w:t>here</w:t></w:r></w:hyperlink>'),
        par('<w:hyperlink r:id="rId8"><w:r><w:t>there</w:t></w:r></w:hyperlink>'),
        par("a\tb\nc", "<w:r><w:noBreakHyphen/><w:t>d</w:t></w:r>"),
        par("co\u00ad", run(" ordinate")),
        relations=link,
    )  # fmt: skip
    assert [line.html for line in document.lines] == [
        "<b>Bold </b>and &lt;b&gt; &amp; plain<sup>2</sup>",
        '<a href="https://example.org/?a=1&amp;b=2">here</a>',
        "there",
        "a b<br>c-d",
        "coordinate",
    ]
    assert len(document.warnings) == 1


def test_read__sees_looks_through_style_inheritance(read):
    styles = STYLES + (
        '<w:style w:type="paragraph" w:styleId="Strong1"><w:name w:val="strong one"/>'
        '<w:rPr><w:b/><w:caps/><w:sz w:val="32"/></w:rPr><w:pPr><w:jc w:val="center"/></w:pPr>'
        '</w:style><w:style w:type="paragraph" w:styleId="Strong2"><w:name w:val="strong two"/>'
        '<w:basedOn w:val="Strong1"/><w:rPr><w:b w:val="0"/></w:rPr></w:style>'
    )
    first, second, third = read(
        par("one", style="Strong1"), par("two", style="Strong2"), par("x", style="Chapter"),
        styles=styles,
    ).lines  # fmt: skip
    assert (first.bold, first.caps, first.centred, first.size) == (True, True, True, 16)
    assert (second.bold, second.caps, second.size) == (False, True, 16)
    assert (third.heading, third.style) == (1, "our chapter")


def test_read__outline_level_of_body_text_cancels_the_styles(read):
    lines = read(
        par("a", extra='<w:outlineLvl w:val="1"/>'), par("b", extra='<w:outlineLvl w:val="9"/>')
    ).lines
    assert [line.outline for line in lines] == [2, 0]


def test_read__takes_tracked_changes_as_accepted(read):
    document = read(
        par("keep ", "<w:ins><w:r><w:t>in </w:t></w:r></w:ins>",
            "<w:del><w:r><w:delText>out</w:delText></w:r></w:del>",
            "<w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>",
            "<w:moveTo><w:r><w:t>come</w:t></w:r></w:moveTo>"),
        par("first half", extra="<w:rPr><w:del/></w:rPr>"), par(" second half"),
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>" + par("lost") + "</w:tc></w:tr>"
        "<w:tr><w:tc>" + par("kept") + "</w:tc><w:tc>" + par("too") + "</w:tc></w:tr></w:tbl>",
    )  # fmt: skip
    assert texts(document) == ["keep in come", "first half second half", "kept too"]
    assert words(document.source_text) == words(" ".join(texts(document)))
    assert len(document.warnings) == 1


def test_read__marks_a_contents_field_and_keeps_other_results(read):
    def field(instruction, result):
        return (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    document = read(
        par('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>', "Purpose 1"),
        par("Scope 2"),
        par('<w:r><w:fldChar w:fldCharType="end"/></w:r>', "Purpose"),
        par("See ", field("REF x", "section 4"), field('HYPERLINK "https://x.ke"', " site")),
        par("One", style="Toc"),
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj>"
        "</w:sdtPr><w:sdtContent>" + par("Again 1") + "</w:sdtContent></w:sdt>",
        styles=STYLES + '<w:style w:type="paragraph" w:styleId="Toc"><w:name w:val="toc 1"/>'
        "</w:style>",
    )  # fmt: skip
    assert [(line.text, line.in_contents) for line in document.lines] == [
        ("Purpose 1", True), ("Scope 2", True), ("Purpose", False), ("See section 4 site", False),
        ("One", True), ("Again 1", True),
    ]  # fmt: skip
    assert '<a href="https://x.ke"> site</a>' in document.lines[3].html


def test_read__of_merged_cells(read):
    document = read(
        table(
            [("Who", 1, "restart"), ("When", 2, None)],
            [("", 1, "continue"), "Day", "Hour"],
            ["Ward", "Monday", "ten"],
        )
    )
    value = document.lines[0].table
    assert value["data"] == [
        ["Who", "When", None], [None, "Day", "Hour"], ["Ward", "Monday", "ten"],
    ]  # fmt: skip
    assert value["mergeCells"] == [
        {"row": 0, "col": 0, "rowspan": 2, "colspan": 1},
        {"row": 0, "col": 1, "rowspan": 1, "colspan": 2},
    ]
    assert document.lines[0].text == "Who When Day Hour Ward Monday ten"


def test_read__knows_a_header_row_by_its_bold_cells(read):
    rows = read(table([par(bold("Item")), par(bold("Fee"))], ["Form", "100"])).lines[0].table
    assert rows["first_row_is_table_header"] is True
    assert rows["table_header_choice"] == "row"
    plain = read(table(["Item", "Fee"], ["Form", "100"])).lines[0].table
    assert plain["table_header_choice"] == "neither"


def test_read__numbers_notes_by_order_and_links_their_text(read):
    notes = "".join(
        f'<w:footnote w:id="{key}"><w:p><w:r><w:t>Note {key}.</w:t></w:r></w:p></w:footnote>'
        for key in (5, 7, 9)
    )
    notes = f'<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>{notes}'
    document = read(
        par("b", '<w:r><w:footnoteReference w:id="7"/></w:r>'),
        par("a", '<w:r><w:footnoteReference w:id="5"/></w:r>', "."),
        notes=notes,
    )
    assert [line.html for line in document.lines] == ["b<sup>[1]</sup>", "a<sup>[2]</sup>."]
    assert [(note.mark, note.html) for line in document.lines for note in line.notes] == [
        ("1", "<p>Note 7.</p>"), ("2", "<p>Note 5.</p>"),
    ]  # fmt: skip
    assert "Note 9" not in document.source_text


def test_read__of_images_takes_those_inside_and_asks_for_none_outside(read):
    def picture(relation, alt=""):
        return (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/>'
            f'<wp:docPr id="1" name="x" descr="{alt}"/><a:blip {relation}/></wp:inline>'
            "</w:drawing></w:r>"
        )

    relations = (
        f'<Relationship Id="rId5" Type="{RELATION}/image" Target="media/map.png"/>'
        f'<Relationship Id="rId6" Type="{RELATION}/image" Target="media/old.emf"/>'
        f'<Relationship Id="rId7" Type="{RELATION}/image" TargetMode="External" '
        'Target="http://192.0.2.1/track.png"/>'
    )
    document = read(
        par(picture('r:embed="rId5"', "Map of wards")),
        par(picture('r:link="rId7"')),
        par(picture('r:embed="rId6"')),
        relations=relations,
        media={"map.png": PNG, "old.emf": b"x"},
    )
    images = [line.image for line in document.lines if line.kind == "image"]
    assert [(item.name, item.alt, item.content) for item in images] == [
        ("map.png", "Map of wards", PNG)
    ]
    assert len(document.warnings) == 2


def test_read__marks_lines_of_a_narrow_second_column_as_margin(read):
    document = read(
        par("text"), COLUMN_BREAK, par("note"), columns(6000, 2000),
        par("left"), COLUMN_BREAK, par("right"), columns(4000, 4000),
    )  # fmt: skip
    assert [(line.text, line.margin) for line in document.lines if line.text] == [
        ("text", False), ("note", True), ("left", False), ("right", False),
    ]  # fmt: skip


def test_read__leaves_out_hidden_text_and_warns(read):
    document = read(par("seen ", run("unseen", extra="<w:vanish/>")))
    assert texts(document) == ["seen"]
    assert "unseen" not in document.source_text
    assert document.warnings


def test_read__replaces_what_cannot_be_stored(read):
    document = read(par("a\u202eb\u200bc"))
    assert texts(document) == ["abc"]


def test_read__warns_of_macros_and_comments(read):
    document = read(
        par("x"),
        relations=f'<Relationship Id="rId5" Type="{RELATION}/comments" Target="comments.xml"/>',
        parts={
            "word/vbaProject.bin": b"x",
            "word/comments.xml": f'<w:comments xmlns:w="{W}"><w:comment w:id="0">{par("Why?")}'
            "</w:comment></w:comments>",
        },
    )
    assert len(document.warnings) == 2


def test_read__of_a_strict_file(tmp_path):
    path = write(tmp_path / "file.docx", par("strict", style="Heading1"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(
                name,
                content.replace(
                    "http://schemas.openxmlformats.org/wordprocessingml/2006/main", strict
                ),
            )
    assert read_source(path).lines[0].heading == 1


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": "<w:document"},
        {"word/document.xml": "<x/>"},
        {"word/styles.xml": "<broken>"},
    ],
)
def test_read__of_broken_parts_says_so(read, parts):
    with pytest.raises(UnreadableDocument):
        read(par("x"), parts=parts)


def test_read__finds_a_document_under_another_name(tmp_path):
    path = write(tmp_path / "file.docx", par("pay \u202e00,1"))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    parts["[Content_Types].xml"] = WORD_TYPE.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    document = read_source(path)
    assert texts(document) == ["pay 00,1"]
    assert any("direction of writing" in str(warning) for warning in document.warnings)


def test_read__counts_labels_in_the_source_words(read):
    document = read(par("one", num=(1, 0)), numbering=levels(("decimal", "Item %1.")))
    assert document.source_text == "Item 1. one\n"


def test_read__takes_what_newer_versions_of_word_wrap_once(read):
    def wrapped(content):
        return (
            f"<mc:AlternateContent><mc:Choice Requires='wps'>{content}</mc:Choice>"
            f"<mc:Fallback>{content}</mc:Fallback></mc:AlternateContent>"
        )

    ruby = "<w:ruby><w:rt><w:r><w:t>not this</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t>"
    document = read(
        wrapped(par("a paragraph")),
        f"<w:p><w:r>{wrapped('<w:t>some words</w:t>')}</w:r></w:p>",
        f"<w:p><w:r>{ruby}</w:r></w:rubyBase></w:ruby></w:r></w:p>",
    )
    assert texts(document) == ["a paragraph", "some words", "base"]
    assert words(document.source_text) == ["a", "paragraph", "some", "words", "base"]


def test_read__shows_the_number_of_a_cell_that_holds_nothing_else(read):
    document = read(
        table([par("", num=(1, 0)), "Springs"], [par("", num=(1, 0)), "Wells"]),
        numbering=levels(("decimal", "%1.")),
    )
    assert document.lines[0].table["data"] == [["1.", "Springs"], ["2.", "Wells"]]
    assert words(document.source_text) == ["1", "Springs", "2", "Wells"]
