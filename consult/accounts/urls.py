"""The addresses of allauth that staff need, and no other: nobody signs up."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.urls import URLPattern, path, reverse_lazy

from consult.accounts.attempts import (
    CODE,
    MAIL,
    SIGN_IN,
    device_is_known_after,
    limited,
    typed,
    who_signs_in,
)

sign_in = limited(account.login, SIGN_IN, typed("login"))
give_code = limited(factors.authenticate, CODE, who_signs_in)
confirm = limited(account.reauthenticate, SIGN_IN, who_signs_in)
change_password = limited(account.password_change, SIGN_IN, who_signs_in)
ask_for_link = limited(account.password_reset, MAIL, typed("email"))
set_password = device_is_known_after(account.password_reset_from_key)
set_up_phone = limited(totp.activate_totp, CODE, who_signs_in)
remove_key = keys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index"))

urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/code/", give_code, name="mfa_authenticate"),
    path("sign-out/", account.logout, name="account_logout"),
    path("closed/", account.account_inactive, name="account_inactive"),
    path("confirm/", confirm, name="account_reauthenticate"),
    path("password/", change_password, name="account_change_password"),
    path("password/forgotten/", ask_for_link, name="account_reset_password"),
    path("password/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "password/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "password/new/<slug:uidb36>/<str:key>/",
        set_password,
        name="account_reset_password_from_key",
    ),
    path("second-factor/", factors.index, name="mfa_index"),
    path("second-factor/phone/", set_up_phone, name="mfa_activate_totp"),
    path("second-factor/phone/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/key/", keys.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/key/<int:pk>/remove/", remove_key, name="mfa_remove_webauthn"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/file/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
