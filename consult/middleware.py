"""Middleware shared by every page."""

import codecs
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consult.views import bad_request


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


class CharsetMiddleware:
    """Answer what says it is written in anything but UTF-8 with the site's page for that.

    Browsers send forms in the charset of the page. Others are decoded late, in a view or by what
    protects it, and some names are those of no charset that Python knows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_utf8((request.content_params or {}).get("charset", "utf-8")):
            return bad_request(request)
        return self.get_response(request)


def _is_utf8(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
