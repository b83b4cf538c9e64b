"""Reports compiled by real worker processes, also when one is killed."""

import hashlib
import json
from pathlib import Path

import pytest

from celery_app import app
from consult.jobs.job import JobState
from reports import compiling
from reports.models import Report, ReportFile
from reports.services import request_report
from tests.factories import make_comment, make_many_comments, make_policy
from tests.waiting import wait_until
from tests.worker import WorkerProcess

WITHIN_S = 60


@pytest.fixture
def second_worker(celery_worker_process, tmp_path):
    worker = WorkerProcess(log=tmp_path / "second-worker.log")
    yield worker
    worker.kill()


def _request(policy, *formats: str) -> Report:
    edition = policy.current_edition
    return request_report(policy=policy, edition=edition, formats=formats, user=None)


def _finished(report: Report) -> bool:
    report.refresh_from_db()
    return report.is_finished


def _assert_complete(report: Report, formats: list[str]) -> None:
    files = list(report.files.all())
    assert report.state == JobState.DONE
    assert [file.format for file in files] == formats
    for file in files:
        content = file.path.read_bytes()
        assert file.state == JobState.DONE
        assert (file.size, file.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    names = {file.name for file in files} | {report.dataset_path.name}
    wait_until(
        lambda: {path.name for path in report.folder.iterdir()} == names,
        timeout_s=WITHIN_S,
        what="the worker to tidy up after the last file",
    )


def test_worker__compiles_a_requested_report(celery_worker_process):
    policy = make_policy(2)
    comment = make_comment(policy, section=2, state="published", text="Give notice in time.")

    report = _request(policy, "csv", "json")

    wait_until(lambda: _finished(report), timeout_s=WITHIN_S, what="the report")
    _assert_complete(report, ["csv", "json"])
    (row,) = json.loads(report.files.get(format="json").path.read_text())["comments"]
    assert (row["ref"], row["text"]) == (comment.ref, "Give notice in time.")


def test_worker__killed_while_compiling_is_followed_by_one_that_finishes(worker_process):
    worker = worker_process
    worker.start(JOB_LEASE_SECONDS="2")
    policy = make_policy(2)
    make_many_comments(policy, 400)
    report = _request(policy, "pdf", "csv")
    pdf = ReportFile.objects.filter(report=report, format="pdf")

    at_work = pdf.filter(state=JobState.RUNNING, progress__gt=0)
    wait_until(at_work.exists, timeout_s=WITHIN_S, what="the PDF to be on its way")
    worker.kill()
    assert pdf.get().state == JobState.RUNNING
    assert not pdf.get().path.exists()

    wait_until(lambda: pdf.lapsed().exists(), timeout_s=WITHIN_S, what="the lease to run out")
    worker.start()  # looks for what the last one left
    wait_until(lambda: _finished(report), timeout_s=WITHIN_S, what="the report")
    _assert_complete(report, ["pdf", "csv"])
    assert {file.format: file.attempts for file in report.files.all()} == {"pdf": 2, "csv": 1}


def test_worker__that_starts_finds_what_nobody_was_woken_for(worker_process, monkeypatch):
    policy = make_policy(1)
    make_comment(policy)
    with monkeypatch.context() as patch:
        patch.setattr(app, "send_task", lambda *_args, **_how: None)
        report = _request(policy, "csv")
    worker_process.start()
    wait_until(lambda: _finished(report), timeout_s=WITHIN_S, what="the report")
    _assert_complete(report, ["csv"])


def test_worker__two_of_them_make_each_file_once(celery_worker_process, second_worker):
    second_worker.start()
    policy = make_policy(2)
    make_many_comments(policy, 50)

    reports = [_request(policy, "xlsx", "docx", "csv", "json") for _n in range(4)]
    for _n in range(4):
        compiling.sweep()  # more wake-ups than rows
    for report in reports:
        wait_until(lambda r=report: _finished(r), timeout_s=WITHIN_S, what="a report")

    for report in reports:
        _assert_complete(report, ["docx", "xlsx", "csv", "json"])
    assert {file.attempts for file in ReportFile.objects.all()} == {1}
    done = [_works_done(worker.log) for worker in (celery_worker_process, second_worker)]
    assert all(done), "both workers took part"


def _works_done(log: Path) -> int:
    return log.read_text().count("reports.work")
