"""The command that fills a policy with made-up comments."""

import pytest
from django.core.management import CommandError, call_command

from comments.models import Comment
from comments.register.ledger.entries import verify
from sample.management.commands.demo import Command as Demo
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
def test_synthesize__after_the_window_all_came_within_it(capsys):
    edition = make_policy(open=False).current_edition
    call_command("synthesize", edition.policy.slug, comments=50)
    assert len(texts()) >= 45
    assert Comment.objects.latest("received_at").received_at < edition.closes_at


@pytest.mark.django_db
def test_demo__takes_comments_of_ones_own_whenever_they_were_made(tmp_path):
    policy, views = tmp_path / "springs.md", tmp_path / "views.csv"
    policy.write_text("# Springs Policy\n\n## 1 Aim\n\nEvery spring has a keeper.\n")
    views.write_text("section,text,received_at\n1,Good words,2019-05-04\n")
    Demo().load_own({"policy": policy, "comments": views})
    assert Comment.objects.get().received_at.year == 2019


@pytest.mark.django_db
def test_synthesize__without_such_a_policy_says_so():
    with pytest.raises(CommandError, match="no policy"):
        call_command("synthesize", "nowhere", comments=1)
