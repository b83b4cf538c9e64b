"""The addresses that gateways post to. Nothing else of the site is without a form's token.

A wrong secret is told what a closed door tells. All is answered shortly and in plain text, for
gateways show that to whoever sets them up.
"""

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from comments.channels.phone.door_keys import is_let_in
from comments.channels.phone.flows import take_flow
from comments.channels.phone.json_fields import BrokenPostError
from comments.channels.phone.kobo import take_survey
from comments.channels.phone.sms import take_sms
from comments.channels.phone.ussd import answer_call
from comments.channels.phone.wordings import answer_to
from comments.choices import Channel
from comments.models import PhoneMessage

logger = logging.getLogger(__name__)
MOST_BYTES = 64 * 1024
MOST_JSON_BYTES = 512 * 1024
LONGEST_SESSION = 100
_AWAY = "END Samahani, jaribu tena baadaye. / Sorry, please try again in a minute."
Door = Callable[..., HttpResponse]


def _plain(text: str, status: int = 200) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def door(channel: str, most_bytes: int) -> Callable[[Door], Door]:
    """A view that answers whoever is let in at the channel, and takes no more than so much."""

    def made(view: Door) -> Door:
        @csrf_exempt
        @never_cache
        @require_POST
        @wraps(view)
        def answer(request: HttpRequest, secret: str = "") -> HttpResponse:
            if not is_let_in(request, channel, secret):
                return _plain("This door is closed to you.", status=403)
            if len_of(request) > most_bytes:
                return _plain(f"More than {most_bytes} bytes.", status=413)
            return view(request)

        return answer

    return made


def len_of(request: HttpRequest) -> int:
    """Bytes that the request says it has; what goes beyond that is not read."""
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdecimal() else 0


@door(Channel.SMS, MOST_BYTES)
def sms_door(request: HttpRequest) -> HttpResponse:
    """A form with ``id``, ``text``, ``from``, ``to``, ``date``; the answer goes out as an SMS."""
    fields = {name: request.POST[name] for name in request.POST}
    if not {"id", "text", "from"} & fields.keys():
        return _plain("Post a form with id, text and from.", status=400)
    take_sms(fields)
    return _plain("Received.")


@door(Channel.USSD, MOST_BYTES)
def ussd_door(request: HttpRequest) -> HttpResponse:
    """A form with ``sessionId``, ``phoneNumber``, ``text``; the answer is the next screen."""
    session = request.POST.get("sessionId", "").strip()
    if not session or len(session) > LONGEST_SESSION or not session.isprintable():
        return _plain("END Post a form with sessionId, phoneNumber and text.", status=400)
    number, text = request.POST.get("phoneNumber", ""), request.POST.get("text", "")
    try:
        return _plain(str(answer_call(session=session, number=number, text=text)))
    except OperationalError as error:
        logger.warning("A call could not go on: %s", error)
        return _plain(_AWAY)


@door(Channel.FLOW, MOST_JSON_BYTES)
def flow_door(request: HttpRequest) -> HttpResponse:
    """JSON of a webhook step; the flow may say what it is answered."""
    try:
        message = take_flow(_json(request))
    except BrokenPostError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse(_told(message))


@door(Channel.KOBO, MOST_JSON_BYTES)
def kobo_door(request: HttpRequest) -> HttpResponse:
    """JSON of a submission."""
    try:
        messages = take_survey(_json(request))
    except BrokenPostError as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse({"views": [_told(message) for message in messages]})


def _json(request: HttpRequest) -> Mapping[str, Any]:
    """Raises `BrokenPostError`."""
    try:
        posted = json.loads(request.body)
    except (ValueError, RecursionError):
        raise BrokenPostError("Post JSON in UTF-8.") from None
    if not isinstance(posted, dict):
        raise BrokenPostError("Post JSON that is an object.")
    return posted


def _told(message: PhoneMessage) -> dict[str, Any]:
    comment = message.comment
    return {
        "received": True,
        "counted": comment is not None,
        "receipt": comment.submission.printed_receipt if comment else "",
        "number": comment.ref if comment else "",
        "answer": answer_to(message),
    }
