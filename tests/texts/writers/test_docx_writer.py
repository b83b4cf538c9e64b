import zipfile
from contextlib import suppress

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given, settings
from lxml import etree

from tests.texts.sections import PATIENT, blocks, words
from tests.texts.writers.documents import hostile, sample
from texts.cleaning import section_line
from texts.edition_text import SectionText
from texts.writers import export
from texts.writers.docx_writer import TEXT_WIDTH


def word_of(document, tmp_path):
    return Document(str(export(document, "docx", tmp_path / "out.docx")))


def part_of(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "out.docx") as archive:
        return etree.fromstring(archive.read(name))


def all_text(tree):
    return section_line(" ".join(tree.itertext(qn("w:t"))))


def test_docx__is_on_a4_with_room_for_the_text(tmp_path):
    page = word_of(sample(), tmp_path).sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    text = page.page_width - page.left_margin - page.right_margin
    assert round(text / Mm(1)) == round(TEXT_WIDTH / Mm(1))


def test_docx__sections_have_true_headings(tmp_path):
    word = word_of(sample(), tmp_path)
    headings = [
        (paragraph.style.name, paragraph.text)
        for paragraph in word.paragraphs
        if paragraph.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "PART I Preliminary"),
        ("Heading 2", "1. Citation and purpose"),
        ("Heading 2", "2. Interpretation"),
        ("Heading 1", "PART II Participation"),
        ("Heading 2", "3. Duties of the county"),
        ("Heading 3", "3.1 Notice"),
        ("Heading 1", "FIRST SCHEDULE Form of memoranda"),
        ("Heading 2", "Cover"),
    ]


def test_docx__contents_lead_to_the_headings(tmp_path):
    word = word_of(sample(), tmp_path)
    body = word.element.body
    names = {mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))}
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    assert anchors == names
    assert len(names) == 7
    kinds = [field.get(qn("w:fldCharType")) for field in body.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", "end"]


def test_docx__list_marks_and_emphasis_stay(tmp_path):
    word = word_of(sample(), tmp_path)
    marks = [p.text.split("\t")[0] for p in word.paragraphs if p.style.name == "List Paragraph"]
    assert marks == ["(a)", "(i)", "(ii)", "(b)", "1."]
    [purpose] = [p for p in word.paragraphs if p.text.startswith("This policy may be cited")]
    assert [run.text for run in purpose.runs if run.italic] == ["Public Participation Policy"]
    assert [run.text for run in purpose.runs if run.bold] == ["90"]


def test_docx__cited_note_is_a_footnote_with_its_printed_mark(tmp_path):
    word = word_of(sample(), tmp_path)
    [reference] = word.element.body.iter(qn("w:footnoteReference"))
    notes = part_of(tmp_path, "word/footnotes.xml")
    [note] = notes.findall(f"{qn('w:footnote')}[@{qn('w:id')}='{reference.get(qn('w:id'))}']")
    assert all_text(note) == "1 First reading, see Gazette ."
    assert any("Nobody cites this note." in paragraph.text for paragraph in word.paragraphs)


def test_docx__table_has_header_rows_and_merged_cells(tmp_path):
    [table] = word_of(sample(), tmp_path).tables
    assert [len(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] == [1, 1, 0, 0]
    assert table.cell(0, 0)._tc is table.cell(1, 0)._tc or table.cell(1, 0).text == "Body"
    assert table.cell(0, 1).text == table.cell(0, 2).text == "Meetings"
    assert [cell.text for cell in table.rows[2].cells] == ["Ward forum", "4", "3"]


def test_docx__image_has_its_alternative_text_and_a_lost_one_its_words(tmp_path):
    word = word_of(sample(), tmp_path)
    [shape] = word.inline_shapes
    assert shape._inline.docPr.get("descr") == "A green flag"
    assert any(paragraph.text == "[A lost map] Map" for paragraph in word.paragraphs)


def test_docx__says_its_language_title_and_that_it_is_a_sample(tmp_path):
    word = word_of(sample(language="sw"), tmp_path)
    lang = word.styles.element.find(f".//{qn('w:lang')}")
    assert lang.get(qn("w:val")) == "sw-KE"
    assert word.core_properties.title == "Public Participation Policy"
    assert word.core_properties.language == "sw"
    assert "Illustrative" in word_of(sample(), tmp_path).sections[0].footer.paragraphs[0].text


def test_docx__links_lead_out_by_web_addresses_only(tmp_path):
    targets = [
        relation.target_ref
        for relation in word_of(hostile(), tmp_path).part.rels.values()
        if relation.is_external
    ]
    assert targets == []
    word = word_of(sample(), tmp_path)
    assert "https://example.org/act?a=1&b=2" in [
        relation.target_ref for relation in word.part.rels.values() if relation.is_external
    ]


@settings(PATIENT, max_examples=12)
@given(blocks(), words())
def test_docx__every_word_is_there_whatever_a_section_holds(tmp_path, body, title):
    section = SectionText(None, "1.", title, 1, body)
    word_of(sample(sections=[section], images={}), tmp_path)
    found = all_text(part_of(tmp_path, "word/document.xml")).replace(" ", "")
    with suppress(KeyError):
        found += all_text(part_of(tmp_path, "word/footnotes.xml")).replace(" ", "")
    assert all(word in found for word in section_line(section.text).split())


def test_docx__hostile_text_stays_text(tmp_path):
    word = word_of(hostile(), tmp_path)
    assert any('<script>alert(1)</script> #eval("1")' in p.text for p in word.paragraphs)
