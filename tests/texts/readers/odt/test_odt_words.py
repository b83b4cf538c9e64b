"""What an OpenDocument text says besides its text is listed; its equations are read."""

import pytest

from tests.texts.readers import odt_files
from tests.texts.readers.odt_files import DECLARED
from texts.read import read_document, read_source

MATHS = "http://www.w3.org/1998/Math/MathML"
EQUATION = (
    f'<math xmlns="{MATHS}"><semantics><mrow><mi>Levy</mi><mo>=</mo><mfrac><mrow><mi>area</mi>'
    "<mo>×</mo><mi>rate</mi></mrow><mn>100</mn></mfrac></mrow>"
    '<annotation encoding="StarMath 5.0">Levy = {area times rate} over 100</annotation>'
    "</semantics></math>"
)


@pytest.fixture
def odt(tmp_path):
    def writer(body, parts=None):
        return odt_files.write(tmp_path / "file.odt", body, parts)

    return writer


def listed(document):
    return [(item.text, item.reason, item.place) for item in document.beside]


@pytest.mark.parametrize(
    ("inner", "text", "reason"),
    [
        ("<office:annotation><text:p>Why so?</text:p></office:annotation>", "Why so?", "comment"),
        ("<text:hidden-text>unseen</text:hidden-text>", "unseen", "hidden"),
        ("<draw:frame><svg:title>A map</svg:title></draw:frame>", "A map", "alt_text"),
    ],
)
def test_read__what_the_text_does_not_show_is_listed_where_it_stands(odt, inner, text, reason):
    document = read_source(odt(f"<text:p>Before it.{inner}</text:p>"))
    assert listed(document) == [(text, reason, "Before it.")]
    assert [line.text for line in document.lines if line.text] == ["Before it."]


def test_read__deleted_text_and_a_hidden_section_are_listed(odt):
    document = read_source(
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            "<text:p>Kept.</text:p>"
            '<text:section text:display="none"><text:p>Unseen</text:p></text:section>'
        )
    )
    assert [item[:2] for item in listed(document)] == [("Gone", "deleted"), ("Unseen", "hidden")]


def test_read__page_headers_are_listed_once(odt):
    header = "<style:header><text:p>Mfano County</text:p></style:header>"
    styles = (
        f"<office:document-styles {DECLARED}><office:master-styles><style:master-page>{header}"
        f"{header}</style:master-page></office:master-styles></office:document-styles>"
    )
    document = read_source(odt("<text:p>Text.</text:p>", parts={"styles.xml": styles}))
    assert listed(document) == [("Mfano County", "header_footer", "styles.xml")]


FRAME = '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'


@pytest.mark.parametrize("body", [f"<text:p>{FRAME} shillings.</text:p>", FRAME])
def test_read__an_equation_is_a_line_that_means_the_same(odt, body):
    outline = read_document(odt(body, parts={"Object 1/content.xml": EQUATION}))
    assert "Levy = (area × rate)/100" in str(outline.sections[0].blocks)
    assert outline.words.complete, outline.words


def test_read__words_of_a_chart_are_listed(odt):
    chart = f"<text:p {DECLARED}>Wells by ward</text:p>"
    document = read_source(odt(f"<text:p>{FRAME}</text:p>", parts={"Object 1/content.xml": chart}))
    assert listed(document) == [("Wells by ward", "chart", "Object 1")]
