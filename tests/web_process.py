"""The site as it is served, by processes of their own, on the database of a test."""

import faulthandler
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from tests.database import database_url
from tests.services.servers import free_port
from tests.waiting import wait_until

START_S = 300


@contextmanager
def web_process(*options: str, **environment: str) -> Iterator[str]:
    """The address of gunicorn, with one worker unless its ``options`` say otherwise.

    Waiting for it has a limit of its own: the test has none from here on.
    """
    faulthandler.cancel_dump_traceback_later()
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "consult.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--no-control-socket", *options],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "consult.settings",
            "DATA_DIR": str(settings.DATA_DIR),
            "DATABASE_URL": database_url(),
            "DEBUG": "1",  # style sheets are not collected here
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until(lambda: answers(f"{site}/en/"), timeout_s=START_S, what="gunicorn")
        yield site
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def collected_static_files() -> Iterator[None]:
    """The site is attacked as it is served to the public, and needs them then.

    Each client of a later test would look through them anew: the folder is empty at the end.
    """
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    environment = {"DEBUG": "0", "DATA_DIR": str(settings.DATA_DIR)}
    environment["DJANGO_SETTINGS_MODULE"] = "consult.settings"
    try:
        subprocess.run(command, cwd=settings.BASE_DIR, env=os.environ | environment, check=True)
        yield
    finally:
        shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
        settings.STATIC_ROOT.mkdir(exist_ok=True)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=20) as response:
            return bool(response.read())
    except OSError:
        return False
