import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sample.processes import LOG_LIMIT_BYTES, Program, ProgramEnded, StopAsked, Supervisor
from tests.waiting import wait_until

WITHIN_S = 20

# Writes "ready" when it can take signals, and each signal it gets, into the file it is given.
CHILD = """
import pathlib, signal, sys
log = pathlib.Path(sys.argv[1]).open("a", buffering=1)
signal.signal(signal.SIGINT, lambda *_: log.write("interrupted\\n"))
signal.signal(signal.SIGTERM, lambda *_: (log.write("asked to end\\n"), sys.exit(0)))
log.write("ready\\n")
for line in sys.stdin:
    log.write(line)
"""
# Holds such a child as a worker holds its pool: on SIGTERM it lets the child finish first.
PARENT = """
import signal, subprocess, sys
child = subprocess.Popen([sys.executable, "-c", sys.argv[1], sys.argv[2]], stdin=subprocess.PIPE)
def finish(*_):
    child.communicate(b"finished its work\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, finish)
signal.signal(signal.SIGINT, lambda *_: sys.exit(1))
while True:
    signal.pause()
"""
STUBBORN = """
import pathlib, signal, sys
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).write_text("ready\\n")
while True:
    signal.pause()
"""


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def lasting(name: str = "lasting") -> Program:
    return Program(name=name, command=python("import signal; signal.pause()"))


def read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path, said) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, os.environ, tmp_path, say=said.append)
    with made:
        yield made


def wait_for(supervisor: Supervisor, path: Path, words: str) -> None:
    supervisor.watch(lambda: words in read(path), timeout_s=WITHIN_S)


def test_stop__lets_the_children_of_a_program_finish(supervisor, tmp_path, said):
    log = tmp_path / "child"
    supervisor.start(Program(name="worker", command=python(PARENT, CHILD, log)))
    wait_for(supervisor, log, "ready")
    supervisor.stop()
    assert log.read_text() == "ready\nfinished its work\n"
    assert said == []


def test_stop__ends_by_force_what_does_not_end_in_time(supervisor, tmp_path, said):
    log = tmp_path / "stubborn"
    command = python(STUBBORN, log)
    supervisor.start(Program(name="stubborn", command=command, grace_s=0.2))
    wait_for(supervisor, log, "ready")
    supervisor.stop()
    assert said == ["The stubborn had not ended and was ended by force."]


def test_stop__leaves_no_grandchild_behind(supervisor, tmp_path):
    code = (
        "import pathlib, subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import signal; signal.pause()'])\n"
        "pathlib.Path(sys.argv[1]).write_text(f'{child.pid} ready')\n"
        "child.wait()\n"
    )
    note = tmp_path / "note"
    supervisor.start(Program(name="careless", command=python(code, note)))
    wait_for(supervisor, note, "ready")
    pid = int(note.read_text().split()[0])
    assert is_alive(pid)
    supervisor.stop()
    wait_until(lambda: not is_alive(pid), timeout_s=WITHIN_S, what="the grandchild to end")


def test_stop__asked_a_second_time_waits_no_longer(supervisor, tmp_path, said):
    log = tmp_path / "stubborn"
    supervisor.start(Program(name="stubborn", command=python(STUBBORN, log), grace_s=600))
    wait_for(supervisor, log, "ready")
    os.kill(os.getpid(), signal.SIGINT)
    os.kill(os.getpid(), signal.SIGINT)
    supervisor.stop()
    assert len(said) == 1


def test_watch__names_the_log_of_a_program_that_ended(supervisor, tmp_path):
    supervisor.start(lasting())
    supervisor.start(Program(name="web", command=python("print('no such table'); exit(3)")))
    with pytest.raises(ProgramEnded) as caught:
        supervisor.watch(lambda: False, timeout_s=WITHIN_S)
    assert "The web ended by itself (exit status 3)" in str(caught.value)
    assert str(tmp_path / "web.log") in str(caught.value)
    assert "no such table" in str(caught.value)


