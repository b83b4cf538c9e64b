"""Wrong passwords and codes are limited, without anybody being locked out of their own account.

What is tried is counted by account and connection, by connection (made-up names cost as much work
as real ones), and by account over all connections. Each has a short window and long ones, so that
who goes on guessing waits longer. Somebody who signed in on this device before is counted by the
device alone: strangers who guess at the account do not make its owner wait. A try is counted before
a password is hashed, and given back when it was right, or when an outage kept it from being tried.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from allauth.account.utils import url_str_to_user_pk
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from consult.rate_limits import Event, Limit, visitor_network
from consult.views import too_many_tries

MINUTE, QUARTER, DAY = 60, 900, 86_400
DEVICE_COOKIE, DEVICE_SALT = "maoni_device", "consult.accounts.device"
DEVICE_S = 180 * DAY
OUTAGES = (OSError, InterfaceError, OperationalError)  # of the disk, a server, the database
MOST_NAMES = 10  # on a device that several people use

View = Callable[..., HttpResponse]
Key = Callable[..., str]


@dataclass(frozen=True)
class Tries:
    """The limits on one kind of try; each number is of tries in a minute, a quarter, a day."""

    kind: str
    by_both: tuple[int, int, int] = (5, 15, 60)
    by_network: tuple[int, int, int] = (20, 100, 500)
    by_account: tuple[int, int, int] = (20, 40, 200)
    counts_all: bool = False

    def counters(self, request: HttpRequest, account: str) -> Iterator[tuple[Limit, str]]:
        """The limits that hold for this try, each with its key."""
        device = _device(request)
        if _hash(account) in device["names"]:
            yield from self._limits("device", self.by_both, device["id"])
            return
        network = visitor_network(request)
        yield from self._limits("both", self.by_both, f"{account} {network}")
        yield from self._limits("network", self.by_network, network)
        yield from self._limits("account", self.by_account, account)

    def _limits(self, by: str, most: tuple[int, int, int], key: str) -> Iterator[tuple[Limit, str]]:
        for count, seconds in zip(most, (MINUTE, QUARTER, DAY), strict=True):
            yield Limit(f"{self.kind} {by} {seconds}", count, seconds), key

    def is_counted(self, response: HttpResponse) -> bool:
        """Whether it was a wrong try: a form that is right leads on, whatever else is said."""
        return self.counts_all or response.status_code != 302


SIGN_IN = Tries("sign-in")
CODE = Tries("code", by_account=(10, 30, 100))
MAIL = Tries("mail", by_both=(3, 5, 10), by_network=(5, 20, 100), counts_all=True)
# A hall of people behind one connection shares the password of a page, and some mistype it.
PAGE_PASSWORD = Tries(
    "page-password", by_both=(20, 60, 300), by_network=(40, 120, 600), by_account=(60, 200, 1000)
)


def limited(view: View, tries: Tries, account: Key) -> View:
    """The view, with its posts limited; ``account`` says what is tried, by request and address."""

    @wraps(view)
    def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        event = Event(*tries.counters(request, account(request, **kwargs)))
        if event.reached:
            return too_many_tries(request, event.again_at)
        try:
            response = view(request, *args, **kwargs)
        except OUTAGES:
            event.give_back()  # nothing was learnt by it; what else fails may be a guess
            raise
        if not tries.is_counted(response):
            event.give_back()
        if request.user.is_authenticated:
            _remember_device(request, response, request.user)
        return response

    return limited_view


def device_is_known_after(view: View) -> View:
    """A view that sets a password by a link from a mail: who has the mail has a way in."""

    @wraps(view)
    def remembering_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            user = get_user_model().objects.get(pk=url_str_to_user_pk(kwargs["uidb36"]))
            _remember_device(request, response, user)
        return response

    return remembering_view


def typed(field: str) -> Key:
    """The name or address in a field of the form, as it is compared."""
    return lambda request, **_kwargs: request.POST.get(field, "").strip().lower()[:254]


def who_signs_in(request: HttpRequest, **kwargs: Any) -> str:
    """The account of whoever is signed in, or has given the password and not yet the code."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    pending = request.session.get("account_login", {}).get("user_pk")
    return str(url_str_to_user_pk(pending)) if pending else ""


def part_of_address(name: str) -> Key:
    return lambda _request, **kwargs: str(kwargs[name])


def _device(request: HttpRequest) -> dict[str, Any]:
    """What the device's cookie says: its number, and hashes of who signed in on it."""
    try:
        device = signing.loads(
            request.COOKIES.get(DEVICE_COOKIE, ""), salt=DEVICE_SALT, max_age=DEVICE_S
        )
    except signing.BadSignature:
        return {"id": get_random_string(16), "names": []}
    return device


def _remember_device(request: HttpRequest, response: HttpResponse, user: AbstractBaseUser) -> None:
    device = _device(request)
    names = {user.get_username().lower(), getattr(user, "email", "").lower(), str(user.pk)}
    new = [_hash(name) for name in sorted(names - {""})]
    device["names"] = [*new, *(name for name in device["names"] if name not in new)][:MOST_NAMES]
    response.set_cookie(
        DEVICE_COOKIE,
        signing.dumps(device, salt=DEVICE_SALT),
        max_age=DEVICE_S,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _hash(name: str) -> str:
    return salted_hmac(DEVICE_SALT, name).hexdigest()[:24]
