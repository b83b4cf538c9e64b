"""Receipt codes: short, unguessable, easy to read aloud, with a check character.

Twelve characters of a 31-letter alphabet without 0, 1, I, L and O, printed in fours:
``K7QP-2MXA-9TRD``. Eleven are random (54 bits), the last is a weighted sum modulo 31: as 31 is
prime, every single wrong character and every swap of two neighbours is noticed.
"""

import secrets

from django.utils.translation import gettext as _

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12


class InvalidReceipt(ValueError):
    """What was typed cannot be a receipt code; the message says why."""


def check_character(body: str) -> str:
    """The last character for the eleven in ``body``."""
    total = sum(place * ALPHABET.index(char) for place, char in enumerate(body, start=2))
    return ALPHABET[total % len(ALPHABET)]


def new_receipt() -> str:
    """A fresh code in its stored form: twelve characters without dashes."""
    body = "".join(secrets.choice(ALPHABET) for _n in range(LENGTH - 1))
    return body + check_character(body)


def printed(receipt: str) -> str:
    """The code as people see it: fours joined by dashes."""
    return "-".join(receipt[i : i + 4] for i in range(0, LENGTH, 4))


def parse_receipt(typed: str) -> str:
    """The stored form of what a person typed, in any case, with any spaces or dashes.

    Raises `InvalidReceipt` with a message that says what to look at.
    """
    code = "".join(char for char in typed.upper() if char.isalnum())
    wrong = sorted({char for char in code if char not in ALPHABET})
    if wrong:
        raise InvalidReceipt(
            _("A receipt never contains %(letters)s. Look at it once more.")
            % {"letters": ", ".join(wrong)}
        )
    if len(code) != LENGTH:
        raise InvalidReceipt(
            _("A receipt has %(length)d letters and digits; this one has %(count)d.")
            % {"length": LENGTH, "count": len(code)}
        )
    if check_character(code[:-1]) != code[-1]:
        raise InvalidReceipt(
            _("One of the characters is wrong, or two are swapped. Look at the code once more.")
        )
    return code
