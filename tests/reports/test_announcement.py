"""How people were asked, as the report says it of its edition."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from wagtail.models import Site

from home.models import ContactSettings, MeetingMode, MeetingPage
from policies.models import Edition, PolicyPage
from policies.publishing.services import change_window
from reports.announcement import announced
from tests.factories import make_policy
from tests.policies.readers_sample import close, next_edition, translated

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def policy() -> PolicyPage:
    return make_policy(
        1,
        summary="How water is shared.",
        legal_basis="Article 174",
        responsible_body="Office of the Governor",
        views=PolicyPage.Views.BOTH,
    )


def told(policy: PolicyPage, number: int = 1, language: str = "en") -> dict:
    """What the report of the edition says now."""
    edition = Edition.objects.get(policy=policy, number=number)
    with translation.override(language):
        return announced(edition, PolicyPage.objects.get(pk=policy.pk).localized, "default")


def meet(policy: PolicyPage, title: str, starts_at) -> None:
    meeting = MeetingPage(
        title=title,
        venue=f"{title} Hall",
        starts_at=starts_at,
        mode=MeetingMode.BOTH,
        languages="Kiswahili, Luhya",
    )
    policy.add_child(instance=meeting)


def publish(policy: PolicyPage, **fields) -> None:
    page = PolicyPage.objects.get(pk=policy.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_announced__says_what_the_notice_asks(policy):
    ContactSettings.objects.create(
        site=Site.objects.get(is_default_site=True), sms_number="22123", postal_address="P.O. Box 1"
    )
    meet(policy, "Forum", timezone.now() - DAY)  # over, and told of all the same
    said = told(policy)
    assert said["subject"] == "How water is shared."
    assert said["responsible"] == "Office of the Governor"
    assert said["legal_basis"] == "Article 174"
    assert said["views"] == "in writing or by word of mouth"
    assert ("By post", "P.O. Box 1") in said["channels"]
    ((_when, where),) = said["meetings"]
    assert where == "Forum Hall; in person and online; languages: Kiswahili, Luhya"


def test_announced__is_in_the_language_of_the_report(policy):
    translated(policy, title="Sera ya Maji", summary="Jinsi maji yanavyogawanywa.")
    meet(policy, "Forum", timezone.now())
    said = told(policy, language="sw")
    assert said["subject"] == "Jinsi maji yanavyogawanywa."
    assert said["views"] == "kwa maandishi au kwa mdomo"
    assert "lugha: Kiswahili, Luhya" in said["meetings"][0][1]


def test_announced__what_was_put_right_in_the_window_counts_and_later_does_not(policy):
    publish(policy, responsible_body="Governor")
    publish(policy, responsible_body="Clerk of the County Assembly")
    assert told(policy)["responsible"] == "Clerk of the County Assembly"
    close(policy.current_edition)
    publish(policy, responsible_body="Somebody else", legal_basis="Another law")
    said = told(policy)
    assert said["responsible"] == "Clerk of the County Assembly"
    assert said["legal_basis"] == "Article 174"


def test_announced__of_a_page_without_kept_texts_is_the_page(policy):
    close(policy.current_edition)
    assert told(policy)["responsible"] == "Office of the Governor"


def test_announced__a_meeting_belongs_to_the_edition_of_its_day(policy):
    meet(policy, "Before", timezone.now() - 90 * DAY)
    meet(policy, "During", timezone.now() - DAY)
    next_edition(policy)
    meet(policy, "After", timezone.now() + DAY)
    assert ["Before" in where or "During" in where for _, where in told(policy)["meetings"]] == [
        True,
        True,
    ]
    assert [where.split()[0] for _, where in told(policy, 2)["meetings"]] == ["After"]


def test_announced__says_each_change_of_the_deadline_with_its_reason(policy):
    edition = policy.current_edition
    later = edition.closes_at + 7 * DAY
    change_window(edition=edition, closes_at=later, reason="Heavy rain", user=None)
    ((label, said),) = told(policy)["moved"]
    assert label == "Deadline extended"
    assert said.endswith(": Heavy rain")


def test_announced__is_nothing_where_nobody_was_asked(policy):
    next_edition(policy, opens_at=None, closes_at=None)
    assert told(policy, 2) is None
