"""SMS, through the door that gateways post to."""

import logging
import re
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from comments.channels.phone.services import keep_arrived
from comments.channels.phone.sms_words import language_of, read_sms
from comments.models import Comment, PhoneMessage, SmsAnswer, Submission
from comments.register.ledger.entries import verify
from comments.tasks import sweep_phone
from policies.models import Edition
from tests.factories import make_policy
from texts.cleaning import typed_text
from texts.section_names import is_number

pytestmark = pytest.mark.django_db
NUMBER = "+254700000123"


def test_door__makes_a_comment_of_an_sms(sms, policy):
    response = sms("Maji 3 napinga, maji ni ya wote.")
    comment = Comment.objects.get()
    assert (response.status_code, response.content) == (200, b"Received.")
    assert comment.version.number == "3"
    assert (comment.stance, comment.text) == ("oppose", "napinga, maji ni ya wote.")
    assert (comment.submission.channel, comment.submission.language) == ("sms", "sw")
    assert comment.state == "received"
    assert verify(policy) == []


@pytest.mark.parametrize(
    ("text", "section", "words"),
    [
        ("MAJI 2 Wells first.", "2", "Wells first."),
        ("maji,2,Wells first.", "2", "Wells first."),
        ("MAJI2 Wells first.", "2", "Wells first."),
        ("MAJI #2: Wells first.", "2", "Wells first."),
        ("MAJI section 2 Wells first.", "2", "Wells first."),
        ("MAJI Sehemu ya 2 - Visima.", "2", "Visima."),
        ("  MAJI\n2.\nWells\nfirst.", "2", "Wells\nfirst."),
        ("MAJI 2 3 wells, and 5*4 = 20", "2", "3 wells, and 5*4 = 20"),
        ("MAJI 2 -5 percent", "2", "-5 percent"),
        ("MAJI 2 =SUM(A1)", "2", "=SUM(A1)"),
        ("MAJI 2 <b>wells</b>", "2", "<b>wells</b>"),
    ],
)
def test_read__takes_keyword_and_section_off_and_leaves_the_words(policy, text, section, words):
    meant = read_sms(text)
    assert meant.problem == ""
    assert (meant.version.number, meant.words) == (section, words)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no_policy"),
        ("Hello", "no_policy"),
        ("WATER 2 Wells first.", "no_policy"),
        ("MAJI", "no_section"),
        ("MAJI Wells first.", "no_section"),
        ("MAJI I support wells.", "no_section"),
        ("MAJI 77 Wells first.", "no_section"),
        ("MAJI 2", "no_words"),
        ("MAJI 2 x", "no_words"),
        (f"MAJI 2 {'x' * 5001}", "too_long"),
    ],
)
def test_door__keeps_what_it_cannot_read_and_says_what_to_send(sms, policy, text, problem):
    assert sms(text).status_code == 200
    message = PhoneMessage.objects.get()
    assert (message.state, message.problem, message.text) == ("waiting", problem, text)
    assert not Comment.objects.exists()
    answer = SmsAnswer.objects.get().text
    assert answer.isascii()
    assert "MAJI" in answer


@pytest.mark.parametrize(
    ("words", "stance"),
    [
        ("I support it", "support"),
        ("Support with changes: wells", "support_with_changes"),
        ("oppose", "oppose"),
        ("Naunga mkono", "support"),
        ("naunga mkono na mabadiliko", "support_with_changes"),
        ("Napinga!", "oppose"),
        ("swali: lini?", "question"),
        ("Support for wells is missing", "question"),
        ("No fees for wells", "question"),
        ("Opposed to nothing", "question"),
    ],
)
def test_read__takes_a_stance_from_the_first_words_and_leaves_them(policy, words, stance):
    meant = read_sms(f"MAJI 1 {words}")
    assert (meant.stance, meant.words) == (stance, words)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The wells are for the people", "en"),
        ("Visima ni vya watu wa kata", "sw"),
        ("napinga", "sw"),
        ("Wells", ""),
    ],
)
def test_language__is_told_by_small_words(text, language):
    assert language_of(text) == language


def test_door__counts_the_same_id_once(sms, policy):
    for _n in range(3):
        assert sms("MAJI 3 Wells first.", id="same").status_code == 200
    sms("MAJI 3 Other words under the same id.", id="same")
    assert Comment.objects.count() == SmsAnswer.objects.count() == 1
    assert verify(policy) == []


def test_door__knows_a_message_without_an_id_by_what_it_says(sms, policy):
    for date in ("2026-11-01 10:00:00", "2026-11-01 10:00:00", "2026-11-01 10:05:00"):
        sms("MAJI 3 Wells first.", id="", date=date)
    assert PhoneMessage.objects.count() == 2


def test_door__keeps_no_number_and_logs_none(sms, policy, caplog):
    with caplog.at_level(logging.DEBUG):
        sms("MAJI 3 Wells first.")
    message = PhoneMessage.objects.get()
    assert (message.number, message.text) == ("", "")
    assert len(message.sender) == 32
    assert NUMBER not in caplog.text
    assert "700000123" not in caplog.text


