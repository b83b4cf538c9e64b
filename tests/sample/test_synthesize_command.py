"""The command that fills a policy with made-up comments."""

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment
from comments.register.ledger.entries import verify
from tests.factories import make_policy


def texts():
    return list(Comment.objects.order_by("number").values_list("text", flat=True))


@pytest.mark.django_db
def test_synthesize__same_seed_twice_adds_nothing_more(capsys):
    policy = make_policy(sections=5, tags=("Youth",))
    call_command("synthesize", policy.slug, comments=200, seed=7)
    first = texts()
    assert len(first) >= 190  # a few of the hostile ones are refused, as they should be
    call_command("synthesize", policy.slug, comments=200, seed=7)
    assert texts() == first
    assert verify(policy) == []


@pytest.mark.django_db
def test_synthesize__moderates_shares_of_them(capsys):
    policy = make_policy(sections=2)
    call_command("synthesize", policy.slug, comments=200, moderate=True)
    states = set(Comment.objects.values_list("state", flat=True))
    assert {"received", "published", "hidden"} <= states


@pytest.mark.django_db
def test_synthesize__without_such_a_policy_says_so():
    with pytest.raises(CommandError, match="no policy"):
        call_command("synthesize", "nowhere", comments=1)
