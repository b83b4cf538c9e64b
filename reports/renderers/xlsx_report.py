"""Excel: the comments, the tables of figures, and what the report is made from.

Rows are written out as they come (`constant_memory`), and every text is a string cell: no text
from outside becomes a formula, a number or a link.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from consult.jobs.made_files import Progress, complete_or_nothing, with_progress
from reports.dataset import Dataset
from reports.dataset_row import COLUMNS, FIELDS, column_texts
from reports.renderers import report_content
from reports.renderers.renderer import Renderer
from texts.printing import house
from texts.sheets import AS_TEXT
from texts.sheets import xlsx_cell as cell

FOREST, SOFT, MUTED = map(house.web_colour, (house.FOREST, house.FOREST_SOFT, house.MUTED))

Formats = dict[str, Format]


def render(dataset: Dataset, part: int, out_path: Path, *, progress: Progress) -> None:
    with (
        complete_or_nothing(out_path) as path,
        tempfile.TemporaryDirectory(prefix="xlsx-") as folder,
        report_content.in_language(dataset),
    ):
        options = {
            "constant_memory": True,
            **AS_TEXT,
            "tmpdir": folder,
        }
        with xlsxwriter.Workbook(str(path), options) as book:
            formats = _formats(book)
            created = (
                report_content.generated_at(dataset)
                .astimezone(report_content.ZONE)
                .replace(tzinfo=None)
            )
            book.set_properties(
                {
                    "title": report_content.title(dataset),
                    "author": report_content.publisher(dataset),
                    "comments": report_content.notice(dataset),
                    "created": created,
                }
            )
            _comments(book.add_worksheet("Comments"), formats, dataset, progress)
            _numbers(book.add_worksheet("Numbers"), formats, dataset)
            _about(book.add_worksheet("About"), formats, dataset)


def _formats(book: xlsxwriter.Workbook) -> Formats:
    head = {"bold": True, "font_color": "white", "bg_color": FOREST, "valign": "vcenter"}
    return {
        "head": book.add_format(head),
        "head_right": book.add_format({**head, "align": "right", "text_wrap": True}),
        "plain": book.add_format({"valign": "top"}),
        "wrap": book.add_format({"valign": "top", "text_wrap": True}),
        "title": book.add_format({"bold": True, "font_size": 16, "font_color": FOREST}),
        "section": book.add_format({"bold": True, "font_size": 13, "font_color": FOREST}),
        "label": book.add_format({"bold": True, "valign": "top"}),
        "note": book.add_format({"italic": True, "font_color": MUTED}),
        "total": book.add_format({"bold": True, "top": 1, "bg_color": SOFT}),
    }


def _comments(sheet: Worksheet, formats: Formats, dataset: Dataset, progress: Progress) -> None:
    looks = []
    for index, (name, field) in enumerate(FIELDS.items()):
        look = formats["wrap" if field.wrapped else "plain"]
        looks.append(look)
        sheet.set_column(index, index, field.width, look)
        sheet.write_string(0, index, name, formats["head"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(dataset), 1), len(COLUMNS) - 1)
    for number, row in enumerate(with_progress(dataset.rows(), len(dataset), progress), start=1):
        for index, text in enumerate(column_texts(row)):
            if text:
                sheet.write_string(number, index, cell(text), looks[index])


def _numbers(sheet: Worksheet, formats: Formats, dataset: Dataset) -> None:
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 8, 18)
    line = 0
    for table in (report_content.by_section(dataset), *report_content.number_tables(dataset)):
        line = _table(sheet, formats, table, line) + 1


def _table(sheet: Worksheet, formats: Formats, table: report_content.FigureTable, line: int) -> int:
    """Write `table` from `line` on; returns the line after it."""
    sheet.write_string(line, 0, table.title, formats["section"])
    line += 1
    for index, name in enumerate(table.columns):
        look = "head" if index < table.text_columns else "head_right"
        sheet.write_string(line, index, cell(name), formats[look])
    for row in table.rows:
        line += 1
        _figures(sheet, line, row, formats["plain"])
    if table.total:
        line += 1
        _figures(sheet, line, table.total, formats["total"])
    if table.note:
        line += 1
        sheet.write_string(line, 0, table.note, formats["note"])
    return line + 1


def _figures(sheet: Worksheet, line: int, row: list[str | int], look: Format) -> None:
    for index, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(line, index, value, look)
        else:
            sheet.write_string(line, index, cell(value), look)


def _about(sheet: Worksheet, formats: Formats, dataset: Dataset) -> None:
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 80)
    sheet.set_column(2, 5, 14)
    sheet.write_string(0, 0, cell(report_content.title(dataset)), formats["title"])
    sheet.write_string(1, 0, cell(report_content.publisher(dataset)), formats["label"])
    line = 2
    if report_content.notice(dataset):
        sheet.write_string(line, 0, report_content.notice(dataset), formats["note"])
        line += 1
    line = _facts(sheet, formats, report_content.cover_facts(dataset), line)
    if told := report_content.announced(dataset.header):
        line += 2
        sheet.write_string(line, 0, report_content.announced_title(), formats["section"])
        line = _facts(sheet, formats, told, line)
    line = _table(sheet, formats, report_content.reconciliation(dataset), line + 2)
    for paragraph in report_content.how_to_read():
        line += 1
        sheet.write_string(line, 0, paragraph)
    line += 2
    sheet.write_string(line, 0, _("Values in the sheet “Comments”"), formats["section"])
    for labels in cast(Mapping[str, Mapping[str, str]], dataset.header["labels"]).values():
        for key, label in labels.items():
            line += 1
            sheet.write_string(line, 0, cell(key), formats["label"])
            sheet.write_string(line, 1, cell(label), formats["plain"])


def _facts(sheet: Worksheet, formats: Formats, facts: list[tuple[str, str]], line: int) -> int:
    """Write them below `line`; returns the line of the last."""
    for label, value in facts:
        line += 1
        sheet.write_string(line, 0, label, formats["label"])
        sheet.write_string(line, 1, cell(value), formats["wrap"])
    return line


XLSX = Renderer(
    format="xlsx",
    content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    render=render,
)
