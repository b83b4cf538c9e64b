"""How far a job is. Both ways to tell are called with the share that is done, as often as wanted.

`Heartbeat` writes it in the row, whose lease it extends. `Teller` is for work that is one
transaction: the row cannot say then, for others see it change only once that is over, and on SQLite
nobody else can write meanwhile. So progress, and the wish to stop, go through the cache.
"""

import time

from django.core.cache import cache

from consult.jobs.job import Job
from consult.pages.caches import kept_value

BEAT_S = 1.0  # a silent worker's progress is written at least this often …
BEAT_STEP = 0.05  # … and after this much of the whole
KEPT_S = 3600
STEP_S = 0.3


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
        self.job.extend(progress=min(progress, 1.0))


class Stopped(Exception):
    """Somebody cancelled the job: undo everything."""


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
        cache.set(_key(self.job, "share"), float(share), KEPT_S)
        if kept_value(cache, _key(self.job, "stop"), bool):
            raise Stopped(f"{type(self.job).__name__} {self.job.pk}")

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
    return round(100 * (kept_value(cache, _key(job, "share"), float) or 0.0))


def ask_to_stop(job: Job) -> None:
    """Have the one who works on the job stop at the next thing it tells."""
    cache.set(_key(job, "stop"), True, KEPT_S)


def _key(job: Job, what: str) -> str:
    return f"{job._meta.label_lower}.{job.pk}.{job.attempts}.{what}"
