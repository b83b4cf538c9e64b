import shutil
import subprocess
import zipfile

import pytest
from docx import Document
from lxml import etree
from pypdf import PdfReader

from reports.dataset import write_dataset
from reports.renderers import RENDERERS, wordml
from reports.renderers.docx_report import CELL_MARGINS, PORTRAIT, figure_table_widths
from tests.reports import sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def document(rendered):
    return Document(rendered("docx"))


@pytest.fixture(scope="module")
def body(rendered) -> etree._Element:
    with zipfile.ZipFile(rendered("docx")) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


def test_docx__has_real_headings_for_every_section(dataset, document):
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    for section in dataset.sections:
        assert f"{section['number']} {section['title']}" in headings


def test_docx__has_every_comment_in_a_matrix_with_a_repeated_head(dataset, body):
    tables = list(body.iter(f"{W}tbl"))
    assert all(t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for t in tables)
    text = "\n".join("".join(p.itertext()) for p in body.iter(f"{W}p"))
    for row in dataset.rows():
        assert row["ref"] in text


def test_docx__keeps_hostile_text_as_text(dataset, document):
    text = "\n".join(
        cell.text for t in document.tables if len(t.columns) == 5 for cell in t.columns[2].cells
    )
    for row in dataset.rows():
        shown = wordml.plain(row["text"]).replace("\r", "\n")
        assert shown in text


def test_docx__states_language_notice_and_pages(rendered, document):
    footer = document.sections[0].footer._element
    words = "".join(footer.itertext())
    assert "Illustrative: sample content" in words
    assert " PAGE " in words
    assert " NUMPAGES " in words
    with zipfile.ZipFile(rendered("docx")) as archive:
        assert b'w:lang w:val="en-GB"' in archive.read("word/styles.xml")


def test_docx__describes_its_charts(body):
    described = [e.get("descr") for e in body.iter() if e.tag.endswith("}docPr")]
    assert len(described) >= 5
    assert all(described)
    numbers = [e.get("id") for e in body.iter() if e.tag.endswith("}docPr")]
    assert len(set(numbers)) == len(numbers)


def test_docx__is_equal_byte_for_byte(dataset, rendered, tmp_path):
    again = tmp_path / "again.docx"
    RENDERERS["docx"].render(dataset, 1, again, progress=lambda _done: None)
    assert again.read_bytes() == rendered("docx").read_bytes()


def test_docx__opens_in_libreoffice(tmp_path):
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice is not on this machine (apt install libreoffice-writer)")
    dataset = write_dataset(tmp_path / "d.gz", sample.header(), sample.rows(24))
    RENDERERS["docx"].render(dataset, 1, tmp_path / "r.docx", progress=lambda _done: None)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run(
        [*command, str(tmp_path / "r.docx")], check=True, capture_output=True, timeout=120
    )
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages)
    assert "PPP-000001" in text
    assert "PPP-000024" in text


def test_figure_table_widths__fit_the_longest_word_and_leave_room_for_the_first_column():
    names = ["Sehemu", "Yaliyopokelewa", "Yaliyochapishwa", "Kuunga mkono", "Kupinga", "Swali"]
    widths = figure_table_widths([*names, "Kuunga mkono kwa mabadiliko"], 1)
    assert sum(widths) == PORTRAIT
    assert widths[0] > 2500
    assert widths[2] - CELL_MARGINS >= len(names[2]) * 90  # half of 8 points by 1.1, bold
    assert widths[4] < widths[1] < widths[2]


def test_run__escapes_and_breaks():
    xml = wordml.run("a<b>&\n\tc\x00\ud800\u202ed")
    assert xml == (
        '<w:r><w:t xml:space="preserve">a&lt;b&gt;&amp;</w:t><w:br/><w:t xml:space="preserve">'
        '</w:t><w:tab/><w:t xml:space="preserve">c\ufffdd</w:t></w:r>'
    )
