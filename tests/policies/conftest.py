"""Who works on policies, and the policy they work on where a test asks for no other."""

import pytest

from policies.models import PolicyPage
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
