"""How each server is made, started, found to be ready, and stopped."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import redis

from tests.waiting import wait_until

START_S = 60
STOP_S = 30
# No crash can cost the tests anything, so nothing waits for the disk.
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200")
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


@contextmanager
def running(command: Sequence[str], *, stop: signal.Signals, **options) -> Iterator[None]:
    """Run a server in a session of its own, out of reach of Ctrl-C, until the block ends."""
    process = subprocess.Popen(command, start_new_session=True, **options)
    try:
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _account() -> dict[str, object]:
    """PostgreSQL will not run as root; Debian's package brings an account for it."""
    if os.getuid() != 0:
        return {}
    entry = pwd.getpwnam("postgres")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """Yield the ``DATABASE_URL`` of a new, empty database."""
    initdb = find("initdb", package="postgresql")
    server = find("postgres", package="postgresql")
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
    settings = (*QUICK, "listen_addresses=127.0.0.1", "unix_socket_directories=")
    command = [server, "-D", str(data), "-p", str(port)]
    for setting in settings:
        command += ["-c", setting]
    with (
        (folder / "postgresql.log").open("wb") as log,
        running(command, stop=signal.SIGINT, stderr=log, **quiet, **account),
    ):
        where = f"host=127.0.0.1 port={port} user=maoni dbname=postgres"
        wait_until(lambda: _accepts(where), timeout_s=START_S, what="PostgreSQL")
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute("CREATE DATABASE maoni")
        yield f"postgres://maoni@127.0.0.1:{port}/maoni"


def _accepts(where: str) -> bool:
    try:
        psycopg.connect(where, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """Yield the address of an empty Redis that keeps nothing."""
    port = free_port()
    command = [
        *(find("redis-server", package="redis-server"), "--port", str(port)),
        *("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
        *("--databases", str(DATABASES), "--dir", str(folder)),
    ]
    with running(command, stop=signal.SIGTERM, stdout=subprocess.DEVNULL):
        client = redis.Redis(port=port)
        wait_until(lambda: _pings(client), timeout_s=START_S, what="Redis")
        client.close()
        yield f"redis://127.0.0.1:{port}/0"


def _pings(client: redis.Redis) -> bool:
    try:
        return bool(client.ping())
    except redis.ConnectionError:
        return False
