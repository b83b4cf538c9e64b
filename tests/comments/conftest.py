"""What tests of comments ask for; a file with other needs has fixtures of its own."""

import pytest

from policies.models import Edition, PolicyPage
from tests.factories import make_policy


@pytest.fixture
def policy(db) -> PolicyPage:
    return make_policy(tags=("Youth",))


@pytest.fixture
def edition(policy) -> Edition:
    return policy.current_edition
