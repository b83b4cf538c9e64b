"""What the search for unnoticed changes changes, and that it tells noticed ones apart."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.changes import changes, pattern_edits
from bench.thresholds import mutants

ROOT = Path(__file__).parents[2]


def made(source: str) -> list[str]:
    return [change.source for change in changes(source)]


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("_MOST = 3\n", ["_MOST = 2\n", "_MOST = 4\n"]),
        ("_SHARE = 0.5\n", ["_SHARE = 0.45\n", "_SHARE = 0.55\n"]),
        ("_FAR = 250\n", ["_FAR = 225\n", "_FAR = 275\n"]),
        ("assert count >= 1\n", ["assert count >= 0\n", "assert count >= 2\n"]),
        ("return at + 1\n", []),
        ("first = text[:3]\n", []),
        ('_ENDS = (".", ";")\n', ['_ENDS = ("\\x00", ";")\n', '_ENDS = (".", "\\x00")\n']),
        ('_SIGNS = set("ab")\n', ["_SIGNS = set('b')\n", "_SIGNS = set('a')\n"]),
        ('return ["a"]\n', []),
        ('assert x in ("a",)\n', ['assert x in ("\\x00",)\n']),
        ('re.compile("a", re.I | re.M)\n', ['re.compile("a", re.M)\n', 're.compile("a", re.I)\n']),
    ],
)  # fmt: skip
def test_changes__of_numbers_and_words(source, changed):
    assert [text.replace("'\\x00'", '"\\x00"') for text in made(source)] == changed


@pytest.mark.parametrize(
    ("pattern", "changed"),
    [
        ("a|b", {"(?!)a|b", "a|(?!)b"}),
        ("x(?:a|b)", {"x(?:(?!)a|b)", "x(?:a|(?!)b)"}),
        ("ab?", {"ab", "a(?:(?!)b)?"}),
        ("a{2,3}", {"a{1,3}", "a{3,3}", "a{2,2}", "a{2,4}"}),
        ("a{2}", {"a{1}", "a{3}"}),
        ("[ab-d]", {"[b-d]", "[a]"}),
        (r"[^\w.]", {"[^.]", r"[^\w]"}),
        ("a(?=b)", {"a"}),
        (r"a\|\(b", set()),
        ("(?P<name>a)+", set()),
    ],
)
def test_pattern_edits__take_one_thing_away(pattern, changed):
    edits = pattern_edits(pattern)
    found = {pattern[: edit.begin] + edit.new + pattern[edit.end :] for edit in edits}
    assert found == changed
    assert all(re.compile(text) for text in found)


def test_changes__leave_what_an_f_string_fills_in():
    found = made('_X = re.compile(rf"{_NAMES}|\\d{{2}}")\n')
    assert len(found) == 4
    assert all("(_NAMES)" in source for source in found)


def test_changes__of_the_modules_of_detection_still_read_as_python():
    for path in (ROOT / "texts" / "outline").glob("*.py"):
        for change in changes(path.read_text("utf-8"))[::20]:
            compile(change.source, path, "exec")


def thresholds(module: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bench.thresholds", module, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def tried(path: Path, test: str) -> subprocess.CompletedProcess[str]:
    """What the search says of one change where this is the only test."""
    path.write_text(f"def test_only():\n    {test}\n")
    return thresholds("levels", "--sample", "1", "--jobs", "1", "--tests", str(path))


def test_thresholds__prints_what_no_test_notices(tmp_path):
    run = tried(tmp_path / "test_nothing.py", "assert True")
    assert run.returncode == 0, run.stderr
    assert re.search(r"^texts/outline/levels.py:\d+: .+ -> ", run.stdout)
    assert "1 changes\t0 noticed\t1 not" in run.stdout


def test_thresholds__tells_where_the_tests_fail_without_a_change(tmp_path):
    run = tried(tmp_path / "test_broken.py", "assert False")
    assert run.returncode
    assert "fail without a change" in run.stderr


def test_thresholds__tells_where_the_tests_were_edited_meanwhile(tmp_path):
    fails_next_time = r"open(__file__, 'a').write('    assert False\n')"
    run = tried(tmp_path / "test_edited.py", fails_next_time)
    assert run.returncode
    assert "1 changes\t1 noticed\t0 not" in run.stdout
    assert "something was edited" in run.stderr


def test_thresholds__names_the_modules_there_are_where_one_is_unknown():
    run = thresholds("levles")
    assert run.returncode == 2
    assert "no module levles; there are" in run.stderr
    assert " levels, " in run.stderr


def test_mutants__are_those_of_the_lines_asked_for():
    lines = [mutant.change.line for mutant in mutants(["levels"])]
    assert [mutant.change.line for mutant in mutants(["levels"], lines[:1])] == [
        line for line in lines if line == lines[0]
    ]


def test_thresholds__of_a_module_without_any_says_so():
    modules = sorted((ROOT / "texts" / "outline").glob("[a-z]*.py"))
    without = next(path for path in modules if not changes(path.read_text("utf-8")))
    run = thresholds(without.stem)
    assert (run.returncode, run.stderr) == (0, "Nothing in there can be changed.\n")
