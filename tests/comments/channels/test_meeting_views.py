"""Views given in a meeting, from the clerk's form to the meeting's page."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from comments.choices import State
from comments.models import Comment
from comments.register.services import withdraw
from home.models import MeetingPage
from tests.comments.channels.test_entered import enter, soup
from tests.factories import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(policy):
    page = MeetingPage(
        title="Baraza la Mfano",
        venue="Hall",
        starts_at=timezone.now() - timedelta(days=2),
        women=40,
        men=0,
    )
    return policy.add_child(instance=page)


def test_enter__a_meeting_is_kept_for_the_next_respondent(client, edition, meeting):
    sign_in(client, "Clerks")
    comment, onward = enter(client, edition, channel="meeting", meeting=meeting.pk)
    assert comment.submission.meeting.pk == meeting.pk
    chosen = soup(client, onward).select_one("select[name=meeting] option[selected]")
    assert chosen["value"] == str(meeting.pk)


def test_enter__another_policys_or_a_drafts_meeting_is_refused(client, edition, meeting):
    sign_in(client, "Clerks")
    MeetingPage.objects.update(live=False)
    form = soup(client, reverse("comments_intake:enter", args=[edition.pk]))
    assert form.select_one("select[name=meeting]") is None
    comment, _onward = enter(client, edition, channel="meeting", meeting=meeting.pk)
    assert comment.submission.meeting is None


def test_meeting__shows_who_came_and_what_was_said(client, edition, meeting):
    assert "in the register" not in client.get(meeting.url).content.decode()
    sign_in(client, "Clerks")
    first, _onward = enter(client, edition, channel="meeting", meeting=meeting.pk)
    enter(client, edition, channel="meeting", meeting=meeting.pk)
    enter(client, edition, channel="paper")
    withdraw(comment=first)
    client.logout()
    page = client.get(meeting.url).content.decode()
    assert "1 view given here is in the register." in " ".join(page.split())
    assert "1 person gave them." in page
    assert "<dt>Women</dt><dd>40</dd><dt>Men</dt><dd>0</dd>" in page
    assert "Youth" not in page
    assert Comment.objects.exclude(state=State.WITHDRAWN).count() == 2


def test_meeting__is_shown_in_kiswahili(client, meeting):
    assert client.get(meeting.url.replace("/en/", "/sw/")).status_code == 200
