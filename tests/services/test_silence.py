"""A request and a PostgreSQL server that says nothing. Those that do are in `test_faults`."""

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connections

from consult import outages
from consult.postgresql import base

pytestmark = pytest.mark.services
LONG = "SELECT pg_sleep(0.4)"


@pytest.fixture
def asked(db, monkeypatch) -> Iterator[base.DatabaseWrapper]:
    """A connection as a request makes it, soon in doubt."""
    monkeypatch.setattr(outages, "serves_requests", True)
    monkeypatch.setattr(base, "DOUBT_S", 0.05)
    monkeypatch.setattr(base, "_is_silent", False)
    connection = connections.create_connection("default")
    yield connection
    connection.close()


def run(connection: base.DatabaseWrapper, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_statement__that_takes_long_is_waited_for_while_the_server_answers(asked):
    run(asked, LONG)
    assert asked.is_usable()


def test_statement__is_given_up_where_the_server_does_not_answer(asked, monkeypatch):
    monkeypatch.setattr(asked, "_answers", lambda: False)
    with pytest.raises(OperationalError) as raised:
        run(asked, LONG)
    assert outages.is_outage(raised.value)
    assert not asked.is_usable()


def test_connection__is_not_waited_for_while_another_request_tries(asked, monkeypatch):
    monkeypatch.setattr(base, "_is_silent", True)
    with base._connecting, pytest.raises(OperationalError, match="another asks"):
        run(asked, "SELECT 1")
    run(asked, "SELECT 1")
    assert not base._is_silent


def test_worker__waits_as_long_as_it_takes(asked, monkeypatch):
    monkeypatch.setattr(outages, "serves_requests", False)
    monkeypatch.setattr(asked, "_answers", lambda: False)
    run(asked, LONG)
