"""Which pages are kept whole, for whom, and how long. No page here needs the database."""

import gzip
import socket
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.cache.backends import filebased
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import RequestFactory
from django.utils import timezone

from consult.pages import dependencies, page_cache
from consult.pages.caches import FileBasedCache
from consult.pages.page_cache import PageCacheMiddleware

HEADERS = {"Content-Language": "en", "X-Frame-Options": "SAMEORIGIN", "X-Robots-Tag": "noindex"}


class Site:
    """A site of one page that says how often it was made; ``view`` may say something else."""

    def __init__(self) -> None:
        self.times = 0
        self.view = lambda request: HttpResponse(f"page {self.times}", headers=HEADERS)
        self.middleware = PageCacheMiddleware(self._make)

    def _make(self, request):
        self.times += 1
        return self.view(request)

    def ask(self, path="/en/policies/", *, method="get", cookies=None, data=None, **headers):
        request = getattr(RequestFactory(), method)(path, data, headers=headers)
        request.COOKIES |= cookies or {}
        return self.middleware(request)


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def later(monkeypatch):
    """``later(seconds)`` sets the clock on."""

    def set_on(seconds: float) -> None:
        moment = timezone.now() + timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return set_on


def test_page__is_made_once_and_answered_with_what_it_came_with(site):
    first, second = site.ask(), site.ask()
    assert site.times == 1
    assert first.content == second.content == b"page 1"
    assert {name: second[name] for name in HEADERS} == HEADERS
    assert second["Content-Type"] == "text/html; charset=utf-8"
    assert second["Cache-Control"] == "no-cache"
    assert {"Accept-Encoding", "Cookie"} <= set(second["Vary"].split(", "))
    assert first.items() == second.items()


def with_cookie(request):
    response = HttpResponse()
    response.set_cookie("sign", "x")
    return response


def with_nonce(request):
    request._csp_nonce = "said once"
    return HttpResponse()


def preview(request):
    request.is_preview = True
    return HttpResponse()


@pytest.mark.parametrize(
    "view",
    [
        with_cookie,
        with_nonce,
        preview,
        lambda request: HttpResponse(status=404),
        lambda request: HttpResponse(status=302, headers={"Location": "/"}),
        lambda request: HttpResponse(status=403),
        lambda request: HttpResponse(status=500),
        lambda request: HttpResponse(headers={"Cache-Control": "private"}),
        lambda request: HttpResponse(headers={"Cache-Control": "public, max-age=300"}),
        lambda request: HttpResponse(headers={"Vary": "Accept-Language, Cookie"}),
        lambda request: HttpResponse(headers={"Vary": "HX-Request"}),
        lambda request: HttpResponse(headers={"Content-Encoding": "br"}),
        lambda request: StreamingHttpResponse([b"x"]),
        lambda request: JsonResponse({}),
    ],
)
def test_answer__that_is_not_the_same_for_everybody_is_not_kept(site, view):
    site.view = view
    response = site.ask()
    site.ask()
    assert site.times == 2
    assert not response.has_header("ETag")


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "post"},
        {"method": "options"},
        {"cookies": {"sessionid": "x"}},
        {"cookies": {"messages": "x"}},
        {"HX-Request": "true"},
        {"path": "/admin/"},
        {"path": "/documents/1/"},
        {"path": "/"},
        {"path": "/en/search/?q=water"},
        {"path": "/en/policies/?random=1"},
        {"path": "/en/policies/?page=1&page=1"},
        {"path": "/en/policies/?page=0"},
        {"path": "/en/policies/?page=last"},
        {"path": "/en/policies/?page=10000"},
        {"Host": "testserver:8123"},
        {"Host": "TESTSERVER"},
        {"Host": "testserver."},
    ],
    ids=str,
)
def test_request__that_may_need_an_answer_of_its_own_is_passed_on(site, request_):
    site.ask()
    site.ask(**request_)
    site.ask(**request_)
    assert site.times == 3


