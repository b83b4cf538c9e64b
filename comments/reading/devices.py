"""A device that agreed with a comment is known again by a signed cookie, and by nothing else.

The cookie is set when somebody first agrees, and not before.
"""

import secrets

from django.utils.crypto import salted_hmac

from consult.signed_cookies import SignedCookie

DEVICE = SignedCookie("maoni_device", seconds=365 * 24 * 60 * 60)


def new_device() -> str:
    return secrets.token_hex(16)


def sealed(device: str) -> str:
    """What is kept of the device's name."""
    return salted_hmac(DEVICE.name, device, algorithm="sha256").hexdigest()
