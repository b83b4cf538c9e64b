"""What every test may ask for. The greater fixtures are in modules of their own."""

import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from celery_app import app
from consult.language.catalogues import compile_catalogues

pytest_plugins = ["tests.chromium", "tests.costs", "tests.database", "tests.worker"]


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_catalogues(settings.LOCALE_PATHS)


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


# A busy machine is not a failure.
hypothesis.settings.register_profile(
    "patient", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("patient")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)
    items[:] = _longest_files_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[object]:
    """What is there by the end stays: garbage is looked for among what the tests make alone.

    And seldom, as there is memory enough.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(20_000, 20, 20)
        gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The figures that tests have recorded (`record_property`), where there are any."""
    for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{report.location[0]}: {name}: {value}")


def _longest_files_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """Files as a whole, so that no process waits for the last one at the end.

    Those without a database stand at the head: meanwhile it is made for the others.
    """

    database = {"db", "transactional_db", "django_db"}
    costs = ({"chromium"}, {"worker_process", "spare_database", "attack"}, database)
    late = {"chromium", "spare_database", *database}

    def rank(tests: list[pytest.Item]) -> tuple[int, int]:
        used = {name for test in tests for name in test.fixturenames}
        used |= {mark.name for test in tests for mark in test.iter_markers()}
        place = next((i for i, names in enumerate(costs, 1) if used & names), 0)
        return (place if used & late else 0), -len(tests)

    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.path, []).append(item)
    return [test for tests in sorted(files.values(), key=rank) for test in tests]


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """What a request leaves behind in its process: cached answers, and its reader's language."""
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()
    translation.deactivate()


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The tasks, each with its row, for which a worker would have been woken."""
    sent: list[tuple[str, int]] = []
    monkeypatch.setattr(app, "send_task", lambda name, args, **_how: sent.append((name, *args)))
    return sent