@pytest.mark.django_db
def test_request__inside_a_transaction_is_passed_on(site):
    site.ask()
    site.ask()
    assert site.times == 2


def test_page__is_kept_for_each_address(site, settings):
    settings.ALLOWED_HOSTS = ["testserver", "example.org"]
    site.view = lambda request: (dependencies.shows_list_page(2), HttpResponse(str(site.times)))[1]
    asked = [
        {"path": "/en/policies/"},
        {"path": "/sw/policies/"},
        {"path": "/en/other/"},
        {"path": "/en/policies/?page=2"},
        {"Host": "example.org"},
    ]
    first = [site.ask(**each).content for each in asked]
    assert site.times == len(set(first)) == 5
    assert [site.ask(**each).content for each in asked] == first
    assert site.times == 5


def test_address__loses_what_social_networks_add_and_stays_one_page(site):
    site.view = lambda request: HttpResponse(request.get_full_path())
    assert site.ask("/en/policies/").content == b"/en/policies/"
    assert site.ask("/en/policies/?fbclid=abc&utm_source=x").content == b"/en/policies/"
    assert site.times == 1


def test_page__of_a_list_is_kept_where_there_is_such_a_page(site):
    def view(request):
        dependencies.shows_list_page(min(int(request.GET.get("page", 1)), 3))
        return HttpResponse()

    site.view = view
    for number in (3, 3, 4, 4):
        site.ask(f"/en/policies/?page={number}")
    assert site.times == 3


def test_browser__that_has_the_page_gets_a_304_without_its_being_made(site):
    etag = site.ask()["ETag"]
    assert etag.startswith('W/"')
    for said in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
        response = site.ask(**{"If-None-Match": said})
        assert response.status_code == 304
        assert response.content == b""
        assert response["ETag"] == etag
        assert response["Cache-Control"] == "no-cache"
    assert site.times == 1
    assert site.ask(**{"If-None-Match": '"other"'}).status_code == 200


def test_browser__gets_a_304_too_where_a_new_page_says_the_same(site):
    site.view = lambda request: HttpResponse("the same")
    etag = site.ask()["ETag"]
    dependencies.mark_changed(dependencies.SITE)
    assert site.ask(**{"If-None-Match": etag}).status_code == 304
    assert site.times == 2
    site.view = lambda request: HttpResponse("other")
    dependencies.mark_changed(dependencies.SITE)
    assert site.ask(**{"If-None-Match": etag}).content == b"other"


def test_head__is_answered_from_the_page_without_its_body(site):
    site.ask(method="head")
    page = site.ask()
    head = site.ask(method="head")
    assert site.times == 2  # what HEAD made is not kept
    assert head.content == b""
    assert head.items() == page.items()
    assert head["Content-Length"] == str(len(page.content))


@pytest.mark.parametrize(
    ("accepts", "is_packed"),
    [("gzip, br", True), ("br;q=1, gzip;q=0.5", True), ("", False), ("gzip;q=0, br", False)],
)
def test_body__is_packed_for_browsers_that_unpack_it(site, accepts, is_packed):
    site.ask()
    response = site.ask(**{"Accept-Encoding": accepts})
    assert response.get("Content-Encoding", "") == ("gzip" if is_packed else "")
    body = gzip.decompress(response.content) if is_packed else response.content
    assert body == b"page 1"
    assert response["Content-Length"] == str(len(response.content))


def test_page__is_made_anew_once_the_site_or_a_part_of_it_changed(site):
    site.view = lambda request: (dependencies.depends_on("a"), HttpResponse(str(site.times)))[1]
    site.ask()
    dependencies.mark_changed("b")
    assert site.ask().content == b"1"
    dependencies.mark_changed("a")
    assert site.ask().content == b"2"
    dependencies.mark_changed(dependencies.SITE)
    assert site.ask().content == b"3"


