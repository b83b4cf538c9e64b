"""A form's stamp: what tells it from every other, and when it was given out.

It is signed, and its nonce has 128 random bits, so nobody can guess another's: whoever sends a
form with its stamp once more is the one who was given it.
"""

import math
import secrets
import time
from typing import NamedTuple

from django.core import signing
from django.http import HttpRequest

STAMP = signing.Signer(salt="comments.form")


class InvalidStamp(ValueError):
    """A stamp that was not given out here."""


class StampRead(NamedTuple):
    nonce: str  # 32 hex digits
    age_s: float


def new_stamp(age_s: float = 0, nonce: str = "") -> str:
    """A stamp of a form that was opened at least ``age_s`` seconds ago; of a new one, or again."""
    started = math.floor((time.time() - age_s) * 10) / 10
    return STAMP.sign(f"{nonce or secrets.token_hex(16)}-{started}")


def stamp_for(_request: HttpRequest) -> str:
    """That of a new form, for whoever asks for one."""
    return new_stamp()


def read_stamp(stamp: str) -> StampRead:
    """Raises `InvalidStamp`."""
    try:
        nonce, started = STAMP.unsign(stamp).split("-")
        return StampRead(nonce, time.time() - float(started))
    except (signing.BadSignature, ValueError):
        raise InvalidStamp from None
