"""Limits that are fair to many people behind one address.

Events are counted in the cache, over the time that has just passed. What a limit must stop is
counted before any work is done for it (`Event`), so that many at once are no more than one after
another, and given back where it turns out to be nothing. The address of a carrier's gateway or of a
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

from consult.pages.caches import kept_values

STEPS = 8  # that a limit's time is counted in
IPV6_NETWORK = 64  # bits: what one household or phone is given, and may choose addresses from


@dataclass(frozen=True)
class Limit:
    """``most`` events of one key in any ``seconds``; ``name`` tells it from others.

    Events are counted in steps of an eighth of that time. An event is held against those of its own
    step and of the eight before: whenever it comes, no turn of a window lets twice as many through.
    Keys are kept as hashes: they may be addresses or names that somebody typed, of any length.
    Where nothing can be counted, because the cache or the disk is away or a counter is no number,
    nobody is limited.
    """

    name: str
    most: int
    seconds: int

    def is_reached(self, key: str) -> bool:
        """Whether one more event would be more than the limit lets through. Counts nothing."""
        return self._events(key, time.time()) >= self.most

    def count(self, key: str, at: float | None = None) -> bool:
        """Count one event; whether it is more than the limit lets through."""
        at = time.time() if at is None else at
        with suppress(OSError, ValueError, TypeError), _alone():
            self._add(key, at, 1)
            return self._events(key, at) > self.most
        return False

    def note(self, key: str, events: int = 1) -> None:
        """Count some events, without asking what they come to: that reads them all."""
        with suppress(OSError, ValueError, TypeError), _alone():
            self._add(key, time.time(), events)

    def _add(self, key: str, at: float, events: int) -> None:
        counter = self._counter(key, self._step(at))
        if not cache.add(counter, events, timeout=self._kept_s):
            cache.incr(counter, events)
            cache.touch(counter, self._kept_s)

    def give_back(self, key: str, at: float) -> None:
        """Take back what was counted at that moment, in seconds since the epoch."""
        counter = self._counter(key, self._step(at))
        with suppress(OSError, ValueError, TypeError), _alone():
            cache.incr(counter, -1)
            cache.touch(counter, self._kept_s)

    def again_at(self, key: str) -> datetime:
        """When one more event will be let through, if none comes in the meantime."""
        at = time.time()
        left, step = self._events(key, at), self._step(at) - STEPS
        for each in self._counts(key, at):
            if left < self.most:
                break
            left -= each
            step += 1
        return datetime.fromtimestamp((step + STEPS) * self.seconds / STEPS, UTC)

    @property
    def _kept_s(self) -> int:
        return self.seconds * 2

    def _step(self, at: float) -> int:
        return int(at * STEPS // self.seconds)

    def _events(self, key: str, at: float) -> int:
        """How many count at that moment."""
        return sum(self._counts(key, at))

    def _counts(self, key: str, at: float) -> list[int]:
        """The events of each step that counts at that moment, the oldest first."""
        last = self._step(at)
        counters = [self._counter(key, step) for step in range(last - STEPS, last + 1)]
        return [each or 0 for each in kept_values(cache, counters, int)]

    def _counter(self, key: str, step: int) -> str:
        digest = salted_hmac("consult.rate_limits", f"{self.name}:{key}").hexdigest()
        return f"limit:{digest}:{step}"


class Event:
    """One event, counted by several limits at once before it is let through.

    ``counters`` are the limits, each with its key; ``reached`` those that it is too much for. Such
    an event is not let through, and counts no more than one that is given back; ``again_at`` says
    from when on one would be.
    """

    def __init__(self, *counters: tuple[Limit, str]) -> None:
        self._counters = counters
        self._at = time.time()
        over = [(limit, key) for limit, key in counters if limit.count(key, self._at)]
        self.reached = [limit for limit, _key in over]
        if over:
            self.give_back()
        self.again_at = max(
            (limit.again_at(key) for limit, key in over),
            default=datetime.fromtimestamp(self._at, UTC),
        )

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
