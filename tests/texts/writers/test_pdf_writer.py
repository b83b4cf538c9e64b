import pytest
from pypdf import PdfReader

from tests.texts.writers.documents import block, hostile, sample
from texts.cleaning import section_line
from texts.edition_text import SectionText
from texts.writers import export


@pytest.fixture(scope="module")
def pdf(tmp_path_factory):
    return PdfReader(export(sample(), "pdf", tmp_path_factory.mktemp("pdf") / "out.pdf"))


def text_of(reader):
    return section_line(" ".join(page.extract_text() for page in reader.pages))


def bookmarks(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from bookmarks(entry)
        else:
            yield entry.title


def test_pdf__is_tagged_and_says_language_and_title(pdf):
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert pdf.metadata.title == "Public Participation Policy"


def test_pdf__claims_both_standards(pdf):
    metadata = pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata


def test_pdf__has_a_bookmark_for_every_section(pdf):
    assert list(bookmarks(pdf.outline)) == [
        "PART I Preliminary",
        "1. Citation and purpose",
        "2. Interpretation",
        "PART II Participation",
        "3. Duties of the county",
        "3.1 Notice",
        "FIRST SCHEDULE Form of memoranda",
    ]


def test_pdf__shows_lists_tables_notes_and_the_notice(pdf):
    text = text_of(pdf)
    for words in (
        "(a) hold a forum in every ward",
        "(ii) a record is kept;",
        "Sub-county forum 2 2",
        "First reading, see Gazette.",
        "In plain words : The county must ask people",
        "Illustrative text: a sample",
        "[A lost map] Map",
    ):
        assert words.replace(" ", "") in text.replace(" ", "")


def test_pdf__long_link_target_is_kept_whole(tmp_path):
    url = "https://example.org/" + "a-very-long-word" * 8
    document = sample(url=url)
    reader = PdfReader(export(document, "pdf", tmp_path / "out.pdf"))
    targets = [
        note.get_object()["/A"].get("/URI")
        for page in reader.pages
        for note in page.get("/Annots", [])
        if "/A" in note.get_object()
    ]
    assert url in targets


def test_pdf__hostile_text_is_set_as_text(tmp_path):
    text = text_of(PdfReader(export(hostile(), "pdf", tmp_path / "out.pdf")))
    assert '#eval("1")' in text
    assert "$x_1^2$ *b* _i_ @ref" in text


LONGEST = {
    "a word": "ß" * 20_000,
    "signs": "ß;" * 10_000,
    "marks": ("ß" + "\u0301\u0316" * 15) * 600,
    "a list in lists": "<ul><li>ß" * 49 + "</li></ul>" * 49,
}


@pytest.mark.parametrize("name", LONGEST)
def test_pdf__is_made_of_the_longest_that_a_section_may_hold(name, tmp_path):
    body = [block("paragraph", f"<p>{LONGEST[name]}</p>")]
    document = sample(sections=[SectionText(None, "1", "Wells", 1, body)])
    reader = PdfReader(export(document, "pdf", tmp_path / "long.pdf"))
    assert text_of(reader).count("ß") >= LONGEST[name].count("ß")


def test_pdf__equal_documents_give_equal_bytes(tmp_path):
    one = export(sample(), "pdf", tmp_path / "one.pdf").read_bytes()
    assert export(sample(), "pdf", tmp_path / "two.pdf").read_bytes() == one