def test_watch__tells_only_what_was_said_in_this_run(supervisor, tmp_path):
    (tmp_path / "web.log").write_text("an old complaint\n")
    supervisor.start(Program(name="web", command=python("exit('a new complaint')")))
    with pytest.raises(ProgramEnded, match="a new complaint") as caught:
        supervisor.watch(lambda: False, timeout_s=WITHIN_S)
    assert "an old complaint" not in str(caught.value)
    assert "an old complaint" in (tmp_path / "web.log").read_text()


def test_watch__names_the_signal_that_ended_a_program(supervisor):
    code = "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    supervisor.start(Program(name="worker", command=python(code)))
    with pytest.raises(ProgramEnded, match="SIGKILL"):
        supervisor.watch(lambda: False, timeout_s=WITHIN_S)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_watch__ends_when_a_signal_comes(supervisor, number):
    supervisor.start(lasting())

    def send() -> bool:
        os.kill(os.getpid(), number)
        return False

    with pytest.raises(StopAsked):
        supervisor.watch(send, timeout_s=WITHIN_S)


def test_watch__gives_up_after_its_time(supervisor):
    with pytest.raises(TimeoutError):
        supervisor.watch(lambda: False, timeout_s=0)


def test_exit__stops_every_program_and_gives_the_signals_back(tmp_path):
    before = signal.getsignal(signal.SIGINT)
    with Supervisor(tmp_path, os.environ, tmp_path) as supervisor:
        code = "import os; print(os.getpid(), flush=True); import signal; signal.pause()"
        supervisor.start(Program(name="one", command=python(code)))
        wait_for(supervisor, tmp_path / "one.log", "\n")
        assert signal.getsignal(signal.SIGINT) != before
    assert signal.getsignal(signal.SIGINT) == before
    assert not is_alive(int((tmp_path / "one.log").read_text()))


def test_run_to_end__returns_the_exit_status(supervisor):
    supervisor.start(lasting())
    assert supervisor.run_to_end(python("exit(0)")) == 0
    assert supervisor.run_to_end(python("exit(4)")) == 4


def test_run_to_end__ends_when_a_program_does(supervisor, tmp_path):
    gate, log = tmp_path / "gate", tmp_path / "step"
    code = "import pathlib, sys\nwhile not pathlib.Path(sys.argv[1]).exists(): pass"
    supervisor.start(Program(name="web", command=python(code, gate)))
    step = (
        "import pathlib, signal, sys\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit('asked to end'))\n"
        "pathlib.Path(sys.argv[1]).touch()\n"
        "pathlib.Path(sys.argv[2]).touch()\n"
        "signal.pause()\n"
    )
    with pytest.raises(ProgramEnded):
        supervisor.run_to_end(python(step, gate, log))
    assert log.exists()


def test_start__puts_a_long_log_aside(supervisor, tmp_path):
    (tmp_path / "web.log").write_bytes(b"x" * (LOG_LIMIT_BYTES + 1))
    supervisor.start(lasting("web"))
    assert (tmp_path / "web.log").stat().st_size == 0
    assert (tmp_path / "web.log.1").stat().st_size == LOG_LIMIT_BYTES + 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's end")
def test_supervisor__killed_outright_takes_its_programs_along(tmp_path):
    log = tmp_path / "child"
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from sample.processes import Program, Supervisor\n"
        "folder, program, log = Path(sys.argv[1]), sys.argv[2], sys.argv[3]\n"
        "with Supervisor(folder, os.environ, folder) as supervisor:\n"
        "    command = [sys.executable, '-c', program, log]\n"
        "    supervisor.start(Program(name='one', command=command))\n"
        "    supervisor.watch(lambda: False)\n"
    )
    child = CHILD.replace("for line in sys.stdin:\n    log.write(line)", "signal.pause()")
    root = Path(__file__).parents[2]
    process = subprocess.Popen(python(code, tmp_path, child, log), cwd=root)
    try:
        wait_until(lambda: "ready" in read(log), timeout_s=WITHIN_S, what="the program")
    finally:
        process.kill()
        process.wait()
    wait_until(lambda: "asked to end" in read(log), timeout_s=WITHIN_S, what="the program's end")
