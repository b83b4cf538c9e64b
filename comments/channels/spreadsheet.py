"""Comments in bulk from a CSV file: what is good goes in, what is not goes back with its reason."""

import csv
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
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

from comments.channels.came_in_time import NotInTimeError, check_came_in_time
from comments.channels.columns import COLUMNS
from comments.channels.csv_files import CsvFile, CsvRow
from comments.choices import Channel, RespondentKind, Stance
from comments.models import Comment, Contact, Submission
from comments.models.comment import ADDED, TEXT_MAX, TEXT_MIN
from comments.register.services import IncomingComment, take_in
from comments.selectors import section_names
from consult.moments import DateOrder, parse_moment
from home.models import Organisation, Ward
from policies.models import Edition, PolicyTag, SectionVersion
from texts.cleaning import inert, is_too_long, typed_line, typed_text
from texts.section_names import UnknownSectionError

REQUIRED = ("section", "text")
MESSAGE, ADDRESS = "message", "email"
"""Columns of mails alone: rows of one message are one submission, with its sender's address."""
BATCH = 500
_MAYBE_ROUNDED = re.compile(r"\d+\.\d+")


class RowError(ValueError):
    """One row cannot be taken in; the message says why."""


@dataclass(frozen=True)
class Said:
    """What whoever hands a file in says of it, for the file cannot tell.

    A spreadsheet makes 5.1 of 5.10: unless the numbers of sections are ``numbers_as_written``, one
    that may have been rounded is asked about. With ``any_date`` the window is not that of the
    consultation in which the comments were made. ``dated``: each row has to say when it came.
    """

    dates: DateOrder = DateOrder.ISO
    numbers_as_written: bool = False
    any_date: bool = False
    dated: bool = False


Watch = Callable[["ImportSummary", Sequence[IncomingComment], int], None]
"""Called with what became of the rows so far, the batch, and how many of the batch are new."""
WRITTEN_BY_PROGRAM = Said(numbers_as_written=True)


@dataclass
class ImportSummary:
    """What became of the rows that were ``read``. ``rejected`` holds ``(line, problem, row)``."""

    read: int = 0
    imported: int = 0
    known: int = 0
    rejected: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def import_comments(
    path: Path, *, edition: Edition, said: Said = Said(), dry_run: bool = False
) -> ImportSummary:
    """Take in every good row of the file as a comment on the edition.

    A row is known by its ``external_id``, or where it has none by its content and how often that
    has stood in the file before: the same file a second time adds nothing. Raises `CsvError`.
    """
    file = CsvFile(path, required=REQUIRED, known=COLUMNS)
    summary = import_rows(file, edition=edition, said=said, dry_run=dry_run)
    summary.columns, summary.warnings = file.columns, file.warnings
    return summary


def import_rows(
    rows: Iterable[CsvRow],
    *,
    edition: Edition,
    said: Said = WRITTEN_BY_PROGRAM,
    dry_run: bool = False,
    watch: Watch | None = None,
    gone: Container[str] = (),
) -> ImportSummary:
    """Take in rows with the columns ``COLUMNS``; see above.

    ``watch`` is called with each batch, in the transaction that takes it in, if any does. ``gone``
    are the identifiers of rows that were taken out of the file: no other row gets them.
    """
    summary = ImportSummary()
    accepted = _accepted(rows, _Lookup(edition, said), summary, Identifiers(gone))
    while batch := list(islice(accepted, BATCH)):
        with transaction.atomic():
            taken = take_in(edition=edition, items=batch, in_window=False)
            new = sum(each.is_new for each in taken)
            summary.imported += new
            summary.known += len(batch) - new
            if dry_run:
                transaction.set_rollback(True)
            elif watch:
                watch(summary, batch, new)
        if dry_run:
            _forget_keys(batch)
            if watch:
                watch(summary, batch, new)
    return summary


def _forget_keys(batch: Sequence[IncomingComment]) -> None:
    """What was rolled back is not saved: the next batch may have more of the same respondent."""
    for item in batch:
        item.submission.pk = None


