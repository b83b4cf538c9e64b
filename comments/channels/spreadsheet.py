"""Comments in bulk from a CSV file: what is good goes in, what is not goes back with its reason."""

import csv
import difflib
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.channels.columns import COLUMNS
from comments.choices import Channel, Stance
from comments.models import Comment, Submission
from comments.models.comment import ADDED, TEXT_MAX, TEXT_MIN
from comments.register.services import IncomingComment, take_in
from consult.moments import parse_moment
from home.models import Organisation, Ward
from policies.models import Edition, PolicyTag, SectionVersion
from texts.cleaning import inert, is_too_long, typed_line, typed_text, without_guard

REQUIRED = ("section", "text")
BATCH = 500
FIELD_LIMIT = 1_000_000


class CsvError(Exception):
    """The file as a whole cannot be read; the message says what to do."""


class RowError(ValueError):
    """One row cannot be taken in; the message says why."""


@dataclass
class ImportSummary:
    """What became of the rows. ``rejected`` holds ``(line, problem, row)``."""

    imported: int = 0
    known: int = 0
    rejected: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_comments(path: Path, *, edition: Edition, dry_run: bool = False) -> ImportSummary:
    """Take in every good row of the file as a comment on the edition.

    A row is known by its ``external_id``, or where it has none by its content and how often that
    has stood in the file before: the same file a second time adds nothing. Raises `CsvError`.
    """
    summary = ImportSummary()
    rows = _numbered(_open(path, summary), summary)
    return import_rows(rows, edition=edition, dry_run=dry_run, summary=summary)


def import_rows(
    rows: Iterable[tuple[int, dict[str, str]]],
    *,
    edition: Edition,
    dry_run: bool = False,
    summary: ImportSummary | None = None,
) -> ImportSummary:
    """Take in rows of strings with the keys of ``COLUMNS``, each with its line; see above."""
    summary = summary or ImportSummary()
    accepted = _accepted(rows, _Lookup(edition), summary)
    while batch := list(islice(accepted, BATCH)):
        new = _import_batch(batch, edition, dry_run=dry_run)
        summary.imported += new
        summary.known += len(batch) - new
    return summary


@transaction.atomic
def _import_batch(batch: list[IncomingComment], edition: Edition, *, dry_run: bool) -> int:
    """How many of the batch are new."""
    taken = take_in(edition=edition, items=batch, in_window=False)
    if dry_run:
        transaction.set_rollback(True)
    return sum(each.is_new for each in taken)


def write_rejected(summary: ImportSummary, path: Path) -> None:
    """The rows that did not go in, with their line and the problem; no cell is a formula."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow([inert(name) for name in (*summary.columns, "line", "problem")])
        for line, problem, row in summary.rejected:
            cells = (*(row.get(name, "") for name in summary.columns), str(line), problem)
            writer.writerow([inert(cell) for cell in cells])


def _open(path: Path, summary: ImportSummary) -> csv.DictReader:
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
    text = _decode(raw, summary).replace("\0", "")
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    csv.field_size_limit(FIELD_LIMIT)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    reader.fieldnames = [(name or "").strip().lower() for name in reader.fieldnames or []]
    summary.columns = [name for name in reader.fieldnames if name]
    missing = [name for name in REQUIRED if name not in summary.columns]
    if missing:
        raise CsvError(
            _("The column %(missing)s is missing. The first line must name the columns: %(all)s.")
            % {"missing": ", ".join(missing), "all": ", ".join(COLUMNS)}
        )
    unknown = [name for name in summary.columns if name not in COLUMNS]
    if unknown:
        summary.warnings.append(
            _("Columns that are not used: %(names)s.") % {"names": ", ".join(unknown)}
        )
    return reader


def _decode(raw: bytes, summary: ImportSummary) -> str:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        summary.warnings.append(
            _("The file is not UTF-8; it was read as Windows-1252. Look at the accented letters.")
        )
        return raw.decode("cp1252", errors="replace")


def _numbered(
    reader: csv.DictReader, summary: ImportSummary
) -> Iterator[tuple[int, dict[str, str]]]:
    """The file's rows that can be told apart into fields, each with its line."""
    rows = iter(reader)
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            summary.rejected.append((reader.line_num, str(error), {}))
            continue
        extra = row.pop(None, None)
        clean = {name: without_guard(value or "") for name, value in row.items() if name}
        if extra:
            problem = _("The row has more fields than there are columns: quote the text.")
            summary.rejected.append((reader.line_num, problem, clean))
        elif any(value.strip() for value in clean.values()):
            yield reader.line_num, clean


def _accepted(
    rows: Iterable[tuple[int, dict[str, str]]], lookup: "_Lookup", summary: ImportSummary
) -> Iterator[IncomingComment]:
    seen: Counter[str] = Counter()
    for line, row in rows:
        try:
            _check_lengths(row)
            yield lookup.item(row, _identifier(row, seen))
        except RowError as error:
            summary.rejected.append((line, str(error), row))


def _check_lengths(row: dict[str, str]) -> None:
    """Raises `RowError` where a cell holds far more than a comment may, before it is cleaned."""
    for column in COLUMNS:
        if is_too_long(row.get(column, ""), TEXT_MAX):
            raise _too_long(column, row[column])


def _too_long(column: str, text: str) -> RowError:
    return RowError(
        _("%(column)s has %(count)d characters; the most is %(most)d: split it.")
        % {"column": column, "count": len(text), "most": TEXT_MAX}
    )


def _identifier(row: dict[str, str], seen: Counter[str]) -> str:
    given = typed_line(row.get("external_id", ""))
    if given:
        if len(given) > 120:
            raise RowError(_("external_id is longer than 120 characters."))
        return given
    content = "\x1f".join(typed_text(row.get(name, "")) for name in COLUMNS)
    digest = hashlib.sha256(content.encode(errors="replace")).hexdigest()[:32]
    seen[digest] += 1
    return f"row:{digest}:{seen[digest]}"


