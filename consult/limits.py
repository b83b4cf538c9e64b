"""A limiter that is fair to many phones behind one address.

Fixed windows counted in the cache. The address of a carrier's gateway stands for thousands of
people, so its limit is wide; what one visit may do is narrow.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks
from django.http import HttpRequest


def over_limit(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one event for ``key``; whether it is more than ``limit`` in this window.

    The lock is for the cache of files, where adding one is not atomic and forgets the timeout.
    """
    window = int(time.time()) // seconds
    name = f"limit:{scope}:{key}:{window}"
    with (settings.DATA_DIR / "limits.lock").open("w") as file:
        locks.lock(file, locks.LOCK_EX)
        cache.add(name, 0, timeout=seconds * 2)
        try:
            count = cache.incr(name)
        except ValueError:  # expired between the two calls
            return False
        cache.touch(name, seconds * 2)
    return count > limit


def client_address(request: HttpRequest) -> str:
    """The address the request came from; see `consult.middleware.ProxyAddressMiddleware`."""
    return request.META.get("REMOTE_ADDR", "")
