"""Addresses that only the owner of a mailbox is told: to confirm, and to stop.

They are signed and name a row by a random id. The one that confirms expires; the one that stops
must work for as long as a mail may lie in a mailbox.
"""

from datetime import timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from policies.models import Follower, FollowRequest

CONFIRM_WITHIN = timedelta(days=7)
_CONFIRM = signing.TimestampSigner(salt="policies.follow.confirm")
_STOP = signing.Signer(salt="policies.follow.stop")


class InvalidLink(Exception):
    """Not ours, too old, or of one who has stopped since."""


def absolute(path: str) -> str:
    """The full address of a path of this site."""
    return urljoin(f"{settings.PUBLIC_URL}/", path)


def confirm_url(request: FollowRequest) -> str:
    token = _CONFIRM.sign(request.uid.hex)
    return absolute(reverse("policies:follow_confirm", args=[token]))


def stop_url(follower: Follower) -> str:
    return absolute(reverse("policies:follow_stop", args=[_STOP.sign(follower.uid.hex)]))


def uid_to_confirm(token: str) -> str:
    """The id of the request that the token names. Raises `InvalidLink`."""
    try:
        return _CONFIRM.unsign(token, max_age=CONFIRM_WITHIN)
    except signing.BadSignature as error:
        raise InvalidLink from error


def uid_to_stop(token: str) -> str:
    """The id of the follower that the token names. Raises `InvalidLink`."""
    try:
        return _STOP.unsign(token)
    except signing.BadSignature as error:
        raise InvalidLink from error
