"""What every test may ask for. The greater fixtures are in modules of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

from consult.catalogues import compile_catalogues

pytest_plugins = ["tests.chromium", "tests.database", "tests.worker"]

SEES_COMMITS = {"celery_worker_process", "live_server", "transactional_db"}


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        compile_catalogues(settings.LOCALE_PATHS)


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the content that migrations made through tests that commit, and mark browser tests.

    Such a test ends with every table emptied: without the rollback, the next test would find
    neither Wagtail's root page nor our groups.
    """
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        asked = item.get_closest_marker("django_db")
        if fixtures & SEES_COMMITS or (asked and asked.kwargs.get("transaction")):
            mark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(mark, append=False)
        if "chromium" in fixtures:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    yield
    for cache in caches.all(initialized_only=True):
        cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language active in the thread; the next test begins without."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real policies, bills and places, where the machine has it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine")
    return folder
