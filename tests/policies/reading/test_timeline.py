"""The way of a policy from draft to outcome."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from policies.phases import phase_of
from policies.reading.timeline import NOW, TimelineStep, timeline_of


def policy_at(*, opens: int, closes: int, answered: bool = False, outcome: str = ""):
    """A policy whose window opens and closes so many days from now."""
    now = timezone.now()
    edition = SimpleNamespace(
        published_at=now - timedelta(days=30),
        opens_at=now + timedelta(days=opens),
        closes_at=now + timedelta(days=closes),
        answered_at=now if answered else None,
    )
    policy = SimpleNamespace(current_edition=edition, public_editions=[edition], withdrawn_at=now)
    policy.canonical, policy.phase = policy, phase_of(outcome=outcome, edition=edition)
    return policy


@pytest.mark.parametrize(
    ("policy", "states"),
    [
        (policy_at(opens=1, closes=9), ["done", "", ""]),
        (policy_at(opens=-1, closes=9), ["done", "now", ""]),
        (policy_at(opens=-9, closes=-1), ["done", "done", "now"]),
        (policy_at(opens=-9, closes=-1, answered=True), ["done"] * 3 + ["now"]),
        (
            policy_at(opens=-9, closes=-1, answered=True, outcome="adopted"),
            ["done"] * 4 + ["now"],
        ),
        (policy_at(opens=-9, closes=-1, outcome="adopted"), ["done"] * 3 + ["now"]),
        (policy_at(opens=-9, closes=-1, outcome="withdrawn"), ["done"] * 3 + ["now"]),
        (
            policy_at(opens=-9, closes=-1, answered=True, outcome="withdrawn"),
            ["done"] * 4 + ["now"],
        ),
        (policy_at(opens=1, closes=9, outcome="withdrawn"), ["done", "now"]),
    ],
    ids=[
        "upcoming",
        "open",
        "closed",
        "answered",
        "adopted",
        "adopted without answers",
        "withdrawn",
        "withdrawn after the answers",
        "withdrawn before it opened",
    ],
)
def test_timeline_of__marks_what_is_done_and_where_the_policy_is_now(policy, states):
    assert [step.state for step in timeline_of(policy)] == states


def test_timeline_of__says_when_a_policy_was_withdrawn():
    policy = policy_at(opens=-9, closes=-1, outcome="withdrawn")
    assert timeline_of(policy)[-1].at == policy.withdrawn_at


def test_timeline_of__names_the_phase_before_the_first_edition():
    phase = phase_of(outcome="", edition=None)
    (step,) = timeline_of(SimpleNamespace(current_edition=None, phase=phase))
    assert step == TimelineStep(phase.label, NOW)
