"""What clerks do with messages that found no section, and trying the doors out."""

from datetime import timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail.users.models import UserProfile

from comments.channels.phone.services import set_aside
from comments.choices import SetAsideReason
from comments.models import Comment, Ledger, PhoneMessage, SmsAnswer
from comments.register.ledger.entries import verify
from comments.tasks import sweep_phone
from policies.models import Edition
from tests.factories import make_user, sign_in

pytestmark = pytest.mark.django_db
LIST = reverse("comments_phone:messages")
TRY = reverse("comments_phone:try_out")
HOSTILE = "Maji <script>alert(1)</script> =HYPERLINK()"


@pytest.fixture
def message(sms, policy):
    sms(HOSTILE)
    return PhoneMessage.objects.get()


@pytest.fixture
def clerk(client):
    return sign_in(client, "Clerks")


def url_of(message, name="message"):
    return reverse(f"comments_phone:{name}", args=[message.pk])


def placed(chosen, **fields):
    return {
        "edition": chosen.pk,
        "section": "2",
        "stance": "oppose",
        "words": "<script>alert(1)</script> =HYPERLINK()",
        **fields,
    }


@pytest.mark.parametrize("role", ["Editors", "Moderators", "Analysts", "Approvers"])
def test_pages__are_for_clerks(client, message, role):
    client.force_login(make_user(role))
    for url in (LIST, TRY, url_of(message)):
        assert client.get(url).status_code in (302, 403)
    for url in (TRY, url_of(message), url_of(message, "set_aside")):
        assert client.post(url, {"reason": "empty"}).status_code in (302, 403)
    message.refresh_from_db()
    assert message.state == "waiting"


@pytest.mark.parametrize("language", ["en", "sw"])
def test_list__shows_what_waits_as_plain_text_and_no_number(client, clerk, message, language):
    profile = UserProfile.get_for_user(clerk)
    profile.preferred_language = language
    profile.save()
    page = client.get(LIST)
    shown = BeautifulSoup(page.content, "lxml").select_one("table.entered")
    assert HOSTILE in shown.get_text()
    assert not shown.select("script")
    assert "700000" not in page.content.decode()


def test_list__asks_as_much_of_many_as_of_few(
    client, clerk, sms, policy, django_assert_num_queries
):
    sms("Maji")
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
        asked = len(few)
    for n in range(8):
        sms(f"MAJI 99 words {n}")
    with django_assert_num_queries(asked):
        assert client.get(LIST).status_code == 200


def test_place__makes_a_comment_of_the_moment_in_which_it_came(
    client, clerk, message, edition, policy
):
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(days=1))
    assert client.get(url_of(message)).status_code == 200
    assert client.post(url_of(message), placed(edition)).status_code == 302
    comment = Comment.objects.get()
    assert comment.text == "<script>alert(1)</script> =HYPERLINK()"
    assert (comment.version.number, comment.stance, comment.state) == ("2", "oppose", "received")
    assert comment.received_at < timezone.now() - timedelta(hours=23)
    assert ModelLogEntry.objects.get(action="comments.entered").user == clerk
    message.refresh_from_db()
    assert (message.state, message.comment, message.number) == ("taken", comment, "")
    assert comment.submission.printed_receipt in SmsAnswer.objects.first().text
    assert verify(policy) == []


def test_place__after_the_window_takes_what_came_in_it(client, clerk, message, edition):
    Edition.objects.update(closes_at=timezone.now())
    assert client.post(url_of(message), placed(edition)).status_code == 302
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": "Words of the clerk."},
        {"words": ""},
        {"section": "77"},
        {"section": ""},
        {"stance": "none"},
        {"edition": ""},
    ],
)
def test_place__keeps_what_was_typed_where_something_is_wrong(
    client, clerk, message, edition, wrong
):
    response = client.post(url_of(message), placed(edition, **wrong))
    assert response.status_code == 422
    assert not Comment.objects.exists()
    message.refresh_from_db()
    assert message.state == "waiting"


