"""Who is let in at a door: whoever knows its secret, from the networks it is open to."""

import base64
import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def is_let_in(request: HttpRequest, channel: str, secret: str = "") -> bool:
    """Whether the secret is one of the channel's, and the connection comes from where it may.

    The secret stands in the address, or in the header ``Authorization``: as the password of basic
    authentication, or after ``Token``. A door without a secret is closed to everybody. Several are
    for changing them: the new one is added, the gateway told, and the old one taken out.
    """
    secrets = settings.PHONE_SECRETS.get(channel, [])
    offered = (secret or _in_header(request)).encode(errors="replace")
    known = [hmac.compare_digest(each.encode(), offered) for each in secrets]
    return any(known) and _is_from_a_network(request, channel)


def _in_header(request: HttpRequest) -> str:
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    if kind.casefold() in ("token", "bearer"):
        return given.strip()
    if kind.casefold() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except ValueError:
        return ""


def _is_from_a_network(request: HttpRequest, channel: str) -> bool:
    networks = settings.PHONE_NETWORKS.get(channel, [])
    if not networks:
        return True
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", "").partition("%")[0])
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in networks)
