"""Trying the doors out: what would become of a message, and nothing is kept.

A trial runs the very code of the doors in a transaction that is rolled back. So it may name a real
consultation, as those who set it up want to see; no comment, number, ledger entry or answer of
it is ever there for anybody, and no worker is woken.
"""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from comments.channels.phone.sms import take_sms
from comments.channels.phone.ussd import UssdAnswer, answer_call
from comments.channels.phone.wordings import answer_to


@dataclass(frozen=True)
class TriedSms:
    """What a message would have become; ``problem`` is empty where it would be a comment."""

    problem: str
    section: str
    stance: str
    words: str
    answer: str


@dataclass(frozen=True)
class TriedScreen:
    """One screen of a call, with the key that led to it; the first has none."""

    key: str
    answer: UssdAnswer


@contextmanager
def nothing_kept() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def try_sms(text: str) -> TriedSms:
    """What would become of an SMS."""
    with nothing_kept():
        message = take_sms({"id": f"trial-{uuid.uuid4()}", "text": text})
        comment = message.comment
        return TriedSms(
            problem=message.get_problem_display() if message.problem else "",
            section=comment.version.heading if comment else "",
            stance=comment.stance_name if comment else "",
            words=comment.text if comment else "",
            answer=answer_to(message, is_first=True),
        )


def try_call(keys: Sequence[str]) -> list[TriedScreen]:
    """The screens of a call in which these are typed one after the other, up to its end."""
    session, screens = f"trial-{uuid.uuid4()}", []
    with nothing_kept():
        for count in range(len(keys) + 1):
            text = "*".join(keys[:count])
            answer = answer_call(session=session, number="", text=text)
            screens.append(TriedScreen(keys[count - 1] if count else "", answer))
            if answer.ends:
                break
    return screens
