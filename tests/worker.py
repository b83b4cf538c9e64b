"""A real Celery worker, in a process of its own, on the database and broker of the test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from celery_app import app
from tests.waiting import wait_until

START_S = 60
STOP_S = 60


def database_url() -> str:
    """The address at which another process finds the database of this test."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    parts = {key: quote(str(connection.settings_dict[key]), safe="") for key in ("USER", "HOST")}
    password = quote(connection.settings_dict["PASSWORD"], safe="")
    port = connection.settings_dict["PORT"]
    return f"postgres://{parts['USER']}:{password}@{parts['HOST']}:{port}/{name}"


@dataclass
class WorkerProcess:
    """One worker. `start` again after `kill` or `stop` brings up another in its place."""

    log: Path
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def pid(self) -> int:
        assert self._process, "the worker was not started"
        return self._process.pid

    def start(self, *, concurrency: int = 1, **environment: str) -> None:
        """Start it, with more environment variables if need be, and wait until it is ready."""
        assert self._process is None, "the worker runs already"
        command = [
            *(sys.executable, "-m", "celery", "--app", "celery_app", "worker"),
            *("--concurrency", str(concurrency), "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle"),
        ]
        self.log.write_bytes(b"")
        with self.log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "consult.settings",
                    "DATA_DIR": str(settings.DATA_DIR),
                    "DATABASE_URL": database_url(),
                    "LOG_LEVEL": "INFO",
                }
                | environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(self._is_ready, timeout_s=START_S, what="the worker to be ready")

    def _is_ready(self) -> bool:
        assert self._process
        said = self.log.read_text(errors="replace")
        assert self._process.poll() is None, f"the worker ended:\n{said}"
        return " ready." in said

    def stop(self) -> None:
        """Ask it to finish what it holds and end."""
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(STOP_S)
            finally:
                self.kill()

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def celery_worker_process(
    transactional_db, django_db_serialized_rollback, tmp_path
) -> Iterator[WorkerProcess]:
    """A worker that is ready; messages of earlier tests are gone."""
    app.control.purge()
    worker = WorkerProcess(log=tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.stop()
