"""Limits that are fair to many people behind one address.

Events are counted in the cache, in windows of fixed length. What may be done is asked before any
work is done for it (`is_reached`); counted is what was done (`count`), so that forms that were
refused bar nobody. The address of a carrier's gateway or of a community centre stands for
thousands of people: let a limit on it be wide, and hold or delay what is over it where you can.
"""

import ipaddress
import time
from contextlib import suppress
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
    Where nothing can be counted, because the cache or the disk is away, nobody is limited.
    """

    name: str
    most: int
    seconds: int

    def is_reached(self, key: str) -> bool:
        """Whether one more event would be more than the limit lets through. Counts nothing."""
        return (kept_value(cache, self._counter(key), int) or 0) >= self.most

    def count(self, key: str) -> bool:
        """Count one event; whether it is more than the limit lets through.

        The lock is for the cache of files, where adding one is not atomic and forgets the timeout.
        """
        counter, kept_s = self._counter(key), self.seconds * 2
        with suppress(OSError), (settings.DATA_DIR / "limits.lock").open("w") as file:
            locks.lock(file, locks.LOCK_EX)
            cache.add(counter, 0, timeout=kept_s)
            with suppress(ValueError, TypeError):  # it expired meanwhile, or is no number
                events = cache.incr(counter)
                cache.touch(counter, kept_s)
                return events > self.most
        return False

    def again_at(self) -> datetime:
        """When the present window ends, and counting begins anew."""
        return datetime.fromtimestamp((self._window() + 1) * self.seconds, UTC)

    def _window(self) -> int:
        return int(time.time()) // self.seconds

    def _counter(self, key: str) -> str:
        digest = salted_hmac("consult.rate_limits", f"{self.name}:{key}").hexdigest()
        return f"limit:{digest}:{self._window()}"


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
