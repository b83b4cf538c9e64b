"""Asking for reports."""

import socket
import time
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from celery_app import app
from comments.models import Comment
from consult.jobs.job import JobState
from policies.models import Edition
from reports import compiling
from reports.filters import Filters
from reports.models import Report
from reports.services import ReportError, compile_again, request_report
from tests.factories import make_comment, make_policy, make_user


@pytest.fixture
def policy(db):
    return make_policy(2)


def ask(policy, **more) -> Report:
    return request_report(
        **{
            "policy": policy,
            "edition": policy.current_edition,
            "formats": ["csv"],
            "user": None,
            **more,
        }
    )


def test_request_report__makes_a_waiting_row_and_an_audit_entry(policy, woken):
    user = make_user("Analysts")
    filters = Filters(states=("published",))
    report = ask(policy, formats=["json", "pdf"], filters=filters, language="sw", user=user)

    report.refresh_from_db()
    assert (report.state, report.attempts) == (JobState.QUEUED, 0)
    assert report.formats == ["pdf", "json"], "in the product's order"
    assert (report.language, report.filters) == ("sw", {"states": ["published"]})
    entry = ModelLogEntry.objects.get(action="reports.request")
    assert entry.user == user
    assert entry.data == {"edition": 1, "formats": ["pdf", "json"], "language": "sw"}


def test_request_report__wakes_a_worker_only_once_committed(
    policy, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        report = ask(policy)
        assert woken == []
    assert woken == [("reports.work", report.pk)]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"formats": []}, "formats"),
        ({"formats": ["exe"]}, "pdf, docx"),
        ({"language": "fr"}, "languages"),
        ({"filters": {"colour": ["red"]}}, "no filter colour"),
        ({"filters": {"states": ["secret"]}}, "secret"),
        ({"filters": {"sections": ["1"]}}, "not the key"),
        ({"filters": {"sections": ["6d5a9bd2-2ab9-4a1c-9b5e-5d5ed1ad5d1d"]}}, "that section"),
        ({"filters": {"received_from": "soon"}}, "2026-12-04"),
        ({"filters": {"received_from": "2026-03-02", "received_to": "2026-03-01"}}, "after"),
    ],
)
def test_request_report__refuses_what_cannot_be_compiled(policy, woken, wrong, says):
    with pytest.raises(ReportError, match=says):
        ask(policy, **wrong)
    assert not Report.objects.exists()


def test_request_report__refuses_an_edition_of_another_policy(policy):
    with pytest.raises(ReportError, match="another policy"):
        ask(policy, edition=make_policy(1).current_edition)


def test_request_report__refuses_an_edition_that_is_not_published(policy):
    draft = Edition.objects.create(policy=policy, number=2, label="Second")
    with pytest.raises(ReportError, match="publish it first"):
        ask(policy, edition=draft)


@pytest.fixture
def silent_broker():
    """A Redis that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.fixture
def dead_broker():
    """A Redis that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    return f"redis://127.0.0.1:{port}/0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broker", ["dead_broker", "silent_broker"])
def test_request_report__neither_fails_nor_waits_when_the_broker_is_down(
    broker, request, monkeypatch
):
    policy = make_policy(1)
    address = request.getfixturevalue(broker)
    with monkeypatch.context() as patch:
        real = app.send_task
        patch.setattr(app, "send_task", lambda *a, **k: _through(address, real, *a, **k))
        started = time.monotonic()
        report = ask(policy)
        assert time.monotonic() - started < 2

    report.refresh_from_db()
    assert report.state == JobState.QUEUED
    woken = request.getfixturevalue("woken")
    assert compiling.sweep() == [report.pk]
    assert woken == [("reports.work", report.pk)]


def _through(address, real, *args, **kwargs):
    options = app.conf.broker_transport_options
    redis = {"socket_connect_timeout": 1, "socket_timeout": 5, "max_retries": 1}
    with app.connection_for_write(address, transport_options={**options, **redis}) as broker:
        real(*args, connection=broker, **kwargs)


def test_compile_again__queues_what_failed(policy, woken, django_capture_on_commit_callbacks):
    report = ask(policy, formats=["csv", "json"])
    compiling.work_on(report.pk)
    csv, json = report.files.all()
    failed = {"state": JobState.FAILED, "attempts": 3, "error": "x", "finished_at": timezone.now()}
    report.files.filter(pk=csv.pk).update(**failed)
    compiling.work_on(report.pk)
    report.refresh_from_db()
    assert report.state == JobState.FAILED
    woken.clear()

    with django_capture_on_commit_callbacks(execute=True):
        compile_again(report=report, user=None)
    assert woken == [("reports.work", report.pk)]
    csv.refresh_from_db()
    assert (csv.state, csv.attempts, csv.error) == (JobState.QUEUED, 0, "")
    while compiling.work_on(report.pk):
        pass
    report.refresh_from_db()
    assert (report.state, report.error) == (JobState.DONE, "")
    json.refresh_from_db()
    assert json.attempts == 1, "what was ready is left alone"
    assert ModelLogEntry.objects.filter(action="reports.compile_again").count() == 1


def test_compile_again__is_refused_for_a_report_that_did_not_fail(policy, woken):
    report = ask(policy)
    with pytest.raises(ReportError, match="failed"):
        compile_again(report=report, user=None)


def test_filters__survive_their_own_data():
    filters = Filters(
        states=("hidden",), tags=("roads",), received_from="2026-03-01", received_to="2026-03-02"
    )
    assert Filters.from_data(filters.to_data()) == filters
    assert Filters().to_data() == {}


def test_filters__days_are_the_countys_and_included(policy):
    midnight = datetime(2026, 3, 2, tzinfo=ZoneInfo("Africa/Nairobi"))
    first = make_comment(policy, received_at=midnight)
    last = make_comment(policy, received_at=midnight + timedelta(hours=23, minutes=59))
    make_comment(policy, received_at=midnight - timedelta(seconds=1))
    make_comment(policy, received_at=midnight + timedelta(days=1))
    day = Filters(received_from="2026-03-02", received_to="2026-03-02")
    assert list(day.apply(Comment.objects.order_by("number"))) == [first, last]