def write_rejected(summary: ImportSummary, path: Path) -> None:
    """The rows that did not go in, with their line and the problem; no cell is a formula."""
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow([inert(name) for name in (*summary.columns, "line", "problem")])
        for line, problem, row in summary.rejected:
            cells = (*(row.get(name, "") for name in summary.columns), str(line), problem)
            writer.writerow([inert(cell) for cell in cells])


def _accepted(
    rows: Iterable[CsvRow], lookup: "_Lookup", summary: ImportSummary, identifiers: "Identifiers"
) -> Iterator[IncomingComment]:
    for row in rows:
        summary.read += 1
        try:
            yield lookup.item(row.cells, identifiers.of(row), sure="section" in row.as_text)
        except RowError as error:
            summary.rejected.append((row.line, str(error), row.cells))


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


class Identifiers:
    """What each row of a file is known by, the rows asked for in their order."""

    def __init__(self, gone: Container[str] = ()) -> None:
        self.gone = gone
        self.seen: Counter[str] = Counter()

    def of(self, row: CsvRow) -> str:
        """Raises `RowError` for a row that cannot be read."""
        if row.problem:
            raise RowError(row.problem)
        _check_lengths(row.cells)
        given = typed_line(row.cells.get("external_id", ""))
        if len(given) > 120:
            raise RowError(_("external_id is longer than 120 characters."))
        return given or self._by_content(row.cells)

    def _by_content(self, cells: dict[str, str]) -> str:
        content = "\x1f".join(typed_text(cells.get(name, "")) for name in COLUMNS)
        digest = hashlib.sha256(content.encode(errors="replace")).hexdigest()[:32]
        while True:
            self.seen[digest] += 1
            identifier = f"row:{digest}:{self.seen[digest]}"
            if identifier not in self.gone:
                return identifier


class _Lookup:
    """Turns the words of a row into the rows they mean."""

    def __init__(self, edition: Edition, said: Said):
        self.edition, self.said = edition, said
        self.sections = section_names(edition)
        self.wards: dict[str, list[Ward]] = {}
        for ward in Ward.objects.select_related("sub_county"):
            for name in (ward.code, ward.name):
                self.wards.setdefault(_fold(name), []).append(ward)
        self.organisations = {_fold(each.name): each for each in Organisation.objects.all()}
        self.tags = _tag_names(edition.policy.tags.all())
        self.most_parts = 1 + max((name.count(";") for name in self.tags), default=0)
        self.stances = _choice_names(Stance)
        self.channels = _choice_names(Channel)
        self.kinds = _choice_names(RespondentKind)
        self.messages: dict[str, Submission] = {}

    def item(self, row: dict[str, str], identifier: str, *, sure: bool) -> IncomingComment:
        """The comment a row describes; ``sure``: no program rounded the number of its section.

        Raises `RowError`.
        """
        submission = self._submission(row)
        added: dict[str, Any] = {name: _text(row, name) for name in ADDED}
        comment = Comment(
            stance=self._choice(row, "stance", self.stances, Stance.QUESTION),
            text=_text(row, "text", minimum=TEXT_MIN),
            **added,
            external_id=identifier,
            received_at=submission.received_at,
        )
        tags = self._tags(row.get("tags", ""))
        section = self._section(row.get("section", ""), sure=sure)
        address = row.get(ADDRESS, "")
        contact = Contact(email=address) if address else None
        if message := row.get(MESSAGE):
            submission = self.messages.setdefault(message, submission)
        return IncomingComment(submission, section, comment, tags, contact)

    def _submission(self, row: dict[str, str]) -> Submission:
        """Who a row says has spoken. Raises `RowError`."""
        organisation = typed_line(row.get("organisation", ""))[:160]
        return Submission(
            channel=self._choice(row, "channel", self.channels, Channel.IMPORT),
            name=typed_line(row.get("name", ""))[:120],
            organisation_name=organisation,
            organisation=self.organisations.get(_fold(organisation)),
            kind=self._choice(row, "kind", self.kinds, RespondentKind.INDIVIDUAL),
            people=_people(row.get("people", "")),
            role=typed_line(row.get("role", ""))[:120],
            ward=self._ward(row.get("ward", "")),
            language=_language(row.get("language", "")),
            received_at=_received_at(row.get("received_at", ""), self.edition, self.said),
        )

    def _section(self, name: str, *, sure: bool) -> SectionVersion:
        rounded = self._rounded(name.strip())
        if rounded and self.sections.find(name) and not (sure or self.said.numbers_as_written):
            raise RowError(_may_be_rounded(name.strip(), rounded))
        try:
            return self.sections.one(name)
        except UnknownSectionError as error:
            meant = rounded and not self.sections.find(name)
            hint = _(" Did you mean %(section)s?") % {"section": rounded[0]} if meant else ""
            raise RowError(f"{error}{hint}") from error

    def _rounded(self, number: str) -> list[str]:
        """The sections of whose number a spreadsheet would make this one."""
        if not _MAYBE_ROUNDED.fullmatch(number):
            return []
        longer = (number + "0" * count for count in range(1, 4))
        return [each for each in longer if self.sections.find(each)]

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
        parts = names.split(";")
        tags: dict[int, PolicyTag] = {}
        while parts:
            tag, count = self._longest_tag(parts)
            if tag:
                tags[tag.pk] = tag
            elif parts[0].strip():
                raise RowError(
                    _("“%(name)s” is not among the policy's tags.") % {"name": parts[0].strip()}
                )
            del parts[:count]
        return list(tags.values())

    def _longest_tag(self, parts: list[str]) -> tuple[PolicyTag | None, int]:
        """The tag whose name is the most of these parts, for a semicolon may stand in a name."""
        for count in range(min(self.most_parts, len(parts)), 0, -1):
            if tag := self.tags.get(_fold(";".join(parts[:count]))):
                return tag, count
        return None, 1

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


