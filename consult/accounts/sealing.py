"""What second factors are made from is sealed in the database, with a key made from SECRET_KEY.

Who reads the database alone, or a copy of it, can make no codes. What was sealed with a key that is
now among SECRET_KEY_FALLBACKS can still be opened; `seal_anew` takes it over to the present key.
"""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

SALT = "consult.accounts.sealing"
SEALED_FIELDS = ("secret", "seed")
"""Of an authenticator's data: of the app on the phone, and of the recovery codes."""


class SealBroken(Exception):
    """What is in the database was sealed with a key that the site no longer has."""


def seal(text: str) -> str:
    return _sealer().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises `SealBroken`."""
    try:
        return _sealer().decrypt(sealed).decode()
    except InvalidToken as error:
        raise SealBroken from error


def seal_anew(sealed: str) -> str:
    """The same, sealed with the present key. Raises `SealBroken`."""
    return seal(unseal(sealed))


def is_open(data: dict[str, Any]) -> bool:
    """Whether all that is sealed in an authenticator's data can be opened."""
    try:
        for name in SEALED_FIELDS:
            if name in data:
                unseal(data[name])
    except SealBroken:
        return False
    return True


@transaction.atomic
def change_seals(authenticators: Any, change: Callable[[str], str]) -> int:
    """Put ``change`` of it in the place of each sealed part; returns of how many authenticators."""
    changed = 0
    for authenticator in authenticators.objects.select_for_update().order_by("pk"):
        data = authenticator.data
        parts = {name: change(data[name]) for name in SEALED_FIELDS if name in data}
        if parts:
            authenticator.data = {**data, **parts}
            authenticator.save(update_fields=["data"])
            changed += 1
    return changed


def _sealer() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived(key)) for key in keys])


def _derived(key: str) -> bytes:
    digest = salted_hmac(SALT, "", secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest)
