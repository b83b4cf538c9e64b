"""Limits that are fair to many people behind one address.

Events are counted in the cache, in windows of fixed length. What a limit must stop is counted
before any work is done for it (`Event`), so that many at once are no more than one after another,
and given back where it turns out to be nothing. The address of a carrier's gateway or of a
community centre stands for thousands of people: let a limit on it be wide, and hold or delay what
is over it where you can.
"""

import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from consult.pages.caches import kept_value

IPV6_NETWORK = 64  # bits: what one household or phone is given, and may choose addresses from


@dataclass(frozen=True)
class Limit:
    """``most`` events of one key in each window of ``seconds``; ``name`` tells it from others.

    Keys are kept as hashes: they may be addresses or names that somebody typed, of any length.
    Where nothing can be counted, because the cache or the disk is away or a counter is no number,
    nobody is limited.
    """

    name: str
    most: int
    seconds: int

    def is_reached(self, key: str) -> bool:
        """Whether one more event would be more than the limit lets through. Counts nothing."""
        counter = self._counter(key, time.time())
        return (kept_value(cache, counter, int) or 0) >= self.most

    def count(self, key: str, at: float | None = None) -> bool:
        """Count one event; whether it is more than the limit lets through."""
        counter = self._counter(key, time.time() if at is None else at)
        with suppress(OSError, ValueError, TypeError), _alone():
            if cache.add(counter, 1, timeout=self._kept_s):
                return self.most < 1
            events = cache.incr(counter)
            cache.touch(counter, self._kept_s)
            return events > self.most
        return False

    def give_back(self, key: str, at: float) -> None:
        """Take back what was counted at that moment, in seconds since the epoch."""
        counter = self._counter(key, at)
        with suppress(OSError, ValueError, TypeError), _alone():
            cache.incr(counter, -1)
            cache.touch(counter, self._kept_s)

    def again_at(self) -> datetime:
        """When the present window ends, and counting begins anew."""
        return datetime.fromtimestamp((self._window(time.time()) + 1) * self.seconds, UTC)

    @property
    def _kept_s(self) -> int:
        return self.seconds * 2

    def _window(self, at: float) -> int:
        return int(at) // self.seconds

    def _counter(self, key: str, at: float) -> str:
        digest = salted_hmac("consult.rate_limits", f"{self.name}:{key}").hexdigest()
        return f"limit:{digest}:{self._window(at)}"


class Event:
    """One event, counted by several limits at once before it is let through.

    ``counters`` are the limits, each with its key; ``reached`` those that it is too much for. Such
    an event is not let through, and counts no more than one that is given back.
    """

    def __init__(self, *counters: tuple[Limit, str]) -> None:
        self._counters = counters
        self._at = time.time()
        self.reached = [limit for limit, key in counters if limit.count(key, self._at)]
        if self.reached:
            self.give_back()

    def give_back(self) -> None:
        for limit, key in self._counters:
            limit.give_back(key, self._at)


@contextmanager
def _alone() -> Iterator[None]:
    """For the cache of files, where adding one is not atomic and forgets the timeout."""
    with (settings.DATA_DIR / "limits.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        yield


def visitor_network(request: HttpRequest) -> str:
    """What stands for the visitor's connection: an IPv4 address, or the /64 of an IPv6 one.

    See `consult.middleware.ProxyAddressMiddleware` for where the address comes from.
    """
    sent = request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(sent.partition("%")[0])
    except ValueError:
        return sent
    if address.version == 4:
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), IPV6_NETWORK), strict=False))
