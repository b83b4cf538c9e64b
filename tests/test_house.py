"""The house rules that no linter knows: one name for one thing, short functions."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
CONVENTIONAL = {
    *("__init__", "admin", "apps", "base", "checks", "choices", "formats", "forms", "models"),
    *("permissions", "querysets", "selectors", "services", "signals", "tasks", "urls", "views"),
    *("viewsets", "wagtail_hooks"),
}
"""Names that Django, Wagtail and Celery give, or that the same part of every app has."""
CLASSES_OF_DJANGO = {"Command", "Meta", "Media"}
BUILT_IN_ERRORS = {"Exception", "LookupError", "RuntimeError", "ValueError"}
LONGEST, LONG, FEW = 60, 40, 5  # lines of a function; how many may be long
WIDEST, MOST_WIDE = 160, 0.01  # characters of a template's line; the share that may be wider
POLICIES_MOST = 12_000


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes(path: Path) -> list[ast.AST]:
    """All of a module's, at any depth."""
    return list(ast.walk(parsed(path)))


def test_modules__no_name_stands_for_two():
    named = defaultdict(list)
    for path in SOURCES:
        if path.stem not in CONVENTIONAL:
            named[path.stem].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


def test_modules__none_is_a_drawer_for_anything():
    drawers = {"utils", "util", "helpers", "misc", "common", "tools"}
    assert [path for path in SOURCES if path.stem in drawers] == []


def test_classes__no_name_stands_for_two():
    named = defaultdict(list)
    for path in SOURCES:
        for node in parsed(path).body:
            if isinstance(node, ast.ClassDef) and node.name not in CLASSES_OF_DJANGO:
                named[node.name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in named.items() if len(paths) > 1} == {}


def test_functions__are_short():
    lengths = {
        f"{path.relative_to(ROOT)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    long = {name: lines for name, lines in lengths.items() if lines > LONG}
    assert {name: lines for name, lines in long.items() if lines > LONGEST} == {}
    assert len(long) <= FEW, long


def test_functions__say_which_errors_of_the_domain_they_raise():
    bases = {
        node.name: {getattr(base, "id", "") for base in node.bases}
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ClassDef)
    }
    errors = {name for name, above in bases.items() if above & BUILT_IN_ERRORS}
    errors |= {name for name, above in bases.items() if above & errors}
    silent = {
        f"{path.relative_to(ROOT)}:{node.name}": sorted(unsaid)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        if (unsaid := raised(node) & errors - words(ast.get_docstring(node)))
    }
    assert silent == {}


def raised(function: ast.FunctionDef) -> set[str]:
    """The names of the errors that a function itself raises."""
    found = [node.exc for node in ast.walk(function) if isinstance(node, ast.Raise)]
    made = [error.func if isinstance(error, ast.Call) else error for error in found]
    return {error.id for error in made if isinstance(error, ast.Name)}


def words(text: str | None) -> set[str]:
    return set(re.findall(r"\w+", text or ""))


def test_policies__stays_a_size_that_one_can_know():
    lines = [
        len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
        if path.is_relative_to(ROOT / "policies")
    ]
    assert sum(lines) <= POLICIES_MOST


def test_templates__are_narrow():
    lines = [
        (path.relative_to(ROOT), line)
        for path in TEMPLATES
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    wide = Counter(str(path) for path, line in lines if len(line) > WIDEST)
    assert wide.total() <= MOST_WIDE * len(lines), wide


@pytest.mark.parametrize(
    ("folders", "groups"),
    [(PACKAGES, []), ([*PACKAGES, "tests", "bench"], ["dev"])],
    ids=["product", "workshop"],
)
def test_requirements__name_every_package_that_is_imported(folders, groups):
    declared = {
        re.match(r"[\w-]+", line)[0].lower().replace("_", "-")
        for line in [
            *PROJECT["project"]["dependencies"],
            *(line for group in groups for line in PROJECT["dependency-groups"][group]),
        ]
    }
    owners = importlib.metadata.packages_distributions()
    missing = {}
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for module in imported(path):
            names = {name.lower().replace("_", "-") for name in owners.get(module, [])}
            if names and not names & declared:
                missing[module] = str(path.relative_to(ROOT))
    assert missing == {}


@cache
def imported(path: Path) -> set[str]:
    """The top-level names of what a module imports from outside the standard library."""
    names = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
    return {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names)
