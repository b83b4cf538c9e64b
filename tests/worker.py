"""A real Celery worker, in a process of its own, on the database and broker of the test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from celery_app import app
from tests.database import database_url
from tests.waiting import wait_until

START_S = 60


@dataclass
class WorkerProcess:
    """One worker. `start` again after `kill` brings up another in its place."""

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

    def kill(self) -> None:
        """End it and its children at once, as a power cut would."""
        if self._process:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None


@pytest.fixture
def worker_process(transactional_db, tmp_path) -> Iterator[WorkerProcess]:
    """A worker for the test to start; messages of earlier tests are gone."""
    app.control.purge()
    worker = WorkerProcess(log=tmp_path / "worker.log")
    yield worker
    worker.kill()


@pytest.fixture
def celery_worker_process(worker_process) -> WorkerProcess:
    """A worker that is ready."""
    worker_process.start()
    return worker_process
