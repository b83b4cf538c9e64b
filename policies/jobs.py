"""What a worker does for policies: read uploaded files, make pages, publish editions."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

from billiard.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.users.models import UserProfile

from consult.jobs.job import MAX_ATTEMPTS, Job, JobState, LostLease, claim, held, put_back_lapsed
from consult.jobs.progress import Stopped, Teller
from consult.jobs.wake import wake
from policies.imports.continuing import continue_policy
from policies.imports.making import ImportResult, create_policy
from policies.models import Edition, PolicyImport, Publication
from policies.permissions import import_index
from policies.publishing.indexing import indexed_together
from policies.publishing.services import PolicyError, publish_edition
from texts.read import read_document
from texts.source import UnreadableDocument

logger = logging.getLogger(__name__)

Stage = PolicyImport.Stage
IMPORT, PUBLICATION = "policies.import", "policies.publication"
# How long the longest step may take that cannot say that it is alive, by the size of its input.
READING_S, SECTION_S = 120, 0.5


def work_on_import(import_id: int) -> bool:
    """Do the work of the import's stage. Returns False where there is none to claim."""
    rows = PolicyImport.objects.filter(pk=import_id, stage__in=(Stage.READING, Stage.MAKING))
    job = claim(rows)
    if not isinstance(job, PolicyImport):
        return False
    _work(job, _read if job.stage == Stage.READING else _make)
    return True


def work_on_publication(publication_id: int) -> bool:
    """Publish the edition asked for. Returns False where there is nothing to claim."""
    job = claim(Publication.objects.filter(pk=publication_id))
    if job is None:
        return False
    _work(job, _publish)
    return True


def sweep() -> None:
    """Put right what was lost: silent workers and lost wake-ups."""
    for model, task in ((PolicyImport, IMPORT), (Publication, PUBLICATION)):
        put_back_lapsed(model)
        for pk in model.objects.claimable().order_by("pk").values_list("pk", flat=True):
            wake(task, pk)


def _work(job: Job, step: Callable) -> None:
    try:
        step(job)
    except (LostLease, Stopped):
        logger.warning("%s %s was taken over or cancelled.", type(job).__name__, job.pk)
    except (UnreadableDocument, PolicyError) as error:
        _fail(job, str(error))
    except ValidationError as error:
        _fail(job, " ".join(error.messages))
    except (KeyboardInterrupt, SystemExit):
        held(job).update(state=JobState.QUEUED, token=None, lease_until=None, progress=0)
        raise
    except Exception as error:
        logger.exception("%s %s was not finished", type(job).__name__, job.pk)
        hopeless = isinstance(error, SoftTimeLimitExceeded) or job.attempts >= MAX_ATTEMPTS
        if hopeless:
            _fail(job, _("It could not be done. The server's log has the details."))
        else:
            held(job).update(state=JobState.QUEUED, token=None, lease_until=None, progress=0)


def _fail(job: Job, message: str) -> None:
    """Say why. An outline goes back to its review, where the editor can put it right."""
    changes: dict[str, object] = {
        "state": JobState.FAILED,
        "token": None,
        "lease_until": None,
        "progress": 0,
        "error": message,
        "finished_at": timezone.now(),
    }
    if isinstance(job, PolicyImport) and job.stage == Stage.MAKING:
        changes |= {"stage": Stage.REVIEW, "state": JobState.DONE}
    held(job).update(**changes)


def _finish(job: Job, **changes: object) -> None:
    """The last thing in the transaction that does the work. Raises `LostLease`."""
    won = held(job).update(
        state=JobState.DONE,
        token=None,
        lease_until=None,
        progress=1,
        error="",
        finished_at=timezone.now(),
        **changes,
    )
    if not won:
        raise LostLease(f"{type(job).__name__} {job.pk}")


def _expect(job: Job, seconds: float) -> None:
    """Hold the claim for as long as a silent step may take. Raises `LostLease`."""
    until = timezone.now() + timedelta(seconds=max(seconds, settings.REPORT_LEASE_SECONDS))
    if not held(job).update(lease_until=until):
        raise LostLease(f"{type(job).__name__} {job.pk}")


def _in_language_of(user) -> AbstractContextManager[None]:
    """What is said of a file is said in the language in which its editor uses the admin."""
    profile = user and UserProfile.get_for_user(user)
    return translation.override(profile.get_preferred_language() if profile else None)


def _read(job: PolicyImport) -> None:
    _expect(job, READING_S)
    with _in_language_of(job.created_by):
        outline = read_document(job.source_path, job.file_name, max_bytes=settings.MAX_UPLOAD_BYTES)
        if not outline.sections:
            raise UnreadableDocument(_("The file has no text to import."))
    job.keep_images(outline)
    with indexed_together():
        _finish(job, stage=Stage.REVIEW)
        job.outlines.create(revision=1, data=outline.to_dict())


def _make(job: PolicyImport) -> None:
    outline, plan = job.outline(), job.plan
    _expect(job, SECTION_S * len(outline.sections))
    user = get_user_model().objects.filter(pk=plan.get("user")).first()
    teller = Teller(job)
    with indexed_together():
        if job.target:
            making = teller.part(0, 0.4)
            result = continue_policy(
                job.target,
                outline,
                matches=plan["matches"],
                keep=plan.get("keep", ()),
                replaced=plan.get("replaced", ()),
                seen=plan.get("seen"),
                user=user,
                progress=making,
            )
        else:
            making = teller.part(0, 0.3 if plan["publish"] else 0.9)
            result = create_policy(
                outline,
                title=plan["title"],
                summary=plan["summary"],
                fields=plan,
                parent=import_index(user) if user else None,
                user=user,
                progress=making,
            )
        if plan["publish"]:
            _publish_import(result, plan, user, teller.part(making.end, 0.9))
        _finish(job, stage=Stage.MADE, policy=result.policy, notes=result.warnings)
    job.remove_files()
    job.outlines.all().delete()


def _publish_import(result: ImportResult, plan: dict, user, progress) -> Edition:
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


def _publish(job: Publication) -> None:
    sections = job.policy.get_descendants().count()
    _expect(job, SECTION_S * sections)
    with indexed_together():
        edition = publish_edition(
            policy=job.policy,
            label=job.label,
            label_sw=job.label_sw,
            note=job.note,
            note_sw=job.note_sw,
            opens_at=job.opens_at,
            closes_at=job.closes_at,
            at_once=True,
            user=job.created_by,
            progress=Teller(job).part(0, 0.9),
        )
        _finish(job, edition=edition)
