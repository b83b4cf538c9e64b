"""What tests of comments ask for; a file with other needs has fixtures of its own."""

import pytest

from policies.models import Edition, PolicyPage
from tests.factories import make_policy


@pytest.fixture(scope="module")
def made(make_once) -> PolicyPage:
    """What `policy` is in all tests of a module; a module says so that has another."""
    return make_once(lambda: make_policy(tags=("Youth",)))


@pytest.fixture
def policy(db, made) -> PolicyPage:
    return PolicyPage.objects.get(pk=made.pk)


@pytest.fixture
def edition(policy) -> Edition:
    return policy.current_edition
