"""An SMS: kept first, then read, taken in, and answered by SMS."""

import hashlib
import logging
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError, transaction
from django.utils import timezone

from comments.channels.phone.arrivals import Arrived
from comments.channels.phone.services import keep_arrived, take_kept
from comments.channels.phone.sms_answers import answer_by_sms
from comments.channels.phone.sms_words import read_sms
from comments.choices import Channel, MessageState
from comments.models import PhoneMessage

logger = logging.getLogger(__name__)
LONGEST_ID = 100
PATIENCE_S = 12  # of a gateway; each try waits as long as any request does, see `consult.outages`
PAUSE_S = 0.1
LEFT_AFTER = timedelta(seconds=30)
MOST_AT_ONCE = 1000


def take_sms(fields: Mapping[str, str]) -> PhoneMessage:
    """Take in what the gateway posts: ``id``, ``text``, ``from``, ``to``, ``date`` and others.

    The same ``id`` again changes nothing and is not answered again. The gateway asks once: what
    was kept while the database was busy is read by the sweep.
    """
    text, number = fields.get("text", ""), fields.get("from", "")
    arrived = Arrived(Channel.SMS, identifier(fields), text, number=number)
    message = _kept(arrived)
    try:
        return read_kept(message)
    except OperationalError as error:
        logger.warning("Message %d waits for the sweep: %s", message.pk, error)
        return message


def read_kept(message: PhoneMessage) -> PhoneMessage:
    """Read a message, and take it in and answer it in one transaction."""
    if message.state != MessageState.ARRIVED:
        return message
    meant = read_sms(message.text)
    with transaction.atomic():
        number = message.number
        message, is_new = take_kept(message=message, meant=meant)
        if is_new:
            answer_by_sms(message=message, number=number)
    return message


def read_what_is_left() -> None:
    """Read what was kept and no more, in the order in which it came."""
    before = timezone.now() - LEFT_AFTER
    left = PhoneMessage.objects.filter(
        channel=Channel.SMS, state=MessageState.ARRIVED, received_at__lt=before
    )
    for message in left[:MOST_AT_ONCE]:
        try:
            read_kept(message)
        except Exception:
            # One that cannot be read keeps none from being read that came after it.
            logger.exception("Message %d could not be read.", message.pk)


def _kept(arrived: Arrived) -> PhoneMessage:
    """The message as it came. Raises `OperationalError` where the database stays away."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        with suppress(OperationalError):
            return keep_arrived(arrived)
        time.sleep(PAUSE_S)
    return keep_arrived(arrived)


def identifier(fields: Mapping[str, str]) -> str:
    """The gateway's own id, or where it gives none, or one of any length, a hash of the message."""
    given = fields.get("id", "").strip()
    if given and len(given) <= LONGEST_ID and given.isprintable():
        return given
    named = (f"{name}={fields.get(name, '')}" for name in ("id", "from", "to", "date", "text"))
    return "h:" + hashlib.sha256("\n".join(named).encode(errors="replace")).hexdigest()
