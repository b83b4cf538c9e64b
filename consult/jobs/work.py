"""How any job is worked on: claim a row, do it, and say in the row what came of it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.functional import Promise

from consult.jobs.job import MAX_ATTEMPTS, Job, JobQuerySet
from consult.jobs.lease import LostLease
from consult.jobs.progress import Stopped
from consult.jobs.wake import wake, wake_on_commit

logger = logging.getLogger(__name__)

Explain = Callable[[Exception], str | None]


def work_on(
    rows: JobQuerySet, step: Callable[[Any], None], *, explain: Explain, unforeseen: str | Promise
) -> bool:
    """Claim one of the rows and do `step` with it. Returns False where there is none to claim.

    The step ends its transaction with the job's `finish`. `explain` has the words for an error
    that would only come again, and None for any other: that is tried again, and at last told as
    `unforeseen`. Words are kept in the language of the code and translated when they are read, see
    `texts.kept_words`. A process that is told to end gives the row back first, and ends.
    """
    job = rows.claim()
    if job is None:
        return False
    try:
        with translation.override(settings.LANGUAGE_CODE):
            _attempt(job, step, explain, unforeseen)
    except (LostLease, Stopped) as gone:
        logger.warning("%s was taken over or cancelled.", gone)
    return True


def _attempt(
    job: Job, step: Callable[[Any], None], explain: Explain, unforeseen: str | Promise
) -> None:
    try:
        step(job)
    except (LostLease, Stopped):
        raise
    except (KeyboardInterrupt, SystemExit):
        with suppress(LostLease):
            job.requeue()
        raise
    except Exception as error:
        said = explain(error)
        level = logging.ERROR if said is None else logging.WARNING
        logger.log(level, "%s %s was not finished", type(job).__name__, job.pk, exc_info=error)
        if said is None and job.attempts < MAX_ATTEMPTS:
            job.requeue()
        else:
            job.fail(said or str(unforeseen))


def try_again(job: Job) -> None:
    """Put a failed row back in the queue; any other is left alone."""
    rows: JobQuerySet = type(job)._default_manager.filter(pk=job.pk)
    if rows.failed().restart():
        wake_on_commit(job.task, job.pk)


def sweep(model: type[Job]) -> None:
    """Put right what was lost of a kind of job: silent workers and lost wake-ups."""
    rows: JobQuerySet = model._default_manager.all()
    rows.put_back_lapsed()
    for pk in rows.claimable().order_by("pk").values_list("pk", flat=True):
        wake(model.task, pk)
