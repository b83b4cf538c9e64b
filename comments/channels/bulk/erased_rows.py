"""What a respondent asked to have erased goes from the lists that staff uploaded, too.

A list on its way into the register, and the rows of it that were refused, lie in a folder until
somebody is done with them. A row goes from there where it became one of the comments, or where it
says the same words under the same name or address. All other rows stay as they are and keep their
numbers, so that a list that is half in the register can still be taken in whole.
"""

from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from comments.channels.bulk.bulk_job import digest_of
from comments.channels.bulk.sheet_files import ROW
from comments.channels.csv_files import CsvError, CsvFile, CsvRow
from comments.channels.spreadsheet import ADDRESS, Identifiers, RowError
from comments.models import Comment, CommentImport, Contact, EarlierWords, Submission
from comments.register.erasing import EraseError, erase
from texts.cleaning import typed_line, typed_text
from texts.kept_words import kept
from texts.kept_words import remark as _remark

Stage = CommentImport.Stage
_TRY_AGAIN = _remark("Rows were erased from this list, as a respondent asked: try it again.")


@transaction.atomic
def erase_with_lists(*, submission: Submission, reason: str, user: User) -> list[Comment]:
    """Erase what was sent under a receipt in the register, and where it stands in a list.

    Raises `EraseError`, also while a worker is at a list on the same policy.
    """
    words = _Words.of(submission)
    lists = list(_lists_about(submission).select_for_update(of=("self",)))
    if any(not row.is_finished for row in lists):
        raise EraseError(
            _(
                "A list of comments on this policy is being read or taken in, and may hold the"
                " words. Wait until that is done, or cancel it; then erase them."
            )
        )
    erased = erase(submission=submission, reason=reason, user=user)
    for row in lists:
        _erase_from(row, words)
    return erased


def _lists_about(submission: Submission) -> QuerySet[CommentImport]:
    """Those of which anything may be kept."""
    policies = Comment.objects.filter(submission=submission).values("policy")
    lists = CommentImport.objects.filter(edition__policy__in=policies)
    lists = CommentImport.objects.filter(edition__policy__in=policies)
    return lists.exclude(stage=Stage.CANCELLED).select_related("edition")


@dataclass
class _Words:
    """By what a row is known for one that is to go. ``found`` are those met so far."""

    identifiers: frozenset[str]
    texts: frozenset[str]
    people: frozenset[str]
    found: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, submission: Submission) -> "_Words":
        comments = Comment.objects.filter(submission=submission)
        earlier = EarlierWords.objects.filter(comment__in=comments)
        texts = {*comments.values_list("text", flat=True), *earlier.values_list("text", flat=True)}
        addresses = Contact.objects.filter(submission=submission).values_list("email", flat=True)
        people = {submission.name, submission.organisation_name, *addresses}
        identifiers = comments.exclude(external_id="").values_list("external_id", flat=True)
        return cls(frozenset(identifiers), frozenset(texts - {""}), frozenset(people - {""}))

    def are_in(self, row: CsvRow, identifier: str) -> bool:
        """Whether the row became one of the comments, or says the same as the same person."""
        if identifier in self.identifiers:
            self.found.add(identifier)
            return True
        cells = row.cells
        if any(each.startswith(f"{identifier}#") for each in self.identifiers if identifier):
            return True  # a mail about several sections
        named = {
            typed_line(cells.get("name", ""))[:120],
            typed_line(cells.get("organisation", ""))[:160],
            cells.get(ADDRESS, ""),
        }
        return not named.isdisjoint(self.people) and typed_text(cells.get("text", "")) in self.texts


def _erase_from(row: CommentImport, words: _Words) -> None:
    if row.table_path != row.source_path:
        row.source_path.unlink(missing_ok=True)
    if row.stage == Stage.TAKEN_IN:
        row.table_path.unlink(missing_ok=True)  # left by a worker that was killed then
    is_mails = row.kind == CommentImport.Kind.MAILS
    columns = None if is_mails else {ROW: ROW, **row.plan.get("columns", {})}
    before = digest_of(row) if row.table_path.exists() else ""
    _rewrite(row.rejected_path, words, Identifiers(), None)
    if _rewrite(row.table_path, words, Identifiers(row.gone), columns):
        row.keep_gone(words.found)
        _tell(row, before)


def _rewrite(
    path: Path, words: _Words, identifiers: Identifiers, columns: dict[str, str] | None
) -> bool:
    """Whether anything went; a file that cannot be told apart has no rows to go."""
    gone = []

    def is_gone(row: CsvRow) -> bool:
        try:
            identifier = identifiers.of(row)
        except RowError:
            identifier = ""
        goes = words.are_in(row, identifier)
        gone.extend([row.line] if goes else [])
        return goes

    try:
        text = CsvFile(path, required=(), known=(), renamed=columns).without(is_gone)
    except CsvError:
        return False
    if gone:
        made = path.with_suffix(".new")
        made.write_text(text, encoding="utf-8", newline="")
        made.replace(path)
    return bool(gone)


def _tell(row: CommentImport, before: str) -> None:
    """What was looked at and not taken in is tried again; what is half taken in goes on."""
    if row.stage in (Stage.PLANNING, Stage.CHECKED):
        row.stage, row.outcome, row.error = Stage.PLANNING, {}, kept(_TRY_AGAIN)
    elif row.outcome.get("digest") == before:
        row.outcome |= {"digest": digest_of(row), "preview": []}
    row.save(update_fields=["stage", "outcome", "error"])
