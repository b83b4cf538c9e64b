"""The migrated SQLite database, made once and copied for every test process.

Running all migrations takes half a minute, copying their outcome a fraction of a second. The copy
is kept in pytest's cache folder under a name made from all that the migrations depend on.
"""

import ast
import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


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


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as origin, closing(sqlite3.connect(target)) as copy:
        origin.backup(copy)


def _migrate_into(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.sqlite3"
        environment = os.environ | {
            "DATA_DIR": folder,
            "DATABASE_URL": f"sqlite:///{made}",
            "DJANGO_SETTINGS_MODULE": "consult.settings",
        }
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0"],
            env=environment,
            check=True,
        )
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        _copy(made, part)
        part.rename(path)


def _migrated(folder: Path) -> Path:
    """The file of the migrated database; another test process may be making it right now."""
    path = folder / f"{_key()}.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in folder.glob("*.sqlite3"):
                old.unlink()
            _migrate_into(path)
    return path


@pytest.fixture(scope="session")
def django_db_keepdb(request, django_db_modify_db_settings) -> bool:
    """Put the migrated database where pytest-django looks for one to use again."""
    if connection.vendor != "sqlite":
        return request.config.getvalue("reuse_db")
    name = settings.DATABASES["default"]["TEST"]["NAME"]
    _copy(_migrated(request.config.cache.mkdir("database")), Path(name))
    return True
