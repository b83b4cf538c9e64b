"""Telephone numbers: kept as keyed hashes, shown by their end alone."""

import hmac

from django.conf import settings

LONGEST = 20
SHOWN = 3


def sender_hash(number: str) -> str:
    """32 hex digits that are the same for the same number; empty for none.

    Numbers are few enough to be tried one by one: without the key nobody can.
    """
    digits = "".join(sign for sign in number if sign.isdecimal())
    if not digits:
        return ""
    return hmac.new(settings.PHONE_KEY.encode(), digits.encode(), "sha256").hexdigest()[:32]


def masked(number: str) -> str:
    """``+254700000123`` → ``…123``."""
    return f"…{number[-SHOWN:]}" if number else ""
