from pathlib import Path

import pytest
from django.utils.translation import get_language, override
from docx import Document
from lxml import etree
from pypdf import PdfReader

from tests.texts.sections import section
from tests.texts.writers.documents import block, hostile, items, png, sample
from texts.body import body_parts
from texts.cleaning import section_line
from texts.edition_text import front_text
from texts.writers import FORMATS, UnknownFormatError, akn_writer, export
from texts.writers.flow import FlowNote, address, flow, image_kind, ranked_texts


def test_export__unknown_format_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(UnknownFormatError, match="pdf, docx, txt, akn"):
        export(sample(), "odt", tmp_path / "out.odt")


def test_export__failure_leaves_neither_file_nor_half_of_one(tmp_path, monkeypatch):
    def fail(tree, *args, **kwargs):
        raise OSError("disk full")

    out = tmp_path / "out.xml"
    out.write_text("earlier")
    monkeypatch.setattr(akn_writer._AkomaNtosoWriter, "root", fail)
    with pytest.raises(OSError, match="disk full"):
        export(sample(), "akn", out)
    assert [path.name for path in tmp_path.iterdir()] == ["out.xml"]
    assert out.read_text() == "earlier"


def test_export__labels_are_in_the_language_of_the_document(tmp_path):
    with override("sw"):
        text = export(sample(), "txt", tmp_path / "out.txt").read_text("utf-8")
        assert get_language() == "sw"
    assert "Published by: County Government" in text


def pdf_text(path):
    return "".join(page.extract_text() for page in PdfReader(path).pages)


def docx_text(path):
    return "\n".join(paragraph.text for paragraph in Document(str(path)).paragraphs)


def akn_text(path):
    return "".join(etree.parse(str(path)).getroot().itertext())


READ = {"pdf": pdf_text, "docx": docx_text, "akn": akn_text, "txt": Path.read_text}


@pytest.mark.parametrize("name", FORMATS)
def test_export__a_defined_term_keeps_the_marks_round_it(name, tmp_path):
    text = " ".join(READ[name](export(sample(), name, tmp_path / "out")).split())
    assert "“clerk”, where used, means a clerk" in text


@pytest.mark.parametrize("name", FORMATS)
def test_export__hostile_text_is_carried_without_failing(name, tmp_path):
    assert export(hostile(), name, tmp_path / "out").stat().st_size > 500


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://example.org/a b?c=<é>", "https://example.org/a%20b?c=%3C%C3%A9%3E"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("mailto:clerk@example.org", "mailto:clerk@example.org"),
        ("tel:+254700000000", "tel:+254700000000"),
        ("javascript:alert(1)", ""),
        ("http://[bad", ""),
        ("https:///nowhere", ""),
        ("relative/path", ""),
        ("", ""),
    ],
)
def test_address__is_well_formed_or_nothing(href, expected):
    assert address(href) == expected


def test_image_kind__tells_images_from_other_content():
    assert image_kind(png()) == "png"
    assert image_kind(png()[:40]) == ""
    assert image_kind(b"GIF89a") == ""


def test_ranked_texts__skip_no_rank():
    levels = [4, 2, 1, 1, 3, 9]
    document = sample(sections=[section(str(n), "T", level=n) for n in levels])
    assert [rank for _, rank in ranked_texts(document)] == [1, 2, 1, 1, 2, 3]
    assert [rank for _, rank in ranked_texts(document, 2, 3)] == [2, 3, 2, 2, 3, 3]


def test_ranked_texts__front_matter_comes_first_and_above_the_sections():
    front = front_text([block("paragraph", "<p>An Act</p>")])
    document = sample(sections=[section("1", "T")], front=front)
    ranks = [(text.heading, text.text, rank) for text, rank in ranked_texts(document, 2)]
    assert ranks == [("", "An Act", 1), ("1 T", "", 2)]


def test_flow__note_stands_where_it_is_first_cited():
    parts = section("1", "T", "one<sup>[1]</sup> two<sup>1</sup>").parts
    note = block("note", {"mark": "1", "text": "<p>a</p><p>b</p>"})
    parts = [*parts, *flow_parts(note)]
    [text] = flow(parts)
    notes = [piece for piece in text.pieces if isinstance(piece, FlowNote)]
    assert [section_line(runs[0].text) for runs in notes[0].paragraphs] == ["a", "b"]
    assert len(notes) == 1


def test_flow__note_that_nobody_cites_stays_in_its_place():
    parts = flow_parts(block("note", {"mark": "*", "text": "<p>a</p>"}))
    [note] = flow(parts)
    assert isinstance(note, FlowNote)


def test_flow__items_that_skip_a_depth_are_one_deeper():
    [tree] = flow(flow_parts(items(("a", 1, "x"), ("b", 4, "y"), ("c", 0, "z"), ("d", 1, "w"))))
    assert [(item.label, [child.label for child in item.items]) for item in tree] == [
        ("a", ["b"]),
        ("c", ["d"]),
    ]


def flow_parts(*blocks):
    return body_parts(blocks)
