"""No pattern runs away: each meets texts made of what it looks for, over and over."""

import inspect
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType

import pytest

from tests.growth.test_growth import FIRST, MOST, TRIES, growth, pumped, seconds

pytestmark = pytest.mark.attack
HOUSE = ("texts", "comments", "consult", "home", "policies", "analysis", "reports")
SUSPICIOUS_S = 0.002
"""What a first look costs at the most where nothing needs to be measured."""
FOLLOWED_BY = ("", " ", "a", "1 ", ". ")
MOST_PIECES = 12
BOUNDED = {"texts.outline.inserted._ANNOUNCED": 300, "texts.readers.text_reader._ENTRY_END": 40}
"""Characters that a pattern is ever given, where that is less than a line."""

STEPPED = {"texts.readers.kinds._TOO_MANY_ATTRIBUTES"}
"""Looks at some 20,000 signs after each tag and no further, and tags are counted before."""


def patterns() -> dict[str, tuple[ModuleType, re.Pattern[str]]]:
    """The compiled patterns of every module, with the module that made them."""
    return {
        f"{module.__name__}.{name}": (module, value)
        for module in modules()
        for name, value in named_values(module)
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str)
    }


def modules() -> Iterator[ModuleType]:
    for package in HOUSE:
        for each in walk_packages(import_module(package).__path__, f"{package}."):
            if ".migrations" not in each.name:
                yield import_module(each.name)


def named_values(module: ModuleType) -> Iterator[tuple[str, object]]:
    """The values of a module, and those in its lists of pairs, each with the list's name."""
    for name, value in vars(module).items():
        yield name, value
        if isinstance(value, list | tuple):
            for number, each in enumerate(value):
                if isinstance(each, tuple) and each:
                    yield f"{name}.{number}.{name}", each[-1]


def eater(name: str, module: ModuleType, pattern: re.Pattern[str]) -> Callable[[str], object]:
    """Looks for the pattern as its module does: at the beginning alone, or everywhere."""
    source = Path(inspect.getfile(module)).read_text()
    methods = set(re.findall(rf"\b{name.rpartition('.')[2]}\.(\w+)\(", source))
    at_begin = methods and methods <= {"match", "fullmatch"}
    look: Callable[[str], object] = pattern.match if at_begin else pattern.findall
    most = BOUNDED.get(name)
    return lambda text: look(f"{text[:most]}\x01")


def pumps(pattern: re.Pattern[str]) -> list[str]:
    """Words and signs that stand in a pattern, each with what may come between them."""
    pieces = re.findall(r"[A-Za-z]{3,}|[^\w\s\\|?]", pattern.pattern)
    kept = ["a", *dict.fromkeys(pieces)][:MOST_PIECES]
    return [f"{piece}{after}" for piece in kept for after in FOLLOWED_BY]


def grows(
    look: Callable[[str], object], pump: str, at_least: float = SUSPICIOUS_S, tries: int = TRIES
) -> bool:
    return seconds(look, pumped(pump, FIRST)) > at_least and growth(look, pump, tries) > MOST


def test_patterns__cost_in_step_with_the_text():
    found = patterns()
    assert len(found) > 150
    runaway = {
        name: pump
        for name, (module, pattern) in found.items()
        for pump in pumps(pattern)
        if name not in STEPPED and grows(eater(name, module, pattern), pump)
    }
    assert runaway == {}


def test_pumps__find_a_pattern_that_runs_away():
    pattern = re.compile(r"word\b[^.]*[:-]\W*$")
    assert any(grows(pattern.findall, pump, at_least=0.0, tries=1) for pump in pumps(pattern))
