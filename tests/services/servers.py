"""How each server is made, started, found to be ready, and stopped."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redis

from tests.waiting import wait_until

START_S = 60
STOP_S = 30
# The machine does not crash, so nothing waits for the disk; nor does most tests' server.
DURABLE = ("fsync=off", "full_page_writes=off", "max_connections=200")
QUICK = (*DURABLE, "synchronous_commit=off")
DATABASES = 64


class MissingServer(Exception):
    """A server's program is not on this machine; the message says how to get it."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def find(program: str, *, package: str) -> str:
    """The path of a program; Debian keeps PostgreSQL's in a folder a version."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    path = os.pathsep.join([*map(str, versions), os.environ.get("PATH", os.defpath)])
    found = shutil.which(program, path=path)
    if found is None:
        raise MissingServer(f"{program} is not here. On Debian: sudo apt install {package}")
    return found


class Server:
    """A server in a session of its own, out of reach of Ctrl-C, at an address that stays its own.

    A test may have it fall silent, as where its disk hangs, or end without a word.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        url: str,
        is_ready: Callable[[], bool],
        stop: signal.Signals,
        **options,
    ) -> None:
        self.command, self.url, self.is_ready = command, url, is_ready
        self._stop, self._options = stop, options

    def start(self) -> None:
        self._process = subprocess.Popen(self.command, start_new_session=True, **self._options)
        wait_until(self.is_ready, timeout_s=START_S, what=self.command[0])

    def stop(self) -> None:
        self._process.send_signal(self._stop)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        self._signal(signal.SIGKILL)
        self._process.wait()

    def fall_silent(self) -> None:
        """It takes connections, as its machine does that for it, and answers none."""
        self._signal(signal.SIGSTOP)

    def speak_again(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        """To it first, so that it starts no more processes, then to those it has started."""
        pid = self._process.pid
        os.kill(pid, number)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with suppress(ProcessLookupError):
                os.kill(int(child), number)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _account() -> dict[str, object]:
    """PostgreSQL will not run as root; Debian's package brings an account for it."""
    if os.getuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def postgresql(folder: Path, settings: Sequence[str] = QUICK) -> Iterator[Server]:
    """A server with a new, empty database."""
    initdb = find("initdb", package="postgresql")
    program = find("postgres", package="postgresql")
    account = _account()
    data, port = folder / "postgresql", free_port()
    data.mkdir()
    if account:
        os.chown(data, account["user"], account["group"])
    quiet = {"cwd": "/", "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
    subprocess.run(
        [initdb, "--pgdata", data, "--username", "maoni", "--auth", "trust", "--encoding", "UTF8"],
        check=True,
        **quiet,
        **account,
    )
    command = [program, "-D", str(data), "-p", str(port)]
    for setting in (*settings, "listen_addresses=127.0.0.1", "unix_socket_directories="):
        command += ["-c", setting]
    where = f"host=127.0.0.1 port={port} user=maoni dbname=postgres"
    with (folder / "postgresql.log").open("wb") as log:
        server = Server(
            command,
            url=f"postgres://maoni@127.0.0.1:{port}/maoni",
            is_ready=lambda: _accepts(where),
            stop=signal.SIGINT,
            stderr=log,
            **quiet,
            **account,
        )
        with running(server):
            with psycopg.connect(where, autocommit=True) as connection:
                connection.execute("CREATE DATABASE maoni")
            yield server


def _accepts(where: str) -> bool:
    try:
        psycopg.connect(where, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis_server(folder: Path) -> Iterator[Server]:
    """An empty Redis that keeps nothing."""
    port = free_port()
    command = [
        *(find("redis-server", package="redis-server"), "--port", str(port)),
        *("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
        *("--databases", str(DATABASES), "--dir", str(folder)),
    ]
    server = Server(
        command,
        url=f"redis://127.0.0.1:{port}/0",
        is_ready=lambda: _pings(port),
        stop=signal.SIGTERM,
        stdout=subprocess.DEVNULL,
    )
    with running(server):
        yield server


def _pings(port: int) -> bool:
    with redis.Redis(port=port) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False
