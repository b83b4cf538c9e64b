"""A workbook of Excel as a table in CSV: what its first sheet with words shows, and no more.

Nothing is calculated: of a formula the value counts that the program kept beside it. Text stays
text, so that 5.10 is not taken for 5.1, which a number is: see `comments.channels.spreadsheet`.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from itertools import chain, islice
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from comments.channels.csv_files import MAX_COLUMNS
from texts.kept_words import KeptWords
from texts.kept_words import remark as _
from texts.readers import door
from texts.source import UnreadableDocument

ROW = "row_of_the_file"
"""The column that says which row of the file, or which of its mails, a row is."""
MAX_ROWS = 100_000
_FORMULA = re.compile(rb"<f[ />]")


def write_sheet(path: Path, target: Path, max_bytes: int = door.MAX_BYTES) -> list[KeptWords]:
    """Write a workbook's rows to ``target``; what to know of them.

    Raises `UnreadableDocument` where it is damaged, locked, or more than is let in.
    """
    door.check_size(path, max_bytes)
    notes = _formulas(path)
    try:
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            filled = [each for each in map(_rows, book.worksheets) if each]
    except UnreadableDocument:
        raise
    except Exception as error:  # openpyxl raises what its parts raise
        raise door.damaged() from error
    if not filled:
        raise UnreadableDocument(_("The file has no rows."))
    if len(filled) > 1:
        notes.append(_("The workbook has several sheets with words: the first of them was read."))
    write_table(target, filled[0])
    return notes


def write_table(target: Path, rows: Iterable[tuple[int, list[str]]]) -> None:
    """Rows, the first of which names the columns, as a file that `CsvFile` reads."""
    with target.open("w", newline="", encoding="utf-8") as file:
        file.write("sep=,\n")
        writer = csv.writer(file)
        for n, (number, cells) in enumerate(rows):
            writer.writerow([*cells, str(number) if n else ROW])


def as_text(value: str) -> str:
    """A cell that says itself that it is text, as `CsvFile` understands it."""
    return '="{}"'.format(value.replace('"', '""')) if value else ""


def _formulas(path: Path) -> list[KeptWords]:
    """What to know where a workbook calculates. Raises `UnreadableDocument`."""
    found = 0
    with door.Archive(path) as archive:
        for name in archive.names:
            content = archive.read(name) if name.endswith((".xml", ".rels")) else b""
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
                raise door.damaged()
            if name.startswith("xl/worksheets/"):
                found += len(_FORMULA.findall(content))
    if not found:
        return []
    return [
        _(
            "Cells with formulas: %(count)d. What they showed when the file was saved was read.",
            count=found,
        )
    ]


def _rows(sheet: Any) -> list[tuple[int, list[str]]]:
    """The rows that hold anything, with their numbers; the first is the header.

    Raises `UnreadableDocument` where there are too many.
    """
    sheet.reset_dimensions()
    found = list(islice(_filled(sheet), MAX_ROWS + 2))
    if len(found) > MAX_ROWS + 1:
        raise UnreadableDocument(
            _("The file has more than %(most)d rows: split it.", most=MAX_ROWS)
        )
    if not found:
        return []
    (first, names), rest = found[0], found[1:]
    width = max((n for n, name in enumerate(names, start=1) if name is not None), default=0)
    header = [str(name or "").strip() for name in names[:width]]
    cells = ((number, [_cell(each) for each in row]) for number, row in rest)
    padded = ((number, row[:width] + [""] * (width - len(row))) for number, row in cells)
    return list(chain([(first, header)], padded))


def _filled(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), start=1):
        if any(value not in (None, "") for value in row):
            yield number, row


def _cell(value: Any) -> str:
    """What a cell shows, near enough; text under a mark that says so."""
    match value:
        case None:
            return ""
        case str():
            return value if value.startswith("#") else as_text(value)
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.replace(microsecond=0).isoformat(timespec="minutes")
        case date():
            return value.isoformat()
    return str(value)
