"""Waking a worker: the broker hears of the task and the row, and costs nobody anything."""

import pytest

from celery_app import app
from consult.jobs.wake import wake, wake_on_commit
from policies.models import PolicyImport, Publication
from reports.models import Report


def test_wake__names_the_task_and_the_row(woken):
    wake("reports.work", 7)
    assert woken == [("reports.work", 7)]


def test_wake__never_raises(monkeypatch, caplog):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(app, "send_task", refuse)
    wake("reports.work", 7)
    assert "no broker" in caplog.text


def test_wake_on_commit__waits_for_the_commit(db, woken, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake_on_commit("reports.work", 7)
        assert woken == []
    assert woken == [("reports.work", 7)]


@pytest.mark.parametrize("model", [PolicyImport, Publication, Report])
def test_job__names_a_task_that_exists(model):
    app.loader.import_default_modules()
    assert model.task in app.tasks
