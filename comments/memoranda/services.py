"""What changes a memorandum: it is written, handed in, entered in the register, answered."""

import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import kept_page_parts
from comments.choices import Channel, MemorandumStatus, RespondentKind, Stance
from comments.memoranda.change_table import FoundMemorandum
from comments.memoranda.document_reading import WORD, kind_of_document, read_memorandum_apart
from comments.memoranda.draft_rows import KEEP, DraftRow, read_rows, rows_of
from comments.models import Contact, Memorandum, MemorandumDraft, Submission
from comments.models.comment import TEXT_MAX, TEXT_MIN
from comments.register.respondent_counts import present_consent
from comments.register.services import CommentError, IncomingComment, take_in
from policies.models import Edition, SectionVersion
from texts.section_names import SectionNames

DRAFT_DAYS = 30
"""How long a draft that nobody touches is kept."""
WORDS = ("subject", "summary", "background", "conclusion")
ABOUT = (*WORDS, "addressee", "signed_by", "role", "mandate", "organisation_name")


class MemorandumError(Exception):
    """A memorandum that cannot be handed in yet; the message says what is missing."""


def keep_typed(*, draft: MemorandumDraft, typed: dict[str, Any]) -> None:
    """Keep what the form about the whole says, as it stands."""
    draft.typed = {**draft.typed, **typed}
    draft.save()


def keep_rows(*, draft: MemorandumDraft, rows: Sequence[DraftRow]) -> None:
    """Keep the table; rows without words fall away."""
    draft.rows = [row.stored() for row in rows if row.has_words]
    draft.save()


def attach_document(
    *, draft: MemorandumDraft, upload: UploadedFile, names: SectionNames[SectionVersion]
) -> FoundMemorandum:
    """Keep the document, and what a Word file says: its table, and what the form lacks so far.

    Rows that the draft has stay, before those of the file. Raises `UnreadableDocument`, and then
    keeps nothing of the file.
    """
    with tempfile.NamedTemporaryFile(suffix=".upload") as copy:
        for chunk in upload.chunks():
            copy.write(chunk)
        copy.flush()
        path = Path(copy.name)
        kind = kind_of_document(path)
        found = read_memorandum_apart(path) if kind == WORD else FoundMemorandum()
        copy.seek(0)
        if draft.document:
            draft.document.delete(save=False)
        draft.document_name = Path(upload.name or "").name[:255]
        draft.document.save(f"memorandum.{kind}", File(copy), save=False)
    known = [row.said for row in rows_of(draft.rows)]
    new = [row for row in read_rows(found.rows, names) if row.said not in known]
    draft.rows = [*draft.rows, *(row.stored() for row in new)]
    empty = {part: text for part, text in found.covering.items() if not draft.typed.get(part)}
    draft.typed = {**draft.typed, **empty, "left_out": found.left_out}
    draft.save()
    return found


@transaction.atomic
def file_memorandum(*, draft: MemorandumDraft) -> Memorandum:
    """Hand in what the draft says: one submission with its comments, or nothing at all.

    A draft is handed in once: sent again, it gives back what it became. Raises `MemorandumError`
    where something is missing, `CommentError` where the policy does not take comments or a text
    has changed.
    """
    draft = MemorandumDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.filed:
        return draft.filed
    edition = draft.policy.current_edition
    if edition is None:
        raise CommentError(_("This consultation is not open for comments."))
    rows = rows_of(draft.rows)
    _check_complete(draft, rows)
    taken = take_in(edition=edition, items=_items(draft, rows, edition))
    memorandum = _registered(draft, rows, taken[0].comment.submission)
    draft.filed, draft.typed, draft.rows = memorandum, {}, []
    draft.document, draft.document_name = "", ""
    draft.save()
    kept_page_parts.mark_memoranda()
    return memorandum


