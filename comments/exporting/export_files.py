"""A list of comments as XLSX or CSV: rows are written out as they come, and no cell is live."""

import csv
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import xlsxwriter
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from comments.exporting.export_columns import COLUMNS
from comments.models import Comment, ListExport
from texts.sheets import AS_TEXT, csv_cell, xlsx_cell

Rows = Iterable[list[str]]
BATCH = 500


def rows_of(keys: list[int]) -> Rows:
    """What is said of each comment, in this order; a few queries for a batch."""
    for start in range(0, len(keys), BATCH):
        some = keys[start : start + BATCH]
        found = Comment.objects.for_export().filter(pk__in=some)
        by_key = {each.pk: each for each in found}
        for key in some:
            if comment := by_key.get(key):
                yield [str(column.text(comment)) for column in COLUMNS]


def write_csv(export: ListExport, rows: Rows, path: Path) -> None:
    """With a byte order mark, so that spreadsheets read it rightly."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([str(column.label) for column in COLUMNS])
        writer.writerows(map(csv_cell, row) for row in rows)


def write_xlsx(export: ListExport, rows: Rows, path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="xlsx-") as folder:
        options = {"constant_memory": True, "tmpdir": folder, **AS_TEXT}
        with xlsxwriter.Workbook(str(path), options) as book:
            _write_comments(book, export, rows)
            _write_about(book, export)


def _write_comments(book: xlsxwriter.Workbook, export: ListExport, rows: Rows) -> None:
    sheet = book.add_worksheet(_("Comments")[:31])
    head = book.add_format({"bold": True, "valign": "top"})
    plain = book.add_format({"valign": "top"})
    wrap = book.add_format({"valign": "top", "text_wrap": True})
    looks = [wrap if column.wrapped else plain for column in COLUMNS]
    for at, column in enumerate(COLUMNS):
        sheet.set_column(at, at, column.width, looks[at])
        sheet.write_string(0, at, str(column.label), head)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(export.rows, 1), len(COLUMNS) - 1)
    for number, row in enumerate(rows, start=1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(number, at, xlsx_cell(text), looks[at])


def _write_about(book: xlsxwriter.Workbook, export: ListExport) -> None:
    """What the list was narrowed by, so that the file says what it is."""
    sheet = book.add_worksheet(_("About")[:31])
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 60)
    asked = date_format(localtime(export.created_at), "DATETIME_FORMAT")
    facts = [(_("Asked for"), asked), (_("Comments"), str(export.rows))]
    facts += [(label, value) for _name, label, value in export.filters]
    for line, (label, value) in enumerate(facts):
        sheet.write_string(line, 0, xlsx_cell(label))
        sheet.write_string(line, 1, xlsx_cell(value))


Write = Callable[[ListExport, Rows, Path], None]
WRITERS: dict[str, Write] = {ListExport.Format.XLSX: write_xlsx, ListExport.Format.CSV: write_csv}
