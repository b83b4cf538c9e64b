"""The phase of a consultation, derived from its times at the minute."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from policies.models import PolicyPage
from policies.phases import Phase, phase_of
from policies.selectors import listed_policies
from tests.factories import make_policy
from tests.policies.readers_sample import next_edition

OPENS = datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=10)
MINUTE = timedelta(minutes=1)


@dataclass
class Window:
    opens_at: datetime | None = OPENS
    closes_at: datetime | None = CLOSES
    answered_at: datetime | None = None


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (OPENS - MINUTE, Phase.UPCOMING),
        (OPENS, Phase.OPEN),
        (CLOSES - MINUTE, Phase.OPEN),
        (CLOSES, Phase.CLOSED),
        (CLOSES + MINUTE, Phase.CLOSED),
    ],
)
def test_phase_of__changes_at_the_minute(now, phase):
    assert phase_of(outcome="", edition=Window(), now=now) == phase


@pytest.mark.parametrize(
    ("outcome", "edition", "phase"),
    [
        ("", None, Phase.PREPARING),
        ("", Window(opens_at=None, closes_at=None), Phase.PREPARING),
        ("", Window(closes_at=None), Phase.OPEN),
        ("", Window(answered_at=CLOSES), Phase.ANSWERED),
        ("adopted", Window(), Phase.ADOPTED),
        ("withdrawn", None, Phase.WITHDRAWN),
        ("adopted", Window(answered_at=CLOSES), Phase.ADOPTED),
    ],
)
def test_phase_of__follows_outcome_then_answers_then_times(outcome, edition, phase):
    assert phase_of(outcome=outcome, edition=edition, now=OPENS + MINUTE) == phase


def test_policy__phase_needs_nothing_to_run_when_the_window_closes(db, monkeypatch):
    policy = make_policy(1)
    closes_at = policy.current_edition.closes_at
    assert policy.accepts_comments
    monkeypatch.setattr("django.utils.timezone.now", lambda: closes_at)
    after = PolicyPage.objects.get(pk=policy.pk)
    assert after.phase == Phase.CLOSED
    assert not after.accepts_comments
    assert not after.current_edition.is_open


def test_policy__edition_that_was_never_open_leaves_the_consultation_where_it_stood(db):
    policy = make_policy(1, open=False)
    consulted = policy.current_edition
    next_edition(policy, "Final", opens_at=None, closes_at=None)
    policy = PolicyPage.objects.get(pk=policy.pk)
    assert policy.current_edition.label == "Final"
    assert policy.phase == Phase.CLOSED
    consulted.answered_at = consulted.closes_at
    consulted.save()
    assert PolicyPage.objects.get(pk=policy.pk).phase == Phase.ANSWERED
    [listed] = listed_policies(policy.get_parent().specific)
    assert (listed.current_edition.label, listed.phase) == ("Final", Phase.ANSWERED)
