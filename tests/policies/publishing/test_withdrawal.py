"""A policy that is withdrawn stays readable and says so; one that is unpublished is gone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import PageLogEntry

from home.models import UpdatePage
from policies.models import EditionPlan, PolicyPage
from policies.phases import Phase
from policies.publishing.services import PolicyError, publish_edition
from policies.publishing.standard_updates import post_due
from policies.publishing.withdrawal import bring_back, hidden_with, withdraw_policy
from tests.factories import make_policy, make_user
from tests.policies.readers_sample import section, served, translated

pytestmark = pytest.mark.django_db

WHY = "The county drafts it anew."


@pytest.fixture
def water() -> PolicyPage:
    return make_policy(2, slug="water", title="Water Policy")


def fresh(policy: PolicyPage) -> PolicyPage:
    return PolicyPage.objects.get(pk=policy.pk)


def withdraw(policy: PolicyPage, **more) -> PolicyPage:
    withdraw_policy(policy=policy, reason=WHY, user=make_user(), **more)
    return fresh(policy)


def test_withdraw__closes_the_window_with_the_reason_and_leaves_an_entry(water):
    gone = withdraw(water)
    assert gone.phase == Phase.WITHDRAWN
    edition = gone.current_edition
    assert not edition.is_open
    assert not edition.takes_comments
    assert edition.window_changes.get().reason == ""
    entry = PageLogEntry.objects.get(action="policies.withdraw")
    assert entry.data == {"reason": WHY}


def test_withdraw__its_reason_stands_once_on_the_page_and_goes_with_it(water):
    withdraw(water)
    page = served("/en/policies/water/").select_one("main").get_text()
    assert page.count(WHY) == 1
    assert "The policy was withdrawn." in page
    assert "Decision on the policy" not in page
    bring_back(policy=water, user=None)
    assert WHY not in served("/en/policies/water/").get_text()


@pytest.mark.parametrize("is_open", [True, False])
def test_withdraw__is_told_by_one_update_in_both_languages(is_open):
    water = make_policy(1, is_open, slug="water", title="Water Policy")
    post_due()
    UpdatePage.objects.all().delete()
    withdraw(water, reason_sw="Kaunti inaiandika upya.")
    assert post_due() == 1
    assert post_due() == 0
    update = UpdatePage.objects.get()
    assert update.title == "Water Policy has been withdrawn"
    assert WHY in update.introduction
    assert "Kaunti inaiandika upya." in update.introduction_sw
    bring_back(policy=water, user=None)
    assert post_due() == 0


def test_withdraw__pages_stay_and_say_so_in_both_languages(water):
    translated(water, title="Sera ya Maji", slug="maji")
    withdraw(water, reason_sw="Kaunti inaiandika upya.")
    text = section(water, 1).current_version.pk
    paths = ["policies/water/", "policies/water/section-1/", "policy/water/editions/"]
    paths += [f"policy/water/editions/1/{end}" for end in ("", "text/", f"{text}/")]
    paths += [f"policy/water/history/{section(water, 1).pk}/", "policy/water/notice/"]
    for path in paths:
        english = served(f"/en/{path}").select_one(".notice-warning").get_text(" ", strip=True)
        assert "withdrawn on" in english, path
        assert WHY in english
        kiswahili = served(f"/sw/{path}").select_one(".notice-warning").get_text(" ", strip=True)
        assert "Kaunti inaiandika upya." in kiswahili
        assert WHY not in kiswahili
    assert "Withdrawn" in served("/en/policies/").select_one(".policy-card").get_text()
    txt = Client().get("/en/policy/water/editions/1/download/txt/")
    assert WHY.encode() in b"".join(txt)


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdraw__without_a_reason_is_refused(water, reason):
    with pytest.raises(PolicyError):
        withdraw_policy(policy=water, reason=reason, user=None)
    assert fresh(water).phase == Phase.OPEN


def test_withdraw__twice_or_of_a_policy_that_is_not_public_is_refused(water):
    withdraw(water)
    with pytest.raises(PolicyError):
        withdraw(water)
    other = make_policy(1)
    other.unpublish()
    with pytest.raises(PolicyError):
        withdraw(other)


def test_bring_back__leaves_the_window_closed(water):
    bring_back(policy=withdraw(water), user=None)
    assert fresh(water).phase == Phase.CLOSED
    assert fresh(water).withdrawal_reason == ""
    with pytest.raises(PolicyError):
        bring_back(policy=water, user=None)


def test_withdrawn__stays_so_whatever_text_of_the_page_is_published(water):
    earlier = water.save_revision()
    withdraw(water)
    earlier.refresh_from_db()
    earlier.publish()
    assert fresh(water).phase == Phase.WITHDRAWN
    assert fresh(water).withdrawal_reason == WHY


def test_withdrawn__takes_no_new_edition(water):
    withdraw(water)
    with pytest.raises(PolicyError, match="bring it back"):
        publish_edition(policy=fresh(water), plan=EditionPlan(label="Second"))


def test_withdrawn__window_that_was_to_open_stays_closed(water):
    now = timezone.now()
    water.editions.update(opens_at=now + timedelta(hours=1), closes_at=now + timedelta(days=3))
    gone = withdraw(fresh(water))
    assert gone.current_edition.window_changes.count() == 0
    water.editions.update(opens_at=now - timedelta(hours=1))
    assert not fresh(water).accepts_comments


def test_hidden_with__counts_what_goes_and_changes_its_mark(water):
    hidden = hidden_with(water)
    assert (hidden.sections, hidden.updates, hidden.editions) == (2, 0, ("First draft",))
    assert hidden_with(section(water, 1)).editions == ("First draft",)
    section(water, 2).unpublish()
    assert hidden_with(water).mark != hidden.mark


def test_reason__is_in_the_language_it_was_given_in(water):
    gone = withdraw(water)
    with override("sw"):
        assert gone.withdrawal == (WHY, "en")
