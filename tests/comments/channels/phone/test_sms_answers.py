"""Answers by SMS, handed over to a gateway that stands on this machine."""

import http.server
import json
import threading
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.utils import timezone

from comments.channels.phone.services import forget_numbers
from comments.channels.phone.sms_answers import work_on_answer
from comments.models import Comment, PhoneMessage, SmsAnswer
from comments.tasks import sweep_phone
from policies.models import Edition

pytestmark = pytest.mark.django_db
NUMBER = "+254700000123"


class AnsweringGateway(http.server.BaseHTTPRequestHandler):
    """Says what its server is told to say, and keeps what it was given."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.given.append((self.path, self.headers["apikey"], parse_qs(body)))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.said)

    def log_message(self, *_args):
        """Nothing on the screen."""


def accepted(code=101):
    return json.dumps({"SMSMessageData": {"Recipients": [{"statusCode": code}]}}).encode()


@pytest.fixture
def sms_gateway(settings):
    server = http.server.HTTPServer(("127.0.0.1", 0), AnsweringGateway)
    server.given, server.status, server.said = [], 201, accepted()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.SMS_API_URL = f"http://127.0.0.1:{server.server_port}/version1/messaging"
    settings.SMS_API_KEY, settings.SMS_USERNAME, settings.SMS_SENDER = "key", "maoni", "22334"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def answer(sms, policy):
    """The answer to a message: made while sending is set up, if it is."""

    def made(text="MAJI 3 I oppose this.") -> SmsAnswer:
        sms(text)
        return SmsAnswer.objects.first()

    return made


def test_answer__is_sent_by_a_worker_and_its_number_is_erased(sms_gateway, answer, woken):
    row = answer()
    assert (row.state, sms_gateway.given) == ("queued", [])
    assert work_on_answer(row.pk)
    [(path, key, fields)] = sms_gateway.given
    assert (path, key) == ("/version1/messaging", "key")
    assert fields == {
        "username": ["maoni"],
        "to": [NUMBER],
        "message": [row.text],
        "from": ["22334"],
    }
    row.refresh_from_db()
    assert (row.state, row.number) == ("done", "")
    assert not work_on_answer(row.pk)


def test_answer__wakes_a_worker_once_the_message_is_kept(
    sms_gateway, answer, woken, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        row = answer()
        assert woken == []
    assert woken == [("comments.sms_answer", row.pk)]


@pytest.mark.parametrize(
    ("status", "said"),
    [(401, b"no"), (201, accepted(403)), (201, b"{}"), (201, b"<html>"), (201, b'{"a": [1]}')],
)
def test_answer__that_is_refused_is_told_to_staff_and_not_tried_again(
    sms_gateway, answer, status, said
):
    sms_gateway.status, sms_gateway.said = status, said
    row = answer()
    work_on_answer(row.pk)
    row.refresh_from_db()
    assert (row.state, row.number) == ("failed", NUMBER)
    assert row.failure
    assert len(sms_gateway.given) == 1


def test_answer__is_tried_again_while_the_gateway_is_away(sms_gateway, answer):
    row = answer()
    sms_gateway.status = 503
    work_on_answer(row.pk)
    row.refresh_from_db()
    assert row.state == "queued"
    sms_gateway.status = 201
    work_on_answer(row.pk)
    row.refresh_from_db()
    assert row.state == "done"


def test_answer__without_a_key_is_kept_as_not_sent(answer):
    row = answer()
    assert (row.state, row.failure) == ("failed", "Sending SMS is not set up.")
    assert Comment.objects.get().submission.printed_receipt in row.text


def test_answer__says_once_where_the_privacy_notice_is(answer, sms):
    assert "localhost:8000/privacy" in answer().text
    assert "privacy" not in answer("MAJI 2 More.").text


@pytest.mark.parametrize(
    "text", ["MAJI 3 napinga", "MAJI 3 I oppose", "MAJI", "?", "MAJI 3", "X 1"]
)
def test_answer__is_one_sms_in_each_language(answer, settings, text):
    settings.PUBLIC_URL = "https://ushiriki-wa-umma.kakamega.example.org"
    settings.PRIVACY_URL = f"{settings.PUBLIC_URL}/privacy/"
    said = answer(text).text
    assert all(len(each) <= 160 for each in said.split("\n"))


def test_answer__names_what_is_open(answer):
    assert "Open now: MAJI." in answer("Hello to the people").text
    Edition.objects.update(closes_at=timezone.now())
    assert "No consultation is open now." in answer("Hello to the others").text


def test_sweep__wakes_what_was_lost_and_forgets_old_numbers(sms_gateway, answer, sms, woken):
    row = answer()
    sms("Hello")
    woken.clear()
    sweep_phone()
    assert ("comments.sms_answer", row.pk) in woken
    assert PhoneMessage.objects.exclude(number="").count() == 1
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(days=31))
    sweep_phone()
    assert not PhoneMessage.objects.exclude(number="").exists()


def test_numbers__of_unsent_answers_are_forgotten(answer):
    row = answer()
    assert forget_numbers(timedelta(days=30)) == 0
    SmsAnswer.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert forget_numbers(timedelta(days=30)) == 1
    row.refresh_from_db()
    assert row.number == ""
