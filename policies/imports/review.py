"""An import between upload and pages: the editor corrects the proposed outline, step by step.

Every step is a row of its own, so a step can be taken back, and of two editors who correct the
same outline at the same time the second is told.
"""

from collections.abc import Mapping
from typing import BinaryIO

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consult.jobs.progress import ask_to_stop
from consult.jobs.wake import wake_on_commit
from policies.imports.import_plan import ImportPlan
from policies.imports.size_check import check_bounds
from policies.models import ImportOutline, PolicyImport, PolicyPage
from policies.publishing.services import PolicyError
from texts.kept_words import KeptWords, kept, said
from texts.outline.model import Outline
from texts.outline.several import Correction

STEPS_KEPT = 30
Stage = PolicyImport.Stage


class OutlineChanged(PolicyError):
    """Somebody else corrected the outline meanwhile."""


def start_import(
    *,
    file: BinaryIO,
    file_name: str,
    size: int,
    target: PolicyPage | None = None,
    user: User | None,
) -> PolicyImport:
    """Keep the file and ask a worker to read it."""
    row = PolicyImport(
        file_name=file_name[-255:], size=size, target=target and target.canonical, created_by=user
    )
    row.take(file)
    return row


def correct_outline(
    *, row: PolicyImport, revision: int, correction: Correction, step: KeptWords
) -> Outline:
    """Apply a correction to the outline of that revision; `step` says what it does.

    Raises `OutlineChanged` where there is a newer one, `edits.CannotEdit` where it does not fit.
    """
    newest = _reviewed(row, revision)
    before = Outline.from_dict(newest.data)
    after = correction(before)
    if after == before:
        return after
    try:
        with transaction.atomic():
            row.outlines.create(revision=revision + 1, data=after.to_dict(), step=kept(step))
            row.outlines.filter(revision__lte=revision + 1 - STEPS_KEPT).delete()
    except IntegrityError as error:
        raise OutlineChanged(_changed()) from error
    return after


def undo(*, row: PolicyImport, revision: int) -> str:
    """Go back to the outline before the last correction; which it was.

    Raises `OutlineChanged` where there is a newer one, `PolicyError` where there is none before.
    """
    newest = _reviewed(row, revision)
    before = row.outlines.filter(revision__lt=revision).last()
    if before is None:
        raise PolicyError(_("There is nothing to undo."))
    try:
        with transaction.atomic():
            row.outlines.create(revision=revision + 1, data=before.data, step=before.step)
            row.outlines.filter(pk__in=(newest.pk, before.pk)).delete()
    except IntegrityError as error:
        raise OutlineChanged(_changed()) from error
    return said(newest.step)


def _reviewed(row: PolicyImport, revision: int) -> ImportOutline:
    if row.stage != Stage.REVIEW:
        raise PolicyError(_("This import is no longer under review."))
    newest = row.newest_outline
    if newest is None or newest.revision != revision:
        raise OutlineChanged(_changed())
    return newest


def _changed() -> str:
    return _(
        "The outline was changed meanwhile, in another window or by somebody else. Here it is."
    )


def request_pages(*, row: PolicyImport, revision: int, plan: ImportPlan, user: User | None) -> None:
    """Ask a worker to make the pages of the outline of that revision, as planned.

    Raises `OutlineChanged` where there is a newer one, `PolicyError` where the review is over or
    the outline holds more than a policy may.
    """
    check_bounds(Outline.from_dict(_reviewed(row, revision).data))
    taken = PolicyImport.objects.filter(pk=row.pk, stage=Stage.REVIEW).restart(
        stage=Stage.MAKING, plan=plan.to_json(), planned_revision=revision, planned_by=user
    )
    if not taken:
        raise PolicyError(_("This import is no longer under review."))
    wake_on_commit(PolicyImport.task, row.pk)


def keep_typed(*, row: PolicyImport, typed: Mapping[str, list[str]]) -> None:
    """Keep what was typed in the form of the last step, for when it is shown again."""
    row.typed = dict(typed)
    PolicyImport.objects.filter(pk=row.pk, stage=Stage.REVIEW).update(typed=row.typed)


def cancel(*, row: PolicyImport, user: User | None) -> None:
    """Stop the import, whatever it is at: nothing of it stays but the row.

    Raises `PolicyError` where the pages are made already.
    """
    ask_to_stop(row)
    open_stages = (Stage.READING, Stage.REVIEW, Stage.MAKING)
    stopped = PolicyImport.objects.filter(pk=row.pk, stage__in=open_stages).cancel(
        stage=Stage.CANCELLED
    )
    if not stopped:
        raise PolicyError(_("It is too late to cancel: this import is finished."))
    row.outlines.all().delete()
    row.remove_files()
    if row.target:
        log(instance=row.target, action="policies.cancel_import", user=user)
