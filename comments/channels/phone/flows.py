"""Flows of RapidPro and TextIt: a "Call Webhook" step posts the results of one run.

``{contact: {uuid, name, urn}, flow: {uuid, name}, results: {key: {value, category}}}``. Results
that are read: ``policy``, ``section``, ``comment``, and, where the flow asks, ``stance``,
``language``, ``name``, ``organisation``, ``ward``, ``answer`` and ``id``.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from comments.channels.phone.arrivals import Arrived, Meant
from comments.channels.phone.json_fields import (
    BrokenPostError,
    language_named,
    line_of,
    stance_named,
    text_of,
    ward_named,
)
from comments.channels.phone.open_editions import by_keyword, public_names
from comments.channels.phone.services import receive
from comments.channels.phone.sms_words import language_of, problem_of, stance_of
from comments.choices import Channel, MessageProblem
from comments.models import PhoneMessage
from texts.cleaning import typed_text

# Without an id of its own, a run that says the same within this time is one sent again.
SAME_WITHIN = timedelta(hours=1)
YES = {"yes", "y", "1", "true", "ndiyo", "ndio"}


def take_flow(posted: Mapping[str, Any]) -> PhoneMessage:
    """Take in one run. Raises `BrokenPostError` where it has no results at all."""
    results = posted.get("results")
    if not isinstance(results, Mapping):
        raise BrokenPostError('Post JSON with "results", as a webhook step of a flow does.')
    said = {str(name).casefold(): _value(each) for name, each in results.items()}
    contact = posted.get("contact")
    contact = contact if isinstance(contact, Mapping) else {}
    message, _is_new = receive(arrived=_arrived(posted, contact, said), meant=_meant(said))
    return message


def _value(result: object) -> str:
    """What was said, and not the category that the flow has put it in."""
    return text_of(result, "value") if isinstance(result, Mapping) else ""


def _arrived(
    posted: Mapping[str, Any], contact: Mapping[str, Any], said: Mapping[str, str]
) -> Arrived:
    urn = text_of(contact, "urn")
    wants_answer = said.get("answer", "").strip().casefold() in YES
    return Arrived(
        channel=Channel.FLOW,
        external_id=_identifier(posted, contact, said),
        text=said.get("comment", ""),
        number=urn.partition("tel:")[2],
        name=line_of(said, "name", 120),
        organisation_name=line_of(said, "organisation", 160),
        ward=ward_named(said.get("ward", "")),
        wants_answer=wants_answer,
    )


def _identifier(
    posted: Mapping[str, Any], contact: Mapping[str, Any], said: Mapping[str, str]
) -> str:
    """The id that the flow gives, else who said what in which flow, and how often before."""
    flow = posted.get("flow")
    who = [text_of(contact, "uuid") or text_of(contact, "urn")]
    who.append(text_of(flow, "uuid") if isinstance(flow, Mapping) else "")
    given = said.get("id", "").strip()
    marks = [who, given or dict(said)]
    digest = hashlib.sha256(json.dumps(marks, sort_keys=True).encode()).hexdigest()
    if given:
        return digest
    since = timezone.now() - SAME_WITHIN
    told = PhoneMessage.objects.filter(channel=Channel.FLOW, external_id__startswith=digest)
    lately = told.filter(received_at__gte=since).values_list("external_id", flat=True).first()
    return lately or f"{digest}:{told.count()}"


def _meant(said: Mapping[str, str]) -> Meant:
    words = typed_text(said.get("comment", ""))
    language = language_named(said.get("language", "")) or language_of(words)
    stance = stance_named(said.get("stance", "")) or stance_of(said.get("stance", ""))[0]
    edition = by_keyword().get(said.get("policy", "").strip().upper())
    if edition is None:
        problem = MessageProblem.NO_POLICY
        return Meant(words=words, stance=stance, language=language, problem=problem)
    section = said.get("section", "").strip()
    named = public_names(edition).find(section[:200]) if section else []
    return Meant(
        edition=edition,
        version=named[0] if len(named) == 1 else None,
        stance=stance,
        words=words,
        language=language,
        problem=problem_of(edition, named, words),
    )
