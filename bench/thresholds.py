"""Which thresholds, patterns and words of outline detection could be changed unnoticed.

Run from the project's root: ``python -m bench.thresholds [MODULE ...] [--lines N ...]
[--sample N] [--tests PATH ...] [--jobs N]``. A module is named by its last name, such as
``headings``; without any, all of detection is gone through. Each change of `bench.changes` is made
alone, in a process of its own that finds the changed source instead of the file, and the tests of
outlines run file by file until one fails. What none notices is printed with file, line and change.
The working tree is never touched; whoever edits it meanwhile is told, as the unchanged source runs
first and last.

General tools for this (mutmut, cosmic-ray) change operators and whole literals; what counts here
is inside regular expressions and lists of words, which they leave alone.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import spec_from_loader
from pathlib import Path
from types import ModuleType

import django
import pytest

from bench.changes import Change, changes

ROOT = Path(__file__).parents[1]
TESTS = ["tests/texts/outline", "tests/texts/test_patterns.py"]
_SOURCES = ["texts/outline/*.py", "texts/patterns.py", "texts/marks.py"]
_NO_DETECTION = {"edits", "model", "word_measure"}
_PATIENCE = 120
"""Seconds of work, however long they take, after which a change counts as noticed: it made
something endless."""


@dataclass(frozen=True)
class Mutant:
    """A module with one change."""

    path: Path
    change: Change

    @property
    def module(self) -> str:
        return ".".join(self.path.relative_to(ROOT).with_suffix("").parts)

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.change.line}: {self.change.text}"


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Finds one module's changed source instead of its file."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        return spec_from_loader(name, self) if name == self._mutant.module else None

    def get_source(self, fullname: str) -> str:
        return self._mutant.change.source


def use(mutant: Mutant) -> None:
    """Forget the modules of texts and of their tests, and import the changed one from now on."""
    for name in list(sys.modules):
        if name.split(".")[0] == "texts" or name.startswith("tests.texts"):
            del sys.modules[name]
    sys.meta_path.insert(0, _Instead(mutant))


class Run:
    """Goes through mutants where pytest would collect tests, each in a copy of the process."""

    def __init__(self, mutants: Sequence[Mutant], jobs: int, tests: Sequence[str]) -> None:
        self._mutants = mutants
        self._noticed = {file: 0 for path in tests for file in _files(Path(path))}
        """Files of tests, and which of each noticed something last; the last of them at the end."""
        self._jobs = jobs
        self.survivors: list[Mutant] = []

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        _warm_up(session, [*self._noticed])
        waiting = list(reversed(self._mutants))
        running: dict[int, tuple[Mutant, int]] = {}
        while waiting or running:
            while waiting and len(running) < self._jobs:
                mutant = waiting.pop()
                running.update([self._start(session, mutant)])
            child, status = os.wait()
            mutant, reader = running.pop(child)
            with os.fdopen(reader) as pipe:
                killer = pipe.read()
            if killer:
                at, _space, file = killer.partition(" ")
                if file:
                    del self._noticed[file]
                    self._noticed[file] = int(at)
            elif status == 0:
                self.survivors.append(mutant)
        return True

    def _start(self, session: pytest.Session, mutant: Mutant) -> tuple[int, tuple[Mutant, int]]:
        reader, writer = os.pipe()
        child = os.fork()
        if child:
            os.close(writer)
            return child, (mutant, reader)
        signal.setitimer(signal.ITIMER_PROF, _PATIENCE)
        killer = "crashed"
        try:
            use(mutant)
            killer = self._first_failure(session)
        finally:
            os.write(writer, killer.encode())
            os._exit(0)

    def _first_failure(self, session: pytest.Session) -> str:
        """Which file notices, and which of its tests; "" where none does.

        Changes near each other are noticed by tests near each other: those are asked first that
        stand next to one that just noticed something.
        """
        for file, last in reversed(self._noticed.items()):
            items = list(session.perform_collect([file]))
            nearest = sorted(items, key=lambda item: abs(items.index(item) - last))
            for item, following in zip(nearest, [*nearest[1:], None], strict=True):
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
                if session.testsfailed:
                    return f"{items.index(item)} {file}"
            if session.testsfailed:
                return f"0 {file}"
        return ""


def _warm_up(session: pytest.Session, files: Sequence[str]) -> None:
    """Import what the tests import, and forget the tests."""
    for item in session.perform_collect(files):
        module = item.getparent(pytest.Module)
        if module is not None:
            sys.modules.pop(module.obj.__name__, None)


def _files(path: Path) -> list[str]:
    return sorted(map(str, path.rglob("test_*.py"))) if path.is_dir() else [str(path)]


def sources() -> dict[str, Path]:
    """The modules whose changes can be tried, by their last names."""
    found = (path for pattern in _SOURCES for path in ROOT.glob(pattern))
    return {path.stem: path for path in sorted(found) if path.stem != "__init__"}


def mutants(names: Sequence[str], lines: Sequence[int] = ()) -> list[Mutant]:
    """The mutants of the modules with these last names, or of all of detection; on these lines."""
    return [
        Mutant(path, change)
        for name, path in sources().items()
        if name in names or (not names and name not in _NO_DETECTION)
        for change in changes(path.read_text("utf-8"))
        if not lines or change.line in lines
    ]


def survivors(
    tried: Sequence[Mutant], jobs: int, tests: Sequence[str] = TESTS
) -> tuple[list[Mutant], bool]:
    """Those of the mutants that no test notices, and whether the unchanged source still passes.

    Raises RuntimeError where it does not pass to begin with.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    path = tried[0].path
    source = path.read_text("utf-8")
    first, last = (
        Mutant(path, Change(0, f"{when}, unchanged", source)) for when in ("first", "last")
    )
    run = Run([first, *tried, last], jobs, tests)
    options = ["-p", "no:cacheprovider", "-p", "no:terminal", "--assert=plain"]
    options += ["-o", "addopts=--import-mode=importlib"]
    pytest.main([*options, "-m", "not hypothesis", "-k", "not quick", *tests], plugins=[run])
    if first not in run.survivors:
        raise RuntimeError("The tests fail without a change, or cannot run.")
    left = sorted(
        (mutant for mutant in run.survivors if mutant not in (first, last)),
        key=lambda mutant: (mutant.path, mutant.change.line),
    )
    return left, last in run.survivors


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--lines", nargs="+", type=int, default=[], help="changes there alone")
    parser.add_argument("--sample", type=int, metavar="N", help="try N changes taken by chance")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--tests", nargs="+", default=TESTS, help="folders and files of tests")
    options = parser.parse_args(arguments)
    if unknown := set(options.modules) - set(sources()):
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(sources())}")
    tried = mutants(options.modules, options.lines)
    if not tried:
        parser.exit(message="Nothing in there can be changed.\n")
    if options.sample and options.sample < len(tried):
        tried = random.Random(0).sample(tried, options.sample)
    begin = time.monotonic()
    left, still_passes = survivors(tried, options.jobs, options.tests)
    for mutant in left:
        print(mutant)
    for path, count in Counter(mutant.path for mutant in tried).items():
        lost = sum(mutant.path == path for mutant in left)
        print(f"{path.relative_to(ROOT)}\t{count} changes\t{count - lost} noticed\t{lost} not")
    print(f"{len(tried)} changes in {time.monotonic() - begin:.0f} s")
    if not still_passes:
        sys.exit(
            "The tests failed without a change at the end: something was edited. Run it again."
        )


if __name__ == "__main__":
    main()
