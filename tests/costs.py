"""What tests cost: seconds of the processor, which others on the machine do not change.

Fixtures of a module or a session count to the test that asked for them first, and a process to the
test in which it ended.
"""

import os
from collections import Counter
from collections.abc import Iterator

import pytest

MANY = 1_000
"""A run of fewer tests is of one part, and ends without figures."""
DEAREST = 20

_spent = 0.0


def _now() -> float:
    """Of this process and of those that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol() -> Iterator[object]:
    global _spent
    _spent = _now()
    return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[pytest.TestReport]:
    """Asked for after each of a test's three phases; what a report holds reaches the summary."""
    global _spent
    report = yield
    before, _spent = _spent, _now()
    report.cpu_s = _spent - before
    return report


def summed(reports: list[pytest.TestReport]) -> Counter[str]:
    """The cost of every test, over its phases."""
    costs: Counter[str] = Counter()
    for report in reports:
        costs[report.nodeid] += report.cpu_s
    return costs


def told(costs: Counter[str]) -> list[str]:
    """The whole, and the dearest tests."""
    lines = [f"processor: {costs.total():.0f} s for {len(costs)} tests; the dearest:"]
    return lines + [f"{cost:7.1f} s  {test}" for test, cost in costs.most_common(DEAREST)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [each for kind in terminalreporter.stats.values() for each in kind]
    costs = summed([each for each in reports if hasattr(each, "cpu_s")])
    if len(costs) >= MANY:
        for line in told(costs):
            terminalreporter.write_line(line)
