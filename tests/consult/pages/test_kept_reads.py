"""What is read once, and when it is read anew."""

import time
from types import SimpleNamespace

import pytest

from consult.pages import dependencies, kept_reads
from consult.pages.kept_reads import KeptReads


class Source:
    """What can be read; it counts how often it was."""

    def __init__(self) -> None:
        self.value, self.asked = "first", 0

    def __call__(self, key: str) -> str | None:
        self.asked += 1
        return f"{key} {self.value}" if key != "nothing" else None


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def read(source, monkeypatch) -> KeptReads:
    monkeypatch.setattr(kept_reads, "connection", SimpleNamespace(in_atomic_block=False))
    return KeptReads(source)


def test_read__is_asked_once_a_key(read, source):
    assert [read("a"), read("a"), read("b")] == ["a first", "a first", "b first"]
    assert source.asked == 2


def test_read__is_anew_once_the_site_has_changed(read, source):
    read("a")
    source.value = "second"
    assert read("a") == "a first"
    dependencies.mark_changed(dependencies.SITE)
    assert read("a") == "a second"


def test_read__that_changes_meanwhile_is_not_kept(read, source):
    """What was read before a change is not given to those who ask after it."""

    def change_while_reading(key: str) -> str:
        value = source(key)
        source.value = "second"
        dependencies.mark_changed(dependencies.SITE)
        return str(value)

    slow = KeptReads(change_while_reading)
    assert [slow("a"), slow("a")] == ["a first", "a second"]


def test_read__is_anew_in_a_transaction(read, source, monkeypatch):
    read("a")
    monkeypatch.setattr(kept_reads, "connection", SimpleNamespace(in_atomic_block=True))
    source.value = "not committed"
    assert read("a") == "a not committed"
    monkeypatch.setattr(kept_reads, "connection", SimpleNamespace(in_atomic_block=False))
    assert read("a") == "a first"


@pytest.mark.parametrize("seconds", [0, 600])
def test_read__is_anew_after_as_long_as_pages_are_kept(
    read, source, settings, monkeypatch, seconds
):
    settings.PAGE_CACHE_SECONDS = seconds
    read("a")
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + seconds + 1)
    read("a")
    assert source.asked == 2


def test_read__keeps_no_more_than_is_good(read, source, monkeypatch):
    monkeypatch.setattr(kept_reads, "MOST", 2)
    for key in ("a", "b", "c", "nothing", "a", "b", "c", "nothing"):
        read(key)
    assert source.asked == 4 + 2
