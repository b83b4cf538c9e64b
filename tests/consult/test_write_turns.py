"""Who writes when many want to, into a database that is one file."""

import threading
import time

import pytest
from django.db import OperationalError, connection, transaction

from consult.write_turns import atomic_in_turn
from home.models import Theme
from tests.consult.test_outages import others_write

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="other servers let many write"),
]


def busy_timeout_ms() -> int:
    return connection.connection.execute("PRAGMA busy_timeout").fetchone()[0]


def write_and_fail() -> None:
    Theme.objects.create(name="Water", slug="water")
    raise ZeroDivisionError


@pytest.fixture
def patience(monkeypatch):
    """``patience(seconds)``: what a request waits at most."""
    connection.ensure_connection()
    return lambda seconds: monkeypatch.setattr(connection, "patience", seconds, raising=False)


def test_turn__comes_as_soon_as_others_have_finished(patience):
    patience(20)
    started, finished = threading.Event(), threading.Event()

    def write() -> None:
        with others_write():
            started.set()
            finished.wait(10)
        ended.append(time.monotonic())

    ended: list[float] = []
    other = threading.Thread(target=write)
    other.start()
    assert started.wait(10)
    threading.Timer(0.5, finished.set).start()
    with atomic_in_turn():
        begun = time.monotonic()
        Theme.objects.create(name="Water", slug="water")
    other.join(10)
    assert begun - ended[0] < 5
    assert Theme.objects.filter(slug="water").exists()
    assert busy_timeout_ms() == 20_000


def test_turn__that_does_not_come_is_waited_for_as_long_as_patience_lasts(patience):
    patience(0.2)
    started = time.monotonic()
    with others_write(), pytest.raises(OperationalError, match="locked"), atomic_in_turn():
        pass
    assert 0.2 <= time.monotonic() - started < 5
    assert not connection.in_atomic_block
    assert busy_timeout_ms() == 200
    with atomic_in_turn():
        Theme.objects.create(name="Water", slug="water")


def test_turn__inside_a_transaction_is_part_of_it():
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), atomic_in_turn():
            write_and_fail()
        assert not Theme.objects.filter(slug="water").exists()


def test_turn__of_what_fails_leaves_nothing(patience):
    with pytest.raises(ZeroDivisionError), atomic_in_turn():
        write_and_fail()
    assert not Theme.objects.filter(slug="water").exists()
