"""A job is a row: claim it, keep it alive, finish it once.

Any worker may claim any waiting row, by one conditional update; the update gives the claim a token
and a lease. While it works, the worker's progress extends the lease; a worker that finds another
token has lost it and stops without a trace.
"""

import time
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

BEAT_S = 1.0  # a silent worker's progress is written at least this often …
BEAT_STEP = 0.05  # … and after this much of the whole
# A row that has been claimed this often without being finished is given up.
MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job state", "Waiting")
    RUNNING = "running", pgettext_lazy("job state", "Being compiled")
    DONE = "done", pgettext_lazy("job state", "Ready")
    FAILED = "failed", pgettext_lazy("job state", "Failed")


class JobQuerySet(models.QuerySet):
    def lapsed(self) -> Self:
        """Rows whose worker has fallen silent for longer than its lease."""
        return self.filter(state=JobState.RUNNING, lease_until__lt=timezone.now())

    def claimable(self) -> Self:
        """Waiting rows, and lapsed ones that may be tried again."""
        waiting = models.Q(state=JobState.QUEUED)
        lapsed = models.Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
        return self.filter(waiting | lapsed, attempts__lt=MAX_ATTEMPTS)

    def unfinished(self) -> Self:
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))


class Job(models.Model):
    """What a worker claims by conditional update, keeps alive by heartbeat, and finishes once.

    ``token`` names the claim: a worker that lost its lease finds another token and stops. A
    row that is running without a lease waits for rows of its own.
    """

    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    token = models.UUIDField(_("claim"), null=True, editable=False)
    lease_until = models.DateTimeField(_("lease until"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    progress = models.FloatField(_("progress"), default=0, help_text="0 to 1.")
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)


class LostLease(Exception):
    """Another worker has taken the row over: stop, and change nothing."""


def lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.REPORT_LEASE_SECONDS)


def claim(rows: JobQuerySet) -> Job | None:
    """Take the first claimable one of `rows`, or None. No two workers get the same."""
    while (pk := rows.claimable().order_by("pk").values_list("pk", flat=True).first()) is not None:
        token = uuid.uuid4()
        taken = rows.model.objects.filter(pk=pk).claimable()
        if taken.update(
            state=JobState.RUNNING,
            token=token,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            progress=0,
            error="",
        ):
            return rows.model.objects.filter(pk=pk, token=token).first()
    return None


def held(job: Job) -> JobQuerySet:
    """The job's row, as long as it is still this claim's."""
    return type(job).objects.filter(pk=job.pk, token=job.token, state=JobState.RUNNING)


class Heartbeat:
    """Called with the progress, 0…1: extends the lease now and then. Raises `LostLease`."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.written = 0.0
        self.written_at = time.monotonic()

    def __call__(self, progress: float) -> None:
        now = time.monotonic()
        if now - self.written_at < BEAT_S and progress - self.written < BEAT_STEP:
            return
        self.written, self.written_at = progress, now
        if not held(self.job).update(progress=min(progress, 1.0), lease_until=lease_end()):
            raise LostLease(f"{type(self.job).__name__} {self.job.pk}")


def put_back_lapsed(model: type[Job]) -> None:
    """Give rows of silent workers to others, or up where they were tried often enough."""
    given_up = model.objects.lapsed().filter(attempts__gte=MAX_ATTEMPTS)
    given_up.update(
        state=JobState.FAILED,
        token=None,
        lease_until=None,
        error=gettext("The worker stopped %(n)d times before it was finished.")
        % {"n": MAX_ATTEMPTS},
        finished_at=timezone.now(),
    )
    model.objects.lapsed().update(state=JobState.QUEUED, token=None, lease_until=None)
