"""One consistent state of the database to read from, while others go on writing."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction


@contextmanager
def snapshot() -> Iterator[str]:
    """The alias of a connection that sees the database as it is at its first query.

    The connection is one of its own, so that a heartbeat on the usual one is seen by others at
    once, and on SQLite it takes no write lock. Inside a transaction there is one state already:
    then it is the usual connection.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.in_atomic_block:
        yield DEFAULT_DB_ALIAS
        return
    alias = f"snapshot-{uuid.uuid4().hex}"
    options = {**usual.settings_dict["OPTIONS"], **_isolation(usual.vendor)}
    connections.settings[alias] = {**usual.settings_dict, "OPTIONS": options}
    try:
        connections[alias].connect()
        with transaction.atomic(using=alias):
            yield alias
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]


def _isolation(vendor: str) -> dict[str, Any]:
    """Options under which a transaction of several queries sees one state."""
    if vendor == "sqlite":
        return {"transaction_mode": "DEFERRED"}
    from django.db.backends.postgresql.psycopg_any import IsolationLevel

    return {"isolation_level": IsolationLevel.REPEATABLE_READ}
