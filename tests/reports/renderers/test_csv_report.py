import csv
from pathlib import Path

import pytest

from reports.dataset_row import COLUMNS
from reports.renderers import RENDERERS
from texts.cleaning import legal
from texts.sheets import csv_cell as cell


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv__has_a_byte_order_mark_and_the_columns_in_order(rendered):
    content = rendered("csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").splitlines()[0] == ",".join(COLUMNS)


def test_csv__has_every_row_with_its_words(dataset, rendered):
    found = read(rendered("csv"))
    assert len(found) == len(dataset)
    for row, original in zip(found, dataset.rows(), strict=True):
        assert row["ref"] == original["ref"]
        assert row["text"].removeprefix("'") == legal(original["text"])
        assert row["tags"] == "; ".join(original["tags"])


def test_csv__guards_every_formula(rendered):
    cells = [value for row in read(rendered("csv")) for value in row.values()]
    assert not [value for value in cells if value.lstrip().startswith(("=", "+", "-", "@"))]
    assert sum(value.startswith("'=HYPERLINK") for value in cells) >= 1


@pytest.mark.parametrize(
    "text",
    [
        *("=1", "+1", "-1", "@x", "\t=1", "\r=1", "\n", "\uff1d1", "\x00=1"),
        *(" =1+1", "\u00a0=1", "\u3000 @x", "\u200b=1", " \ufeff =1"),
    ],
)
def test_cell__guards_what_a_spreadsheet_calculates(text):
    assert cell(text).startswith("'")


def test_cell__leaves_other_text_alone():
    assert cell("a = b") == "a = b"
    assert cell("") == ""


def test_csv__leaves_no_file_behind_when_it_fails(dataset, tmp_path):
    def fail(done: float) -> None:
        raise RuntimeError("stopped")

    with pytest.raises(RuntimeError):
        RENDERERS["csv"].render(dataset, 1, tmp_path / "r.csv", progress=fail)
    assert list(tmp_path.iterdir()) == []
