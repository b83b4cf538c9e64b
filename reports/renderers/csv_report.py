"""CSV: a row a comment, for spreadsheets and for programs.

UTF-8 with a byte order mark, so that spreadsheets read it rightly. A cell that a spreadsheet
would take for a formula gets an apostrophe in front.
"""

import csv
from pathlib import Path

from consult.jobs.made_files import Progress, complete_or_nothing, with_progress
from reports.dataset import Dataset
from reports.dataset_row import COLUMNS, column_texts
from reports.renderers.renderer import Renderer
from texts.sheets import csv_cell


def render(dataset: Dataset, part: int, out_path: Path, *, progress: Progress) -> None:
    with (
        complete_or_nothing(out_path) as path,
        path.open("w", encoding="utf-8-sig", newline="") as file,
    ):
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in with_progress(dataset.rows(), len(dataset), progress):
            writer.writerow(map(csv_cell, column_texts(row)))


CSV = Renderer(format="csv", content_type="text/csv; charset=utf-8", render=render)
