"""Signing in as people do, with a password and a code of the app."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.urls import reverse

from tests.factories.users import PASSWORD


def sign_in_by_password(client, user, password=PASSWORD, **extra):
    form = {"login": user.username, "password": password}
    return client.post(reverse("account_login"), form, **extra)


def code_of(secret: str, steps: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_phone(client) -> str:
    """Set up the app and say its secret."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    response = client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert response.status_code == 302, response.context["form"].errors
    client.get(response["Location"])  # the recovery codes, which are to be seen before all else
    return secret
