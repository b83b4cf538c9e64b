"""Waiting for another process, as long as it takes and no longer."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], object], *, timeout_s: float, what: str) -> None:
    """Return as soon as ``condition()`` holds; fail, naming ``what``, after ``timeout_s``."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, f"waited {timeout_s} s in vain for {what}"
        time.sleep(0.05)
