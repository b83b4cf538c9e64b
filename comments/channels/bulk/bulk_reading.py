"""An uploaded file is made a table in a process of its own: see `texts.apart`."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from comments.channels.bulk import mail_files, sheet_files
from texts import apart
from texts.kept_words import KeptWords, kept
from texts.kept_words import remark as _
from texts.readers import door
from texts.source import UnreadableDocument

CEILING = apart.Ceiling(seconds=180, megabytes=2048)
SHEET, MAILS, TEXT = "sheet", "mails", "text"
_MAIL_ENDINGS = (".eml", ".mbox")


def kind_of(path: Path, file_name: str) -> str:
    """What a file is, by its content where that tells."""
    if door.is_archive(path):
        return SHEET
    is_mail = file_name.lower().endswith(_MAIL_ENDINGS) or mail_files.is_mailbox(path)
    return MAILS if is_mail else TEXT


def make_table(
    path: Path, target: Path, kind: str, *, on_wait: Callable[[], None] | None = None
) -> list[KeptWords]:
    """Write the rows of a workbook or of mails to ``target``; what to know of them.

    Raises `UnreadableDocument`, also for a file that takes more time or memory than the `CEILING`.
    """
    outcome = target.with_suffix(".json")
    order = {
        "path": str(path.resolve()),
        "target": str(target.resolve()),
        "outcome": str(outcome.resolve()),
        "kind": kind,
        "max_bytes": settings.MAX_UPLOAD_BYTES,
        "zone": settings.TIME_ZONE,
    }
    try:
        apart.run(__name__, order, CEILING, on_wait=on_wait)
    except (apart.OverCeiling, apart.WorkFailed) as error:
        raise UnreadableDocument(
            _("Reading this file takes more time or memory than it may. Split it into several.")
        ) from error
    told = json.loads(outcome.read_bytes())
    if "refused" in told:
        target.unlink(missing_ok=True)
        raise UnreadableDocument(KeptWords.of(told["refused"]))
    return [KeptWords.of(each) for each in told["notes"]]


def main(order: Mapping[str, Any]) -> None:
    """The process that reads."""
    settings.configure(USE_TZ=True, TIME_ZONE=order["zone"])
    django.setup()
    carry_out(order)


def carry_out(order: Mapping[str, Any]) -> None:
    """Leave the table, and what to know of it or why the file is refused."""
    write = sheet_files.write_sheet if order["kind"] == SHEET else mail_files.write_mails
    try:
        notes = write(Path(order["path"]), Path(order["target"]), order["max_bytes"])
        told: dict[str, Any] = {"notes": [kept(each) for each in notes or []]}
    except UnreadableDocument as error:
        told = {"refused": kept(error.args[0])}
    Path(order["outcome"]).write_text(json.dumps(told), encoding="utf-8")