def test_page__that_may_be_behind_is_so_for_its_seconds_and_not_for_who_commented(
    site, later, monkeypatch
):
    monkeypatch.setattr(page_cache, "NO_LAG_COOKIES", {"visit"})

    def view(request):
        dependencies.depends_on("counts", may_lag_s=5)
        return HttpResponse(str(site.times))

    site.view = view
    site.ask()
    dependencies.mark_changed("counts")
    assert site.ask().content == b"1"
    assert site.ask(cookies={"visit": "x"}).content == b"2"
    assert site.ask().content == b"2"
    dependencies.mark_changed("counts")
    later(4.9)
    assert site.ask().content == b"2"
    later(0.2)
    assert site.ask().content == b"3"


def test_page__ends_at_the_moment_it_would_be_another(site, later):
    site.view = lambda request: (
        dependencies.valid_until(timezone.now() + timedelta(seconds=60)),
        dependencies.valid_until(timezone.now() + timedelta(seconds=30)),
        dependencies.valid_until(timezone.now() + timedelta(seconds=45)),
        dependencies.valid_until(timezone.now() - timedelta(seconds=1)),
        HttpResponse(str(site.times)),
    )[-1]
    site.ask()
    later(29)
    assert site.ask().content == b"1"
    later(1.1)
    assert site.ask().content == b"2"


def test_page__ends_after_the_longest_time(site, later, settings):
    settings.PAGE_CACHE_SECONDS = 100
    site.ask()
    later(99)
    site.ask()
    assert site.times == 1
    later(1.1)
    site.ask()
    assert site.times == 2


def test_page__of_which_something_changed_while_it_was_made_is_made_anew(site):
    def view(request):
        dependencies.depends_on("a")
        if site.times == 1:
            dependencies.mark_changed("a")
        return HttpResponse(str(site.times))

    site.view = view
    assert [site.ask().content for _ in range(3)] == [b"1", b"2", b"2"]


def test_nothing__is_kept_where_the_setting_says_so(site, settings):
    settings.PAGE_CACHE_SECONDS = 0
    site.ask()
    assert not site.ask().has_header("ETag")
    assert site.times == 2


def test_error__leaves_nothing_behind(site):
    def fail(request):
        raise ZeroDivisionError

    page, site.view = site.view, fail
    with pytest.raises(ZeroDivisionError):
        site.ask()
    dependencies.depends_on("nothing is being made now")
    site.view = page
    assert site.ask().content == b"page 2"


@pytest.fixture
def silent_server():
    """The port of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def use_redis(settings, port: int) -> None:
    redis = {
        "BACKEND": "consult.pages.caches.RedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}/0",
        "OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.5},
    }
    settings.CACHES = {"default": redis, "pages": redis}


def test_cache__that_is_silent_costs_one_wait_and_no_page(site, settings, silent_server):
    use_redis(settings, silent_server)
    started = time.monotonic()
    for _ in range(5):
        assert site.ask().status_code == 200
        dependencies.mark_changed(dependencies.SITE)
    assert site.times == 5
    assert time.monotonic() - started < 3


def test_cache__that_is_down_costs_no_page(site, settings, silent_server):
    use_redis(settings, 1)
    assert [site.ask().content for _ in range(2)] == [b"page 1", b"page 2"]


def test_change__that_the_cache_did_not_hear_of_is_told_once_it_answers(
    site, monkeypatch, settings
):
    cache = caches["pages"]
    site.ask()
    monkeypatch.setattr(cache, "set_many", lambda data, *args: list(data))
    dependencies.mark_changed(dependencies.SITE)
    monkeypatch.undo()
    assert site.ask().content == b"page 2"
    assert site.ask().content == b"page 2"


def test_caches__tell_which_keys_a_full_disk_did_not_take(tmp_path, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    files = FileBasedCache(str(tmp_path), {})
    assert files.set_many({"version:a": "1"}) == []
    assert files.get("version:a") == "1"
    monkeypatch.setattr(filebased.FileBasedCache, "set", full)
    assert files.set_many({"version:a": "2"}) == ["version:a"]
