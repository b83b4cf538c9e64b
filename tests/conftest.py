"""What every test may ask for. Browser and process fixtures are in modules of their own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache

pytest_plugins = ["tests.database"]


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


@pytest.fixture(autouse=True)
def _clean_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real policies, bills and places, where the machine has it."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real documents are not on this machine")
    return folder
