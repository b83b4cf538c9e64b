"""The five formats tell the same figures, and none tells more than the dataset holds."""

import csv
import json
import re
from collections import Counter

import pytest
from django.utils import translation
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from reports.dataset import write_dataset
from reports.dataset_row import WORDS
from reports.renderers import RENDERERS, matrix, report_content
from tests.reports import sample

Figures = dict[str, list[tuple[str, ...]]]


@pytest.fixture(scope="module")
def tables(dataset) -> list[report_content.FigureTable]:
    """What the dataset counts: the measure for every format."""
    with report_content.in_language(dataset):
        return [
            report_content.reconciliation(dataset),
            report_content.by_section(dataset),
            *report_content.number_tables(dataset),
        ]


def lines(table: report_content.FigureTable) -> list[tuple[str, ...]]:
    every = [*table.rows, *([table.total] if table.total else [])]
    return [tuple(str(value) for value in row) for row in every]


def states(rows) -> Counter:
    return Counter((row["section_number"], row["state"], row["stance"]) for row in rows)


@pytest.fixture(scope="module")
def expected(dataset) -> Counter:
    return states(dataset.rows())


@pytest.mark.parametrize("name", ["pdf", "docx", "xlsx", "json"])
def test_formats__say_once_how_people_were_asked(dataset, rendered, pdf_pages, name):
    path = rendered(name)
    if name == "pdf":
        found = " ".join(pdf_pages)
    elif name == "json":
        found = json.dumps(json.loads(path.read_bytes())["header"])
    elif name == "docx":
        tables = Document(path).tables
        found = "\n".join(cell.text for table in tables for cell in table._cells)
    else:
        rows = load_workbook(path)["About"].iter_rows(values_only=True)
        found = "\n".join(str(value) for row in rows for value in row)
    facts = dataset.header["announced"]
    words = [value for value in facts.values() if isinstance(value, str)]
    for pairs in (facts["channels"], facts["meetings"], facts["moved"]):
        words += [text for pair in pairs for text in pair]
    flat = " ".join(found.split())
    counted = {text: flat.count(text) for text in words}
    assert counted == dict.fromkeys(words, 1)


def test_formats__csv_rows_count_the_same(rendered, expected):
    with rendered("csv").open(encoding="utf-8-sig", newline="") as file:
        assert states(csv.DictReader(file)) == expected


def test_formats__xlsx_rows_count_the_same(rendered, expected):
    sheet = load_workbook(rendered("xlsx"))["Comments"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert states(dict(zip(head, row, strict=True)) for row in rows) == expected


def test_formats__json_rows_and_header_count_the_same(dataset, rendered, expected):
    document = json.loads(rendered("json").read_bytes())
    assert states(document["comments"]) == expected
    assert document["header"]["counts"] == dataset.counts
    assert document["header"]["reconciliation"] == dataset.header["reconciliation"]


def test_formats__xlsx_tables_are_the_same(rendered, tables):
    book = load_workbook(rendered("xlsx"))
    found = [
        tuple("" if value is None else str(value) for value in row)
        for name in ("Numbers", "About")
        for row in book[name].iter_rows(values_only=True)
    ]
    for table in tables:
        for line in lines(table):
            assert line in [row[: len(line)] for row in found]


def test_formats__docx_tables_are_the_same(rendered, tables):
    found = [
        [tuple(cell.text for cell in row.cells) for row in table.rows]
        for table in Document(rendered("docx")).tables
    ]
    for table in tables:
        assert [tuple(table.columns), *lines(table)] in found


def test_formats__docx_rows_count_the_same(rendered, expected):
    stances = Counter()
    gone = 0
    for table in Document(rendered("docx")).tables:
        if len(table.columns) == 5 and table.rows[0].cells[2].text == "Comment":
            for row in table.rows[1:]:
                texts = [cell.text for cell in row.cells]
                if texts[1] == texts[4] != "":
                    gone += 1
                else:
                    stances[texts[1].split("\n")[0]] += 1
    published = Counter()
    for (_section, state, stance), count in expected.items():
        if state == "published":
            published[sample.STANCES[stance]] += count
    assert stances == published
    assert gone == sum(expected.values()) - sum(published.values())


def test_formats__pdf_tables_are_the_same(pdf_pages, tables):
    text = re.sub(r"\s+", "", "".join(pdf_pages[1:9]))
    for table in tables:
        for line in lines(table):
            assert re.sub(r"\s+", "", "".join(line)) in text


def test_formats__pdf_rows_count_the_same(pdf_pages, expected):
    text = "".join(pdf_pages)
    assert len(set(re.findall(r"PPP-\d{6}", text))) == sum(expected.values())
    hidden = sum(n for (_number, state, _stance), n in expected.items() if state == "hidden")
    assert text.count("Hidden: Hate speech") == hidden
    withdrawn = sum(n for (_n, state, _s), n in expected.items() if state == "withdrawn")
    assert text.count("Withdrawn by its author") == withdrawn


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_formats__show_all_that_a_respondent_said(tmp_path, name):
    said = {field: f"said-{field}" for field in WORDS}
    row = next(sample.rows(1, hostile=False)) | {"state": "published", **said}
    dataset = write_dataset(tmp_path / "d.gz", sample.header(), iter([row]))
    text = text_of(dataset, tmp_path, name).replace("\n", "")
    assert [field for field, words in said.items() if words not in text] == []


def text_of(dataset, folder, name: str) -> str:
    """All that a reader of the file can see."""
    out = folder / f"r.{name}"
    RENDERERS[name].render(dataset, 1, out, progress=lambda _done: None)
    if name == "pdf":
        return "".join(page.extract_text() for page in PdfReader(out).pages)
    if name == "docx":
        return Document(out).element.xml
    if name == "xlsx":
        book = load_workbook(out)
        return str([[c.value for c in row] for sheet in book for row in sheet.iter_rows()])
    return out.read_text()


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_formats__words_of_hidden_comments_are_in_none(tmp_path, name):
    rows = list(sample.rows(40, hostile=False))
    for number, row in enumerate(rows):
        row.update(
            state="hidden" if number % 2 else "withdrawn", text="unsayable", name="Nobody Known"
        )
    dataset = write_dataset(tmp_path / "d.gz", sample.header(), iter(rows))
    text = text_of(dataset, tmp_path, name)
    assert "PPP-000001" in text
    assert "unsayable" not in text
    assert "Nobody Known" not in text


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_formats__ask_for_their_words_in_the_language_of_the_dataset(tmp_path, monkeypatch, name):
    asked = set()
    plain = report_content._
    for module in (report_content, matrix):
        monkeypatch.setattr(
            module, "_", lambda words: (asked.add(translation.get_language()), plain(words))[1]
        )
    header = sample.header(language="sw")
    dataset = write_dataset(tmp_path / "d.gz", header, sample.rows(3))
    with translation.override("en"):
        RENDERERS[name].render(dataset, 1, tmp_path / f"r.{name}", progress=lambda _done: None)
        assert translation.get_language() == "en"
    assert asked <= {"sw"}
    assert asked or name in ("csv", "json")


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_formats__report_progress_to_the_end(dataset, tmp_path, name):
    seen: list[float] = []
    RENDERERS[name].render(dataset, 1, tmp_path / "r", progress=seen.append)
    assert seen[-1] == 1.0
    assert all(0 <= done <= 1 for done in seen)
    assert [path.name for path in tmp_path.iterdir()] == ["r"]
