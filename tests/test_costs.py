"""A run says what its tests cost, and which of them cost most."""

from types import SimpleNamespace

from tests.costs import DEAREST, summed, told


def report(test: str, cpu_s: float) -> SimpleNamespace:
    return SimpleNamespace(nodeid=test, cpu_s=cpu_s)


def test_costs__are_summed_over_the_phases_of_a_test():
    costs = summed([report("a", 0.5), report("b", 1), report("a", 2)])
    assert costs == {"a": 2.5, "b": 1}


def test_costs__the_dearest_come_first_and_no_more_than_a_page_of_them():
    costs = summed([report(f"test {n}", n) for n in range(1, 31)])
    lines = told(costs)
    assert lines[0].startswith("processor: 465 s for 30 tests")
    assert lines[1].split() == ["30.0", "s", "test", "30"]
    assert len(lines) == 1 + DEAREST
