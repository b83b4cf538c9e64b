"""Public pages kept whole for readers without a session: see docs/adr/0014.

A page is kept with the versions of what it was made from (`consult.pages.dependencies`) and the
moment at which it would be another. Whoever asks while both hold gets it as it is, or a 304,
before the session, the language or the database are asked for anything. While the database
cannot be asked, a page that is behind stands in, unless something was withheld since. It says as
of when it is: its time may be over, too, and a window that it shows as open have closed.
"""

import gzip
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_vary_headers,
)

from consult import outages
from consult.pages import dependencies
from consult.pages.blanks import BlankedText, with_token_cookie
from consult.pages.caches import kept_value

STAND_IN_S = 24 * 3600  # how long a page may stand in for one that cannot be made
KEPT_FORMAT = 3  # raise it when pages are kept in another form than before
# A visit's own page: staff see a bar of tools, and what was just done is said once.
PERSONAL_COOKIES = (settings.SESSION_COOKIE_NAME, CookieStorage.cookie_name)
# Apps add theirs: whoever sends such a cookie is shown no page that is behind at all, nor a form
# that was made for somebody else.
NO_LAG_COOKIES: set[str] = set()
# Other parameters make a page that is not kept: anybody can make up any number of them.
PAGE_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
# What social networks and newsletters add to links; no page of ours reads them.
TRACKERS = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id")
PUBLIC_PATH = re.compile(rf"/(?:{'|'.join(code for code, _name in settings.LANGUAGES)})/")
# A page that varies by more is not kept. Of cookies, only personal ones change a page.
VARIES_BY = {"cookie", "accept-encoding"}
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
OWN_HEADERS = {"content-length", "cache-control", "etag", "expires"}
BEFORE_THE_PAGE = re.compile(rb"<main\b[^>]*>")


@dataclass(frozen=True)
class KeptPage:
    """A page as it was answered, compressed, without what is said anew to everybody.

    A ``form`` has that between its stretches; of any other page there is a ``body`` and its mark.
    """

    body: bytes
    etag: str
    form: BlankedText | None
    headers: dict[str, str]
    made_at: datetime
    until: datetime
    parts: dict[str, tuple[str, float]]

    def is_current(self, *, may_lag: bool) -> bool:
        """Whether it may be shown now; without ``may_lag`` only as long as nothing has changed."""
        now = timezone.now()
        if now >= self.until:
            return False
        present = dependencies.part_versions(self.parts)
        age_s = (now - self.made_at).total_seconds()
        return all(
            present.get(part) == version or (may_lag and age_s < may_lag_s)
            for part, (version, may_lag_s) in self.parts.items()
        )

    def may_stand_in(self) -> bool:
        """Whether it may be shown where no other can be made: what was hidden stays hidden."""
        if self.form or (timezone.now() - self.made_at).total_seconds() > STAND_IN_S:
            return False
        strict = {
            part: version
            for part, (version, may_lag_s) in self.parts.items()
            if part != dependencies.SITE and not may_lag_s
        }
        return dependencies.part_versions(strict).items() == strict.items()


class PageCacheMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _may_be_kept(request):
            return self.get_response(request)
        key = _key(request)
        page = kept_value(caches["pages"], key, KeptPage)
        may_lag = NO_LAG_COOKIES.isdisjoint(request.COOKIES)
        if page is not None and page.form and not may_lag:
            return self.get_response(request)
        if page is None or not page.is_current(may_lag=may_lag):
            if page is not None and outages.is_under_way() and page.may_stand_in():
                return _answer(request, _standing_in(request, page))
            with dependencies.gather() as made:
                response = self.get_response(request)
            if page is not None and response.status_code == 503 and page.may_stand_in():
                return _answer(request, _standing_in(request, page))
            if not _is_same_for_everybody(request, response, made):
                return _said_in_full(request, response, made)
            page = _kept(response, made)  # type: ignore[arg-type]
            if request.method == "GET":
                caches["pages"].set(key, page, STAND_IN_S)
        return _answer(request, page)


def _may_be_kept(request: HttpRequest) -> bool:
    """Whether the answer can be the same for everybody. Trackers are taken off its address."""
    if request.method not in ("GET", "HEAD") or not PUBLIC_PATH.match(request.path):
        return False
    if not settings.PAGE_CACHE_SECONDS or connection.in_atomic_block:
        return False  # inside a transaction nobody knows yet what will be committed
    if "HX-Request" in request.headers or any(name in request.COOKIES for name in PERSONAL_COOKIES):
        return False
    if not _is_own_address(request):
        return False
    query = parse_qsl(request.META.get("QUERY_STRING", ""), keep_blank_values=True)
    known = [(name, value) for name, value in query if not TRACKERS.fullmatch(name)]
    if known and not (
        len(known) == 1 and known[0][0] == "page" and PAGE_NUMBER.fullmatch(known[0][1])
    ):
        return False
    request.META["QUERY_STRING"] = urlencode(known)
    return True


