"""The frozen dataset: everything one report is made from, in one file.

A gzip'd JSON Lines file. The first line is the header (`Header`), every further line one comment
(`CommentRow`), in the order of the sections and then of the references. Equal input gives equal
bytes, so the file's SHA-256 names the data. Whoever queries the database writes it; renderers read
nothing else.
"""

import gzip
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from reports.dataset_header import (
    Counts,
    Dimension,
    GivenHeader,
    Header,
    Reconciliation,
    ReportSection,
    StateCounts,
)
from reports.dataset_row import KEYS, WORDS, CommentRow
from reports.tally import COUNTED, PARTS, Tally

SCHEMA = 6
STATES = ("published", "hidden", "withdrawn", "received")


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
    def sections(self) -> list[ReportSection]:
        return self.header["sections"]

    @property
    def counts(self) -> Counts:
        return self.header["counts"]

    @property
    def all_channels(self) -> StateCounts:
        """What became of all comments in the report."""
        return self.header["reconciliation"]["all_channels"]

    def __len__(self) -> int:
        return self.header["rows"]

    @cached_property
    def sha256(self) -> str:
        """The fingerprint of the file, hex."""
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def label(self, dimension: Dimension, key: str) -> str:
        """What `key` is called in the report's language."""
        return self.header["labels"][dimension].get(key, key)

    def lines(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """Comment rows as they stand in the file, JSON without line ends.

        Raises `DatasetError` where the file is damaged or ends too soon.
        """
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

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[CommentRow]:
        """Comment rows from `start` up to `stop`. Raises `DatasetError` as `lines` does."""
        return map(json.loads, self.lines(start, stop))


def write_dataset(
    path: Path | str,
    header: GivenHeader,
    rows: Iterable[CommentRow],
    *,
    expected: Mapping[str, StateCounts] | None = None,
) -> Dataset:
    """Freeze `header` and `rows` (in order; read once, never held) into the file at `path`.

    Words and names of comments that are not published are blanked. Raises `DatasetError`, and
    leaves no file, if a row is out of order or the figures are not those `expected` by channel,
    counted by another road than the rows.
    """
    path = Path(path)
    body, whole = path.with_name(path.name + ".rows"), path.with_name(path.name + ".part")
    try:
        tally = _write_rows(body, header, rows)
        full: Header = {
            **header,
            "schema": SCHEMA,
            "rows": tally.rows,
            "counts": tally.counts(),
            "reconciliation": _reconciled(tally, expected),
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


def _write_rows(path: Path, header: GivenHeader, rows: Iterable[CommentRow]) -> Tally:
    tally = Tally(header["sections"], header["labels"])
    if len(tally.order) < len(tally.sections):
        raise DatasetError("Two sections of the dataset have the same key.")
    with path.open("wb") as raw, _gzip(raw) as file:
        for row in rows:
            checked = _checked(row, tally)
            file.write(json_line(checked))
            tally.add(checked)
    return tally


def _gzip(raw: BinaryIO) -> gzip.GzipFile:
    """A gzip member without name or time; two members one after the other are one file."""
    return gzip.GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0)


def json_line(value: Mapping[str, Any]) -> bytes:
    """`value` as one line of UTF-8 JSON; escaped to ASCII where it holds lone surrogates."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(value, default=str).encode() + b"\n"


def _checked(row: CommentRow, tally: Tally) -> CommentRow:
    """`row` in the order of `KEYS`, its words blanked unless published; its place is checked."""
    ref, state = row["ref"], row["state"]
    position = tally.order.get(row["section_key"])
    if position is None:
        raise DatasetError(f"Comment {ref} is on a section that is not in the dataset.")
    last_position, last_ref = tally.last
    if position < last_position or ref == last_ref:
        raise DatasetError(f"Comment {ref} is out of order, or there twice.")
    if state not in STATES:
        raise DatasetError(f"Comment {ref} has the unknown state {state!r}.")
    given: Mapping[str, object] = row
    blank = () if state == "published" else WORDS
    return cast(CommentRow, {key: "" if key in blank else given[key] for key in KEYS})


def _check_sum(header: Header) -> None:
    """Every line of the reconciliation, its total and the number of rows add up."""
    channels = header["reconciliation"]["channels"]
    everything = header["reconciliation"]["all_channels"]
    lines = [*channels, everything]
    sums = all(line["total"] == sum(line[part] for part in PARTS) for line in lines)
    total = sum(line["total"] for line in channels)
    if not sums or total != everything["total"] or total != header["rows"]:
        raise DatasetError("The dataset does not add up: a total is not the sum of its parts.")


def _reconciled(tally: Tally, expected: Mapping[str, StateCounts] | None) -> Reconciliation:
    """The figures of the rows. Raises `DatasetError` that says where others were `expected`."""
    counted = tally.reconciliation()
    if expected is None:
        return counted
    found = {line["channel"]: line for line in counted["channels"]}
    problems = [
        f"{channel}: {wrong}"
        for channel in sorted(expected.keys() | found.keys())
        for wrong in _differences(expected.get(channel), found.get(channel))
    ]
    if problems:
        raise DatasetError("The report does not add up. " + "; ".join(problems) + ".")
    return counted


def _differences(expected: StateCounts | None, found: StateCounts | None) -> Iterator[str]:
    for name in COUNTED:
        wanted = expected[name] if expected else 0
        counted = found[name] if found else 0
        if wanted != counted:
            yield f"{name} {wanted}, but {counted} in the rows"