def _check_complete(draft: MemorandumDraft, rows: Sequence[DraftRow]) -> None:
    needed = ("organisation_name", "subject", "signed_by")
    if not all(draft.typed.get(name) for name in needed):
        raise MemorandumError(_("Say whose memorandum it is, on what subject, and who sends it."))
    if any(not row.target for row in rows):
        raise MemorandumError(_("Say of each row which section it is about."))
    about = [row for row in rows if row.target != KEEP]
    if not about:
        raise MemorandumError(
            _("At least one row must be about a section of the policy: there it is answered.")
        )
    if problem := next(filter(None, map(_length_problem, about)), ""):
        raise MemorandumError(problem)


def _length_problem(row: DraftRow) -> str:
    comment = row.comment()
    if len(comment.text) < TEXT_MIN:
        return _("Say of each section what you propose.")
    longest = max(len(comment.text), len(comment.reason))
    if longest <= TEXT_MAX:
        return ""
    return _("A row has %(count)d characters in one cell; the most is %(most)d. Split it.") % {
        "count": longest,
        "most": TEXT_MAX,
    }


def _items(
    draft: MemorandumDraft, rows: Sequence[DraftRow], edition: Edition
) -> list[IncomingComment]:
    typed = draft.typed
    submission = Submission(
        channel=Channel.MEMORANDUM,
        kind=RespondentKind.ORGANISATION,
        role=typed.get("role", ""),
        consent=present_consent(""),
        organisation_name=typed["organisation_name"],
        organisation_id=typed.get("organisation"),
        language=typed.get("language", "en"),
    )
    reach = {name: typed.get(name, "") for name in ("email", "phone")}
    contact = Contact(**reach) if any(reach.values()) else None
    targets = {row.target for row in rows if row.target != KEEP}
    versions = SectionVersion.objects.filter(entries__edition=edition).distinct()
    known = {str(version.pk): version for version in versions.filter(pk__in=targets)}
    if targets - set(known):
        raise CommentError(_("A section has changed. Look at the sections of your rows again."))
    items = []
    for number, row in enumerate(rows, start=1):
        if row.target != KEEP:
            comment = row.comment()
            comment.external_id = f"memorandum:{draft.key}:{number}"
            comment.stance = comment.stance or Stance.QUESTION.value
            items.append(IncomingComment(submission, known[row.target], comment, contact=contact))
    return items


def _registered(
    draft: MemorandumDraft, rows: Sequence[DraftRow], submission: Submission
) -> Memorandum:
    typed = draft.typed
    memorandum = Memorandum(
        policy=draft.policy,
        submission=submission,
        status=MemorandumStatus.SUBMITTED,
        organisation_id=typed.get("organisation"),
        set_aside="\n\n".join(row.said for row in rows if row.target == KEEP),
        speaks_for=typed.get("speaks_for"),
        language=submission.language,
        document=draft.document.name,
        document_name=draft.document_name,
        handed_in_on=timezone.localdate(submission.received_at),
        illustrative=draft.policy.illustrative,
        **{name: typed.get(name, "") for name in ABOUT},
    )
    memorandum.number = _next_number()
    memorandum.save()
    return memorandum


def _next_number() -> int:
    """The next of the register, which two at once do not both get."""
    numbered = Memorandum.objects.exclude(number=None).order_by("-number")
    list(numbered.select_for_update()[:1])
    return (numbered.aggregate(last=Max("number"))["last"] or 0) + 1


@transaction.atomic
def enter_in_register(*, memorandum: Memorandum) -> Memorandum:
    """Save what staff say of one; what is no draft any more gets its number and its day."""
    today = timezone.localdate()
    if memorandum.status != MemorandumStatus.DRAFTED:
        memorandum.number = memorandum.number or _next_number()
        memorandum.handed_in_on = memorandum.handed_in_on or today
    if memorandum.status == MemorandumStatus.ANSWERED:
        memorandum.replied_on = memorandum.replied_on or today
    memorandum.save()
    kept_page_parts.mark_memoranda()
    return memorandum


def clear_drafts() -> int:
    """Delete drafts that nobody has touched for `DRAFT_DAYS`, with their documents."""
    old = timezone.now() - timedelta(days=DRAFT_DAYS)
    left = list(MemorandumDraft.objects.filter(touched_at__lt=old, filed=None))
    for draft in left:
        draft.delete()
    return len(left)
