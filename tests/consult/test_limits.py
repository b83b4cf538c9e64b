"""Counting in the cache of files, which is what a small installation has."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.limits import over_limit


@pytest.fixture(autouse=True)
def file_cache(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}


def test_over_limit__counts_every_event_of_many_at_once():
    def event(_n) -> bool:
        return over_limit("test", "one", limit=60, seconds=10**9)

    with ThreadPoolExecutor(20) as pool:
        over = list(pool.map(event, range(100)))
    assert over.count(False) == 60


def test_over_limit__remembers_for_the_whole_window(monkeypatch):
    assert not over_limit("test", "one", limit=1, seconds=10**9)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert over_limit("test", "one", limit=1, seconds=10**9)
