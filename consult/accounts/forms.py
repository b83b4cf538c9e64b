"""The forms of signing in, in the words of the house."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.utils.translation import gettext_lazy as _

PASSWORD_HELP = _("At least 8 characters. Not your name, a common word, or figures alone.")


class HouseWords(forms.Form):
    """Puts our labels and hints on a form of allauth's, and takes its placeholders away."""

    labels: dict[str, Any] = {}
    hints: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")


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


class KeyForm(HouseWords, key_forms.AddWebAuthnForm):
    labels = {"name": _("What you call this key")}
