import json
from datetime import timedelta

import pytest
from django.utils import timezone

from policies.models import EditionPlan

NOW = timezone.now()
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("closes_at", [None, NOW + HOUR])
def test_plan__is_the_same_after_its_way_through_json(closes_at):
    plan = EditionPlan(label="First", note_sw="Mpya", opens_at=NOW, closes_at=closes_at)
    assert EditionPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (None, None, None),
        (-HOUR, None, NOW),
        (-HOUR, HOUR, NOW),
        (HOUR, 2 * HOUR, NOW + HOUR),
        (-2 * HOUR, -HOUR, NOW - 2 * HOUR),
    ],
)
def test_opening_from__moves_only_a_window_that_would_be_open_already(opens, closes, expected):
    times = {
        name: None if shift is None else NOW + shift
        for name, shift in (("opens_at", opens), ("closes_at", closes))
    }
    assert EditionPlan(label="First", **times).opening_from(NOW).opens_at == expected
