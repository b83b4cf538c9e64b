"""USSD calls, screen by screen, through the door that gateways post to."""

import itertools
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from comments.channels.phone.ussd import answer_call
from comments.models import Comment, PhoneMessage
from comments.register.ledger.entries import verify
from policies.models import Edition
from tests.factories import make_policy
from texts.cleaning import typed_text

pytestmark = pytest.mark.django_db
BEFORE_WORDS = "2*1*3*3"
_sessions = itertools.count()


def walk(ussd, *keys, session="call"):
    """The screens of a call, the first before any key."""
    return [ussd(session, "*".join(keys[:n])) for n in range(len(keys) + 1)]


def test_call__leads_to_a_comment_and_its_receipt(ussd, policy):
    screens = walk(ussd, "2", "1", "3", "3", "Pipes first.", "1")
    comment = Comment.objects.get()
    assert all(each.startswith("CON ") for each in screens[:-1])
    assert screens[-1].startswith("END ")
    assert comment.submission.printed_receipt in screens[-1]
    assert "privacy" in screens[0]
    assert (comment.version.number, comment.stance, comment.text) == ("3", "oppose", "Pipes first.")
    assert (comment.submission.channel, comment.submission.language) == ("ussd", "en")
    assert verify(policy) == []


def test_call__is_answered_again_with_the_same_receipt(ussd, policy):
    screens = walk(ussd, "2", "1", "3", "3", "Pipes first.", "1")
    assert ussd("call", f"{BEFORE_WORDS}*Pipes first.*1") == screens[-1]
    assert ussd("call", f"{BEFORE_WORDS}*Pipes first.") == screens[-1]
    assert Comment.objects.count() == 1


def test_call__that_breaks_off_has_lost_nothing(ussd, policy):
    walk(ussd, "2", "1", "3", "3", "Pipes first.")
    message = PhoneMessage.objects.get()
    assert (message.state, message.text, message.version.number) == ("unsent", "Pipes first.", "3")
    assert not PhoneMessage.objects.waiting().exists()
    PhoneMessage.objects.update(received_at=timezone.now() - timedelta(minutes=11))
    assert PhoneMessage.objects.waiting().exists()
    assert not Comment.objects.exists()


def test_call__that_is_cancelled_leaves_no_words(ussd, policy):
    screens = walk(ussd, "2", "1", "3", "3", "Pipes first.", "2")
    assert screens[-1].startswith("END Nothing")
    assert ussd("call", f"{BEFORE_WORDS}*Pipes first.") == screens[-1]
    assert PhoneMessage.objects.get().text == ""
    assert not Comment.objects.exists()


def test_call__a_wrong_key_leaves_one_where_one_was(ussd, policy):
    keys = ["9", "", "2", "77", "x", "1", "99", "nothing", "3", "5", "3", "ok", "Pipes.", "7", "1"]
    screens = walk(ussd, *keys)
    assert all(each.startswith("CON ") for each in screens[:-1])
    assert Comment.objects.get().text == "ok*Pipes."


def test_call__turns_pages(ussd, policy):
    for n in range(5):
        make_policy(reference=f"SERA{n}", sections=6)
    first, second, again = (ussd("call", text) for text in ("2", "2*0", "2*0*0"))
    assert first == again != second
    assert "5. " in second
    sections = ussd("call", "2*5*0*0")
    assert "5. 5 Section 5" in sections
    ussd("call", "2*5*0*0*5*1*Pipes first.")
    assert PhoneMessage.objects.get().version.number == "5"


def test_call__without_an_open_consultation_ends(ussd, policy):
    Edition.objects.update(closes_at=timezone.now() - timedelta(days=1))
    assert ussd("call", "").startswith("END ")


@pytest.mark.parametrize("at", [3, 5])
def test_call__during_which_the_window_closes_keeps_the_words(ussd, policy, at):
    keys = ["2", "1", "3", "3", "Pipes first.", "1"]
    walk(ussd, *keys[:at])
    Edition.objects.update(closes_at=timezone.now() - timedelta(seconds=1))
    assert ussd("call", "*".join(keys[:5])).startswith("END " if at == 3 else "CON ")
    assert ussd("call", "*".join(keys)).startswith("END MAJI takes no comments now.")
    message = PhoneMessage.objects.get()
    assert (message.state, message.problem, message.words) == ("waiting", "closed", "Pipes first.")
    assert not Comment.objects.exists()


def test_call__keeps_its_place_in_the_list_while_another_window_closes(ussd, policy):
    other = make_policy(reference="PILI")
    Edition.objects.filter(policy=policy).update(closes_at=timezone.now() - timedelta(seconds=1))
    walk(ussd, "2", "2", "1", "1", "Pipes first.", "1")
    assert Comment.objects.get().policy == other


def test_call__knows_nothing_that_is_not_public(ussd, policy):
    hidden = make_policy(reference="SIRI", title="Illustrative secret")
    hidden.live = False
    hidden.save()
    assert "secret" not in ussd("call", "2")


def test_door__refuses_a_call_without_a_session(gateway):
    response = gateway.post("/phone/ussd/a-secret-of-the-tests-alone/", {"text": "1"})
    assert (response.status_code, response.content[:4]) == (400, b"END ")


WORDS = st.text(
    st.one_of(st.sampled_from("*0123 "), st.characters(codec="utf-8")), min_size=1, max_size=80
)


def are_enough(words):
    return len(typed_text(words)) > 2


@trying(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, again=st.integers(1, 3))
def test_call__takes_any_words_to_the_letter(policy, words, again):
    """Stars and digits in them too, however often a screen is asked for."""
    session, before = f"any-{next(_sessions)}", Comment.objects.count()
    texts = [f"{BEFORE_WORDS}*{words}", f"{BEFORE_WORDS}*{words}*1"]
    answers = [
        answer_call(session=session, number="", text=text) for text in texts for _n in range(again)
    ]
    assert all(len(str(each)) <= 160 for each in answers)
    if not are_enough(words):
        return
    comment = Comment.objects.get(external_id=f"ussd:{session}")
    assert comment.text == typed_text(words)
    assert Comment.objects.count() == before + 1
    assert comment.submission.printed_receipt in answers[-1].text


@trying(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    order=st.permutations(range(4)), words=WORDS.filter(lambda words: len(typed_text(words)) > 2)
)
def test_call__comes_to_the_same_in_any_order(policy, order, words):
    session = f"order-{next(_sessions)}"
    texts = ["2*1", BEFORE_WORDS, f"{BEFORE_WORDS}*{words}", f"{BEFORE_WORDS}*{words}*1"]
    for at in order:
        answer_call(session=session, number="", text=texts[at])
    assert Comment.objects.get(external_id=f"ussd:{session}").text == typed_text(words)


KEY = st.one_of(st.sampled_from(["0", "1", "2", "3", "4", "9", ""]), st.sampled_from("x#é"))
KEYS = st.lists(KEY, max_size=9)


@trying(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(keys=KEYS, language=st.sampled_from("12"), long=st.booleans())
def test_screens__fit_whatever_is_typed_and_however_long_titles_are(policy, keys, language, long):
    policy.title = "\u201cLong\u201d title \u2013 of a policy \u2026 " * 8 if long else "Short"
    policy.save()
    answer = answer_call(
        session=f"fit-{next(_sessions)}", number="", text="*".join([language, *keys])
    )
    assert len(str(answer)) <= 160
    assert not set("\u201c\u201d\u2013\u2026") & set(answer.text)
