"""What a worker does for an import: read the uploaded file, make the pages of its outline."""

from dataclasses import asdict, replace
from functools import partial

from django.conf import settings
from django.utils.translation import gettext_noop

from consult.jobs.file_reading import read_document_apart
from consult.jobs.progress import Heartbeat, Part, Teller
from consult.jobs.work import work_on
from policies.imports.continuing import continue_policy
from policies.imports.import_plan import FRONT, ImportPlan
from policies.imports.making import ImportResult, create_policy
from policies.models import PolicyImport
from policies.permissions import import_index
from policies.publishing.drafts import Ready, make_ready
from policies.publishing.indexing import indexed_together
from policies.publishing.publication_job import (
    SECTION_S,
    UNFORESEEN,
    explained,
    first_revision,
    waiting_drafts,
)
from policies.publishing.services import PolicyError, publish_edition
from texts.kept_words import kept
from texts.outline.hand_edits import HandEdit
from texts.outline.model import Outline
from texts.outline.offers import to_remember
from texts.source import UnreadableDocument

Stage = PolicyImport.Stage


def work_on_import(import_id: int) -> bool:
    """Do the work of the import's stage. Returns False where there is none to claim."""
    work = partial(work_on, explain=_explained, unforeseen=UNFORESEEN)
    row = PolicyImport.objects.filter(pk=import_id)
    reading, making = row.filter(stage=Stage.READING), row.filter(stage=Stage.MAKING)
    return work(reading, _read) or work(making, _make)


def _explained(error: Exception) -> str | None:
    return kept(error.args[0]) if isinstance(error, UnreadableDocument) else explained(error)


def _read(job: PolicyImport) -> None:
    beat = Heartbeat(job)
    outline = read_document_apart(
        job.source_path, job.file_name, max_bytes=settings.MAX_UPLOAD_BYTES, on_wait=lambda: beat(0)
    )
    if not outline.sections:
        raise UnreadableDocument(gettext_noop("The file has no text to import."))
    outline = replace(outline, offered=_made_of_the_file_before(job))
    job.keep_images(outline)
    with indexed_together():
        job.finish(stage=Stage.REVIEW)
        job.outlines.create(revision=1, data=outline.to_dict())


def _made_of_the_file_before(job: PolicyImport) -> list[HandEdit]:
    """What the review made by hand of the last file that became a text of this policy."""
    if job.target is None:
        return []
    earlier = PolicyImport.objects.filter(policy=job.target, stage=Stage.MADE)
    found = earlier.order_by("finished_at", "pk").values_list("hand_edits", flat=True).last()
    return [HandEdit(**edit) for edit in found or []]


def _make(job: PolicyImport) -> None:
    outline, plan = job.outline(job.planned_revision), ImportPlan.from_json(job.plan or {})
    job.extend(SECTION_S * len(outline.sections))
    teller = Teller(job)
    made_at = 0.4 if job.target else 0.3 if plan.edition else 0.9
    with indexed_together():
        result = _pages(job, outline, plan, teller.part(0, made_at))
        if plan.edition:
            publish_edition(
                policy=result.policy,
                plan=plan.edition,
                at_once=True,
                user=job.planned_by,
                ready=_ready(job, outline, result, plan),
                progress=teller.part(made_at, 0.9),
            )
        hand_edits = [asdict(edit) for edit in to_remember(outline)]
        job.finish(
            stage=Stage.MADE,
            policy=result.policy,
            notes=list(map(kept, result.warnings)),
            hand_edits=hand_edits,
        )
    job.remove_files()
    job.outlines.all().delete()


def _ready(
    job: PolicyImport, outline: Outline, result: ImportResult, plan: ImportPlan
) -> Ready | None:
    """What goes public: the new text, and of what waited before what the editor saw and wants."""
    if plan.drafts is None or plan.continuation is None:
        return None
    made = {page.pk for page in result.sections}
    if outline.front_matter and FRONT not in plan.continuation.keep:
        made.add(result.policy.pk)
    waiting = waiting_drafts(result.policy)
    seen = {pk: revision for pk, revision in waiting.items() if pk in made}
    for pk in (waiting.keys() & plan.drafts.keys()) - made:
        seen[pk] = plan.drafts[pk] or first_revision(pk, job.planned_by)
    return make_ready(result.policy.canonical, user=job.planned_by, seen=seen)


def _pages(job: PolicyImport, outline: Outline, plan: ImportPlan, progress: Part) -> ImportResult:
    """A new text of the policy that the file is for, or a new policy where it is for none."""
    user = job.planned_by
    if job.target and plan.continuation:
        return continue_policy(job.target, outline, plan.continuation, user=user, progress=progress)
    if job.target or plan.policy is None:
        raise PolicyError(
            gettext_noop(
                "It is not known what is to become of this file: a new policy, or a new text of"
                " one. Go through the last step again."
            )
        )
    return create_policy(
        outline,
        plan.policy,
        parent=import_index(user) if user else None,
        user=user,
        progress=progress,
    )
