"""The workshop's front door: what `make` offers is listed, and its scripts are sound shell."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(path for path in (ROOT / ".ci").iterdir() if path.is_file())

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess:
    path = {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    return subprocess.run(
        command, cwd=cwd, env=path | environment, capture_output=True, text=True, check=False
    )


def targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def test_make__lists_every_target_by_default():
    listed = set(re.findall(r"^  make ([a-z-]+)", run("make").stdout, re.MULTILINE))
    assert listed == targets()
    assert run("make", "help").stdout == run("make").stdout


@pytest.mark.parametrize(
    "target", ["run", "setup", "test", "test-services", "lint", "format", "check", "bench"]
)
def test_make__has_target(target):
    result = run("make", "--dry-run", target)
    assert result.returncode == 0, result.stderr


def test_make__lets_python_keep_what_it_compiled():
    """Else each of the processes that tests start compiles all there is."""
    rule = 'shown: ; @echo "<$${PYTHONDONTWRITEBYTECODE-}>"'
    shown = run("make", "--eval", rule, "shown", PYTHONDONTWRITEBYTECODE="1")
    assert shown.stdout == "<>\n"


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_script__parses_and_stops_at_the_first_fault(script):
    assert run("bash", "-n", script).returncode == 0
    assert "set -euo pipefail" in script.read_text()
    assert script.stat().st_mode & 0o111


def test_packages__succeeds_when_nothing_is_missing():
    result = run(ROOT / ".ci" / "packages", "bash:bash", "coreutils:/bin/l*")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@pytest.fixture
def checkout(tmp_path) -> Path:
    """A checkout whose environment already holds what its files lock."""
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci" / "setup", tmp_path / ".ci")
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text('#!/bin/sh\necho "$@" >> "$(dirname "$0")/calls"\n')
    (binaries / "python").chmod(0o755)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("wagtail==1\n")
    return tmp_path


def installs(checkout: Path) -> list[str]:
    calls = (checkout / ".venv" / "bin" / "calls").read_text().splitlines()
    return [call.split()[-1] for call in calls if "install" in call]


def test_setup__installs_with_hashes_once_until_the_lock_changes(checkout):
    setup = checkout / ".ci" / "setup"
    for _ in range(2):
        assert run(setup, "requirements-dev.txt", cwd=checkout).returncode == 0
    assert installs(checkout) == ["requirements-dev.txt"]
    assert "--require-hashes" in (checkout / ".venv" / "bin" / "calls").read_text()
    (checkout / "requirements-dev.txt").write_text("wagtail==2\n")
    assert run(setup, "requirements-dev.txt", cwd=checkout).returncode == 0
    assert installs(checkout) == ["requirements-dev.txt"] * 2


def test_setup__for_running_is_content_with_what_tests_need(checkout):
    setup = checkout / ".ci" / "setup"
    run(setup, "requirements-dev.txt", cwd=checkout)
    run(setup, "requirements.txt", cwd=checkout)
    assert installs(checkout) == ["requirements-dev.txt"]


def test_setup__for_testing_is_not_content_with_what_running_needs(checkout):
    setup = checkout / ".ci" / "setup"
    run(setup, "requirements.txt", cwd=checkout)
    run(setup, "requirements-dev.txt", cwd=checkout)
    assert installs(checkout) == ["requirements.txt", "requirements-dev.txt"]


def test_setup__asks_for_a_python_that_is_new_enough(checkout):
    shutil.rmtree(checkout / ".venv")
    old = checkout / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    result = run(checkout / ".ci" / "setup", "requirements.txt", cwd=checkout, PYTHON=str(old))
    assert result.returncode != 0
    assert "Python 3.11 or newer is needed" in result.stderr
    assert not (checkout / ".venv").exists()
