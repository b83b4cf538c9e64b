"""A device that agreed with a comment is known again by a signed cookie, and by nothing else.

The cookie is set when somebody first agrees, and not before.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "maoni_device"
SECONDS = 365 * 24 * 60 * 60
LONGEST = 200  # characters of a cookie of ours; of another's, more may come


def device_of(request: HttpRequest) -> str:
    """The device's name as it was set here; empty where it has none."""
    if len(request.COOKIES.get(COOKIE, "")) > LONGEST:
        return ""
    try:
        return str(request.get_signed_cookie(COOKIE, salt=COOKIE, max_age=SECONDS))
    except (KeyError, signing.BadSignature):
        return ""


def new_device() -> str:
    return secrets.token_hex(16)


def sealed(device: str) -> str:
    """What is kept of the device's name."""
    return salted_hmac(COOKIE, device, algorithm="sha256").hexdigest()


def remember_device(response: HttpResponse, device: str) -> None:
    response.set_signed_cookie(
        COOKIE,
        device,
        salt=COOKIE,
        max_age=SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
