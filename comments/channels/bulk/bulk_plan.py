"""What is what in an uploaded file: guessed from its columns' names, said by a person.

A plan is kept as JSON: ``columns`` of a table (the file's name: ours), ``sections`` of mails (the
number of the mail: the sections it is about, as typed), ``dates`` and ``as_written`` as in `Said`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from comments.channels.bulk.mail_files import COLUMNS_OF_MAILS
from comments.channels.bulk.sheet_files import ROW
from comments.channels.columns import COLUMNS
from comments.channels.csv_files import CsvFile, CsvRow
from comments.channels.spreadsheet import ADDRESS, MESSAGE, REQUIRED, Said
from comments.models import CommentImport
from consult.moments import DateOrder

NAMES: dict[str, str] = {
    "section": "section section_number clause article kifungu sehemu ibara sura",
    "stance": "stance position opinion msimamo",
    "text": "text comment comments view views feedback submission maoni oni",
    "proposed": "proposed proposed_change proposed_wording proposed_amendment proposal amendment"
    " marekebisho pendekezo mapendekezo",
    "reason": "reason rationale justification why sababu",
    "tags": "tags topics topic mada",
    "name": "name respondent full_name jina",
    "organisation": "organisation organization institution shirika",
    "kind": "kind respondent_kind speaks_for aina",
    "people": "people group_size watu",
    "role": "role wadhifa",
    "ward": "ward wadi",
    "channel": "channel njia",
    "language": "language lugha",
    "received_at": "received_at received date tarehe",
    "external_id": "external_id id reference nambari",
}
"""What people call our columns, in both languages, as `CsvFile` writes names."""


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """``{the file's name: ours}``: whole names before single words in them, each of ours once."""
    found: dict[str, str] = {}
    for is_it in (_is_called, _has_word):
        for ours, names in NAMES.items():
            free = (each for each in columns if each not in found and is_it(each, names.split()))
            if ours not in found.values() and (column := next(free, None)):
                found[column] = ours
    return found


def _is_called(column: str, names: Sequence[str]) -> bool:
    return column in names


def _has_word(column: str, names: Sequence[str]) -> bool:
    return bool(set(re.split(r"\W+|_", column)) & set(names))


def said_of(row: CommentImport) -> Said:
    """What the person has said of the file's dates and numbers."""
    return Said(
        DateOrder(row.plan.get("dates", DateOrder.ISO)),
        numbers_as_written=bool(row.plan.get("as_written")),
        dated=row.edition.takes_comments is False,
    )


def read_planned(row: CommentImport) -> tuple[CsvFile, Iterator[CsvRow]]:
    """The file and its rows under our names. Raises `CsvError`."""
    if row.kind == CommentImport.Kind.MAILS:
        file = CsvFile(row.table_path, required=(), known=(*COLUMNS_OF_MAILS, ROW))
        return file, _of_mails(numbered(file), row.plan.get("sections", {}))
    renamed = row.plan.get("columns", {})
    return _table(row.table_path, renamed)


def _table(path: Path, renamed: Mapping[str, str]) -> tuple[CsvFile, Iterator[CsvRow]]:
    known = (*COLUMNS, ROW)
    file = CsvFile(path, required=REQUIRED, known=known, renamed={ROW: ROW, **renamed})
    return file, numbered(file)


def numbered(rows: Iterable[CsvRow]) -> Iterator[CsvRow]:
    """Rows under the numbers that they have in the file they were read out of."""
    for row in rows:
        number = row.cells.pop(ROW, "")
        yield row._replace(line=int(number)) if number.isdecimal() else row


def _of_mails(rows: Iterable[CsvRow], sections: Mapping[str, Sequence[str]]) -> Iterator[CsvRow]:
    """A row for each section that a mail is about; none for one that is about none."""
    for row in rows:
        names = sections.get(str(row.line), ())
        identifier = row.cells.get("external_id", "")
        for n, name in enumerate(names, start=1):
            own = f"{identifier}#{n}" if identifier and n > 1 else identifier
            cells = {key: row.cells.get(key, "") for key in (*COLUMNS, ADDRESS, MESSAGE)}
            cells |= {"section": name, "external_id": own}
            yield row._replace(cells=cells, as_text=row.as_text | {"section"})
