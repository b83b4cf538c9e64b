"""The frozen dataset: everything one report is made from, in one file.

A gzip'd JSON Lines file. The first line is the header, every further line one comment row, in the
order of the sections and then of the references. Equal input gives equal bytes, so the file's
SHA-256 names the data. Whoever queries the database writes it; renderers read nothing else.

Header, as given to `write_dataset` (all texts in the report's language, times ISO 8601):

``language`` ("en"/"sw"), ``generated_at``, ``publisher``, ``site_name``, ``illustrative`` (bool),
``policy`` {title, slug, reference, url}, ``edition`` {label, number, note, published_at, opens_at,
closes_at}, ``filters`` [[label, value], …], ``ledger`` {position, head},
``labels`` {dimension: {key: label, …}} for the dimensions stance, state, channel, language,
hidden_reason and decision, in the order to show them,
``sections`` [{key, number, title, level (1 = top), version, text: [{kind, text}, …], decisions:
[{decision, answer, wording}, …]}, …] in the document's order,
``reconciliation`` (optional) [{channel, received, published, hidden, withdrawn, waiting}, …] as
counted by another road than the rows; it is compared with them.

`write_dataset` adds ``schema``, ``rows``, ``counts`` and the full ``reconciliation``.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from reports.tally import COUNTED, Tally

SCHEMA = 1
COLUMNS = (
    "ref",
    "section_number",
    "section_title",
    "section_version",
    "edition",
    "stance",
    "quote",
    "text",
    "proposed",
    "reason",
    "tags",
    "name",
    "organisation",
    "ward",
    "sub_county",
    "channel",
    "language",
    "received_at",
    "state",
    "hidden_reason",
    "decision",
    "answer",
)
KEYS = ("section_key", *COLUMNS)
REQUIRED = ("language", "generated_at", "policy", "edition", "ledger", "labels", "sections")
# What is not shown of a comment that is not published: its words, and who wrote it.
WORDS = ("quote", "text", "proposed", "reason", "name", "organisation")

Header = dict[str, Any]
Row = dict[str, Any]


class DatasetError(Exception):
    """The dataset cannot be trusted: damaged, out of order, or figures that do not add up."""


class Dataset:
    """A frozen dataset, read from a file."""

    def __init__(self, path: Path, header: Header) -> None:
        self.path = path
        self.header = header

    @classmethod
    def open(cls, path: Path | str) -> "Dataset":
        """Read the header; raises `DatasetError` if this is not a dataset of this version."""
        path = Path(path)
        try:
            with gzip.open(path, "rb") as file:
                header = json.loads(file.readline())
            schema = header["schema"]
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise DatasetError(f"{path.name} is not a report dataset, or is damaged.") from error
        if schema != SCHEMA:
            raise DatasetError(
                f"{path.name} has dataset version {schema}, this program reads {SCHEMA}."
            )
        _check_sum(header)
        return cls(path, header)

    @property
    def language(self) -> str:
        return self.header["language"]

    @property
    def sections(self) -> list[dict[str, Any]]:
        return self.header["sections"]

    @property
    def counts(self) -> dict[str, Any]:
        return self.header["counts"]

    def __len__(self) -> int:
        return self.header["rows"]

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the file, hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def label(self, dimension: str, key: str) -> str:
        """What `key` is called in the report's language."""
        return self.header["labels"].get(dimension, {}).get(key, key)

    def lines(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Comment rows as they stand in the file, JSON without line ends."""
        stop = len(self) if stop is None else min(stop, len(self))
        count = start
        try:
            with gzip.open(self.path, "rb") as file:
                for line in islice(file, start + 1, stop + 1):
                    count += 1
                    yield line.rstrip(b"\n")
        except (OSError, EOFError) as error:
            raise DatasetError(f"{self.path.name} is damaged after row {count}.") from error
        if count < stop:
            raise DatasetError(f"{self.path.name} ends after row {count} of {len(self)}.")

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[Row]:
        """Comment rows from `start` up to `stop`, as dicts with `KEYS`."""
        return map(_read_row, self.lines(start, stop))


def _read_row(line: bytes) -> Row:
    row = json.loads(line)
    row.setdefault("quote", "")  # what was frozen before rows had one
    return row


def write_dataset(path: Path | str, header: Mapping[str, Any], rows: Iterable[Row]) -> Dataset:
    """Freeze `header` and `rows` (in order; read once, never held) into the file at `path`.

    Words and names of comments that are not published are blanked. Raises `DatasetError`, and
    leaves no file, if a row is out of order or figures do not add up.
    """
    path = Path(path)
    _check_header(header)
    body, whole = path.with_name(path.name + ".rows"), path.with_name(path.name + ".part")
    try:
        tally = Tally(header["sections"], header["labels"])
        with body.open("wb") as raw, _gzip(raw) as file:
            for row in rows:
                file.write(json_line(_checked(row, tally)))
                tally.add(row)
        full = {
            **header,
            "schema": SCHEMA,
            "rows": tally.rows,
            "counts": tally.counts(),
            "reconciliation": _reconciled(header.get("reconciliation"), tally),
        }
        with whole.open("wb") as raw:
            with _gzip(raw) as file:
                file.write(json_line(full))
            with body.open("rb") as source:
                shutil.copyfileobj(source, raw)
        whole.replace(path)
    finally:
        body.unlink(missing_ok=True)
        whole.unlink(missing_ok=True)
    return Dataset.open(path)


def _gzip(raw: BinaryIO) -> gzip.GzipFile:
    """A gzip member without name or time; two members one after the other are one file."""
    return gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0)


def json_line(value: Mapping[str, Any]) -> bytes:
    """`value` as one line of UTF-8 JSON; escaped to ASCII where it holds lone surrogates."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, default=str).encode() + b"\n"


def _check_header(header: Mapping[str, Any]) -> None:
    missing = [key for key in REQUIRED if not header.get(key)]
    if missing:
        raise DatasetError(f"The dataset's header lacks {', '.join(missing)}.")
    keys = [section["key"] for section in header["sections"]]
    if len(set(keys)) < len(keys):
        raise DatasetError("Two sections of the dataset have the same key.")


def _checked(row: Row, tally: Tally) -> Row:
    """`row` with exactly `KEYS`, its words blanked unless published; its place is checked."""
    ref, state = row.get("ref"), row.get("state")
    place = tally.order.get(row.get("section_key"))
    if place is None:
        raise DatasetError(f"Comment {ref} is on a section that is not in the dataset.")
    last_place, last_ref = tally.last
    if place < last_place or ref == last_ref:
        raise DatasetError(f"Comment {ref} is out of order, or there twice.")
    if state not in COUNTED:
        raise DatasetError(f"Comment {ref} has the unknown state {state!r}.")
    row = {key: row.get(key) or ([] if key == "tags" else "") for key in KEYS}
    if state != "published":
        row.update(dict.fromkeys(WORDS, ""))
    return row


def _check_sum(header: Header) -> None:
    """Every line of the reconciliation, its total and the number of rows add up."""
    table = header["reconciliation"]
    lines = [*table["channels"], table["total"]]
    sums = all(line["received"] == sum(line[c] for c in COUNTED.values()) for line in lines)
    received = sum(line["received"] for line in table["channels"])
    if not sums or received != table["total"]["received"] or received != header["rows"]:
        raise DatasetError("The dataset does not add up: received is not the sum of its parts.")


def _reconciled(given: Iterable[Mapping[str, Any]] | None, tally: Tally) -> dict[str, Any]:
    """Received = published + hidden + withdrawn + waiting, by channel and in total.

    `given` figures must add up and equal those of the rows, or `DatasetError` says where not.
    """
    counted = tally.reconciliation()
    problems = []
    if given is not None:
        by_channel = {line["channel"]: line for line in given}
        ours = {line["channel"]: line for line in counted["channels"]}
        for channel in by_channel.keys() | ours.keys():
            theirs = by_channel.get(channel, {})
            for field in ("received", *COUNTED.values()):
                expected = theirs.get(field, 0)
                found = ours.get(channel, {}).get(field, 0)
                if expected != found:
                    problems.append(f"{channel}: {field} {expected}, but {found} in the rows")
    if problems:
        raise DatasetError("The report does not add up. " + "; ".join(sorted(problems)) + ".")
    return counted
