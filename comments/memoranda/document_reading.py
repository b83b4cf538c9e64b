"""The file of a memorandum is judged by what it is, and a Word file read in a process of its own.

See `texts.apart`; what is let in of an archive and of XML is said by `texts.readers.door`. Files
with macros are refused: staff open what is kept here.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import django
from django.conf import settings

from comments.memoranda.change_table import ChangeRow, FoundMemorandum, find_changes
from texts import apart
from texts.kept_words import KeptWords, kept
from texts.kept_words import remark as _
from texts.read import read_source
from texts.readers import door, kinds
from texts.scratch import scratch_folder
from texts.source import UnreadableDocument

logger = logging.getLogger(__name__)
MAX_DOCUMENT = 5 * door.MEGABYTE
CEILING = apart.Ceiling(seconds=20, megabytes=1024)
"""Somebody waits for the page: a memorandum of 200 rows takes a second (2026-11-27)."""
PDF_MAGIC = b"%PDF-"
WORD, PDF = "docx", "pdf"
_MACROS = ("vbaproject.bin", "vbadata.xml")


def kind_of_document(path: Path) -> str:
    """`WORD` or `PDF`, by the content. Raises `UnreadableDocument` for everything else."""
    door.check_size(path, MAX_DOCUMENT)
    with path.open("rb") as file:
        if file.read(len(PDF_MAGIC)) == PDF_MAGIC:
            return PDF
    if not door.is_archive(path):
        raise UnreadableDocument(_wrong_kind())
    with door.Archive(path) as archive:
        if kinds.kind_of_archive(archive) != kinds.Kind.DOCX:
            raise UnreadableDocument(_wrong_kind())
        if any(name.lower().endswith(_MACROS) for name in archive.names):
            raise UnreadableDocument(_has_macros())
    return WORD


def read_memorandum_apart(path: Path) -> FoundMemorandum:
    """What a Word file says. Raises `UnreadableDocument`, also for one that takes too much."""
    with scratch_folder() as folder:
        order = {"path": str(path.resolve()), "folder": str(folder)}
        try:
            apart.run(__name__, order, CEILING)
        except (apart.OverCeiling, apart.WorkFailed) as error:
            logger.error("Reading a memorandum of %d bytes: %s", path.stat().st_size, error)
            raise UnreadableDocument(_takes_too_much()) from error
        return handed_back(folder)


def handed_back(folder: Path) -> FoundMemorandum:
    """What `carry_out` left in the folder. Raises `UnreadableDocument` where it was refused."""
    said = json.loads((folder / "memorandum.json").read_bytes())
    if "refused" in said:
        raise UnreadableDocument(KeptWords.of(said["refused"]))
    return FoundMemorandum(
        rows=[ChangeRow(*row) for row in said["rows"]],
        covering=said["covering"],
        left_out=said["left_out"],
    )


def main(order: Mapping[str, Any]) -> None:
    """The process that reads."""
    settings.configure()
    django.setup()
    carry_out(order)


def carry_out(order: Mapping[str, Any]) -> None:
    """Leave in the folder what the file says, or why it is refused."""
    path = Path(order["path"])
    try:
        kind_of_document(path)
        found = find_changes(read_source(path, "memorandum.docx", max_bytes=MAX_DOCUMENT))
    except UnreadableDocument as error:
        said: dict[str, Any] = {"refused": kept(error.args[0])}
    else:
        said = asdict(found)
    (Path(order["folder"]) / "memorandum.json").write_text(json.dumps(said))


def _wrong_kind() -> KeptWords:
    return _("Choose a Word file (.docx) or a PDF. Save another kind of file as one of these.")


def _has_macros() -> KeptWords:
    return _("The file has macros, which are programs. Save it as .docx without them.")


def _takes_too_much() -> KeptWords:
    return _(
        "Reading this file takes more time or memory than a memorandum needs. Take out its"
        " pictures, or type the table here."
    )
