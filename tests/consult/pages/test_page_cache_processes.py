"""A change is seen by every process that answers."""

import faulthandler
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings

from policies.models import PolicyPage
from tests.database import database_url
from tests.factories import make_policy
from tests.services.servers import free_port
from tests.waiting import wait_until

START_S = 120
PAGE = "/en/policies/"


@pytest.fixture(autouse=True)
def _as_long_as_it_takes() -> None:
    """The wait for another process has a limit of its own."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture
def shared_cache(settings, tmp_path) -> str:
    """The address of a cache of files that this process uses too."""
    files = "consult.pages.caches.FileBasedCache"
    settings.CACHES = {
        "default": {"BACKEND": files, "LOCATION": str(tmp_path / "cache")},
        "pages": {
            "BACKEND": files,
            "LOCATION": str(tmp_path / "cache" / "pages"),
            "KEY_PREFIX": "pages",
        },
    }
    return f"filecache://{tmp_path}/cache"


@contextmanager
def web_process(cache_url: str) -> Iterator[str]:
    """The address of gunicorn with one worker, on the database of this test."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "consult.wsgi", "--bind", f"127.0.0.1:{port}"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "consult.settings",
        "DATA_DIR": str(django_settings.DATA_DIR),
        "DATABASE_URL": database_url(),
        "CACHE_URL": cache_url,
        "DEBUG": "1",  # style sheets are not collected here
    }
    process = subprocess.Popen(
        [*command, "--no-control-socket"],
        cwd=django_settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"http://127.0.0.1:{port}{PAGE}"
        wait_until(lambda: answers(address), timeout_s=START_S, what="gunicorn")
        yield address
    finally:
        process.terminate()
        process.wait(30)


def answers(address: str) -> bool:
    try:
        return bool(read(address))
    except OSError:
        return False


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        assert response.headers["ETag"]
        return response.read().decode()


def test_change__is_seen_at_once_in_every_process(transactional_db, shared_cache, client):
    policy = make_policy(1, title="The First Name")
    with web_process(shared_cache) as other:
        for name in ("The Second Name", "The Third Name"):
            for _ in range(2):
                assert policy.title in read(other)
                assert policy.title in client.get(PAGE).content.decode()
            policy = PolicyPage.objects.get(pk=policy.pk)
            policy.title = name
            policy.save_revision().publish()
            assert name in read(other)
            assert name in client.get(PAGE).content.decode()
