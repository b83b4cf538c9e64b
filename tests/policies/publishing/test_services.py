"""Texts on record, editions, windows."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from policies.models import Edition, EditionPlan, SectionPage
from policies.models.versions import ImmutableError
from policies.publishing.services import PolicyError, change_window, publish_edition, record_version
from tests.factories import (
    PolicyPageFactory,
    SectionPageFactory,
    make_policy,
    make_published_policy,
)


def edit(section: SectionPage, text: str) -> None:
    section = SectionPage.objects.get(pk=section.pk)
    section.body = [("paragraph", f"<p>{text}</p>")]
    section.save_revision().publish()


def section_of(policy, place: int = 0) -> SectionPage:
    return SectionPage.objects.descendant_of(policy).order_by("path")[place]


def test_record_version__unchanged_text_makes_none(db):
    section = section_of(make_policy(1))
    assert record_version(section) is None
    assert section.versions.count() == 1


def test_record_version__new_number_makes_one_of_the_same_section(db):
    section = section_of(make_published_policy(1))
    section.number = "1A"
    section.save_revision().publish()
    first, second = section.versions.all()
    assert (first.number, second.number) == ("1", "1A")
    assert first.section_key == second.section_key


def test_record_version__correction_while_open_takes_the_place_in_the_edition(db):
    policy = make_published_policy(2)
    section = section_of(policy)
    edit(section, "Corrected.")
    entries = policy.editions.get().entries
    old, new = section.versions.all()
    assert entries.get(version=old).replaced_at is not None
    assert entries.get(version=new).replaced_at is None
    assert entries.get(version=new).position == entries.get(version=old).position
    assert entries.count() == 3


def test_record_version__after_the_window_waits_for_the_next_edition(db):
    policy = make_published_policy(1, open=False)
    edit(section_of(policy), "After.")
    assert policy.editions.get().entries.count() == 1
    publish_edition(policy=policy, plan=EditionPlan(label="Second"))
    entry = policy.editions.get(number=2).entries.get()
    assert entry.version.text == "After."


def test_version__never_changes(db):
    version = section_of(make_policy(1)).current_version
    version.text = "Forged."
    with pytest.raises(ImmutableError):
        version.save()
    with pytest.raises(ImmutableError):
        type(version).objects.update(text="Forged.")


def test_publish_edition__orders_sections_as_the_pages_are(db):
    policy = PolicyPageFactory()
    part = SectionPageFactory(parent=policy, number="I", slug="i")
    SectionPageFactory(parent=part, number="1", slug="1")
    SectionPageFactory(parent=policy, number="II", slug="ii")
    for page in SectionPage.objects.descendant_of(policy):
        page.save_revision().publish()
    edition = publish_edition(policy=policy, plan=EditionPlan(label="First"))
    entries = edition.entries.select_related("version").order_by("position")
    assert [(e.version.number, e.level) for e in entries] == [("I", 1), ("1", 2), ("II", 1)]


@pytest.mark.parametrize(
    ("opens", "closes"), [(None, 1), (2, 1)], ids=["no opening", "closes before it opens"]
)
def test_publish_edition__impossible_window_changes_nothing(db, opens, closes):
    policy = make_published_policy(1, open=False)
    section = section_of(policy)
    section.title = "Waiting"
    section.save_revision()
    now = timezone.now()
    with pytest.raises(ValidationError):
        publish_edition(
            policy=policy,
            plan=EditionPlan(
                label="Second",
                opens_at=opens and now + timedelta(days=opens),
                closes_at=now + timedelta(days=closes),
            ),
        )
    section.refresh_from_db()
    assert section.title == "Section 1"
    assert policy.editions.count() == 1


def test_publish_edition__without_sections_is_refused(db):
    with pytest.raises(PolicyError, match="no published section"):
        publish_edition(policy=PolicyPageFactory(), plan=EditionPlan(label="First"))


def test_change_window__without_reason_is_refused(db):
    edition = make_policy(1).editions.get()
    with pytest.raises(PolicyError, match="reason"):
        change_window(edition=edition, closes_at=timezone.now(), reason="  ", user=None)
    assert not edition.window_changes.exists()


def test_change_window__keeps_every_change(db):
    edition = make_policy(1).editions.get()
    first = edition.closes_at
    for days in (20, 30):
        later = timezone.now() + timedelta(days=days)
        change_window(edition=edition, closes_at=later, reason="Floods.", user=None)
    one, two = edition.window_changes.all()
    assert one.closes_at_before == first
    assert two.closes_at_before == one.closes_at_after
    assert Edition.objects.get().closes_at == two.closes_at_after
