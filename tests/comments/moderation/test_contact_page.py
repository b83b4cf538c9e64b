"""How to reach a respondent: seen by those who answer, by a button, and each look on record."""

import json
import logging

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from comments.choices import ErasedReason, MessageState, State
from comments.models import Contact, PhoneMessage, SmsAnswer
from comments.moderation.contact_page import LOOKED
from comments.register.erasing import erase
from consult.jobs.job import JobState
from reports.freeze import freeze
from reports.models import Report
from tests.consult.test_admin_access import ROLES, address, admin_patterns, allowed
from tests.factories import make_comment, make_user, sign_in

PHONE, EMAIL = "0712345987", "zuhura.wa.mfano@example.org"
LIST, INSPECT, CONTACT = (
    f"wagtailsnippets_comments_comment:{name}" for name in ("list", "inspect", "contact")
)


@pytest.fixture
def comment(policy):
    """Its respondent wants an answer; so does who sent a message by phone that waits."""
    comment = make_comment(policy, state=State.PUBLISHED)
    make_comment(policy, text="Nobody need answer this.")
    Contact.objects.create(submission=comment.submission, phone=PHONE, email=EMAIL)
    message = PhoneMessage.objects.create(
        channel="sms", external_id="1", number=PHONE, wants_answer=True, state=MessageState.WAITING
    )
    SmsAnswer.objects.create(message=message, number=PHONE, text="x", state=JobState.FAILED)
    return comment


def bodies(client, comment, role, method):
    """What our addresses that the role opens say, of the comment, its submission and the first.

    Of Wagtail's own a role opens next to none (`test_reach`): those that tell of comments.
    """
    for url in ("/admin/", "/admin/reports/site-history/"):
        yield url, getattr(client, method)(url).content
    for name, route in admin_patterns():
        if role == "Superuser" or role in allowed(name):
            for key in {1, comment.pk, comment.submission_id}:
                response = getattr(client, method)(address(route, key))
                body = b"".join(response) if response.streaming else response.content
                yield name, body


def tells(body):
    return PHONE.encode() in body or EMAIL.encode() in body


@pytest.mark.parametrize(
    ("role", "method"),
    [("Superuser", "get"), *((role, method) for role in ROLES for method in ("get", "post"))],
)
def test_admin__tells_nobody_how_to_reach_a_respondent_but_who_answers(
    client, comment, role, method, caplog
):
    caplog.set_level(logging.DEBUG)
    sign_in(client, role)
    told = {name for name, body in bodies(client, comment, role, method) if tells(body)}
    assert told == ({CONTACT} if (role, method) == ("Analysts", "post") else set())
    assert not tells(caplog.text.encode())


@pytest.mark.parametrize("role", ["Analysts", "Superuser"])
def test_contact__is_shown_by_a_button_and_the_look_is_on_record(client, comment, role):
    user = sign_in(client, role)
    page = BeautifulSoup(client.get(reverse(INSPECT, args=[comment.pk])).content, "lxml")
    button = page.find("form", action=reverse(CONTACT, args=[comment.pk]))
    response = client.post(button["action"])
    assert response.status_code == 200
    assert tells(response.content)
    assert "no-store" in response["Cache-Control"]
    [look] = ModelLogEntry.objects.filter(action=LOOKED)
    assert (look.user, look.object_id) == (user, str(comment.pk))
    assert not tells(json.dumps(look.data).encode())
    assert user.username not in response.content.decode().split("Who has looked before")[1]
    again = client.post(button["action"]).content.decode()
    assert user.username in again.split("Who has looked before")[1]


def test_contact__is_not_to_be_had_by_an_address_alone(client, comment):
    sign_in(client, "Analysts")
    assert client.get(reverse(CONTACT, args=[comment.pk])).status_code == 405
    assert not ModelLogEntry.objects.filter(action=LOOKED).exists()


@pytest.mark.parametrize("role", ["Moderators", "Clerks", "Editors", "Approvers"])
def test_contact__is_refused_to_others_who_are_not_told_that_there_is_one(client, comment, role):
    sign_in(client, role)
    assert client.post(reverse(CONTACT, args=[comment.pk])).status_code == 302
    page = client.get(reverse(INSPECT, args=[comment.pk])).content.decode()
    assert reverse(CONTACT, args=[comment.pk]) not in page
    assert not ModelLogEntry.objects.filter(action=LOOKED).exists()


def test_contact__is_not_offered_where_none_was_left_or_it_was_erased(client, comment, policy):
    sign_in(client, "Analysts")
    other = policy.comments.exclude(pk=comment.pk).get()
    erase(submission=comment.submission, reason=ErasedReason.ASKED, user=make_user("Superuser"))
    for each in (other, comment):
        page = client.get(reverse(INSPECT, args=[each.pk])).content.decode()
        assert reverse(CONTACT, args=[each.pk]) not in page
        assert client.post(reverse(CONTACT, args=[each.pk])).status_code in (302, 404)
    assert not ModelLogEntry.objects.filter(action=LOOKED).exists()


def test_list__finds_who_wants_an_answer_for_those_who_answer(client, comment, policy):
    other = policy.comments.exclude(pk=comment.pk).get()
    sign_in(client, "Analysts")
    page = client.get(reverse(LIST), {"wants_answer": "true"}).content.decode()
    assert (comment.ref in page, other.ref in page) == (True, False)
    page = client.get(reverse(LIST), {"wants_answer": "false"}).content.decode()
    assert (comment.ref in page, other.ref in page) == (False, True)
    sign_in(client, "Moderators")
    page = client.get(reverse(LIST), {"wants_answer": "true"}).content.decode()
    assert (comment.ref in page, other.ref in page) == (True, True)
    assert "wants_answer" not in page.replace("?wants_answer=true", "")


def test_report__holds_no_telephone_and_no_e_mail(comment, policy, tmp_path):
    report = Report.objects.create(
        policy=policy, edition=policy.current_edition, language="en", filters={}
    )
    made = freeze(report, tmp_path / "rows.gz", progress=lambda _done: None)
    said = json.dumps(list(made.dataset.rows()), ensure_ascii=False)
    assert comment.text in said
    assert not tells(said.encode())
