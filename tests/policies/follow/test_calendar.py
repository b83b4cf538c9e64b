"""Calendars of deadlines and public meetings."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from home.models import MeetingPage, Ward
from policies.follow.calendars import _event
from policies.models import Edition
from policies.publishing.services import change_window
from tests.factories import make_policy

pytestmark = pytest.mark.django_db

MOMENT = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)


@pytest.fixture
def policy():
    return make_policy(1, title="Illustrative Water Policy")


def add_meeting(parent, title="Baraza in Shinyalu", **fields):
    fields = {"starts_at": MOMENT, "venue": "Social hall; room 1, Shinyalu", **fields}
    page = MeetingPage(title=title, live=False, **fields)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return MeetingPage.objects.get(pk=page.pk)


def raw(client, policy=None):
    name, args = ("policy_calendar", [policy.slug]) if policy else ("calendar", [])
    response = client.get(reverse(f"policies:{name}", args=args))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return response.content


def events(client, policy=None):
    return {str(event["UID"]): event for event in Calendar.from_ical(raw(client, policy)).events}


def test_calendar__has_the_deadline_in_utc(client, policy):
    edition = policy.current_edition
    (event,) = events(client, policy).values()
    assert policy.title in event["SUMMARY"]
    assert event["DTSTART"].dt == edition.closes_at.replace(microsecond=0)
    assert event["URL"].endswith(policy.url)
    assert event["SEQUENCE"] == 0
    assert event["DTSTART"].to_ical().endswith(b"Z")


def test_calendar__keeps_the_deadlines_uid_and_raises_its_sequence_when_it_moves(client, policy):
    (uid,) = events(client, policy)
    later = timezone.now().replace(microsecond=0) + timedelta(days=30)
    change_window(edition=policy.current_edition, closes_at=later, reason="Floods.", user=None)
    (moved,) = events(client, policy).values()
    assert moved["UID"] == uid
    assert moved["DTSTART"].dt == later
    assert moved["SEQUENCE"] == 1


def test_calendar__has_the_meetings_with_place_and_end(client, policy):
    ward = Ward.objects.select_related("sub_county").first()
    meeting = add_meeting(policy, ends_at=MOMENT + timedelta(hours=3), ward=ward)
    event = events(client, policy)[f"{meeting.translation_key}-meeting@maoni"]
    assert event["SUMMARY"] == "Baraza in Shinyalu"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (MOMENT, MOMENT + timedelta(hours=3))
    place = f"Social hall; room 1, Shinyalu, {ward.name}, {ward.sub_county.name}"
    assert event["LOCATION"] == place


def test_calendar__raises_the_sequence_of_a_meeting_that_is_published_again(client, policy):
    def event():
        return events(client, policy)[f"{meeting.translation_key}-meeting@maoni"]

    meeting = add_meeting(policy)
    assert event()["SEQUENCE"] == 0
    hour_ago = timezone.now() - timedelta(hours=1)
    MeetingPage.objects.filter(pk=meeting.pk).update(first_published_at=hour_ago)
    meeting = MeetingPage.objects.get(pk=meeting.pk)
    meeting.starts_at = MOMENT + timedelta(days=1)
    meeting.save_revision().publish()
    moved = event()
    assert moved["SEQUENCE"] >= 3600
    assert moved["DTSTART"].dt == MOMENT + timedelta(days=1)


def test_calendar__of_the_site_has_all_policies_and_the_networks_own_meetings(client, policy):
    make_policy(1)
    add_meeting(policy.get_parent().get_parent())
    assert len(events(client)) == 3
    assert len(events(client, policy)) == 1


def test_calendar__has_the_same_uids_in_every_language(client, policy):
    add_meeting(policy)
    english = set(events(client, policy))
    with translation.override("sw"):
        assert set(events(client, policy)) == english


def test_calendar__shows_nothing_that_is_not_public(client, policy):
    Edition.objects.filter(policy=make_policy(1)).update(published_at=None)
    add_meeting(policy).unpublish()
    assert len(events(client)) == 1
    policy.unpublish()
    assert events(client) == {}
    assert client.get(reverse("policies:policy_calendar", args=[policy.slug])).status_code == 404


def test_calendar__folds_long_lines_and_ends_them_as_the_standard_says(client, policy):
    add_meeting(policy, "Mkutano wa hadhara “maji” " * 9)
    content = raw(client, policy)
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75


@example("\\N and \\\\N; a, b")
@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=200))
def test_event__gives_any_text_back_and_nothing_more(text):
    calendar = Calendar()
    event = _event(
        "x", title="t", at=MOMENT, changed=MOMENT, url="/en/", text=f"<{text}\nEND:VEVENT>"
    )
    calendar.add_component(event)
    (read,) = Calendar.from_ical(calendar.to_ical()).events
    assert read["DESCRIPTION"] == f"<{text}\nEND:VEVENT>"


def test_calendar__asks_the_database_as_much_for_many_meetings(
    client, policy, django_assert_max_num_queries
):
    for number in range(10):
        add_meeting(policy, f"Baraza {number}")
    raw(client, policy)
    with django_assert_max_num_queries(15):
        assert len(events(client, policy)) == 11
