"""Staff are signed in only while their session is young and a second factor has opened it.

Anybody else is a stranger to every page, of the admin or not: what is not known to be allowed
is refused without any view having to ask. Only the pages where a second factor is set up see
who has signed in with a password alone.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.auth import permission_denied

from consult.accounts.reach import ADMIN, is_out_of_reach
from consult.accounts.sealing import SealBroken
from consult.accounts.second_factor import codes_shown_at, has_second_factor, is_confirmed
from consult.sent_forms import TOKEN, sign_in_again

logger = logging.getLogger(__name__)
SET_UP_VIEWS = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
SIGN_IN_VIEWS = {"account_login", "wagtailadmin_login"}
NO_WORDS = {*SIGN_IN_VIEWS, "wagtailadmin_logout"}
SIGNED_IN_AT, SEEN_AT = "staff_signed_in_at", "staff_seen_at"
SEEN_EVERY_S = 60.0  # a session is a row: it is not written at each request


class StaffGateMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _judge(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        half = getattr(request, "half_signed_in", None)
        name = request.resolver_match.url_name if request.resolver_match else ""
        if half is None:
            if _sends_as_a_stranger(request, name):
                return sign_in_again(request)
            if name in SIGN_IN_VIEWS and _has_no_work(request):
                raise PermissionDenied  # the admin would send them here again
            if is_out_of_reach(request, view):
                return permission_denied(request)
            return redirect("mfa_view_recovery_codes") if _owes_a_look(request) else None
        if name in SET_UP_VIEWS:
            request.user = half
        return redirect("mfa_index") if name in SIGN_IN_VIEWS else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say what to do where a second factor cannot be read, whoever met it."""
        if not isinstance(error, SealBroken):
            return None
        logger.error("A second factor was sealed with another SECRET_KEY than those of now.")
        return render(request, "account/seal_broken.html", status=500)


def _owes_a_look(request: HttpRequest) -> bool:
    """Whether somebody opens a page of the admin who has not seen their recovery codes.

    What a page fetches does not count: it would take the codes for shown, and nobody saw them.
    """
    is_home = request.path == reverse("wagtailadmin_home")
    is_page = is_home or request.headers.get("Sec-Fetch-Dest") == "document"
    opens = is_page and request.method == "GET" and request.path.startswith(ADMIN)
    return opens and settings.SECOND_FACTOR and codes_shown_at(request.user) == 0


def _sends_as_a_stranger(request: HttpRequest, name: str | None) -> bool:
    """Whether a form of the admin is sent by somebody who has been signed out meanwhile."""
    is_page = request.headers.get("Sec-Fetch-Dest", "document") == "document"
    is_page &= not {"HX-Request", "X-Requested-With"} & set(request.headers)
    is_form = is_page and request.path.startswith(ADMIN) and set(request.POST) - {TOKEN}
    return bool(is_form) and name not in NO_WORDS and request.user.is_anonymous


def _has_no_work(request: HttpRequest) -> bool:
    """Whether somebody is signed in who has no role."""
    user = request.user
    return user.is_authenticated and not user.has_perm("wagtailadmin.access_admin")


def _judge(request: HttpRequest) -> None:
    """Take who asks for a stranger unless the session is young and confirmed."""
    if _is_over(request):
        logout(request)
        messages.info(request, _("You were signed out after a while. Please sign in again."))
    elif settings.SECOND_FACTOR and not is_confirmed(request):
        if has_second_factor(request.user):
            logout(request)
        else:
            request.half_signed_in = request.user  # type: ignore[attr-defined]
            request.user = AnonymousUser()


def _is_over(request: HttpRequest) -> bool:
    """Whether the session is too old or was left idle; else remember that it was used."""
    now = time.time()
    session = request.session
    began = session.setdefault(SIGNED_IN_AT, now)
    seen = session.setdefault(SEEN_AT, now)
    if now - seen > SEEN_EVERY_S:
        session[SEEN_AT] = now
    is_idle = now - seen > settings.STAFF_IDLE_MINUTES * 60
    return is_idle or now - began > settings.STAFF_SESSION_HOURS * 3600
