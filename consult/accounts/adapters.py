"""What the house says and does where allauth asks: its words, its addresses, its QR code."""

from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consult.accounts.sealing import seal, unseal
from consult.accounts.second_factor import has_second_factor, new_codes_are_open

WRONG = _("The name or the password is not right.")
NEWS_OF_SESSIONS = "account/messages/password_changed.txt"
"""The one message of allauth that a page of ours does not say already."""
CODES_VIEWS = {"mfa_view_recovery_codes", "mfa_download_recovery_codes"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "incorrect_password": _("The password is not right."),
        "enter_current_password": _("The present password is not right."),
        "account_inactive": _("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not for the first second factor: until it is set up the session can do nothing else.

        Nor for the recovery codes that come with it: setting up ends with them.
        """
        request = context.request
        if request.resolver_match and request.resolver_match.url_name in CODES_VIEWS:
            return not new_codes_are_open(request.user)
        return has_second_factor(request.user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uidb36, _dash, token = key.partition("-")
        return password_link(uidb36, token)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("wagtailadmin_account")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def format_email_subject(self, subject: str) -> str:
        return subject

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message
        if message_template == NEWS_OF_SESSIONS:
            said = _said_of_password(request)
        if said:
            messages.add_message(request, level, said, extra_tags=extra_tags)

    def set_password(self, user: User, password: str) -> None:
        """Remembers for the message whether there was a password before."""
        context.request.is_first_password = not user.has_usable_password()
        super().set_password(user, password)


def _said_of_password(request: HttpRequest) -> str:
    """What follows from it; of the first password nothing does."""
    if request.user.is_authenticated:
        return gettext("Your password is changed. You are signed out everywhere else.")
    if getattr(request, "is_first_password", False):
        return ""
    return gettext("Wherever you were signed in, you are signed out.")


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. A new one appears each half minute."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, as a key knows it: one for all hosts below that of PUBLIC_URL."""
        public = urlsplit(settings.PUBLIC_URL).hostname or ""
        asked = urlsplit(f"//{context.request.get_host()}").hostname or ""
        is_below = asked == public or asked.endswith(f".{public}")
        return {"id": public if is_below else asked, "name": settings.WAGTAIL_SITE_NAME}

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 (allauth's name)
    ) -> str:
        number = Authenticator.objects.filter(user=user.pk, type=type).count() + 1
        return gettext("Key %(number)d") % {"number": number}

    def build_totp_svg(self, url: str) -> str:
        picture = BytesIO()
        segno.make(url, error="m", micro=False).save(picture, kind="svg", scale=5, border=4)
        return picture.getvalue().decode()


def password_link(uidb36: str, token: str) -> str:
    """The address, for a mail, at which somebody sets a password."""
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": uidb36, "key": token})
    return f"{settings.PUBLIC_URL}{path}"
