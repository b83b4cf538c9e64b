import re
from unittest import mock

import pytest
from pypdf import PdfReader

from reports.dataset import write_dataset
from reports.renderers import RENDERERS, pdf_report
from tests.reports import sample
from texts.printing.fonts import printable

PDF = RENDERERS["pdf"]
LONG_WORDS = {
    "support": "Kuunga mkono",
    "support_with_changes": "Kuunga mkono kwa mabadiliko",
    "oppose": "Kupinga",
    "question": "Swali au jambo lingine",
}


def text_of(path) -> str:
    """All words of a PDF, without spaces: lines break where columns end."""
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    return squeeze(text)


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u200b]+", "", text)


def titles(outline) -> list[str]:
    found: list[str] = []
    for entry in outline:
        found += titles(entry) if isinstance(entry, list) else [entry.title]
    return found


@pytest.fixture(scope="module")
def volumes(tmp_path_factory):
    """A dataset of three volumes of 40 rows, and their files."""
    folder = tmp_path_factory.mktemp("volumes")
    dataset = write_dataset(folder / "d.gz", sample.header(), sample.rows(100))
    with mock.patch.object(pdf_report, "VOLUME_ROWS", 40):
        files = []
        for part in range(1, PDF.parts(dataset) + 1):
            files.append(folder / f"{part}.pdf")
            PDF.render(dataset, part, files[-1], progress=lambda _done: None)
        labels = [PDF.part_label(dataset, part + 1) for part in range(len(files))]
    return dataset, files, labels


def test_pdf__is_tagged_titled_and_in_its_language(rendered):
    root = PdfReader(rendered("pdf")).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert PdfReader(rendered("pdf")).metadata.title == (
        "Report on the consultation: Public Participation Policy"
    )


def test_pdf__address_and_fingerprint_are_copied_as_they_are(dataset, rendered):
    cover = PdfReader(rendered("pdf")).pages[0]
    address, text = dataset.header["policy"]["url"], cover.extract_text()
    assert f"{address}\n" in text
    assert dataset.sha256 in text.replace("\n", "")
    links = [each.get_object()["/A"]["/URI"] for each in cover["/Annots"]]
    assert links == [address]


def test_pdf__has_bookmarks_for_every_section(dataset, rendered):
    found = titles(PdfReader(rendered("pdf")).outline)
    for section in dataset.sections:
        assert f"{section['number']} {section['title']}" in found


def test_pdf__has_every_comment_as_text(dataset, pdf_pages):
    text = squeeze("".join(pdf_pages))
    for row in dataset.rows():
        assert row["ref"] in text
    for words in ('#eval("1")', '#image("/etc/passwd")', "$x$and*bold*", "<script>alert(1)"):
        assert squeeze(words) in text
    assert text.count("x" * 10) >= 500
    short = [r["text"] for r in dataset.rows() if r["text"] and len(r["text"]) < 60]
    kept = sum(squeeze(printable(words)) in text for words in short)
    assert kept > 0.9 * len(short)  # the rest run over a page's end


def test_pdf__says_on_every_page_that_it_is_illustrative(pdf_pages):
    for number, words in enumerate(pdf_pages, start=1):
        assert "Illustrative: sample content" in words
        assert f"Page {number} of {len(pdf_pages)}" in words


def test_pdf__is_equal_byte_for_byte(dataset, rendered, tmp_path):
    again = tmp_path / "again.pdf"
    PDF.render(dataset, 1, again, progress=lambda _done: None)
    assert again.read_bytes() == rendered("pdf").read_bytes()


def test_pdf__reports_progress_that_never_falls(dataset, tmp_path):
    seen: list[float] = []
    PDF.render(dataset, 1, tmp_path / "r.pdf", progress=seen.append)
    assert seen == sorted(seen)
    assert len(seen) > 3
    assert seen[-1] == 1.0
    assert seen[-2] < 1.0


def test_pdf__splits_many_comments_into_volumes(volumes):
    _dataset, files, labels = volumes
    assert labels == [
        "Volume 1 of 4: figures and texts of the sections",
        "Volume 2 of 4: sections 1 to 1.1",
        "Volume 3 of 4: sections 1.1 to 1.3",
        "Volume 4 of 4: section 1.3",
    ]
    for file, label in zip(files, labels, strict=True):
        assert squeeze(label) in text_of(file)


def test_pdf__has_each_comment_in_one_volume(volumes):
    dataset, files, _labels = volumes
    texts = [text_of(file) for file in files]
    for row in dataset.rows():
        assert [row["ref"] in text for text in texts[1:]].count(True) == 1
    firsts = {row["campaign"] for row in dataset.rows()} - {""}
    assert set(re.findall(r"PPP-\d+", texts[0])) == firsts


def test_pdf__marks_a_section_that_goes_on_from_another_volume(volumes):
    _dataset, files, _labels = volumes
    found = [titles(PdfReader(file).outline) for file in files]
    assert not any("continued" in title for title in found[1])
    assert [title for title in found[2] if "continued" in title] == [
        "1.1 Access to information 1 (continued)"
    ]


def test_pdf__is_made_without_any_comment(tmp_path):
    dataset = write_dataset(tmp_path / "d.gz", sample.header(), [])
    assert PDF.parts(dataset) == 1
    PDF.render(dataset, 1, tmp_path / "r.pdf", progress=lambda _done: None)
    assert "Nocommentsonthissection." in text_of(tmp_path / "r.pdf")


def test_pdf__sets_sections_of_any_shape(tmp_path):
    header = sample.header()
    header["sections"][0].update(number="", level=3, version="", text=[])
    header["sections"][1].update(
        title="#eval(1) \ud800 \u0627",
        text=[
            {"kind": "table", "text": "one", "level": 0},
            {"kind": "table", "text": "a\tb\nc", "level": 0},
            {"kind": "heading", "text": "H", "level": 0},
            {"kind": "quote", "text": "Q\nR", "level": 0},
            {"kind": "unheard-of", "text": "", "level": 0},
        ],
    )
    dataset = write_dataset(tmp_path / "d.gz", header, [])
    PDF.render(dataset, 1, tmp_path / "r.pdf", progress=lambda _done: None)
    assert "#eval(1)" in text_of(tmp_path / "r.pdf")


def test_pdf__leaves_room_for_a_section_s_title_beside_long_words_of_figures(tmp_path):
    header = sample.header(language="sw")
    header["labels"] = header["labels"] | {"stance": LONG_WORDS}
    header["sections"][2]["title"] = "The County Governments Act"
    dataset = write_dataset(tmp_path / "d.gz", header, sample.rows(8))
    PDF.render(dataset, 1, tmp_path / "r.pdf", progress=lambda _done: None)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "r.pdf").pages[2:]]
    figures = next(text for text in pages if "Kwa sehemu" in text)
    assert "\n1.2 The County Governments Act" in figures
    assert {"Sehemu", "Yaliyopokelewa", "Yaliyochapishwa"} <= set(figures.split())
