"""Claims, leases, endings: each row is worked on by one, and finished once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from consult.jobs.job import MAX_ATTEMPTS, JobState
from consult.jobs.lease import LostLease
from consult.jobs.progress import Heartbeat
from policies.models import Publication
from tests.factories import make_policy

FREE = {"token": None, "lease_until": None}


@pytest.fixture
def job(db) -> Publication:
    return Publication.objects.create(policy=make_policy(1), label="One")


def rows(job: Publication):
    return Publication.objects.filter(pk=job.pk)


def claim(job: Publication) -> Publication:
    claimed = rows(job).claim()
    assert claimed is not None
    return claimed


def lapse(job: Publication) -> None:
    rows(job).update(lease_until=timezone.now() - timedelta(seconds=1))


def stands(job: Publication, **expected) -> bool:
    row = rows(job).values(*expected).get()
    assert row == expected
    return True


@pytest.fixture
def overtaken(job) -> Publication:
    """A claim whose lease ran out, and whose row another worker has by now."""
    late = claim(job)
    lapse(job)
    assert claim(job).token != late.token
    return late


def test_claim__gives_a_row_to_one_only(job):
    first = claim(job)
    assert (first.state, first.attempts, first.progress) == (JobState.RUNNING, 1, 0)
    assert first.token
    assert first.lease_until > timezone.now()
    assert rows(job).claim() is None


def test_claim__takes_over_a_lapsed_row_but_not_for_ever(job):
    tokens = set()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        claimed = claim(job)
        assert claimed.attempts == attempt
        tokens.add(claimed.token)
        lapse(job)
    assert len(tokens) == MAX_ATTEMPTS
    assert rows(job).claim() is None


def test_claim__takes_no_row_that_the_query_leaves_out(job):
    assert rows(job).filter(label="Two").claim() is None
    assert stands(job, state=JobState.QUEUED, attempts=0)


@pytest.mark.django_db(transaction=True)
def test_claim__by_many_at_once_gives_each_row_once():
    policy = make_policy(1)
    Publication.objects.bulk_create(
        Publication(policy=policy, label=str(number)) for number in range(20)
    )
    start, taken = threading.Barrier(6), []

    def take() -> None:
        start.wait()
        while (one := Publication.objects.all().claim()) is not None:
            taken.append(int(one.label))
        connection.close()

    threads = [threading.Thread(target=take) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(20))


def test_extend__holds_the_claim_for_a_silent_step(job, settings):
    settings.JOB_LEASE_SECONDS = 1
    claimed = claim(job)
    claimed.extend(1000)
    job.refresh_from_db()
    assert job.lease_until > timezone.now() + timedelta(seconds=900)
    claimed.extend()
    job.refresh_from_db()
    assert job.lease_until < timezone.now() + timedelta(seconds=2)


def test_requeue__gives_the_row_to_the_next(job):
    claimed = claim(job)
    claimed.extend(progress=0.5)
    claimed.requeue()
    assert stands(job, state=JobState.QUEUED, progress=0, attempts=1, **FREE)
    assert claim(job).attempts == 2


def test_fail__says_why_and_frees_the_row(job):
    claim(job).fail("It cannot be.")
    assert stands(job, state=JobState.FAILED, error="It cannot be.", progress=0, **FREE)
    job.refresh_from_db()
    assert job.is_finished
    assert job.finished_at


def test_finish__frees_the_row_and_keeps_what_was_made(job):
    claim(job).finish(note="Made.")
    assert stands(job, state=JobState.DONE, progress=1, error="", note="Made.", **FREE)


@pytest.mark.parametrize(
    "transition",
    [
        lambda job: job.extend(),
        lambda job: job.requeue(),
        lambda job: job.fail("It cannot be."),
        lambda job: job.finish(),
        lambda job: job.await_parts(),
    ],
    ids=["extend", "requeue", "fail", "finish", "await_parts"],
)
def test_transition__of_one_who_lost_the_lease_changes_nothing(overtaken, transition):
    before = rows(overtaken).values().get()
    with pytest.raises(LostLease):
        transition(overtaken)
    assert rows(overtaken).values().get() == before


def test_finish__is_won_once(job):
    claimed = claim(job)
    claimed.finish()
    with pytest.raises(LostLease):
        claimed.finish()


def test_await_parts__leaves_a_row_that_nobody_claims_or_loses(job):
    claim(job).await_parts()
    assert stands(job, state=JobState.RUNNING, progress=1, **FREE)
    assert rows(job).claim() is None
    rows(job).put_back_lapsed()
    assert rows(job).awaiting_parts().exists()


def test_restart__gives_a_failed_row_all_its_attempts_again(job):
    for _n in range(MAX_ATTEMPTS):
        claim(job)
        lapse(job)
    rows(job).put_back_lapsed()
    assert stands(job, state=JobState.FAILED)
    asked_before = rows(job).get().queued_at

    assert rows(job).failed().restart() == 1

    assert stands(job, state=JobState.QUEUED, attempts=0, error="", finished_at=None, **FREE)
    assert rows(job).get().queued_at > asked_before
    assert claim(job).attempts == 1


def test_restart__takes_nothing_from_one_who_works_on_it(job):
    claimed = claim(job)
    assert rows(job).restart() == 0
    claimed.finish()


def test_reopen__has_a_finished_row_wait_for_its_parts_again(job):
    claim(job).fail("A part failed.")
    assert rows(job).reopen() == 1
    assert stands(job, state=JobState.RUNNING, error="", attempts=0, finished_at=None, **FREE)


def test_cancel__takes_the_row_from_whoever_works_on_it(job):
    claimed = claim(job)
    assert rows(job).cancel(note="Cancelled.") == 1
    assert stands(job, state=JobState.DONE, note="Cancelled.", **FREE)
    with pytest.raises(LostLease):
        claimed.finish(note="Made.")
    assert stands(job, note="Cancelled.")


def test_put_back_lapsed__frees_rows_of_silent_workers_alone(job):
    claimed = claim(job)
    rows(job).put_back_lapsed()
    claimed.extend()
    lapse(job)
    rows(job).put_back_lapsed()
    assert stands(job, state=JobState.QUEUED, attempts=1, **FREE)


def test_put_back_lapsed__gives_up_where_the_attempts_are_used_up(job):
    for _n in range(MAX_ATTEMPTS):
        claim(job)
        lapse(job)
    rows(job).put_back_lapsed()
    assert stands(job, state=JobState.FAILED, **FREE)
    assert str(MAX_ATTEMPTS) in rows(job).get().error


def test_heartbeat__extends_the_lease_of_its_claim(job):
    claimed = claim(job)
    lapse(job)
    Heartbeat(claimed)(0.5)
    job.refresh_from_db()
    assert job.lease_until > timezone.now()
    assert job.progress == 0.5


def test_heartbeat__stops_who_has_lost_the_lease(overtaken):
    with pytest.raises(LostLease):
        Heartbeat(overtaken)(0.5)
    assert stands(overtaken, progress=0)


def test_heartbeat__does_not_write_every_call(job, django_assert_max_num_queries):
    beat = Heartbeat(claim(job))
    with django_assert_max_num_queries(12):
        for n in range(1000):
            beat(n / 2000)
