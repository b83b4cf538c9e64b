"""No request waits long for a server that is silent.

`lock_timeout` ends a wait for others, on the server. A server that hangs, or that nothing reaches,
ends nothing; so a request looks at the clock itself. A statement may well take long: whether the
server is still there is then asked by a connection of its own. While it is not, one request at a
time tries to connect, and all others are told at once.
"""

import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from functools import partial
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base

from consult import outages

CHECK_S = 1.0
"""How long a connection may take to say that it is there."""
DOUBT_S = 2.5
"""How long a statement may take before it is asked whether the server is."""

Steps = Generator[Any, Any, Any]

_connecting = threading.Lock()
_is_silent = False


class DatabaseWrapper(base.DatabaseWrapper):
    _is_checking = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection:
        if not outages.serves_requests:
            return super().get_new_connection(conn_params)
        with _alone_while_silent():
            connection = super().get_new_connection(conn_params)
        connection.wait = partial(self._wait, connection.wait)
        return connection

    def is_usable(self) -> bool:
        self._is_checking = True
        try:
            return super().is_usable()
        finally:
            self._is_checking = False

    def _wait(self, wait: Callable[..., Any], steps: Steps, *args: Any, **kwargs: Any) -> Any:
        return wait(self._watched(steps), *args, **kwargs)

    def _watched(self, steps: Steps) -> Steps:
        """The steps of a statement, as psycopg takes them: it sends 0 where nothing came yet."""
        patience_s = CHECK_S if self._is_checking else DOUBT_S
        ready, asked_at = None, monotonic()
        while True:
            try:
                wanted = steps.send(ready)
            except StopIteration as end:
                return end.value
            ready = yield wanted
            if not ready and monotonic() - asked_at > patience_s:
                self._expect_answer()
                asked_at = monotonic()

    def _expect_answer(self) -> None:
        """Raises `OperationalError` where the server is not there any more."""
        global _is_silent
        if not self._is_checking and self._answers():
            return
        _is_silent = True
        self.connection.close()
        raise psycopg.OperationalError("The database is silent.")

    def _answers(self) -> bool:
        try:
            self.Database.connect(**self.get_connection_params()).close()
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def _alone_while_silent() -> Iterator[None]:
    """Raises `OperationalError` where another finds out already whether the silence is over."""
    global _is_silent
    alone = _is_silent
    if alone and not _connecting.acquire(blocking=False):
        raise psycopg.OperationalError("The database is silent, and another asks for it.")
    try:
        yield
        _is_silent = False
    except psycopg.errors.ConnectionTimeout:
        _is_silent = True
        raise
    finally:
        if alone:
            _connecting.release()
