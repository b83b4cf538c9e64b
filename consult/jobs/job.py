"""A job is a row: claim it, keep it alive, finish it once.

Every change of a job's state is a transition of this module, and each is one conditional update.
Those of the worker ask for its claim and raise `LostLease` where it is gone:

    claim → extend … → finish | fail | requeue | await_parts

Those of others need none: `restart` and `reopen` where a person asks again, `cancel`, and
`put_back_lapsed` for rows whose worker has fallen silent.
"""

from typing import Any, ClassVar, Self, cast

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, pgettext_lazy

from consult.jobs.lease import Leased, LeasedQuerySet, LostLease
from texts.kept_words import KeptWords, kept, said

# A row that has been claimed this often without being finished is given up.
MAX_ATTEMPTS = 3


class JobState(models.TextChoices):
    QUEUED = "queued", pgettext_lazy("job state", "Waiting")
    RUNNING = "running", pgettext_lazy("job state", "Under way")
    DONE = "done", pgettext_lazy("job state", "Ready")
    FAILED = "failed", pgettext_lazy("job state", "Failed")

    @classmethod
    def worded(cls, running: Promise) -> list[tuple[str, str | Promise]]:
        """The choices of a kind of job that has a word of its own for being worked on."""
        return [(value, running if value == cls.RUNNING else label) for value, label in cls.choices]


class JobQuerySet(LeasedQuerySet):
    def claimable(self) -> Self:
        """Waiting rows, and lapsed ones that may be tried again."""
        waiting = models.Q(state=JobState.QUEUED)
        lapsed = models.Q(state=JobState.RUNNING, lease_until__lt=timezone.now())
        return self.filter(waiting | lapsed, attempts__lt=MAX_ATTEMPTS)

    def unfinished(self) -> Self:
        return self.filter(state__in=(JobState.QUEUED, JobState.RUNNING))

    def finished(self) -> Self:
        return self.filter(state__in=(JobState.DONE, JobState.FAILED))

    def done(self) -> Self:
        return self.filter(state=JobState.DONE)

    def failed(self) -> Self:
        return self.filter(state=JobState.FAILED)

    def awaiting_parts(self) -> Self:
        """Rows whose own work is done, and that wait for rows of their own."""
        return self.filter(state=JobState.RUNNING, lease_until=None)

    def claim(self) -> "Job | None":
        """Take the first claimable row, or None. No two workers get the same."""
        rows = self.order_by("pk")
        while (pk := rows.claimable().values_list("pk", flat=True).first()) is not None:
            one = self.filter(pk=pk)
            token = one.claimable().take(JobState.RUNNING, progress=0, error="")
            if token is not None:
                return cast(Job | None, one.filter(token=token).first())
        return None

    def finish(self, **changes: Any) -> int:
        """The rows are done; how many there were."""
        ended: dict[str, Any] = {"progress": 1, "error": "", "finished_at": timezone.now()}
        return self.release(JobState.DONE, **(ended | changes))

    def fail(self, error: str, **changes: Any) -> int:
        """The rows are given up, for a reason in words for people; how many there were."""
        ended = {"error": error, "finished_at": timezone.now()}
        return self.release(JobState.FAILED, **(ended | changes))

    def restart(self, **changes: Any) -> int:
        """Put finished rows back in the queue, since somebody asks again; how many there were."""
        return self.finished().release(JobState.QUEUED, progress=0, **_afresh(), **changes)

    def reopen(self) -> int:
        """Have finished rows wait for rows of their own again; how many there were."""
        return self.finished().release(JobState.RUNNING, progress=1, **_afresh())

    def cancel(self, **changes: Any) -> int:
        """End the rows whatever they are at: who works on them finds the claim gone."""
        return self.release(JobState.DONE, finished_at=timezone.now(), **changes)

    def put_back_lapsed(self) -> None:
        """Give rows of silent workers to others, or up where they were tried often enough."""
        message = gettext_noop("The worker stopped %(n)d times before it was finished.")
        stopped = KeptWords(message, {"n": MAX_ATTEMPTS})
        self.lapsed().filter(attempts__gte=MAX_ATTEMPTS).fail(kept(stopped))
        self.lapsed().release(JobState.QUEUED)


def _afresh() -> dict[str, Any]:
    return {"attempts": 0, "error": "", "finished_at": None, "queued_at": timezone.now()}


class Job(Leased):
    """What a worker claims by conditional update, keeps alive by heartbeat, and finishes once.

    ``token`` names the claim: a worker that lost its lease finds another token and stops. A
    row that is running without a lease waits for rows of its own.
    """

    task: ClassVar[str]
    """The name of the task that is woken for a row of this kind, with the row's id."""

    state = models.CharField(
        _("state"), max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    progress = models.FloatField(_("progress"), default=0, help_text="0 to 1.")
    error = models.TextField(_("error"), blank=True)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    queued_at = models.DateTimeField(_("asked for at"), default=timezone.now, editable=False)
    finished_at = models.DateTimeField(_("finished at"), null=True, editable=False)

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED)

    @property
    def failure(self) -> str:
        """Why it failed, in the language of who looks."""
        return said(self.error)

    def extend(self, seconds: float = 0, **changes: Any) -> None:
        """Hold the claim on, for a silent step of `seconds` if need be. Raises `LostLease`."""
        self._expect(self._held().extend(seconds, **changes))

    def requeue(self) -> None:
        """Give the row back for another attempt. Raises `LostLease`."""
        self._expect(self._held().release(JobState.QUEUED, progress=0))

    def fail(self, error: str) -> None:
        """Give the row up, for a reason in words for people. Raises `LostLease`."""
        self._expect(self._held().fail(error, progress=0))

    def finish(self, **changes: Any) -> None:
        """The last thing in the transaction that does the work. Raises `LostLease`."""
        self._expect(self._held().finish(**changes))

    def await_parts(self, **changes: Any) -> None:
        """The row's own work is done: it waits for rows of its own. Raises `LostLease`."""
        self._expect(self._held().release(JobState.RUNNING, progress=1, **changes))

    def _held(self) -> JobQuerySet:
        rows: JobQuerySet = type(self)._default_manager.filter(pk=self.pk)
        return rows.filter(state=JobState.RUNNING).held_by(self.token)

    def _expect(self, changed: int) -> None:
        if not changed:
            raise LostLease(f"{type(self).__name__} {self.pk}")
