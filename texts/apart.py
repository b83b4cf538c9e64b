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
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

POLL_S = 0.1
TOLD = 2000
"""Characters of stderr that are passed on, the last ones."""
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
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        start_new_session=True,  # Ctrl-C must not take it from a worker that is finishing
    )
    try:
        complaint = _wait(process, ceiling.seconds, on_wait)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    if process.returncode < 0 or process.returncode == OUT_OF_MEMORY:
        raise OverCeiling(f"It took more than {ceiling.seconds:g} s or {ceiling.megabytes} MB.")
    if process.returncode:
        raise WorkFailed(complaint or f"It ended with code {process.returncode}.")


def _wait(
    process: subprocess.Popen[str], seconds: float, on_wait: Callable[[], None] | None
) -> str:
    """The end of what the process said on stderr. Raises `OverCeiling`."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return process.communicate(timeout=POLL_S)[1].strip()[-TOLD:]
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                raise OverCeiling(
                    f"It took more than {seconds:g} seconds and was stopped."
                ) from None
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
