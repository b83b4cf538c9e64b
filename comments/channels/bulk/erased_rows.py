"""What a respondent asked to have erased goes from the lists that staff uploaded, too.

A list on its way into the register, and the rows of it that were refused, lie in a folder until
somebody is done with them. A row goes from there where it became one of the comments, or where the
same person says the same words in it. All other rows stay as they are and keep their numbers, so
that a list that is half in the register can still be taken in whole. Files are replaced once the
erasure stands: where it fails, no row is gone.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comments.channels.bulk.bulk_job import digest_of
from comments.channels.bulk.sheet_files import ROW
from comments.channels.csv_files import CsvError, CsvFile, CsvRow
from comments.channels.spreadsheet import Identifiers, RowError
from comments.models import Comment, CommentImport, Contact, EarlierWords, Submission
from comments.register.erasing import EraseError, erase
from texts.cleaning import typed_line, typed_text
from texts.kept_words import kept
from texts.kept_words import remark as _remark

Stage = CommentImport.Stage
_TRY_AGAIN = _remark("Rows were erased from this list, as a respondent asked: try it again.")


class Erased(NamedTuple):
    """The comments, and from how many rows of uploaded lists they went."""

    comments: list[Comment]
    rows: int


def erase_with_lists(*, submission: Submission, reason: str, user: User) -> Erased:
    """Erase what was sent under a receipt in the register, and where it stands in a list.

    Raises `EraseError`, also while a worker is at a list on the same policy.
    """
    without: list[_Without] = []
    try:
        with transaction.atomic():
            return _erase(submission, reason, user, without)
    except BaseException:
        for each in without:
            each.discard()
        raise


def rows_to_go(submission: Submission) -> int:
    """From how many rows of uploaded lists its words would go now."""
    known = _Known.of(submission)
    return sum(_Without.of(row, known).count for row in _lists_about(submission))


def _erase(submission: Submission, reason: str, user: User, without: list["_Without"]) -> Erased:
    """In a transaction. The lists without the rows are added to ``without`` as they are made."""
    known = _Known.of(submission)
    lists = list(_lists_about(submission).select_for_update(of=("self",)))
    if any(not row.is_finished for row in lists):
        raise EraseError(
            _(
                "A list of comments on this policy is being read or taken in, and may hold the"
                " words. Wait until that is done, or cancel it; then erase them."
            )
        )
    without.extend(_Without.of(row, known) for row in lists)
    rows = sum(each.count for each in without)
    erased = erase(submission=submission, reason=reason, user=user, rows=rows)
    for each in without:
        each.write_beside()
        each.tell()
        transaction.on_commit(each.replace, robust=True)  # one that fails keeps no other
    return Erased(erased, rows)


def _lists_about(submission: Submission) -> QuerySet[CommentImport]:
    """Those of which anything may be kept."""
    policies = Comment.objects.filter(submission=submission).values("policy")
    lists = CommentImport.objects.filter(edition__policy__in=policies)
    return lists.exclude(stage=Stage.CANCELLED).select_related("edition")


@dataclass(frozen=True)
class _Known:
    """By what a row is known for one that is to go."""

    identifiers: frozenset[str]
    texts: frozenset[str]
    name: str
    organisation: str
    addresses: frozenset[str]

    @classmethod
    def of(cls, submission: Submission) -> "_Known":
        comments = Comment.objects.filter(submission=submission)
        earlier = EarlierWords.objects.filter(comment__in=comments)
        texts = {*comments.values_list("text", flat=True), *earlier.values_list("text", flat=True)}
        addresses = Contact.objects.filter(submission=submission).values_list("email", flat=True)
        identifiers = comments.exclude(external_id="").values_list("external_id", flat=True)
        return cls(
            identifiers=frozenset(identifiers),
            texts=frozenset(texts - {""}),
            name=submission.name,
            organisation=submission.organisation_name,
            addresses=frozenset(each.casefold() for each in addresses if each),
        )

    def are_in(self, row: CsvRow, identifier: str) -> bool:
        """Whether the row became one of the comments, or says the same as the same person."""
        if identifier in self.identifiers:
            return True
        if any(each.startswith(f"{identifier}#") for each in self.identifiers if identifier):
            return True  # a mail about several sections
        return typed_text(row.cells.get("text", "")) in self.texts and self._sent(row.cells)

    def _sent(self, cells: dict[str, str]) -> bool:
        """Whether it is the person's. Many belong to one organisation: its name tells nobody
        from another, unless it is all that either gave."""
        if any(cell.strip().casefold() in self.addresses for cell in cells.values()):
            return True  # whatever a table calls the column
        name = typed_line(cells.get("name", ""))[:120]
        if name or self.name:
            return name == self.name
        organisation = typed_line(cells.get("organisation", ""))[:160]
        return bool(organisation) and organisation == self.organisation


@dataclass
class _Without:
    """A list without the rows that are to go: ``texts`` are what its files are to hold then."""

    row: CommentImport
    table: Path
    unwanted: list[Path] = field(default_factory=list)
    texts: dict[Path, str] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    count: int = 0

    @classmethod
    def of(cls, row: CommentImport, known: _Known) -> "_Without":
        made = cls(row, row.table_path)
        if made.table != row.source_path:
            made.unwanted.append(row.source_path)
        columns = None
        if row.kind != CommentImport.Kind.MAILS:
            columns = {ROW: ROW, **row.plan.get("columns", {})}
        made.count = made._look(row.rejected_path, known, Identifiers(), None)
        if row.stage == Stage.TAKEN_IN:
            made.unwanted.append(made.table)  # left by a worker that was killed then
        elif made.table.exists():  # which holds the refused rows as well
            made.count = made._look(made.table, known, Identifiers(row.gone), columns)
        return made

    def _look(
        self,
        path: Path,
        known: _Known,
        identifiers: Identifiers,
        columns: dict[str, str] | None,
    ) -> int:
        """How many rows go; a file that cannot be told apart has none to go."""
        gone = []

        def is_gone(row: CsvRow) -> bool:
            try:
                identifier = identifiers.of(row)
            except RowError:
                identifier = ""
            goes = known.are_in(row, identifier)
            gone.extend([row.line] if goes else [])
            self.found.update({identifier} & known.identifiers)
            return goes

        try:
            text = CsvFile(path, required=(), known=(), renamed=columns).without(is_gone)
        except CsvError:
            return 0
        if gone:
            self.texts[path] = text
        return len(gone)

    def write_beside(self) -> None:
        for path, text in self.texts.items():
            _beside(path).write_text(text, encoding="utf-8", newline="")

    def replace(self) -> None:
        for path in self.unwanted:
            path.unlink(missing_ok=True)
        for path in self.texts:
            _beside(path).replace(path)
        if self.table in self.texts:
            self.row.keep_gone(self.found)

    def discard(self) -> None:
        for path in self.texts:
            _beside(path).unlink(missing_ok=True)

    def tell(self) -> None:
        """What was looked at and not taken in is tried again; what is half taken in goes on."""
        if self.table not in self.texts:
            return
        row = self.row
        if row.stage in (Stage.PLANNING, Stage.CHECKED):
            row.stage, row.outcome, row.error = Stage.PLANNING, {}, kept(_TRY_AGAIN)
        elif row.outcome.get("digest") == digest_of(row, self.table):
            row.outcome |= {"digest": digest_of(row, _beside(self.table)), "preview": []}
        row.save(update_fields=["stage", "outcome", "error"])


def _beside(path: Path) -> Path:
    return path.with_suffix(".new")
