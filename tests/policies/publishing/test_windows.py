"""Windows that move, and what may not change once comments are there."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from policies.models import EditionPlan, PolicyPage, SectionPage
from policies.publishing.services import PolicyError, change_window, publish_edition
from policies.selectors import current_version_in
from tests.factories import make_policy, make_user

pytestmark = pytest.mark.django_db


def correct(section: SectionPage, text: str) -> SectionPage:
    section = SectionPage.objects.get(pk=section.pk)
    section.body = [("paragraph", f"<p>{text}</p>")]
    section.save_revision().publish()
    return SectionPage.objects.get(pk=section.pk)


def standing(edition) -> list[tuple[int, int]]:
    entries = edition.entries.filter(replaced_at=None).order_by("position")
    return list(entries.values_list("position", "version__section"))


def test_change_window__reopened_takes_in_what_was_corrected_meanwhile():
    edition = make_policy(open=False).current_edition
    before = standing(edition)
    section = correct(edition.entries.get(position=1).version.section, "Corrected once.")
    assert standing(edition) == before
    later = timezone.now() + timedelta(days=3)
    change_window(edition=edition, closes_at=later, reason="Floods", user=None)
    edition.refresh_from_db()
    assert edition.takes_comments
    assert current_version_in(section, edition) == (section.current_version, True)
    correct(section, "Corrected twice.")
    assert standing(edition) == before


def test_change_window__into_the_past_is_refused():
    edition = make_policy().current_edition
    earlier = timezone.now() - timedelta(hours=1)
    with pytest.raises(PolicyError, match="past"):
        change_window(edition=edition, closes_at=earlier, reason="Mistake", user=None)


def test_publish_edition__while_one_waits_to_open_is_refused():
    policy = make_policy()
    policy.editions.update(
        opens_at=timezone.now() + timedelta(days=1), closes_at=timezone.now() + timedelta(days=9)
    )
    with pytest.raises(PolicyError, match="yet to open"):
        publish_edition(policy=policy, plan=EditionPlan(label="Second draft"))


def test_reference__stays_once_an_edition_is_published():
    policy = PolicyPage.objects.get(pk=make_policy().pk)
    kept, policy.reference = policy.reference, "ZZZ"
    with pytest.raises(ValidationError, match="stays"):
        policy.full_clean()
    policy.reference = ""
    policy.full_clean()
    assert policy.reference == kept


def test_import_again__while_the_edition_is_open_is_warned_of_at_once(client):
    policy = make_policy()
    client.force_login(make_user("Editors"))
    url = reverse("policies_admin:reimport", args=[policy.pk])
    page = client.get(url).content.decode()
    assert "is still open for comments" in page
