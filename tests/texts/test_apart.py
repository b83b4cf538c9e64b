"""Work in a process of its own ends, whatever it does."""

import os
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import pytest

from texts.apart import Ceiling, OverCeiling, WorkFailed, run

AMPLE = Ceiling(seconds=60, megabytes=1024)


def main(order: dict) -> None:
    """What the process does: as these tests order."""
    match order["do"]:
        case "write":
            Path(order["path"]).write_text(str(os.getpid()))
        case "complain":
            raise SystemExit("The ink has run out.")
        case "complain for ever":
            complain_for_ever()
        case "sleep":
            Path(order["path"]).write_text(str(os.getpid()))
            time.sleep(600)
        case "compute":
            while True:
                pass
        case "fill":
            kept = []
            while True:
                kept.append(bytes(1024 * 1024))
        case "break":
            os.abort()


def complain_for_ever() -> None:
    while os.write(2, b"\xff the ink " * 9_000):
        pass


def is_gone(path: Path) -> bool:
    return not Path(f"/proc/{path.read_text()}").exists()


def test_run__does_the_work_in_another_process(tmp_path):
    run(__name__, {"do": "write", "path": str(tmp_path / "a")}, AMPLE)
    assert (tmp_path / "a").read_text() not in ("", str(os.getpid()))
    assert is_gone(tmp_path / "a")


def test_run__passes_a_complaint_on():
    with pytest.raises(WorkFailed, match=r"^The ink has run out\.$"):
        run(__name__, {"do": "complain"}, AMPLE)


def test_run__keeps_the_end_of_what_a_process_says_for_ever():
    tracemalloc.start()
    try:
        with pytest.raises(OverCeiling, match="more than 2 seconds"):
            run(__name__, {"do": "complain for ever"}, Ceiling(seconds=2, megabytes=1024))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("do", ["fill", "break"])
def test_run__ends_work_that_takes_all_memory_or_breaks(do):
    with pytest.raises(OverCeiling, match="1024 MB"):
        run(__name__, {"do": do}, AMPLE)


def test_run__ends_work_that_takes_too_long(tmp_path):
    order = {"do": "sleep", "path": str(tmp_path / "a")}
    with pytest.raises(OverCeiling, match="more than 2 seconds"):
        run(__name__, order, Ceiling(seconds=2, megabytes=1024))
    assert is_gone(tmp_path / "a")


def test_run__ends_work_that_nobody_waits_for_any_more(tmp_path):
    """The kernel does: the clock of the one who waits is not needed."""
    limits = '{"seconds": 0, "megabytes": 1024}'
    order = [sys.executable, "-m", "texts.apart", __name__, '{"do": "compute"}', limits]
    ended = subprocess.run(order, cwd=Path(__file__).parents[2], timeout=60, check=False)
    assert ended.returncode == -signal.SIGXCPU


def test_run__ends_with_what_stops_the_wait(tmp_path):
    path = tmp_path / "a"

    def stop() -> None:
        if path.exists() and path.read_text():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(__name__, {"do": "sleep", "path": str(path)}, AMPLE, on_wait=stop)
    assert is_gone(path)
