import json

import pytest
from django.utils import timezone

from policies.imports.import_plan import FRONT, Continuation, ImportPlan, NewPolicy
from policies.models import EditionPlan

EDITION = EditionPlan(label="Final", opens_at=timezone.now())


@pytest.mark.parametrize(
    "plan",
    [
        ImportPlan(policy=NewPolicy(title="Water", tags=[1], themes=[2, 3])),
        ImportPlan(policy=NewPolicy(title="Water"), edition=EDITION),
        ImportPlan(
            continuation=Continuation(
                matches=[7, None], keep=[0, FRONT], replaced=[1], seen={7: 12, 8: None}
            ),
            edition=EDITION,
        ),
    ],
)
def test_plan__is_the_same_after_its_way_through_json(plan):
    assert ImportPlan.from_json(json.loads(json.dumps(plan.to_json()))) == plan