class _Lookup:
    """Turns the words of a row into the rows they mean."""

    def __init__(self, edition: Edition):
        self.sections: dict[str, list[SectionVersion]] = {}
        canonical = edition.policy.locale.language_code
        entries = edition.entries.filter(replaced_at=None, version__language=canonical)
        for entry in entries.select_related("version__section").order_by("position"):
            version = entry.version
            for name in {version.number, version.section.slug, version.heading, version.title}:
                if name:
                    self.sections.setdefault(_fold(name), []).append(version)
        self.wards: dict[str, list[Ward]] = {}
        for ward in Ward.objects.select_related("sub_county"):
            for name in (ward.code, ward.name):
                self.wards.setdefault(_fold(name), []).append(ward)
        self.organisations = {_fold(each.name): each for each in Organisation.objects.all()}
        self.tags = _tag_names(edition.policy.tags.all())
        self.stances = _choice_names(Stance)
        self.channels = _choice_names(Channel)

    def item(self, row: dict[str, str], identifier: str) -> IncomingComment:
        """The comment a row describes. Raises `RowError`."""
        organisation = typed_line(row.get("organisation", ""))[:160]
        submission = Submission(
            channel=self._choice(row, "channel", self.channels, Channel.IMPORT),
            name=typed_line(row.get("name", ""))[:120],
            organisation_name=organisation,
            organisation=self.organisations.get(_fold(organisation)),
            ward=self._ward(row.get("ward", "")),
            language=_language(row.get("language", "")),
            received_at=_received_at(row.get("received_at", "")),
        )
        added: dict[str, Any] = {name: _text(row, name) for name in ADDED}
        comment = Comment(
            stance=self._choice(row, "stance", self.stances, Stance.QUESTION),
            text=_text(row, "text", minimum=TEXT_MIN),
            **added,
            external_id=identifier,
            received_at=submission.received_at,
        )
        tags = self._tags(row.get("tags", ""))
        return IncomingComment(submission, self._section(row.get("section", "")), comment, tags)

    def _section(self, name: str) -> SectionVersion:
        found = self.sections.get(_fold(name), [])
        if not found:
            raise RowError(_("There is no section “%(name)s”.") % {"name": name.strip()})
        if len({version.pk for version in found}) > 1:
            raise RowError(
                _("More than one section is called “%(name)s”: give its slug, %(slugs)s.")
                % {
                    "name": name.strip(),
                    "slugs": " / ".join(version.section.slug for version in found),
                }
            )
        return found[0]

    def _ward(self, name: str) -> Ward | None:
        if not name.strip():
            return None
        key = _fold(name)
        found = self.wards.get(key) or self.wards.get(key.zfill(4))
        if not found:
            near = difflib.get_close_matches(key, self.wards, n=1, cutoff=0.75)
            hint = _(" Did you mean %(ward)s?") % {"ward": self.wards[near[0]][0]} if near else ""
            raise RowError(_("There is no ward “%(name)s”.") % {"name": name.strip()} + hint)
        if len(found) > 1:
            raise RowError(
                _("More than one ward is called “%(name)s”: give its code.") % {"name": name}
            )
        return found[0]

    def _tags(self, names: str) -> list[PolicyTag]:
        tags: dict[int, PolicyTag] = {}
        for name in names.split(";"):
            if not name.strip():
                continue
            tag = self.tags.get(_fold(name))
            if tag is None:
                raise RowError(
                    _("“%(name)s” is not among the policy's tags.") % {"name": name.strip()}
                )
            tags[tag.pk] = tag
        return list(tags.values())

    def _choice(self, row: dict[str, str], column: str, names: dict, default: str) -> str:
        value = row.get(column, "")
        if not value.strip():
            return default
        if _fold(value) not in names:
            raise RowError(
                _("“%(value)s” is not a %(column)s: use one of %(all)s.")
                % {
                    "value": value.strip(),
                    "column": column,
                    "all": ", ".join(sorted(set(names.values()))),
                }
            )
        return names[_fold(value)]


def _fold(text: str) -> str:
    return " ".join(typed_line(text).casefold().replace("_", " ").split())


def _choice_names(choices: type[TextChoices]) -> dict[str, str]:
    pairs = [(name, choice.value) for choice in choices for name in (choice.value, choice.label)]
    return {_fold(name): value for name, value in pairs}


def _tag_names(tags: Iterable[PolicyTag]) -> dict[str, PolicyTag]:
    return {_fold(name): tag for tag in tags for name in (tag.slug, tag.name, tag.name_sw) if name}


def _text(row: dict[str, str], column: str, *, minimum: int = 0) -> str:
    text = typed_text(row.get(column, ""))
    if len(text) < minimum:
        raise RowError(_("The text is empty or shorter than %(n)d characters.") % {"n": minimum})
    if len(text) > TEXT_MAX:
        raise _too_long(column, text)
    return text


def _language(value: str) -> str:
    code = value.strip().lower()[:2]
    known = dict(settings.LANGUAGES)
    if code and code not in known:
        raise RowError(
            _("“%(value)s” is not a language here: use %(all)s.")
            % {"value": value.strip(), "all": ", ".join(known)}
        )
    return code or settings.LANGUAGE_CODE


def _received_at(value: str) -> datetime:
    if not value.strip():
        return timezone.now()
    try:
        moment = parse_moment(value.strip())
    except ValueError as error:
        raise RowError(str(error)) from error
    if moment > timezone.now():
        raise RowError(_("received_at lies in the future: %(value)s.") % {"value": value.strip()})
    return moment
