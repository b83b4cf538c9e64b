"""The site as an owner runs it: gunicorn, worker and beat on PostgreSQL and Redis of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.database import database_url
from tests.services.servers import DURABLE, Server, find, postgresql, redis_server
from tests.web_process import web_process
from tests.worker import WorkerProcess


@dataclass
class Stack:
    site: str
    database: Server
    redis: Server
    worker: WorkerProcess

    def __getitem__(self, name: str) -> Server:
        return {"database": self.database, "redis": self.redis}[name]


@contextmanager
def stack_running(folder: Path, migrated: str, monkeypatch) -> Iterator[Stack]:
    """All of it, on a copy of the database ``migrated``; this process looks at it, too."""
    with ExitStack() as stack:
        database = stack.enter_context(postgresql(folder, DURABLE))
        redis = stack.enter_context(redis_server(folder))
        _copy(database_url(migrated), database.url)
        stack.callback(connection.close)
        _look_at(database, monkeypatch)
        environment = {
            "DATABASE_URL": database.url,
            "DATA_DIR": str(_data_folder(folder)),
            "LEDGER_KEY": str(settings.LEDGER_KEY),  # this process verifies what the site signs
            "CELERY_BROKER_URL": redis.url,
            "CACHE_URL": f"{redis.url[:-1]}1",
            "DEBUG": "0",
            "JOB_LEASE_SECONDS": "10",
        }
        _manage("collectstatic", "--noinput", "--verbosity=0", **environment)
        worker = WorkerProcess(log=folder / "worker.log")
        stack.callback(worker.kill)
        worker.start(**environment)
        stack.enter_context(_beat(folder, environment))
        log = folder / "web.log"
        options = ("--workers=2", "--threads=4", f"--error-logfile={log}", "--capture-output")
        site = stack.enter_context(web_process(*options, **environment))
        yield Stack(site, database, redis, worker)


def _data_folder(folder: Path) -> Path:
    data = folder / "data"
    data.mkdir()
    return data


def _copy(source: str, target: str) -> None:
    dump, load = find("pg_dump", package="postgresql"), find("psql", package="postgresql")
    with subprocess.Popen([dump, source], stdout=subprocess.PIPE) as dumping:
        subprocess.run(
            [load, "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", target],
            stdin=dumping.stdout,
            check=True,
        )


def _look_at(server: Server, monkeypatch) -> None:
    connection.close()
    port = server.url.rpartition(":")[2].partition("/")[0]
    changes = {"HOST": "127.0.0.1", "PORT": port, "USER": "maoni", "PASSWORD": "", "NAME": "maoni"}
    for name, value in changes.items():
        monkeypatch.setitem(connection.settings_dict, name, value)


def _environment(more: dict[str, str]) -> dict[str, str]:
    return os.environ | {"DJANGO_SETTINGS_MODULE": "consult.settings"} | more


def _manage(*command: str, **environment: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=settings.BASE_DIR,
        env=_environment(environment),
        check=True,
    )


@contextmanager
def _beat(folder: Path, environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "--app", "celery_app", "beat", "--loglevel", "INFO"]
    with (folder / "beat.log").open("wb") as log:
        process = subprocess.Popen(
            [*command, "--schedule", str(folder / "schedule"), "--pidfile="],
            cwd=settings.BASE_DIR,
            env=_environment(environment),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield
        finally:
            process.terminate()
            process.wait(30)
