"""The forms of signing in, in the words of the house."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account import forms as account_forms
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import RECOVERY_CODE_DIGITS
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from consult.accounts.sealing import SealBroken, is_open

logger = logging.getLogger(__name__)
WRONG_RECOVERY_CODE = _(
    "This recovery code is not right, or it was used before: each works once. Compare it with your"
    " paper, or take the next one."
)
WRONG_KEY = _(
    "The key was not recognised. Press the button again with the key that you set up for this"
    " account."
)
PASSWORD_HELP = _("At least 8 characters. Not your name, a common word, or figures alone.")


LONGEST = 1_000
"""Characters of what is typed: more is no name or password, and SQLite compares no 50,000."""


class HouseWords(forms.Form):
    """Puts our labels and hints on a form of allauth's, and takes its placeholders away.

    What is typed has a length, which allauth leaves open.
    """

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
            if isinstance(field, forms.CharField) and not field.widget.is_hidden:
                field.validators += [] if field.max_length else [MaxLengthValidator(LONGEST)]


class SignInForm(HouseWords, account_forms.LoginForm):
    labels = {"login": _("Username or e-mail address"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class ConfirmForm(HouseWords, account_forms.ReauthenticateForm):
    labels = {"password": _("Password")}


class ForgottenPasswordForm(HouseWords, account_forms.ResetPasswordForm):
    labels = {"email": _("E-mail address")}


class NewPasswordForm(HouseWords, account_forms.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("The new password once more")}
    hints = {"password1": PASSWORD_HELP}


class ChangePasswordForm(HouseWords, account_forms.ChangePasswordForm):
    labels = {"oldpassword": _("Present password"), **NewPasswordForm.labels}
    hints = NewPasswordForm.hints


class PhoneForm(HouseWords, totp_forms.ActivateTOTPForm):
    labels = {"code": _("The six figures that the app shows")}


class CodeForm(HouseWords, factor_forms.AuthenticateForm):
    labels = {"code": _("Code")}
    hints = {"code": _("From the app on your phone, or one of your recovery codes.")}

    def clean_code(self) -> str:
        try:
            return self._tried()
        except ValidationError:
            if len(normalize_user_code(self.cleaned_data["code"])) == RECOVERY_CODE_DIGITS:
                raise ValidationError(WRONG_RECOVERY_CODE) from None
            raise

    def _tried(self) -> str:
        """The code, if it is right. Raises `SealBroken` where no second factor can be opened."""
        try:
            return super().clean_code()
        except SealBroken:
            logger.error("A second factor was sealed with another SECRET_KEY than those of now.")
            return self._tried_with_what_opens(self.cleaned_data["code"])

    def _tried_with_what_opens(self, code: str) -> str:
        factors = Authenticator.objects.filter(user=self.user)
        typed = factors.exclude(type=Authenticator.Type.WEBAUTHN)
        opened = [factor for factor in typed if is_open(factor.data)]
        if not opened:
            raise SealBroken
        for factor in opened:
            if factor.wrap().validate_code(code):
                self.authenticator = factor
                return code
        raise get_adapter().validation_error("incorrect_code")


class KeyForm(HouseWords, key_forms.AddWebAuthnForm):
    labels = {"name": _("What you call this key")}

    def clean(self) -> dict[str, Any]:
        with key_refused():
            return super().clean() or {}


class UseKeyForm(key_forms.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with key_refused():
            return super().clean_credential()


@contextmanager
def key_refused() -> Iterator[None]:
    """Says of a key what allauth says of codes and keys alike, and of what is none the same."""
    try:
        yield
    except (ValidationError, AttributeError, LookupError, TypeError, ValueError):
        raise ValidationError(WRONG_KEY) from None
