"""The migrated database, made once and copied for every test process.

Running all migrations takes half a minute, copying their outcome a fraction of a second. The
outcome is kept under a name made from all that the migrations depend on: with SQLite as a file in
pytest's cache folder, with PostgreSQL as a template beside the databases of the tests. After a
test that commits, another copy takes the place of the database, so that the order of tests is free.
"""

import ast
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "maoni_migrated_"
SEES_COMMITS = {"live_server", "transactional_db"}


def _imported_by(path: Path) -> Iterator[Path]:
    """Modules of this project that a migration names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = ROOT / (node.module.replace(".", "/") + ".py")
            if module.is_file():
                yield module


def _depended_on() -> set[Path]:
    """The migrations of every app, what ours import at any remove, and the data they load."""
    migrations = {
        file for app in apps.get_app_configs() for file in Path(app.path, "migrations").glob("*.py")
    }
    found = migrations | {ROOT / "requirements.txt", *ROOT.glob("*/data/*")}
    ours = [file for file in migrations if "site-packages" not in file.parts]
    while ours:
        new = set(_imported_by(ours.pop())) - found
        found |= new
        ours.extend(new)
    return found


def _key() -> str:
    """A name that changes whenever a migration, or what it depends on, does."""
    digest = hashlib.sha256(sys.version.encode())
    for file in sorted(_depended_on()):
        digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _own() -> dict:
    return settings.DATABASES["default"]


def database_url(name: str = "") -> str:
    """The address at which another process finds this test's database, or the one named."""
    name = name or connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    user, password, host = (
        quote(str(_own()[key]), safe="") for key in ("USER", "PASSWORD", "HOST")
    )
    return f"postgres://{user}:{password}@{host}:{_own()['PORT']}/{name}"


def _migrate(name: str) -> None:
    """Run all migrations in a process that knows the product's own settings alone."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": database_url(name),
            "DJANGO_SETTINGS_MODULE": "consult.settings",
        }
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0"],
            env=environment,
            check=True,
        )


class SqliteFile:
    """The migrated database as a file of pytest's cache folder."""

    def __init__(self, folder: Path):
        self.folder, self.file = folder, folder / f"{_key()}.sqlite3"

    def make(self) -> None:
        if self.file.exists():
            return
        for old in self.folder.glob("*.sqlite3"):
            old.unlink()
        with tempfile.TemporaryDirectory() as folder:
            made, part = Path(folder, "made.sqlite3"), self.file.with_suffix(".part")
            _migrate(str(made))
            part.unlink(missing_ok=True)
            self._copy(made, part)
            part.rename(self.file)

    def copy(self, name: str, origin: str = "") -> None:
        self._copy(Path(origin or self.file), Path(name))

    def drop(self, name: str) -> None:
        """The file goes with the folder of the test process."""

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
            copy.execute("PRAGMA synchronous=OFF")
            origin.backup(copy)


class PostgresTemplate:
    """The migrated database as a template on the server of the tests."""

    def __init__(self, folder: Path):
        self.name = f"{TEMPLATE}{_key()}"
        names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
        self._where = {name: _own()[key] for name, key in names.items() if _own()[key]}

    def make(self) -> None:
        like = f"{TEMPLATE}%"
        with self._server() as server:
            rows = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [like])
            found = [name for (name,) in rows]
        if self.name in found:
            return
        for old in found:
            self.drop(old)
        part = f"{TEMPLATE}part"
        self._run(f'CREATE DATABASE "{part}"')
        _migrate(part)
        self._run(f'ALTER DATABASE "{part}" RENAME TO "{self.name}"')

    def copy(self, name: str, origin: str = "") -> None:
        self.drop(name)
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{origin or self.name}"')

    def drop(self, name: str) -> None:
        self._run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(dbname="postgres", autocommit=True, **self._where)

    def _run(self, command: str) -> None:
        with self._server() as server:
            server.execute(command)


Migrated = SqliteFile | PostgresTemplate
MIGRATED = pytest.StashKey[Migrated]()


def prepare(folder: Path) -> Migrated:
    """The migrated database, made where it is missing.

    Another process that makes it right now is waited for.
    """
    migrated = SqliteFile(folder) if connection.vendor == "sqlite" else PostgresTemplate(folder)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        migrated.make()
    return migrated


def pytest_configure(config: pytest.Config) -> None:
    """Before tests in several processes: migrate while they start and do without a database."""
    if getattr(config.option, "numprocesses", None) and not config.option.collectonly:
        folder = config.cache.mkdir("database")
        threading.Thread(target=prepare, args=[folder], daemon=True).start()


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings) -> Iterator[bool]:
    """Put the migrated database where pytest-django looks for one to use again."""
    migrated = prepare(request.config.cache.mkdir("database"))
    name = _own().get("TEST", {}).get("NAME") or f"test_{_own()['NAME']}"
    migrated.copy(name)
    request.config.stash[MIGRATED] = migrated
    yield True
    connections.close_all()
    migrated.drop(name)


@pytest.fixture(scope="session", autouse=True)
def _no_flush() -> Iterator[None]:
    """Tables are not emptied one by one after a test that commits: they are replaced as a whole."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: None)
        yield


@pytest.fixture
def spare_database(request, django_db_setup, tmp_path) -> Iterator[str]:
    """The address of a further migrated database, for processes that the test itself starts."""
    migrated = request.config.stash[MIGRATED]
    name = _further("spare", tmp_path)
    migrated.copy(name)
    yield database_url(name)
    migrated.drop(name)


@pytest.fixture(scope="module")
def fill_once(request, django_db_setup, tmp_path_factory) -> Iterator[Callable[..., None]]:
    """``fill_once(fill)``: what `fill` commits; a copy of it for the module's later tests."""
    migrated, kept = request.config.stash[MIGRATED], ""

    def fill_or_copy(fill: Callable[[], object]) -> None:
        nonlocal kept
        name = connection.settings_dict["NAME"]
        if kept:
            connections.close_all()
            migrated.copy(name, origin=kept)
            return
        fill()
        connections.close_all()
        kept = _further("kept", tmp_path_factory.mktemp("kept"))
        migrated.copy(kept, origin=name)

    yield fill_or_copy
    if kept:
        migrated.drop(kept)


@pytest.fixture(scope="module")
def make_once(django_db_setup, django_db_blocker) -> Iterator[Callable[[Callable], object]]:
    """``make_once(make)``: what `make` stores is there for all tests of a module.

    What one of them changes is taken back at its end, what was made once at the module's. None of
    them may commit.
    """

    def made(make: Callable[[], object]) -> object:
        with django_db_blocker.unblock():
            return make()

    around = transaction.atomic()
    made(around.__enter__)
    yield made
    made(lambda: transaction.set_rollback(True))
    made(lambda: around.__exit__(None, None, None))


def _further(word: str, folder: Path) -> str:
    """The name of one more database of this test process."""
    if connection.vendor == "sqlite":
        return str(folder / f"{word}.sqlite3")
    return f"{connection.settings_dict['NAME']}_{word}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    try:
        return (yield)
    finally:
        migrated = item.config.stash.get(MIGRATED, None)
        if migrated and commits(item):
            connections.close_all()
            migrated.copy(connection.settings_dict["NAME"])


def commits(item: pytest.Item) -> bool:
    """Whether a test commits what it does, instead of rolling it back at its end."""
    asked = item.get_closest_marker("django_db")
    if asked and asked.kwargs.get("transaction"):
        return True
    return not SEES_COMMITS.isdisjoint(getattr(item, "fixturenames", ()))
