"""What becomes of a row when the work on it ends, one way or another."""

import pytest

from consult.jobs.job import MAX_ATTEMPTS, JobState
from consult.jobs.lease import LostLease
from consult.jobs.progress import Stopped
from consult.jobs.work import sweep, work_on
from policies.models import Publication
from tests.factories import make_policy


class NoSuchThing(Exception):
    """What the domain foresees."""


@pytest.fixture
def job(db) -> Publication:
    return Publication.objects.create(policy=make_policy(1), label="One")


def do(job: Publication, step) -> bool:
    def explain(error: Exception) -> str | None:
        return str(error) if isinstance(error, NoSuchThing) else None

    rows = Publication.objects.filter(pk=job.pk)
    did = work_on(rows, step, explain=explain, unforeseen="The log has it.")
    job.refresh_from_db()
    return did


def raising(error: BaseException):
    def step(job) -> None:
        raise error

    return step


def test_work_on__does_the_step_with_a_claimed_row(job):
    assert do(job, lambda claimed: claimed.finish(note=f"attempt {claimed.attempts}"))
    assert (job.state, job.note) == (JobState.DONE, "attempt 1")
    assert not do(job, raising(AssertionError("finished rows are not claimed")))


def test_work_on__fails_at_once_where_the_error_is_explained(job):
    assert do(job, raising(NoSuchThing("It is not there.")))
    assert (job.state, job.error, job.attempts) == (JobState.FAILED, "It is not there.", 1)


def test_work_on__tries_again_then_fails_where_nobody_foresaw_it(job, caplog):
    for attempt in range(1, MAX_ATTEMPTS):
        do(job, raising(ZeroDivisionError("secret detail")))
        assert (job.state, job.attempts, job.token) == (JobState.QUEUED, attempt, None)
    do(job, raising(ZeroDivisionError("secret detail")))
    assert (job.state, job.error) == (JobState.FAILED, "The log has it.")
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit])
def test_work_on__gives_the_row_back_when_the_process_is_told_to_end(job, end):
    with pytest.raises(end):
        do(job, raising(end()))
    job.refresh_from_db()
    assert (job.state, job.token, job.lease_until) == (JobState.QUEUED, None, None)


@pytest.mark.parametrize("gone", [LostLease, Stopped, NoSuchThing, KeyboardInterrupt])
def test_work_on__changes_nothing_where_the_row_was_taken_meanwhile(job, gone):
    def cancelled(claimed) -> None:
        Publication.objects.filter(pk=claimed.pk).cancel(note="Cancelled.")
        raise gone

    if gone is KeyboardInterrupt:
        with pytest.raises(KeyboardInterrupt):
            do(job, cancelled)
        job.refresh_from_db()
    else:
        assert do(job, cancelled)
    assert (job.state, job.note, job.error) == (JobState.DONE, "Cancelled.", "")


def test_sweep__wakes_for_waiting_rows_only(job, woken):
    sweep(Publication)
    assert woken == [("policies.publication", job.pk)]
    Publication.objects.filter(pk=job.pk).claim()
    sweep(Publication)
    assert len(woken) == 1, "in good hands"
