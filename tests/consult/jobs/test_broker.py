"""Messages in a folder, while others look into it."""

from pathlib import Path
from queue import Empty

import pytest
from django.conf import settings
from kombu import Connection

from celery_app import app
from consult.jobs.broker import Transport
from reports.models import Report
from reports.services import request_report
from tests.factories import make_policy
from tests.waiting import wait_until

FOLDER_BROKER = "filesystem://localhost"


@pytest.fixture
def folder(tmp_path) -> Path:
    for name in ("messages", "control"):
        (tmp_path / name).mkdir()
    return tmp_path / "messages"


@pytest.fixture
def channel(folder):
    options = {
        "data_folder_in": str(folder),
        "data_folder_out": str(folder),
        "control_folder": str(folder.parent / "control"),
    }
    with Connection(transport=Transport, transport_options=options) as connection:
        yield connection.channel()


def test_application__folder_broker_is_ours():
    with app.connection(FOLDER_BROKER) as connection:
        assert isinstance(connection.transport, Transport)


def test_put__message_appears_under_its_name_only_when_it_is_whole(channel, folder, monkeypatch):
    seen = []
    write = Path.write_bytes

    def look(path, data):
        seen.extend(folder.glob("*.msg"))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", look)
    channel._put("jobs", {"body": "view"})
    assert seen == []
    assert [path.name.partition(".")[2] for path in folder.iterdir()] == ["jobs.msg"]
    assert channel._get("jobs") == {"body": "view"}


def test_get__unreadable_message_is_passed_over_and_the_next_is_read(channel, folder):
    (folder / "0_broken.jobs.msg").write_bytes(b"")
    channel._put("jobs", {"body": "next"})
    with pytest.raises(Empty):
        channel._get("jobs")
    assert channel._get("jobs") == {"body": "next"}


def test_get__folder_that_went_away_is_waited_for(channel, folder, caplog):
    channel._put("jobs", {"body": "view"})
    away = folder.rename(folder.with_name("away"))
    for _ in range(3):
        with pytest.raises(Empty):
            channel._get("jobs")
    assert caplog.text.count("waiting for it") == 1
    away.rename(folder)
    assert channel._get("jobs") == {"body": "view"}


def test_worker__outlives_its_folder_and_works_on_when_it_is_back(worker_process):
    folder = settings.DATA_DIR / "broker" / "messages"
    worker_process.start(CELERY_BROKER_URL=FOLDER_BROKER)
    away = folder.rename(folder.with_name("away"))
    wait_until(
        lambda: "waiting for it" in worker_process.log.read_text(),
        timeout_s=30,
        what="the worker to miss its folder",
    )
    away.rename(folder)
    policy = make_policy(1)
    report = request_report(
        policy=policy, edition=policy.current_edition, formats=["csv"], user=None
    )
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder)}
    options["control_folder"] = str(folder.with_name("control"))
    with app.connection(FOLDER_BROKER, transport_options=options) as connection:
        app.send_task(Report.task, args=[report.pk], connection=connection)
    wait_until(
        lambda: Report.objects.get(pk=report.pk).is_finished, timeout_s=60, what="the report"
    )
