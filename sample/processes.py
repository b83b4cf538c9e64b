"""Run several programs as one: all of them up, or none, and no work lost at the end.

Each program leads a session of its own, so that Ctrl-C in the terminal reaches us alone and we
decide who is told what. On the way out only the program's main process gets SIGTERM: a Celery
worker's children must finish what they hold, and would not if the signal reached them too.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType, TracebackType
from typing import Self

LOG_LIMIT_BYTES = 5_000_000
POLL_S = 0.1
STEP_GRACE_S = 10
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, kw_only=True)
class Program:
    """A command, and how many seconds it may take to end after it was asked to."""

    name: str
    command: Sequence[str]
    grace_s: float = 30.0


class ProgramEnded(Exception):
    """A program ended that should have gone on; the message names it, its status and its log."""


class StopAsked(Exception):
    """Somebody pressed Ctrl-C, closed the terminal or sent SIGTERM."""


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    log: Path
    log_start: int

    def last_lines(self, count: int = 15) -> str:
        """What the program said last, in this run."""
        with self.log.open("rb") as file:
            file.seek(self.log_start)
            lines = file.read().decode(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-count:])

    def end_of_story(self) -> str:
        code = self.process.returncode
        how = f"exit status {code}" if code >= 0 else signal.Signals(-code).name
        return (
            f"The {self.program.name} ended by itself ({how}). Its log is {self.log}; "
            f"it ends with:\n{self.last_lines()}"
        )

    def may_still_take(self, seconds: float) -> bool:
        return self.process.poll() is None and seconds < self.program.grace_s

    def kill_session(self) -> None:
        """End whatever the program left behind. Its session's number is its process id."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return


@dataclass
class Supervisor:
    """Starts programs, watches them, and stops them all when one ends or a signal comes.

    A context manager: signals are caught inside it, and nothing runs after it.
    """

    log_dir: Path
    environment: Mapping[str, str]
    cwd: Path
    say: Callable[[str], None] = print
    _running: list[_Running] = field(default_factory=list)
    _times_asked: int = 0
    _handlers: dict[int, object] = field(default_factory=dict)

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            self._handlers[number] = signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self.stop()
        finally:
            for number, handler in self._handlers.items():
                signal.signal(number, handler)  # type: ignore[arg-type]

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._times_asked += 1

    def start(self, program: Program) -> None:
        """Start one program with its output going to ``log_dir/<name>.log``."""
        log = self.log_dir / f"{program.name}.log"
        if log.exists() and log.stat().st_size > LOG_LIMIT_BYTES:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as output:
            start = output.tell()  # the program moves it as it writes
            process = subprocess.Popen(
                program.command,
                cwd=self.cwd,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent(os.getpid()),
            )
            self._running.append(_Running(program, process, log, start))

    def watch(self, until: Callable[[], bool], timeout_s: float = float("inf")) -> None:
        """Wait for ``until``, as long as all programs run and nobody asks to stop.

        Raises ``ProgramEnded``, ``StopAsked`` or, after ``timeout_s`` seconds, ``TimeoutError``.
        """
        deadline = time.monotonic() + timeout_s
        while not until():
            if self._times_asked:
                raise StopAsked
            for each in self._running:
                if each.process.poll() is not None:
                    raise ProgramEnded(each.end_of_story())
            if time.monotonic() > deadline:
                raise TimeoutError
            time.sleep(POLL_S)

    def run_to_end(self, command: Sequence[str]) -> int:
        """Run one more command, beside the programs, to its end; its output is ours.

        Returns its exit status. It ends early, with SIGTERM, for the same reasons as ``watch``.
        """
        process = subprocess.Popen(
            command,
            cwd=self.cwd,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid()),
        )
        try:
            self.watch(lambda: process.poll() is not None)
        finally:
            process.terminate()
            try:
                process.wait(STEP_GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        return process.returncode

    def stop(self) -> None:
        """Ask every program to end, wait as long as each may take, then end it by force.

        Asked a second time to stop, it waits no longer.
        """
        self._times_asked = max(self._times_asked, 1)
        waiting = [each for each in self._running if each.process.poll() is None]
        for each in waiting:
            each.process.terminate()
        began = time.monotonic()
        while waiting and self._times_asked < 2:
            time.sleep(POLL_S)
            passed = time.monotonic() - began
            waiting = [each for each in waiting if each.may_still_take(passed)]
        for each in self._running:
            if each.process.poll() is None:
                self.say(f"The {each.program.name} had not ended and was ended by force.")
            each.kill_session()
            each.process.wait()
        self._running.clear()


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """What a child runs first, so that it gets SIGTERM should we be killed outright.

    Linux alone can promise that; elsewhere the child is left as it is.
    """
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def end_with_parent() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return end_with_parent
