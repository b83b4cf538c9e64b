"""Who works on policies, and the policy they work on where a test asks for no other."""

import pytest

from policies import jobs
from policies.imports import review
from policies.models import PolicyPage
from policies.staff import edition_views
from tests.factories import sign_in
from tests.policies.readers_sample import make_two_editions


@pytest.fixture
def editor(client, db):
    """An editor, signed in with ``client``."""
    return sign_in(client, "Editors")


@pytest.fixture
def policy(db) -> PolicyPage:
    """A policy whose text changed between its two editions: see `make_two_editions`."""
    return make_two_editions()


@pytest.fixture
def woken(monkeypatch) -> list[tuple[str, int]]:
    """The tasks, each with its row, for which a worker would have been woken from the admin."""
    sent: list[tuple[str, int]] = []
    for module in (review, edition_views, jobs):
        monkeypatch.setattr(module, "wake", lambda task, pk: sent.append((task, pk)))
    return sent
