"""An SMS: kept, read, taken in, and answered by SMS in the same transaction."""

import hashlib
from collections.abc import Mapping

from django.db import transaction

from comments.channels.phone.arrivals import Arrived
from comments.channels.phone.services import receive
from comments.channels.phone.sms_answers import answer_by_sms
from comments.channels.phone.sms_words import read_sms
from comments.choices import Channel
from comments.models import PhoneMessage

LONGEST_ID = 100


@transaction.atomic
def take_sms(fields: Mapping[str, str]) -> PhoneMessage:
    """Take in what the gateway posts: ``id``, ``text``, ``from``, ``to``, ``date`` and others.

    The same ``id`` again changes nothing and is not answered again.
    """
    text, number = fields.get("text", ""), fields.get("from", "")
    arrived = Arrived(Channel.SMS, identifier(fields), text, number=number)
    message, is_new = receive(arrived=arrived, meant=read_sms(text))
    if is_new:
        answer_by_sms(message=message, number=number)
    return message


def identifier(fields: Mapping[str, str]) -> str:
    """The gateway's own id, or where it gives none, or one of any length, a hash of the message."""
    given = fields.get("id", "").strip()
    if given and len(given) <= LONGEST_ID and given.isprintable():
        return given
    named = (f"{name}={fields.get(name, '')}" for name in ("id", "from", "to", "date", "text"))
    return "h:" + hashlib.sha256("\n".join(named).encode(errors="replace")).hexdigest()
