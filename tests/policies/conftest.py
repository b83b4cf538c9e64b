"""Who works on policies, and the policy they work on where a test asks for no other."""

from collections.abc import Callable, Mapping

import pytest

from consult.jobs import file_reading
from policies.models import PolicyPage
from tests.factories import sign_in
from tests.policies.readers_sample import make_two_editions
from texts import apart


@pytest.fixture
def editor(client, db):
    """An editor, signed in with ``client``."""
    return sign_in(client, "Editors")


@pytest.fixture(scope="module")
def made() -> PolicyPage | None:
    """What `policy` is in a module that makes its own once, for all its tests (`make_once`)."""
    return None


@pytest.fixture
def policy(db, made) -> PolicyPage:
    """That; else one whose text changed between its two editions: see `make_two_editions`."""
    return PolicyPage.objects.get(pk=made.pk) if made else make_two_editions()


@pytest.fixture(autouse=True)
def _files_are_read_here(monkeypatch):
    """A process to read each file is most of what such a test takes.

    That it is one, and ends, `tests/consult/jobs/test_file_reading.py` and the workers show.
    """
    run_apart = apart.run

    def run(module: str, order: Mapping, *how, on_wait: Callable | None = None) -> None:
        if module != file_reading.__name__:
            return run_apart(module, order, *how, on_wait=on_wait)
        if on_wait:
            on_wait()
        return file_reading.carry_out(order)

    monkeypatch.setattr(apart, "run", run)
