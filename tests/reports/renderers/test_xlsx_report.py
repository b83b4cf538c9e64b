import zipfile

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape

from reports.dataset_row import COLUMNS
from reports.renderers import RENDERERS
from texts.cleaning import legal
from texts.sheets import CELL_LIMIT
from texts.sheets import xlsx_cell as cell


@pytest.fixture(scope="module")
def book(rendered):
    return load_workbook(rendered("xlsx"))


def test_xlsx__has_three_sheets_and_a_frozen_head(book):
    assert book.sheetnames == ["Comments", "Numbers", "About"]
    assert [c.value for c in book["Comments"][1]] == list(COLUMNS)
    assert book["Comments"].freeze_panes == "B2"


def test_xlsx__has_every_row_with_its_words(dataset, book):
    rows = list(book["Comments"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(dataset)
    text, tags = COLUMNS.index("text"), COLUMNS.index("tags")
    for row, original in zip(rows, dataset.rows(), strict=True):
        assert row[0] == original["ref"]
        expected = legal(original["text"]).replace("\r", "\n")
        assert unescape(row[text] or "") == expected
        assert (row[tags] or "") == "; ".join(original["tags"])


def test_xlsx__has_no_formula_and_no_link(rendered, book):
    kinds = {c.data_type for row in book["Comments"].iter_rows() for c in row}
    assert kinds <= {"s", "inlineStr", "n"}
    assert all(
        c.value is None for row in book["Comments"].iter_rows() for c in row if c.data_type == "n"
    )
    with zipfile.ZipFile(rendered("xlsx")) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b"<f>" not in sheet
        assert b"hyperlink" not in sheet.lower().replace(b"=hyperlink", b"")


def test_xlsx__says_what_it_was_made_from(dataset, book):
    about = [str(value) for row in book["About"].iter_rows(values_only=True) for value in row]
    assert dataset.sha256 in about
    assert dataset.header["ledger"]["checkpoint"].strip() in about
    assert "Illustrative: sample content, not an official record." in about


def test_xlsx__is_equal_byte_for_byte(dataset, rendered, tmp_path):
    again = tmp_path / "again.xlsx"
    RENDERERS["xlsx"].render(dataset, 1, again, progress=lambda _done: None)
    assert again.read_bytes() == rendered("xlsx").read_bytes()


def test_cell__cuts_at_the_limit_with_a_mark():
    assert len(cell("x" * 40_000)) == CELL_LIMIT - 1
    assert cell("x" * 40_000).endswith("[…")
    assert cell("x" * CELL_LIMIT) == "x" * CELL_LIMIT
