"""What workers and beat are asked to do."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from celery_app import app
from policies.models import PolicyPage
from reports import compiling
from tests.factories import PolicyPageFactory


@pytest.fixture
def tasks():
    app.loader.import_default_modules()
    return app.tasks


def test_beat__asks_for_tasks_that_exist(tasks):
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        assert entry["task"] in tasks


def test_work__does_one_rows_work(tasks, monkeypatch):
    asked: list[int] = []
    monkeypatch.setattr(compiling, "work_on", asked.append)
    tasks["reports.work"](7)
    assert asked == [7]


def test_sweep__sweeps_and_is_dropped_when_stale(tasks, monkeypatch):
    swept: list[bool] = []
    monkeypatch.setattr(compiling, "sweep", lambda: swept.append(True))
    tasks["reports.sweep"]()
    assert swept == [True]
    assert tasks["reports.sweep"].expires == 15


@pytest.mark.django_db
def test_publish_scheduled__publishes_what_is_due(tasks):
    past, future = (timezone.now() + timedelta(hours=n) for n in (-1, 1))
    due, later = (
        PolicyPageFactory(live=False, go_live_at=when, expire_at=None) for when in (past, future)
    )
    for page in (due, later):
        page.save_revision(approved_go_live_at=page.go_live_at)

    tasks["policies.publish_scheduled"]()

    assert PolicyPage.objects.get(pk=due.pk).live
    assert not PolicyPage.objects.get(pk=later.pk).live
