"""CSV files as people save them, read as rows: each is understood, or refused with its reason.

A file's delimiter, letters and line ends are found out; a spreadsheet's ``sep=;`` and ``="5.10"``
are understood. What a spreadsheet has spoilt cannot be guessed and is said: an error in the place
of a value, an identifier as a power of ten. A quotation mark that is not closed takes the lines
after it along into one cell: from there on nothing can be told apart, and all of it goes back.
"""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.translation import gettext as _

from texts.cleaning import without_guard

if TYPE_CHECKING:
    from _csv import _reader  # what csv.reader() gives has no public name

MAX_COLUMNS = 200
"""A row that is short of columns is filled up with them: wide and long at once never ends."""
_DELIMITERS = ",;\t"
_SEPARATOR_LINE = re.compile(r'\s*"?sep=([,;|\t])"?[ ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_READ_TWICE = re.compile("[\u00c2\u00c3][\u0080-\u00bf]|\u00e2[\u0080\u20ac]")
"""UTF-8 that a program took for Windows-1252 and saved as UTF-8 again: ``Ã©`` for ``é``."""
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_ERROR = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NULL!|NUM!|#+)")
_POWER_OF_TEN = re.compile(r"\d(?:[.,]\d+)?E\+\d+")


class CsvError(Exception):
    """The file as a whole cannot be read; the message says what to do."""


class CsvRow(NamedTuple):
    """A row with its line and its cells by column; with a ``problem`` it is refused.

    ``as_text`` are the columns of cells that say themselves that they are text: ``="5.10"``.
    """

    line: int
    cells: dict[str, str]
    problem: str = ""
    as_text: frozenset[str] = frozenset()


class CsvFile:
    """The rows of a file, once for every time they are asked for.

    ``columns`` are those with a name; ``warnings`` are complete once the rows have been read.
    Raises `CsvError` where there is no telling what the file holds.
    """

    def __init__(
        self,
        path: Path,
        *,
        required: tuple[str, ...],
        known: tuple[str, ...],
        renamed: Mapping[str, str] | None = None,
    ):
        """``renamed``: what the file's columns are, by the names that it gives them."""
        self.warnings: list[str] = []
        text = self._decode(_bytes(path)).replace("\0", "")
        self._skipped_lines, self._text, self._delimiter = _told_apart(text)
        self._names = self._header()
        if renamed is not None:
            self._names = [name and (renamed.get(name) or f"({name})") for name in self._names]
        self.columns = [name for name in self._names if name]
        self._check_columns(required, known)

    def __iter__(self) -> Iterator[CsvRow]:
        return (row for row, _lines in self._with_lines())

    def without(self, is_gone: Callable[[CsvRow], bool]) -> str:
        """The text with empty lines in the place of rows that are gone: the others keep theirs."""
        lines = list(_Lines(self._text))
        for row, of_row in self._with_lines():
            if is_gone(row):
                for n in of_row:
                    lines[n] = lines[n][len(lines[n].rstrip("\r\n")) :]
        begin = f"sep={self._delimiter}\n" if self._skipped_lines else ""
        return begin + "".join(lines)

    def _with_lines(self) -> Iterator[tuple[CsvRow, range]]:
        """Each row with the lines that it stands in, counted from the header's."""
        found: Counter[str] = Counter()
        lines = _Lines(self._text)
        reader = self._reader(lines)
        next(reader)
        while True:
            lines.read.clear()
            begin = reader.line_num
            line = self._skipped_lines + begin + 1
            try:
                values = next(reader)
            except StopIteration:
                break
            except csv.Error:
                cells = {"text": "".join(lines.read).strip()}
                yield CsvRow(line, cells, _not_closed()), range(begin, begin + len(lines.read))
            else:
                if any(value.strip() for value in values):
                    yield self._understood(line, values, found), range(begin, reader.line_num)
        self._warn_of(found)

    def _reader(self, lines: Iterator[str]) -> "_reader":
        csv.field_size_limit(settings.MAX_UPLOAD_BYTES)
        return csv.reader(lines, delimiter=self._delimiter, strict=True)

    def _header(self) -> list[str]:
        try:
            names = next(self._reader(_Lines(self._text)), [])
        except csv.Error as error:
            raise CsvError(
                _("The first line, which names the columns, cannot be read: %(error)s.")
                % {"error": error}
            ) from error
        return ["_".join(name.lower().split()) for name in names]

    def _check_columns(self, required: tuple[str, ...], known: tuple[str, ...]) -> None:
        if len(self._names) > MAX_COLUMNS:
            raise CsvError(
                _("There are more than %(most)d columns: leave only those of these: %(all)s.")
                % {"most": MAX_COLUMNS, "all": ", ".join(known)}
            )
        missing = [name for name in required if name not in self.columns]
        if missing:
            raise CsvError(
                _(
                    "The column %(missing)s is missing. The first line must name the columns:"
                    " %(all)s."
                )
                % {"missing": ", ".join(missing), "all": ", ".join(known)}
            )
        twice = [name for name, times in Counter(self.columns).items() if times > 1]
        if twice:
            raise CsvError(
                _("More than one column is called %(names)s: give one of them another name.")
                % {"names": ", ".join(twice)}
            )
        unknown = [name for name in self.columns if name not in known]
        if unknown:
            self.warnings.append(
                _("Columns that are not used: %(names)s.") % {"names": ", ".join(unknown)}
            )

    def _understood(self, line: int, values: list[str], found: Counter[str]) -> CsvRow:
        raw = zip(self._names, values, strict=False)
        as_text = frozenset(name for name, cell in raw if _AS_TEXT.fullmatch(cell.strip()))
        values = [_value(each, found) for each in values]
        values += [""] * (len(self._names) - len(values))
        cells = dict(zip(self._names, values, strict=False))
        unnamed = [value for name, value in zip(self._names, values, strict=False) if not name]
        found["unnamed"] += any(unnamed)
        cells.pop("", None)
        problem = _problem(cells, has_more=any(values[len(self._names) :]))
        return CsvRow(line, cells, problem, as_text)

    def _warn_of(self, found: Counter[str]) -> None:
        if found["entities"]:
            self.warnings.append(
                _(
                    "%(count)d cells held signs as web pages write them (such as &rsquo; or"
                    " <br>); they were read as the characters they stand for."
                )
                % {"count": found["entities"]}
            )
        if found["read_twice"]:
            self.warnings.append(
                _(
                    "%(count)d cells look as if a program had opened the file in the wrong letters"
                    " and saved it so (“Ã©” for “é”): look at them, and where the file came from."
                )
                % {"count": found["read_twice"]}
            )
        if found["unnamed"]:
            self.warnings.append(
                _("%(count)d rows have words in a column without a name; these were not used.")
                % {"count": found["unnamed"]}
            )

    def _decode(self, raw: bytes) -> str:
        if wide := _wide_letters(raw):
            return _decoded(raw, wide)
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            is_old_mac = b"\r" in raw and b"\n" not in raw
            encoding, name = (
                ("mac_roman", "Mac Roman") if is_old_mac else ("cp1252", "Windows-1252")
            )
        self.warnings.append(
            _("The file is not UTF-8; it was read as %(encoding)s. Look at the accented letters.")
            % {"encoding": name}
        )
        return raw.decode(encoding, errors="replace")


class _Lines:
    """The lines of a text, and those that were read since ``read`` was last emptied."""

    def __init__(self, text: str):
        self._lines = io.StringIO(text, newline="")
        self.read: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.read.append(line)
        return line


def _bytes(path: Path) -> bytes:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CsvError(_("%(file)s cannot be read.") % {"file": path}) from error
    if len(raw) > settings.MAX_UPLOAD_BYTES:
        raise CsvError(
            _("The file is larger than %(megabytes)d MB: split it.")
            % {"megabytes": settings.MAX_UPLOAD_BYTES // 1024**2}
        )
    if raw[:4] == b"PK\x03\x04":
        raise CsvError(_("This is an Excel file: save it as “CSV UTF-8” and import that."))
    return raw


def _wide_letters(raw: bytes) -> str:
    """Which UTF-16 the file is in; empty for none. Every second byte of a column's name is 0."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    begin = raw[:8]
    if begin[1::2] == b"\0" * 4 and b"\0" not in begin[::2]:
        return "utf-16-le"
    return "utf-16-be" if begin[::2] == b"\0" * 4 and b"\0" not in begin[1::2] else ""


def _decoded(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise CsvError(_("The file is damaged: save it again as “CSV UTF-8”.")) from error


def _told_apart(text: str) -> tuple[int, str, str]:
    """How many lines stand before the header, the text from there, and what parts its fields."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        return 1, text[named.end() :], named[1]
    header = next(_Lines(text), "")
    return 0, text, max(_DELIMITERS, key=header.count)


def _not_closed() -> str:
    return _(
        "A quotation mark is not closed, or stands alone within a quoted text: these lines cannot"
        " be told apart. Write each mark within a text twice, and close the text with one."
    )


def _value(cell: str, found: Counter[str]) -> str:
    """What a cell says, without what programs put round it."""
    as_text = _AS_TEXT.fullmatch(cell.strip())
    value = as_text[1].replace('""', '"') if as_text else without_guard(cell)
    plain = _LINE_BREAK.sub("\n", _ENTITY.sub(lambda sign: html.unescape(sign[0]), value))
    found["entities"] += plain != value
    found["read_twice"] += bool(_READ_TWICE.search(plain))
    return plain


def _problem(cells: dict[str, str], *, has_more: bool) -> str:
    if has_more:
        return _("The row has more fields than there are columns: quote the text.")
    for name, value in cells.items():
        if _ERROR.fullmatch(value.strip()):
            return _(
                "The spreadsheet shows an error, %(value)s, in the column %(column)s: write the"
                " words there again, as text."
            ) % {"value": value.strip(), "column": name}
    identifier = cells.get("external_id", "").strip()
    if _POWER_OF_TEN.fullmatch(identifier):
        return _(
            "external_id %(value)s has lost digits in a spreadsheet: format that column as text."
        ) % {"value": identifier}
    return ""
