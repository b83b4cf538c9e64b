"""What a worker does for an import: read the uploaded file, make the pages of its outline."""

from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from consult.jobs.progress import Part, Teller
from consult.jobs.work import work_on
from policies.imports.continuing import continue_policy
from policies.imports.making import ImportResult, create_policy
from policies.models import Edition, PolicyImport
from policies.permissions import import_index
from policies.publishing.indexing import indexed_together
from policies.publishing.publication_job import SECTION_S, UNFORESEEN, explained
from policies.publishing.services import publish_edition
from texts.outline.model import Outline
from texts.read import read_document
from texts.source import UnreadableDocument

Stage = PolicyImport.Stage
READING_S = 120  # how long it may take to read a file, which cannot say that it is alive


def work_on_import(import_id: int) -> bool:
    """Do the work of the import's stage. Returns False where there is none to claim."""
    work = partial(work_on, explain=_explained, unforeseen=UNFORESEEN)
    row = PolicyImport.objects.filter(pk=import_id)
    reading, making = row.filter(stage=Stage.READING), row.filter(stage=Stage.MAKING)
    return work(reading, _read) or work(making, _make)


def _explained(error: Exception) -> str | None:
    return str(error) if isinstance(error, UnreadableDocument) else explained(error)


def _in_language_of(user: User | None) -> AbstractContextManager[None]:
    """What is said of a file is said in the language in which its editor uses the admin."""
    profile = user and UserProfile.get_for_user(user)
    return translation.override(profile.get_preferred_language() if profile else None)


def _read(job: PolicyImport) -> None:
    job.extend(READING_S)
    with _in_language_of(job.created_by):
        outline = read_document(job.source_path, job.file_name, max_bytes=settings.MAX_UPLOAD_BYTES)
        if not outline.sections:
            raise UnreadableDocument(_("The file has no text to import."))
    job.keep_images(outline)
    with indexed_together():
        job.finish(stage=Stage.REVIEW)
        job.outlines.create(revision=1, data=outline.to_dict())


def _make(job: PolicyImport) -> None:
    outline, plan = job.outline(), job.plan
    job.extend(SECTION_S * len(outline.sections))
    user = User.objects.filter(pk=plan.get("user")).first()
    teller = Teller(job)
    made_at = 0.4 if job.target else 0.3 if plan["publish"] else 0.9
    with indexed_together():
        result = _pages(job, outline, user, teller.part(0, made_at))
        if plan["publish"]:
            _publish_import(result, plan, user, teller.part(made_at, 0.9))
        job.finish(stage=Stage.MADE, policy=result.policy, notes=result.warnings)
    job.remove_files()
    job.outlines.all().delete()


def _pages(job: PolicyImport, outline: Outline, user: User | None, progress: Part) -> ImportResult:
    """A new text of the policy that the file is for, or else a new policy."""
    plan = job.plan
    if job.target:
        return continue_policy(
            job.target,
            outline,
            matches=plan["matches"],
            keep=plan.get("keep", ()),
            replaced=plan.get("replaced", ()),
            seen=plan.get("seen"),
            user=user,
            progress=progress,
        )
    return create_policy(
        outline,
        title=plan["title"],
        summary=plan["summary"],
        fields=plan,
        parent=import_index(user) if user else None,
        user=user,
        progress=progress,
    )


def _publish_import(
    result: ImportResult, plan: dict[str, Any], user: User | None, progress: Part
) -> Edition:
    return publish_edition(
        policy=result.policy,
        label=plan["label"],
        label_sw=plan.get("label_sw", ""),
        note=plan["note"],
        note_sw=plan.get("note_sw", ""),
        opens_at=_moment(plan["opens_at"]),
        closes_at=_moment(plan["closes_at"]),
        at_once=True,
        user=user,
        progress=progress,
    )


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