def _people(value: str) -> int | None:
    """How many a row says a group has. Raises `RowError`."""
    typed = value.strip()
    if not typed:
        return None
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 8):
        raise RowError(_("“%(value)s” is no number of people.") % {"value": typed})
    people = int(typed)
    if not Submission.FEWEST <= people <= Submission.MOST:
        raise RowError(
            _("A group has %(fewest)d people or more, and at most %(most)d.")
            % {"fewest": Submission.FEWEST, "most": Submission.MOST}
        )
    return people


def _language(value: str) -> str:
    code = value.strip().lower()[:2]
    known = dict(settings.LANGUAGES)
    if code and code not in known:
        raise RowError(
            _("“%(value)s” is not a language here: use %(all)s.")
            % {"value": value.strip(), "all": ", ".join(known)}
        )
    return code or settings.LANGUAGE_CODE


def _received_at(value: str, edition: Edition, said: Said) -> datetime:
    """What a row says, or now. A day on which the window opened means from then on."""
    if not value.strip():
        if said.dated:
            raise RowError(_("The consultation has closed: say in received_at when this came."))
        return timezone.now()
    try:
        moment = parse_moment(value.strip(), order=said.dates)
        latest = parse_moment(value.strip(), order=said.dates, end_of_day=True)
    except ValueError as error:
        raise RowError(str(error)) from error
    if edition.opens_at and moment < edition.opens_at <= latest:
        moment = edition.opens_at
    try:
        check_came_in_time(moment, Edition() if said.any_date else edition)
    except NotInTimeError as error:
        raise RowError(f"received_at {value.strip()}: {error}") from error
    return moment


def _may_be_rounded(number: str, longer: list[str]) -> str:
    return _(
        "“%(number)s” may be %(number)s, or %(longer)s without its nought: spreadsheets drop it."
        ' Write the number as text, such as ="%(example)s", or give the section\'s slug; or say'
        " that the numbers of the file stand as they are written."
    ) % {"number": number, "longer": ", ".join(longer), "example": longer[0]}
