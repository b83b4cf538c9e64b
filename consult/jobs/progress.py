"""How far a job is, told from inside the one transaction that does it all.

The row itself cannot say: others see it change only once the transaction is over, and on SQLite
nobody else can write meanwhile. So progress, and the wish to stop, go through the cache.
"""

import time

from django.core.cache import cache

from consult.jobs.job import Job

KEPT_S = 3600
STEP_S = 0.3


class Stopped(Exception):
    """Somebody cancelled the job: undo everything."""


def _key(job: Job, what: str) -> str:
    return f"{job._meta.label_lower}.{job.pk}.{job.attempts}.{what}"


class Teller:
    """Called with the share that is done, 0 to 1, as often as wanted. Raises `Stopped`."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.told_at = 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self.told_at < STEP_S:
            return
        self.told_at = now
        cache.set(_key(self.job, "share"), share, KEPT_S)
        if cache.get(_key(self.job, "stop")):
            raise Stopped

    def part(self, start: float, end: float) -> "Part":
        """Tells a stretch of the whole as 0 to 1."""
        return Part(self, start, end)


class Part:
    def __init__(self, teller: Teller, start: float, end: float) -> None:
        self.teller, self.start, self.end = teller, start, end

    def __call__(self, done: float, total: float = 1.0) -> None:
        self.teller(self.start + (self.end - self.start) * done / (total or 1))


def percent_told(job: Job) -> int:
    """The last that was told of this attempt, 0 to 100."""
    return round(100 * float(cache.get(_key(job, "share"), 0)))


def ask_to_stop(job: Job) -> None:
    cache.set(_key(job, "stop"), True, KEPT_S)
