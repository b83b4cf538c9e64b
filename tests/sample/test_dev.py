import fcntl
import http.client
import os
import re
import socket
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from sample.management.commands import dev
from tests.waiting import wait_until

START_S = 120


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def static_files(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "site.css").write_text("a {}")
    return tmp_path


def test_dev__suggests_another_port_when_one_is_taken(taken_port):
    with pytest.raises(CommandError, match=rf"Port {taken_port} is in use.*PORT=\d+") as caught:
        call_command("dev", port=taken_port)
    suggested = int(re.search(r"PORT=(\d+)", str(caught.value))[1])
    dev.check_port("127.0.0.1", suggested)


def test_dev__refuses_an_address_that_is_not_this_machines():
    with pytest.raises(CommandError, match="Cannot listen on 192"):
        call_command("dev", host="192.0.2.1", port=dev.free_port("127.0.0.1"))


def test_only_one__refuses_a_second_on_the_same_folder(tmp_path):
    refusal = pytest.raises(CommandError, match=rf"already runs on .*process {os.getpid()}")
    with dev.only_one(tmp_path), refusal, dev.only_one(tmp_path):
        pytest.fail("a second one held the folder")
    with dev.only_one(tmp_path):
        pass


def test_web_answers__is_false_where_nobody_listens():
    assert not dev.web_answers("127.0.0.1", dev.free_port("127.0.0.1"))


def test_collect_static__collects_once_and_again_after_a_change(static_files):
    dev.collect_static()
    collected = static_files / "collected" / "site.css"
    assert collected.read_text() == "a {}"
    collected.unlink()
    dev.collect_static()
    assert not collected.exists()
    (static_files / "source" / "site.css").write_text("a { color: green }")
    dev.collect_static()
    assert collected.read_text() == "a { color: green }"


def test_load_demo__says_so_when_it_fails():
    class Failing:
        def run_to_end(self, command):
            assert command[1:] == ["manage.py", "demo", "--if-empty"]
            return 1

    with pytest.raises(CommandError, match="could not be loaded"):
        dev.Command().load_demo(Failing())


def children_of(pid: int) -> set[int]:
    """Every process under ``pid``, at any remove."""
    found = set()
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        found |= {int(child)} | children_of(int(child))
    return found


def answer(port: int) -> http.client.HTTPResponse:
    site = http.client.HTTPConnection("localhost", port, timeout=20)
    site.request("GET", "/en/")
    response = site.getresponse()
    response.read()
    site.close()
    return response


@pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")
def test_dev__serves_and_stops_all_on_ctrl_c_in_a_terminal(spare_database, tmp_path):
    environment = os.environ | {
        "DATABASE_URL": spare_database,
        "DATA_DIR": str(tmp_path),
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "consult.settings",
    }
    port = dev.free_port("127.0.0.1")
    command = [sys.executable, "manage.py", "dev", "--no-demo", "--port", str(port)]
    terminal, inside = os.openpty()
    said = b""

    def says(words: bytes) -> bool:
        nonlocal said
        assert process.poll() is None, said.decode()
        said += os.read(terminal, 10_000)
        return words in said

    process = subprocess.Popen(
        command,
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=inside,
        stdout=inside,
        stderr=inside,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    try:
        wait_until(lambda: says(b"Logs"), timeout_s=START_S, what="the site to run")
        assert f"http://localhost:{port}/admin/" in said.decode()
        assert answer(port).status == 200
        children = children_of(process.pid)
        os.write(terminal, b"\x03")
        assert process.wait(START_S) == 0
    finally:
        process.kill()
        process.wait()
        os.close(inside)
        os.close(terminal)
    assert len(children) >= 6
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    for name in ("web", "worker", "beat"):
        assert "Traceback" not in (tmp_path / "logs" / f"{name}.log").read_text()