def test_door__one_phone_goes_on_in_the_same_submission(sms, policy):
    sms("MAJI 1 Wells first.")
    sms("MAJI 2 And pipes.")
    sms("MAJI 2 Of another.", **{"from": "+254700000999"})
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    sms("MAJI 3 Later.")
    assert [each.comments.count() for each in Submission.objects.order_by("pk")] == [2, 1, 1]


def test_door__says_the_same_words_of_one_phone_once(sms, policy):
    sms("MAJI 1 Wells first.")
    sms("MAJI 1 Wells first.")
    assert Comment.objects.count() == 1
    assert PhoneMessage.objects.filter(comment__isnull=False).count() == 2


def test_door__holds_many_of_one_phone_for_a_moderator_and_loses_none(sms, policy):
    for n in range(32):
        sms(f"MAJI 1 Words number {n}")
    assert Comment.objects.count() == 32
    assert Comment.objects.exclude(hold_reason="").count() == 2


@pytest.mark.parametrize("is_open", [False, True])
def test_door__takes_comments_in_the_window_alone(sms, policy, is_open):
    if not is_open:
        now = timezone.now()
        Edition.objects.update(closes_at=now - timedelta(seconds=1))
    sms("MAJI 3 Wells first.")
    assert Comment.objects.exists() == is_open
    if not is_open:
        assert PhoneMessage.objects.get().problem == "closed"
        assert "does not count" in SmsAnswer.objects.get().text


def test_door__knows_no_policy_that_is_not_public(sms, policy):
    hidden = make_policy(reference="SIRI")
    hidden.live = False
    hidden.save()
    sms("SIRI 1 Wells first.")
    assert PhoneMessage.objects.get().problem == "no_policy"
    assert "SIRI" not in SmsAnswer.objects.get().text


def test_door__knows_no_section_that_was_taken_out_of_view(sms, ussd, policy):
    section = policy.get_children().get(slug="section-3").specific
    section.live = False
    section.save()
    sms("MAJI 3 Wells first.")
    assert PhoneMessage.objects.get().problem == "no_section"
    assert "Section 3" not in ussd("call", "2*1*0")


def test_prefix__of_a_shared_number_is_passed_over(sms, policy, settings):
    settings.SMS_PREFIX = "Kaunti"
    sms("KAUNTI maji 3 Wells first.")
    sms("maji 2 Wells first.")
    assert Comment.objects.count() == 2


def test_door__takes_broken_fields_as_they_come(sms, gateway, policy):
    assert sms("MAJI 3 \x00Wells\u202e \U0001f600 first.").status_code == 200
    assert sms("MAJI 3 More.", id="x" * 5000, **{"from": "y" * 500}).status_code == 200
    assert Comment.objects.count() == 2
    assert "\x00" not in Comment.objects.first().text


def test_door__takes_bytes_that_are_no_utf_8(gateway, policy):
    sent = b"id=1&from=%2B2547&text=MAJI+3+Caf\xe9+wells%FF"
    kind = "application/x-www-form-urlencoded"
    response = gateway.post("/phone/sms/a-secret-of-the-tests-alone/", sent, content_type=kind)
    assert response.status_code == 200
    assert "wells" in Comment.objects.get().text


LETTERS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Mn", "Me", "Mc", "Zl", "Zp")
    ),
    max_size=60,
)


@trying(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=LETTERS, begin=st.sampled_from(["MAJI 2 ", "maji,2,", "MAJI", "MAJI 77 ", "", "2 "]))
def test_read__loses_no_word(policy, said, begin):
    """What comes before the words is the keyword, and a number where a section was found."""
    text = typed_text(f"{begin}{said}")
    meant = read_sms(text)
    assert text.endswith(meant.words)
    before = text.removesuffix(meant.words) if meant.words else text
    named = re.sub(r"[\W_]*maji", "", before.casefold(), count=1) if meant.edition else before
    named = named.strip(" \n\t#:,;.-\u2013!?")
    assert is_number(named) if meant.version else not named


def test_door__keeps_what_it_cannot_read_now_until_the_sweep(sms, policy, monkeypatch, caplog):
    def busy(**_how):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("comments.channels.phone.sms.take_kept", busy)
        assert sms("MAJI 3 Wells first.", id="once").status_code == 200
    assert PhoneMessage.objects.get().state == "arrived"
    assert NUMBER not in caplog.text
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(seconds=31))
    for _n in range(2):
        sweep_phone()
        sms("MAJI 3 Wells first.", id="once")
    assert Comment.objects.get().text == "Wells first."
    assert SmsAnswer.objects.count() == 1


def test_door__tries_again_to_keep_a_message(sms, policy, monkeypatch):
    tries = []

    def now_and_then(arrived):
        tries.append(arrived)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return keep_arrived(arrived)

    monkeypatch.setattr("comments.channels.phone.sms.keep_arrived", now_and_then)
    assert sms("MAJI 3 Wells first.").status_code == 200
    assert Comment.objects.count() == 1
