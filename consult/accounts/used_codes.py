"""A code of the app opens once: the database remembers which was the last.

allauth remembers that in the cache, and refuses every code while there is none.
"""

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.db import transaction

LAST_STEP = "last_step"


@transaction.atomic
def take_code(totp: auth.TOTP, code: str) -> bool:
    """Whether a right code is later than the last one that was taken; it is the last from now."""
    stored = Authenticator.objects.select_for_update().get(pk=totp.instance.pk)
    step = _step_of(decrypt(stored.data["secret"]), code)
    if step <= stored.data.get(LAST_STEP, 0):
        return False
    stored.data[LAST_STEP] = totp.instance.data[LAST_STEP] = step
    stored.save(update_fields=["data"])
    return True


def _step_of(secret: str, code: str) -> int:
    """The half minute that the code is for; 0 where it is for none about now."""
    for step in auth.yield_hotp_counters_from_time():
        shown = auth.format_hotp_value(auth.hotp_value(secret, step))
        if compare_user_code(actual=code, expected=shown):
            return step
    return 0


def connect() -> None:
    auth.TOTP._mark_code_used = take_code
