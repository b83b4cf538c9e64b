"""A policy whose comments are shown as they come: every door, and what each says of it."""

from datetime import UTC, timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comments.channels.phone.flows import take_flow
from comments.channels.phone.kobo import take_survey
from comments.channels.phone.services import place
from comments.channels.phone.ussd import answer_call
from comments.channels.stamps import new_stamp
from comments.choices import FirstShown, HoldReason, State
from comments.models import Comment, ModerationRule
from comments.register.first_state import QUICK_S
from comments.register.ledger.entries import verify
from reports.freeze import freeze
from reports.models import Report
from tests.comments.attachments.sent import PDF
from tests.comments.channels.phone.test_flows_and_surveys import run
from tests.comments.channels.web.test_edit_views import edit_url
from tests.comments.channels.web.test_views import filled, further, section_of, url_of
from tests.factories import make_comment, make_policy, make_user

pytestmark = pytest.mark.django_db
SECRET = "a-secret-of-the-tests-alone"


@pytest.fixture(scope="module")
def made(make_once):
    return make_once(lambda: make_policy(reference="MAJI", tags=("Youth",)))


@pytest.fixture
def rule(policy):
    since = timezone.now() - timedelta(hours=1)
    return ModerationRule.objects.create(policy=policy, shown=FirstShown.AT_ONCE, since=since)


@pytest.fixture
def section(policy):
    return section_of(policy, 1)


def only():
    comment = Comment.objects.get()
    return comment.state, comment.as_it_came, comment.hold_reason


SHOWN = (State.PUBLISHED, True, "")
WAITS = (State.RECEIVED, False, "")


def page_of(client, url):
    return client.get(url).content.decode()


def test_form__is_taken_in_and_shown_at_once(client, rule, section):
    assert "Your comment is shown at once" in page_of(client, url_of(section))
    receipt = client.post(url_of(section), filled(section, text="Wells before roads."))
    assert only() == SHOWN
    assert "It is shown in public now, and counts." in page_of(client, receipt["Location"])
    assert "Wells before roads." in page_of(Client(), section.url)


def test_form__without_the_rule_says_and_does_as_ever(client, section):
    assert "A moderator reads your comment first" in page_of(client, url_of(section))
    receipt = client.post(url_of(section), filled(section, text="Wells before roads."))
    assert only() == WAITS
    assert "A moderator will read it before" in page_of(client, receipt["Location"])
    assert "Wells before roads." not in page_of(Client(), section.url)


def test_form__opened_before_the_rule_waits_as_it_said(client, rule, section):
    client.post(url_of(section), filled(section, stamp=new_stamp(2 * 60 * 60)))
    assert only() == WAITS


def test_form__opened_under_a_rule_that_is_gone_waits(client, rule, section):
    ModerationRule.objects.update(shown=FirstShown.READ)
    client.post(url_of(section), filled(section))
    assert only() == WAITS


