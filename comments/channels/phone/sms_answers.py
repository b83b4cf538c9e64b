"""Answers by SMS: rows that a worker hands to the gateway, never the request itself.

A worker that dies between handing over and saying so sends an answer twice: it says the same.
"""

import http.client
import json
from datetime import timedelta
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from comments.channels.phone.numbers import LONGEST
from comments.channels.phone.wordings import answer_to
from comments.models import PhoneMessage, SmsAnswer
from consult.jobs.job import JobState
from consult.jobs.wake import wake_on_commit
from consult.jobs.work import work_on
from texts.kept_words import kept
from texts.kept_words import remark as _

TIMEOUT_S = 15
MOST_BYTES = 64 * 1024
ACCEPTED = range(100, 103)
UNFORESEEN = gettext_lazy("The gateway could not be reached.")


class NotSentError(Exception):
    """The gateway did not take an answer, and would not take it again."""


def is_on() -> bool:
    """Whether answers can be sent from here."""
    return bool(settings.SMS_API_KEY and settings.SMS_USERNAME)


def answer_by_sms(*, message: PhoneMessage, number: str) -> SmsAnswer | None:
    """Have a message answered once this transaction stands; None where there is no number.

    Where nothing can be sent from here, the answer is kept as one that was not.
    """
    if not number:
        return None
    before = PhoneMessage.objects.filter(sender=message.sender, pk__lt=message.pk)
    text = answer_to(message, is_first=not before.exists())
    answer = SmsAnswer(message=message, number=number[:LONGEST], text=text)
    if not is_on():
        answer.state, answer.finished_at = JobState.FAILED, timezone.now()
        answer.error = kept(_("Sending SMS is not set up."))
    answer.save()
    if is_on():
        wake_on_commit(SmsAnswer.task, answer.pk)
    return answer


def work_on_answer(answer_id: int) -> bool:
    """Hand an answer over. Returns False where there is nothing to claim."""
    rows = SmsAnswer.objects.filter(pk=answer_id)
    return work_on(rows, _send, explain=_explained, unforeseen=UNFORESEEN)


def forget_old_numbers(older_than: timedelta) -> int:
    """Erase numbers and words of answers that were not sent for so long; how many."""
    old = SmsAnswer.objects.finished().filter(created_at__lt=timezone.now() - older_than)
    return old.exclude(number="", text="").update(number="", text="")


def _explained(error: Exception) -> str | None:
    return kept(error.args[0]) if isinstance(error, NotSentError) else None


def _send(answer: SmsAnswer) -> None:
    """Raises `NotSentError`, and `OSError` where the gateway is away."""
    if not answer.number:
        raise NotSentError(_("The number was erased meanwhile."))
    if not is_on():
        raise NotSentError(_("Sending SMS is not set up."))
    _check_accepted(_posted(answer))
    with transaction.atomic():
        answer.finish(number="", text="")


def _posted(answer: SmsAnswer) -> bytes:
    """What the gateway says. Raises `NotSentError` where it refuses."""
    fields = {"username": settings.SMS_USERNAME, "to": answer.number, "message": answer.text}
    if settings.SMS_SENDER:
        fields["from"] = settings.SMS_SENDER
    request = Request(  # noqa: S310 the address is the owner's
        settings.SMS_API_URL,
        data=urlencode(fields).encode(),
        headers={"apikey": settings.SMS_API_KEY, "Accept": "application/json"},
    )
    try:
        with urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
            return response.read(MOST_BYTES)
    except HTTPError as error:
        error.close()
        if error.code < http.client.INTERNAL_SERVER_ERROR:
            raise NotSentError(_("The gateway refused it (%(code)s).", code=error.code)) from None
        raise OSError(f"The gateway answered {error.code}.") from None
    except URLError as error:
        raise OSError(str(error.reason)) from None


def _check_accepted(said: bytes) -> None:
    """Raises `NotSentError` where the gateway names another state than accepted."""
    try:
        [recipient] = json.loads(said)["SMSMessageData"]["Recipients"]
        code = int(recipient["statusCode"])
    except (ValueError, KeyError, TypeError):
        raise NotSentError(_("The gateway's answer cannot be read.")) from None
    if code not in ACCEPTED:
        raise NotSentError(_("The gateway refused it (%(code)s).", code=code))
