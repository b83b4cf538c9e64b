"""Everything on one machine with one command: web server, Celery worker and beat."""

import errno
import fcntl
import hashlib
import http.client
import os
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from consult.language.catalogues import CatalogueError, compile_catalogues
from policies.models import PolicyPage
from sample.processes import Program, ProgramEnded, StopAsked, Supervisor

WORKER_PROCESSES = 2
WEB_READY_S = 60


class Command(BaseCommand):
    help = "Prepare the site and run web server, worker and beat until Ctrl-C."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument(
            "--no-demo", action="store_true", help="Start with an empty site, if it is the first"
        )

    def handle(self, *args: Any, host: str, port: int, no_demo: bool, **options: Any) -> None:
        check_port(host, port)
        with only_one(settings.DATA_DIR):
            try:
                self.prepare()
                self.supervise(host, port, demo=not no_demo)
            except (StopAsked, KeyboardInterrupt):
                self.stdout.write("Stopped.")
            except ProgramEnded as error:
                raise CommandError(f"{error}\nEverything was stopped.") from error

    def prepare(self) -> None:
        """Catalogues, tables and static files as this version of the code needs them."""
        self.stdout.write("Preparing the database and files…")
        try:
            compile_catalogues(settings.LOCALE_PATHS)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        if not settings.DEBUG:
            collect_static()

    def supervise(self, host: str, port: int, *, demo: bool) -> None:
        base = f"http://{'localhost' if is_this_machine(host) else host}:{port}"
        # The sample's accounts are made to be looked at: no phone is needed for them.
        own = {"PUBLIC_URL": base, "SECOND_FACTOR": "0"}
        environment = own | os.environ | {"PYTHONUNBUFFERED": "1"}
        logs = settings.DATA_DIR / "logs"
        with Supervisor(logs, environment, settings.BASE_DIR, say=self.stdout.write) as supervisor:
            for program in programs(host, port):
                supervisor.start(program)
            try:
                supervisor.watch(lambda: web_answers(host, port), timeout_s=WEB_READY_S)
            except TimeoutError as error:
                raise CommandError(
                    f"The site does not answer on {base}; {logs / 'web.log'} says why."
                ) from error
            if demo:
                self.load_demo(supervisor)
            self.print_addresses(base, logs)
            try:
                supervisor.watch(lambda: False)
            except StopAsked:
                self.stdout.write(
                    "\nStopping: a job that is running may finish. Ctrl-C again stops at once."
                )
                raise

    def print_addresses(self, base: str, logs: Path) -> None:
        policy = PolicyPage.objects.live().first()
        connections.close_all()
        places = {
            "Home page": f"{base}/",
            "Policy": f"{base}{policy.url}" if policy else "none yet",
            "Admin": f"{base}/admin/",
            "Logs": str(logs),
        }
        self.stdout.write("\nMaoni is running. Press Ctrl-C to stop.")
        for name, place in places.items():
            self.stdout.write(f"  {name:<11}{place}")

    def load_demo(self, supervisor: Supervisor) -> None:
        command = [sys.executable, "manage.py", "demo", "--if-empty"]
        if supervisor.run_to_end(command) != 0:
            raise CommandError("The sample content could not be loaded; see above.")


def programs(host: str, port: int) -> list[Program]:
    """The three programs, in the order in which they are started."""
    celery = [sys.executable, "-m", "celery", "--app", "celery_app"]
    web = [
        *(sys.executable, "-m", "gunicorn", "consult.wsgi:application"),
        *("--bind", f"{host}:{port}", "--workers", "2", "--threads", "4"),
        *("--graceful-timeout", "10", "--no-control-socket", "--access-logfile", "-"),
    ]
    worker = [
        *(*celery, "worker", "--loglevel", "INFO", "--concurrency", str(WORKER_PROCESSES)),
        *("--without-gossip", "--without-mingle"),
    ]
    return [
        Program(name="worker", command=worker, grace_s=60),
        Program(name="beat", command=[*celery, "beat", "--loglevel", "INFO"], grace_s=10),
        Program(name="web", command=[*web, "--reload"] if settings.DEBUG else web, grace_s=15),
    ]


def is_this_machine(host: str) -> bool:
    return host in {"127.0.0.1", "localhost", "::1", "0.0.0.0", ""}  # noqa: S104


def check_port(host: str, port: int) -> None:
    """Refuse, before anything is started, a port that cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                advice = f"make run PORT={free_port(host)}"
                message = f"Port {port} is in use. Choose another: {advice}"
            else:
                message = f"Cannot listen on {host}, port {port}: {error.strerror}."
            raise CommandError(message) from error


def free_port(host: str) -> int:
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


@contextmanager
def only_one(data_dir: Path) -> Iterator[None]:
    """Hold the data folder: two sets of programs on one would disturb each other."""
    with (data_dir / "dev.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise CommandError(
                f"Maoni already runs on {data_dir} (process {lock.read().strip()}). Stop it there "
                "with Ctrl-C, or give this one a folder of its own: DATA_DIR=/path make run"
            ) from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def web_answers(host: str, port: int) -> bool:
    """Whether the site answers, with anything but a fault of its own."""
    target = "127.0.0.1" if is_this_machine(host) else host
    connection = http.client.HTTPConnection(target, port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def collect_static() -> None:
    """Collect and compress the static files, unless that was done for the very same ones."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    stamp = settings.DATA_DIR / "static.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    stamp.write_text(digest.hexdigest())