def test_form__with_a_file_or_in_a_moment_is_held(client, rule, section, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    file = SimpleUploadedFile("views.pdf", PDF)
    client.post(url_of(section), filled(section, attachments=[file]))
    assert only() == (State.RECEIVED, False, HoldReason.FILE)
    quick = further(section, text="Sent in a moment.", stamp=new_stamp(QUICK_S - 1))
    client.post(url_of(section), quick)
    assert Comment.objects.get(number=2).hold_reason == HoldReason.QUICK


def test_preview__says_when_it_will_stand_so(client, rule, section):
    page = client.post(url_of(section), filled(section, preview="yes")).content.decode()
    assert "as soon as you send it" in page
    rule.shown = FirstShown.READ
    rule.save()
    page = client.post(url_of(section), filled(section, preview="yes")).content.decode()
    assert "once a moderator has read it" in page


def test_edit__says_what_becomes_of_new_words_and_does_it(client, rule, policy):
    comment = make_comment(policy, state=State.PUBLISHED)
    page = BeautifulSoup(client.get(edit_url(comment)).content, "html.parser")
    assert "your new words stand there at once" in page.text
    hidden = {each["name"]: each["value"] for each in page.select("#edit [type=hidden]")}
    said = {"stance": "oppose", "text": "Words that I mean.", **hidden}
    preview = client.post(edit_url(comment), said | {"preview": "yes"}).content
    assert "your new words stand there at once" in preview.decode()
    sent = BeautifulSoup(preview, "html.parser").select("#edit [type=hidden]")
    client.post(edit_url(comment), {each["name"]: each["value"] for each in sent})
    assert only() == SHOWN


def test_edit__in_a_form_that_said_otherwise_waits(client, policy):
    comment = make_comment(policy, state=State.PUBLISHED)
    page = BeautifulSoup(client.get(edit_url(comment)).content, "html.parser")
    assert "a moderator reads it again first" in page.text
    hidden = {each["name"]: each["value"] for each in page.select("#edit [type=hidden]")}
    ModerationRule.objects.create(policy=policy, shown=FirstShown.AT_ONCE)
    client.post(edit_url(comment), {"stance": "oppose", "text": "Words that I mean.", **hidden})
    assert only() == WAITS


@pytest.mark.parametrize("shown", FirstShown.values)
def test_sms__follows_the_rule_and_its_answer_says_so(client, rule, settings, shown):
    settings.PHONE_SECRETS = {"sms": [SECRET]}
    ModerationRule.objects.update(shown=shown)
    sent = {"id": "1", "text": "MAJI 1 Wells first.", "from": "+254700000123", "to": "22334"}
    client.post(f"/phone/sms/{SECRET}/", sent)
    assert only() == (SHOWN if shown == "at_once" else WAITS)


@pytest.mark.parametrize("shown", FirstShown.values)
def test_ussd__asks_before_it_sends_and_says_what_became_of_it(rule, shown):
    ModerationRule.objects.update(shown=shown)
    typed = "2*1*1*3*Pipes first."
    asked = answer_call(session="a", number="+254700000123", text=typed).text
    ended = answer_call(session="a", number="+254700000123", text=f"{typed}*1").text
    at_once = shown == "at_once"
    assert only() == (SHOWN if at_once else WAITS)
    assert ("it is shown at once" in asked) == at_once
    assert ("It is shown in public now." in ended) == at_once
    assert max(len(asked), len(ended)) <= 156


def test_survey__follows_the_rule_of_the_moment_in_which_it_was_given(rule, policy):
    edition = policy.current_edition
    moments = (timezone.now() - timedelta(minutes=n) for n in (1, 90))
    for number, moment in enumerate(moments):
        view = {
            "section": f"v{edition.entries.first().version_id}",
            "stance": "oppose",
            "comment": f"Pipes first, says number {number}.",
        }
        given = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
        sent = {"_uuid": f"s-{number}", "_submission_time": given, "edition": str(edition.pk)}
        take_survey(sent | view)
    states = Comment.objects.order_by("number").values_list("state", flat=True)
    assert list(states) == [State.PUBLISHED, State.RECEIVED]


def test_flow__follows_the_rule(rule):
    take_flow(run(section="1"))
    assert only() == SHOWN


def test_message__that_a_clerk_places_waits(rule, policy):
    message = take_flow(run(section="no such section"))
    message.edition = policy.current_edition
    version = message.edition.entries.first().version
    clerk = make_user("Clerks")
    place(message=message, version=version, stance="oppose", words=message.text, user=clerk)
    assert only() == WAITS


def test_intake__waits_whatever_the_rule(client, rule, policy):
    client.force_login(make_user("Clerks"))
    sent = {
        "section": "1",
        "channel": "paper",
        "received_at": timezone.localtime().strftime("%Y-%m-%d %H:%M"),
        "language": "en",
        "stance": "oppose",
        "text": "Pipes first.",
        "stamp": new_stamp(),
    }
    client.post(reverse("comments_intake:enter", args=[policy.current_edition.pk]), sent)
    assert only() == WAITS


@pytest.mark.parametrize("shown", FirstShown.values)
def test_policy_page__says_what_happens_to_comments(client, rule, policy, shown):
    ModerationRule.objects.update(shown=shown)
    page = page_of(client, policy.url)
    at_once = shown == "at_once"
    assert ("are shown as they come" in page) == at_once
    assert ("reads each comment before it is shown" in page) != at_once


def test_report__counts_it_among_the_published(client, rule, policy, section, tmp_path):
    client.post(url_of(section), filled(section, text="Wells before roads."))
    make_comment(policy)
    edition, states = policy.current_edition, {"states": ["published"]}
    report = Report.objects.create(policy=policy, edition=edition, language="en", filters=states)
    frozen = freeze(report, tmp_path / "frozen.gz", progress=lambda _done: None).dataset
    assert [row["text"] for row in frozen.rows()] == ["Wells before roads."]
    assert verify(policy) == []
