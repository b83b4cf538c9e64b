"""Middleware shared by every page."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ProxyAddressMiddleware:
    """Make REMOTE_ADDR the reader's address where ``PROXY_COUNT`` trusted proxies stand in front.

    Each proxy appends the address it saw to X-Forwarded-For, so the reader's is the
    ``PROXY_COUNT``-th from the right; whatever stands left of it may be made up.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PROXY_COUNT:
            hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
            if len(hops) >= settings.PROXY_COUNT and hops[-settings.PROXY_COUNT]:
                request.META["REMOTE_ADDR"] = hops[-settings.PROXY_COUNT]
        return self.get_response(request)