def test_place__is_not_offered_what_was_not_open_when_it_came(client, clerk, message, edition):
    Edition.objects.update(closes_at=message.received_at - timedelta(seconds=1))
    assert client.post(url_of(message), placed(edition)).status_code == 422
    assert not Comment.objects.exists()


def test_place__tells_who_comes_second(client, clerk, message, edition):
    client.post(url_of(message), placed(edition))
    for again in (
        client.get(url_of(message)),
        client.post(url_of(message), placed(edition)),
        client.post(url_of(message, "set_aside"), {"reason": "empty"}),
    ):
        assert again.status_code == 302
    assert Comment.objects.count() == 1
    message.refresh_from_db()
    assert message.state == "taken"


def test_set_aside__is_logged_with_its_reason_and_keeps_the_words(client, clerk, message):
    assert client.post(url_of(message, "set_aside"), {}).status_code == 422
    client.post(url_of(message, "set_aside"), {"reason": "elsewhere"})
    message.refresh_from_db()
    assert (message.state, message.text, message.number) == ("set_aside", HOSTILE, "")
    entry = ModelLogEntry.objects.get(action="comments.message_set_aside")
    assert (entry.user, entry.data) == (clerk, {"reason": "elsewhere"})
    assert "None waits" in client.get(LIST).content.decode()


def test_send_again__wakes_a_worker_and_is_logged(
    client, clerk, message, settings, woken, django_capture_on_commit_callbacks
):
    answer = SmsAnswer.objects.get()
    again = reverse("comments_phone:send_again", args=[answer.pk])
    client.post(again)
    assert woken == []
    settings.SMS_API_KEY = settings.SMS_USERNAME = "set"
    with django_capture_on_commit_callbacks(execute=True):
        client.post(again)
    assert woken == [("comments.sms_answer", answer.pk)]
    assert ModelLogEntry.objects.filter(action="comments.answer_sent_again").count() == 1


def nothing_is_there(policy):
    size = Ledger.objects.filter(policy=policy).values_list("size", flat=True).first() or 0
    return size == 0 and not Comment.objects.exists() and not PhoneMessage.objects.exists()


def test_try_out__shows_what_would_come_of_an_sms_and_keeps_nothing(client, clerk, policy):
    page = client.post(TRY, {"sms": "MAJI 2 napinga <b>hii</b>"}).content.decode()
    assert "Receipt" in page or "Risiti" in page
    assert "napinga &lt;b&gt;hii&lt;/b&gt;" in page
    assert nothing_is_there(policy)


def test_try_out__walks_a_call_and_keeps_nothing(client, clerk, policy):
    typed = ""
    for key in ("2", "1", "2", "1", "Wells first.", "1"):
        page = client.post(TRY, {"call": "1", "typed": typed, "key": key})
        form = BeautifulSoup(page.content, "lxml").select_one("form:has([name=key])")
        typed = form.select_one("[name=typed]")["value"]
    assert "Receipt: " in page.content.decode()
    assert nothing_is_there(policy)


def test_command__shows_the_same(policy):
    out = StringIO()
    call_command("simulate_phone", "sms", "MAJI 2 I oppose this", stdout=out)
    call_command("simulate_phone", "sms", "Hello", stdout=out)
    call_command("simulate_phone", "ussd", "2", "1", "2", "1", "Wells first.", "1", stdout=out)
    said = out.getvalue()
    assert "section: 2 Section 2" in said
    assert "problem: " in said
    assert "END Received. Receipt: " in said
    assert nothing_is_there(policy)


def test_sweep__erases_the_words_of_old_messages_that_were_set_aside_and_no_others(message, clerk):
    waiting = PhoneMessage.objects.get(pk=message.pk)
    waiting.pk, waiting.external_id = None, "another"
    waiting.save()
    set_aside(message=message, reason=next(iter(SetAsideReason)), user=clerk)
    sweep_phone()
    assert PhoneMessage.objects.get(pk=message.pk).text
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(days=366))
    sweep_phone()
    message.refresh_from_db()
    assert (message.text, message.words, message.sender) == ("", "", "")
    assert message.set_aside_reason
    waiting.refresh_from_db()
    assert waiting.text
