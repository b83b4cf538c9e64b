"""Who has a second factor, and whether a session was opened with it."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from wagtail.log_actions import log

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""Recovery codes stand in for one of these; alone they are none."""
CODES_OPEN_S = 300.0


def has_second_factor(user: AbstractBaseUser | AnonymousUser) -> bool:
    return get_adapter().is_mfa_enabled(user, FACTORS)


def is_confirmed(request: HttpRequest) -> bool:
    """Whether this session was opened with a factor that the user still has."""
    used = {
        record.get("id")
        for record in get_authentication_records(request, request.user)
        if record["method"] == "mfa"
    }
    return Authenticator.objects.filter(user=request.user.pk, pk__in=used - {None}).exists()


def codes_shown_at(user: AbstractBaseUser | AnonymousUser) -> float | None:
    """When the user's recovery codes were first shown, in seconds since the epoch.

    0 where they were not shown yet, None where there are none.
    """
    kind = Authenticator.Type.RECOVERY_CODES
    codes = Authenticator.objects.filter(user=user.pk, type=kind).first()
    return codes.data.get("viewed_at", 0.0) if codes else None


def new_codes_are_open(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whether recovery codes may be seen without another password: not yet seen, or just now."""
    shown_at = codes_shown_at(user)
    return shown_at == 0 or (shown_at is not None and time.time() - shown_at < CODES_OPEN_S)


def confirm_new(request: HttpRequest, authenticator: Authenticator, **kwargs: Any) -> None:
    """Setting up a factor shows that one has it: the session need not be opened again."""
    record_authentication(
        request, request.user, "mfa", id=authenticator.pk, type=authenticator.type
    )


@transaction.atomic
def forget_second_factor(*, user: AbstractBaseUser) -> None:
    """For somebody who has lost phone, key and codes: a new one is set up at the next sign-in."""
    Authenticator.objects.filter(user=user.pk).delete()
    sign_out_everywhere(user=user)
    log(instance=user, action="consult.forget_second_factor")


def sign_out_everywhere(*, user: AbstractBaseUser) -> None:
    """End every session of the user. Sessions are read one by one: there is no index by user."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
