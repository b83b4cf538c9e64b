"""What an editor decided of an outline, from the last form to the worker."""

import io

import pytest

from policies.imports.import_job import work_on_import
from policies.imports.import_plan import ImportPlan, NewPolicy
from policies.imports.review import keep_typed, request_pages, start_import
from policies.models import PolicyImport, PolicyPage, SectionPage
from policies.publishing.services import PolicyError
from tests.factories import make_user

pytestmark = pytest.mark.django_db
PLAN = ImportPlan(policy=NewPolicy(title="Illustrative Water Policy"))


@pytest.fixture
def reviewed() -> PolicyImport:
    text = b"# Water\n\n## 1. Wells\n\nThe county shall dig.\n"
    row = start_import(file=io.BytesIO(text), file_name="w.md", size=len(text), user=None)
    work_on_import(row.pk)
    row.refresh_from_db()
    return row


def test_request_pages__makes_them_of_the_revision_that_was_planned(reviewed):
    request_pages(row=reviewed, revision=1, plan=PLAN, user=None)
    later = {**reviewed.newest_outline.data, "sections": []}
    reviewed.outlines.create(revision=2, data=later)
    work_on_import(reviewed.pk)
    assert SectionPage.objects.get().title == "Wells"


def test_request_pages__are_owned_by_who_asked_for_them(reviewed):
    editor = make_user("Editors")
    request_pages(row=reviewed, revision=1, plan=PLAN, user=editor)
    work_on_import(reviewed.pk)
    assert PolicyPage.objects.get().owner == editor


def test_keep_typed__stays_apart_from_what_was_decided(reviewed):
    keep_typed(row=reviewed, typed={"title": ["As typed"]})
    request_pages(row=reviewed, revision=1, plan=PLAN, user=None)
    reviewed.refresh_from_db()
    assert reviewed.typed == {"title": ["As typed"]}
    assert ImportPlan.from_json(reviewed.plan) == PLAN


def test_request_pages__of_a_section_that_is_too_long_says_so_before_any_is_made(reviewed):
    outline = reviewed.outline()
    outline.sections[0].blocks *= 2_100
    reviewed.outlines.create(revision=2, data=outline.to_dict())
    with pytest.raises(PolicyError, match="“1 Wells” is too long"):
        request_pages(row=reviewed, revision=2, plan=PLAN, user=None)
    reviewed.refresh_from_db()
    assert reviewed.stage == PolicyImport.Stage.REVIEW
