"""Work in a process of its own, which ends at a ceiling of time and memory.

``python -m texts.apart MODULE ORDER LIMITS`` sets the limits, then calls ``MODULE.main(order)``.
What that hands back it writes in files that the order names; what it complains of goes to
stderr. The process shares neither database nor broker with the one that waits for it.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import IO, Any

POLL_S = 0.1
TOLD = 2000
"""Characters of stderr that are kept and passed on, the last ones."""
LINE_S = 2.0
"""How long stderr is listened to after the process ended."""
OUT_OF_MEMORY = 75
"""How a process ends that Python could give no more memory."""
MEGABYTE = 1024 * 1024
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "PYTHONPATH")
"""Of the environment: no key and no address of a database."""


@dataclass(frozen=True)
class Ceiling:
    """``seconds`` by the clock and of the processor, ``megabytes`` of addresses."""

    seconds: float
    megabytes: int


class OverCeiling(Exception):
    """The work took more time or memory than it may, or brought its process down."""


class WorkFailed(Exception):
    """The work ended with a complaint, which is the message."""


def run(
    module: str,
    order: Mapping[str, Any],
    ceiling: Ceiling,
    *,
    on_wait: Callable[[], None] | None = None,
) -> None:
    """Have ``module.main(order)`` done, and wait; killed with whatever is raised here.

    `on_wait` is called about ten times a second. Raises `OverCeiling` or `WorkFailed`.
    """
    limits = json.dumps(asdict(ceiling))
    process = subprocess.Popen(
        [sys.executable, "-m", "texts.apart", module, json.dumps(order), limits],
        cwd=Path(__file__).resolve().parents[1],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        start_new_session=True,  # Ctrl-C must not take it from a worker that is finishing
    )
    said = _LastWords(process.stderr)
    try:
        _wait(process, said, ceiling.seconds, on_wait)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        complaint = said.heard()
    if process.returncode < 0 or process.returncode == OUT_OF_MEMORY:
        raise OverCeiling(f"It took more than {ceiling.seconds:g} s or {ceiling.megabytes} MB.")
    if process.returncode:
        raise WorkFailed(complaint or f"It ended with code {process.returncode}.")


class _LastWords(Thread):
    """Listens to a process that may write for ever, and remembers the end of it."""

    def __init__(self, stream: IO[str] | None) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._kept: deque[str] = deque(maxlen=TOLD)
        self.start()

    def run(self) -> None:
        with self._stream:  # type: ignore[union-attr]
            for piece in iter(partial(self._stream.read, TOLD), ""):  # type: ignore[union-attr]
                self._kept.extend(piece)

    def heard(self) -> str:
        """What was said; no longer waited for where a process of its own holds the line open."""
        self.join(timeout=LINE_S)
        return "".join(self._kept).strip()


def _wait(
    process: subprocess.Popen[str],
    said: _LastWords,
    seconds: float,
    on_wait: Callable[[], None] | None,
) -> None:
    """Raises `OverCeiling`."""
    deadline = time.monotonic() + seconds
    while process.poll() is None:
        said.join(POLL_S)
        if not said.is_alive():
            with suppress(subprocess.TimeoutExpired):
                process.wait(POLL_S)
        if time.monotonic() > deadline:
            raise OverCeiling(f"It took more than {seconds:g} seconds and was stopped.")
        if on_wait:
            on_wait()


def _stay_below(ceiling: Ceiling) -> None:
    """Also where nobody waits any more. A machine that runs out of memory takes this one first."""
    seconds, most = int(ceiling.seconds) + 1, ceiling.megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Path("/proc/self/oom_score_adj").write_text("1000")


if __name__ == "__main__":
    _name, _order, _limits = sys.argv[1:]
    _stay_below(Ceiling(**json.loads(_limits)))
    try:
        import_module(_name).main(json.loads(_order))
    except MemoryError:
        sys.exit(OUT_OF_MEMORY)
