"""What the factories store in few statements is what Wagtail stores in many."""

import pytest
from wagtail.models import Page

from policies.models import PolicyPage, SectionPage
from tests.factories import SectionPageFactory, make_policy, make_published_policy

OF_EACH = {"id", "page_ptr", "path", "title", "draft_title", "number", "slug", "url_path", "body"}
OF_ITS_MAKING = {"translation_key", "latest_revision_created_at"}
OF_A_REVISION = {"latest_revision", "live_revision", "first_published_at", "last_published_at"}


def stored(section: SectionPage) -> dict:
    fields = {field.name for field in section._meta.concrete_fields}
    return {name: getattr(section, name) for name in fields - OF_EACH - OF_ITS_MAKING}


@pytest.mark.parametrize("make", [make_policy, make_published_policy])
def test_make_policy__tree_and_sections_are_as_wagtail_makes_them(db, make):
    policy = make(2)
    by_wagtail = SectionPageFactory(parent=policy, title="Section 3", slug="section-3")
    if make is make_published_policy:
        by_wagtail.save_revision().publish()
    one, two, three = SectionPage.objects.child_of(policy).order_by("path")
    for name in OF_A_REVISION:
        assert (getattr(two, name) is None) == (getattr(three, name) is None)
    known = {name: stored(three)[name] for name in stored(three).keys() - OF_A_REVISION}
    assert {name: stored(two)[name] for name in known} == known
    assert three.url_path == two.url_path.replace("section-2", "section-3")
    assert not any(Page.find_problems())
    assert one.current_version.text == "The county shall do Section 1."


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(make_policy)


@pytest.mark.parametrize("time", range(2))
def test_make_once__leaves_to_each_test_what_was_made(db, made, time):
    assert PolicyPage.objects.get().title == made.title
    PolicyPage.objects.update(title="Changed")
