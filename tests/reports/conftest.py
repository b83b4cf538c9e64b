"""One dataset of 300 rows, and each format rendered from it once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from reports.dataset import Dataset, write_dataset
from reports.renderers import RENDERERS
from tests.reports import sample

ROWS, SECTIONS = 300, 4


@pytest.fixture(scope="session")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    path = tmp_path_factory.mktemp("dataset") / "dataset.jsonl.gz"
    header = sample.header(sections=SECTIONS)
    return write_dataset(path, header, sample.rows(ROWS, sections=SECTIONS))


@pytest.fixture(scope="session")
def pdf_pages(rendered: Callable[[str], Path]) -> list[str]:
    """The words of the PDF, a text a page."""
    return [page.extract_text() for page in PdfReader(rendered("pdf")).pages]


@pytest.fixture(scope="session")
def rendered(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a format, made when first asked for."""
    folder = tmp_path_factory.mktemp("rendered")

    def path(name: str) -> Path:
        out = folder / f"report.{name}"
        if not out.exists():
            RENDERERS[name].render(dataset, 1, out, progress=lambda _done: None)
        return out

    return path
