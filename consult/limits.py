"""A limiter that is fair to many phones behind one address.

Fixed windows counted in the cache. The address of a carrier's gateway stands for thousands of
people, so its limit is wide; what one visit may do is narrow.
"""

import time

from django.core.cache import cache
from django.http import HttpRequest


def over_limit(scope: str, key: str, *, limit: int, seconds: int) -> bool:
    """Count one event for ``key``; whether it is more than ``limit`` in this window."""
    window = int(time.time()) // seconds
    name = f"limit:{scope}:{key}:{window}"
    cache.add(name, 0, timeout=seconds * 2)
    try:
        return cache.incr(name) > limit
    except ValueError:  # expired between the two calls
        return False


def client_address(request: HttpRequest) -> str:
    """The address the request came from; see `consult.middleware.ProxyAddressMiddleware`."""
    return request.META.get("REMOTE_ADDR", "")