def _is_own_address(request: HttpRequest) -> bool:
    """Whether host and port are written our way: pages repeat them, and there are many ways."""
    host = request.get_host()
    domain, port = split_domain_port(host)
    own = ("", str(request.META.get("SERVER_PORT")), settings.PUBLIC_URL.rpartition(":")[2])
    return port in own and host == (f"{domain}:{port}" if port else domain)


def _key(request: HttpRequest) -> str:
    marks = (KEPT_FORMAT, request.scheme, request.get_host(), request.get_full_path())
    return f"page:{hashlib.sha256(repr(marks).encode()).hexdigest()}"


def _is_same_for_everybody(
    request: HttpRequest, response: HttpResponseBase, made: dependencies.PageDependencies
) -> bool:
    """Whether it is, but for its blanks, and is the page that its address names."""
    varies_by = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies  # nor a form's token, which always comes with its cookie
        and (made.blanks or not response.has_header("Cache-Control"))  # the view's own rule
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith("text/html")
        and varies_by <= {*VARIES_BY, ""}
        and not getattr(request, "is_preview", False)
        and not getattr(request, "_csp_nonce", "")
        and _is_asked_for(request, made)
    )


def _is_asked_for(request: HttpRequest, made: dependencies.PageDependencies) -> bool:
    """Whether the page's number in the address is that of a page there is."""
    number = request.GET.get("page")
    return number is None or int(number) == made.page_number


def _kept(response: HttpResponse, made: dependencies.PageDependencies) -> KeptPage:
    longest = made.started_at + timedelta(seconds=settings.PAGE_CACHE_SECONDS)
    form = BlankedText.of(response.content, made.blanks) if made.blanks else None
    return KeptPage(
        **_written(b"" if form else response.content),
        form=form,
        headers={
            name: value for name, value in response.items() if name.lower() not in OWN_HEADERS
        },
        made_at=made.started_at,
        until=min(longest, made.until or longest),
        parts=made.parts,
    )


def _written(content: bytes) -> dict[str, Any]:
    """The content as it is kept, and the mark that it is told by."""
    mark = hashlib.sha256(content).hexdigest()[:32]
    return {"body": gzip.compress(content, compresslevel=6, mtime=0), "etag": f'W/"{mark}"'}


def _said_in_full(
    request: HttpRequest, response: HttpResponseBase, made: dependencies.PageDependencies
) -> HttpResponseBase:
    """An answer that is not kept: with what its marks stand for, where it has any."""
    if made.blanks and isinstance(response, HttpResponse):
        response.content = BlankedText.of(response.content, made.blanks).plain_for(request)
        response["Content-Length"] = str(len(response.content))
        with_token_cookie(request, response)
    return response


def _standing_in(request: HttpRequest, page: KeptPage) -> KeptPage:
    """The page with a line at its head that says as of when it is."""
    language = translation.get_language_from_request(request, check_path=True)
    with translation.override(language):
        said = render_to_string("components/stand_in.html", {"made_at": page.made_at}).encode()
    content = gzip.decompress(page.body)
    head = BEFORE_THE_PAGE.search(content)
    place = head.end() if head else 0
    return replace(page, **_written(content[:place] + said + content[place:]))


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponseBase:
    """The page, or that the browser has it already. Browsers ask each time: a 304 costs little."""
    response = HttpResponse(headers=page.headers)
    if page.form:
        return _answer_with_form(request, response, page.form)
    response["ETag"], response["Cache-Control"] = page.etag, "no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    answer = get_conditional_response(request, etag=page.etag, response=response)
    if answer is not None and answer is not response:
        return answer
    if _takes_gzip(request):
        return _with_body(request, response, page.body, "gzip")
    return _with_body(request, response, gzip.decompress(page.body))


def _answer_with_form(
    request: HttpRequest, response: HttpResponse, form: BlankedText
) -> HttpResponse:
    """The page with what this reader's form says, for no cache on the way."""
    add_never_cache_headers(response)
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    if _takes_gzip(request):
        _with_body(request, response, form.gzipped_for(request), "gzip")
    else:
        _with_body(request, response, form.plain_for(request))
    with_token_cookie(request, response)
    return response


def _takes_gzip(request: HttpRequest) -> bool:
    return bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))


def _with_body(
    request: HttpRequest, response: HttpResponse, body: bytes, encoding: str = ""
) -> HttpResponse:
    if encoding:
        response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(body))
    if request.method == "GET":
        response.content = body
    return response
