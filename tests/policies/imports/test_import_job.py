"""What becomes of a plan; an import by real worker processes, also when one is killed."""

import io

import pytest
from wagtail.models import Page

from policies.imports.import_job import work_on_import
from policies.imports.import_plan import Continuation, ImportPlan, NewPolicy
from policies.imports.review import request_pages, start_import
from policies.models import EditionPlan, PolicyImport, PolicyPage, SectionPage
from tests.factories import make_policy
from tests.waiting import wait_until

WITHIN_S = 60
Stage = PolicyImport.Stage
PLAN = ImportPlan(
    policy=NewPolicy(title="Illustrative Water Policy"), edition=EditionPlan(label="First draft")
)


def stage(row: PolicyImport) -> str:
    row.refresh_from_db()
    return row.stage


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("of_a_policy", "plan"),
    [
        (True, PLAN),
        (True, ImportPlan()),
        (False, ImportPlan(continuation=Continuation(matches=[None]))),
        (False, ImportPlan()),
    ],
)
def test_work_on_import__refuses_a_plan_for_something_else_than_the_file_is_for(of_a_policy, plan):
    policy = make_policy()
    text = b"# Water\n\n## 1. Wells\n\nThe county shall dig.\n"
    row = start_import(
        file=io.BytesIO(text),
        file_name="w.md",
        size=len(text),
        user=None,
        target=policy if of_a_policy else None,
    )
    work_on_import(row.pk)
    row.refresh_from_db()
    request_pages(row=row, revision=1, plan=plan, user=None)
    work_on_import(row.pk)
    assert stage(row) == Stage.REVIEW
    assert "what is to become of this file" in row.error
    assert PolicyPage.objects.get() == policy


@pytest.fixture
def reviewed(celery_worker_process) -> PolicyImport:
    """An import of 120 sections that the worker has read."""
    text = "".join(f"## {n}. Section {n}\n\nThe county shall do it.\n\n" for n in range(1, 121))
    row = start_import(
        file=io.BytesIO(text.encode()), file_name="policy.md", size=len(text), user=None
    )
    wait_until(lambda: stage(row) == Stage.REVIEW, timeout_s=WITHIN_S, what="the review")
    return row


def test_worker__killed_half_way_is_followed_by_one_that_makes_it_once(
    celery_worker_process, reviewed
):
    worker = celery_worker_process
    request_pages(row=reviewed, revision=1, plan=PLAN, user=None)
    running = PolicyImport.objects.filter(pk=reviewed.pk, state="running")
    wait_until(running.exists, timeout_s=WITHIN_S, what="the pages to be on their way")
    worker.kill()

    assert not PolicyPage.objects.exists()
    assert not SectionPage.objects.exists()

    running.update(lease_until="2001-01-01T00:00Z")
    worker.start()  # looks for what the last one left
    wait_until(lambda: stage(reviewed) == Stage.MADE, timeout_s=WITHIN_S, what="the policy")
    policy = PolicyPage.objects.get()
    assert policy.editions.get().entries.count() == 120
    assert Page.find_problems() == ([], [], [], [], [])
    assert not reviewed.folder.exists()
