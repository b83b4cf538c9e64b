"""What a killed process leaves in the folder for temporary files goes; all else stays."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from texts import scratch
from texts.scratch import PREFIX, scratch_folder, sweep

KILLED = """
import os, signal
from texts.scratch import scratch_folder
with scratch_folder() as folder:
    (folder / "half a page").write_text("The county")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "GRACE_S", 0)
    return tmp_path


def left_by_a_killed_process(temporary: Path) -> Path:
    environment = {**os.environ, "TMPDIR": str(temporary)}
    subprocess.run([sys.executable, "-c", KILLED], env=environment, check=False, timeout=60)
    (folder,) = temporary.iterdir()
    return folder


def test_scratch_folder__is_there_while_it_is_used(temporary):
    with scratch_folder() as folder:
        (folder / "a").write_text("b")
        assert folder.parent == temporary
    assert not any(temporary.iterdir())


def test_sweep__takes_what_a_killed_process_left(temporary):
    folder = left_by_a_killed_process(temporary)
    assert (folder / "half a page").exists()
    sweep()
    assert not folder.exists()


def test_sweep__leaves_a_folder_that_is_used():
    with scratch_folder() as folder:
        sweep()
        assert folder.exists()


def test_sweep__leaves_a_folder_that_may_not_be_locked_yet(temporary, monkeypatch):
    monkeypatch.setattr(scratch, "GRACE_S", 60)
    (temporary / f"{PREFIX}new").mkdir()
    sweep()
    assert (temporary / f"{PREFIX}new").exists()


def test_sweep__follows_no_link_and_takes_nothing_of_others(temporary, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "kept").write_text("x")
    (temporary / f"{PREFIX}link").symlink_to(elsewhere)
    (temporary / "reading").mkdir()
    sweep()
    assert (elsewhere / "kept").exists()
    assert (temporary / "reading").exists()
