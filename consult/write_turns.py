"""Turns to write into a database that is one file, where many want to write at once.

SQLite lets one write at a time, and whoever waits looks again after ever longer pauses, up to a
tenth of a second. So those who came last are let in first, and the longer one has waited the longer
one waits: of many posts at once some come to the end of their patience. Here all look again equally
often, and are let in about as they came.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from django.db import OperationalError, connection, transaction

LOOK_AGAIN_S = 0.005


@contextmanager
def atomic_in_turn() -> Iterator[None]:
    """A transaction, begun in turn.

    Raises `OperationalError` where the turn has not come when the connection's patience is over.
    """
    with ExitStack() as stack:
        if connection.vendor == "sqlite" and not connection.in_atomic_block:
            _begin_in_turn(stack)
        else:
            stack.enter_context(transaction.atomic())
        yield


def _begin_in_turn(stack: ExitStack) -> None:
    connection.ensure_connection()
    may_wait_s = patience_s()
    give_up_at = time.monotonic() + may_wait_s
    _set_wait(0)
    try:
        while not _begin(stack, is_last_try=time.monotonic() >= give_up_at):
            _wait_until_free(give_up_at)
    finally:
        _set_wait(may_wait_s)


def _begin(stack: ExitStack, *, is_last_try: bool) -> bool:
    """Whether nobody else is writing."""
    try:
        stack.enter_context(transaction.atomic())
    except OperationalError as error:
        code = getattr(error.__cause__, "sqlite_errorcode", 0)
        if is_last_try or code & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _wait_until_free(give_up_at: float) -> None:
    """Looked at without Django, which takes ten times as long to say no."""
    while time.monotonic() < give_up_at:
        time.sleep(LOOK_AGAIN_S)
        try:
            connection.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            continue
        connection.connection.execute("ROLLBACK")
        return


def patience_s() -> float:
    """How long this thread may wait: what `consult.outages` has set, else what the settings say."""
    settled = connection.settings_dict["OPTIONS"].get("timeout", 5)
    return float(getattr(connection, "patience", settled))


def _set_wait(seconds: float) -> None:
    connection.connection.execute(f"PRAGMA busy_timeout = {int(seconds * 1000)}")
