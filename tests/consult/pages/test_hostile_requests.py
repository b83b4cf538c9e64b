"""Whatever a stranger sends along, the next reader gets the page and the file as they are."""

import io
import zipfile
from types import SimpleNamespace

import pytest
from django.core.cache import caches
from django.test import Client

from consult.pages import page_cache
from policies.models import PolicyPage
from tests.factories import make_policy
from tests.policies.readers_sample import get

pytestmark = [pytest.mark.django_db, pytest.mark.attack]

EVIL = "evil.example"
PAGES = [
    "/en/",
    "/en/policies/",
    "/en/policies/water/",
    "/en/policies/water/section-1/",
    "/en/policy/water/editions/1/",
    "/en/policy/water/editions/1/text/",
    "/en/search/",
    "/sw/policies/water/",
]
FILES = ["/en/policy/water/editions/1/download/akn/", "/en/policy/water/editions/1/download/txt/"]
DATED = [
    "/en/policy/water/editions/1/download/docx/",
    "/en/policy/water/notice/docx/en/",
    "/en/policy/water/updates.atom",
    "/sitemap.xml",
]
"""Files that also say when they were made, so that two of them are never the same."""
PREFIXES = {
    "SCRIPT_NAME": f"/{EVIL}",
    "SCRIPT_URL": f"/{EVIL}/en/",
    "REDIRECT_URL": f"/{EVIL}/",
}
HEADERS = {
    "Accept": f"text/{EVIL}, */*;q=0.1",
    "Accept-Charset": EVIL,
    "Accept-Encoding": f"{EVIL}, gzip;q=0",
    "Accept-Language": f"sw;q=1.0, {EVIL}",
    "Authorization": f"Basic {EVIL}",
    "Cache-Control": "no-transform, only-if-cached",
    "Cookie": f"django_language=sw; sw={EVIL}; csrftoken={EVIL}; wagtail={EVIL}; visit={EVIL}",
    "DNT": "1",
    "Forwarded": f"for={EVIL};host={EVIL};proto=https",
    "Front-End-Https": "on",
    "HX-Boosted": "true",
    "HX-Current-URL": f"http://{EVIL}/",
    "HX-Target": EVIL,
    "HX-Trigger": EVIL,
    "If-Match": f'"{EVIL}"',
    "If-Modified-Since": "Thu, 01 Jan 2037 00:00:00 GMT",
    "If-Range": f'"{EVIL}"',
    "If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT",
    "Origin": f"http://{EVIL}",
    "Range": "bytes=0-10",
    "Referer": f"http://{EVIL}/",
    "Sec-Fetch-Site": "cross-site",
    "TE": "trailers",
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": f"<b>{EVIL}",
    "Via": f"1.1 {EVIL}",
    "X-Forwarded-For": f"{EVIL}, 10.0.0.1",
    "X-Forwarded-Host": EVIL,
    "X-Forwarded-Port": "1",
    "X-Forwarded-Prefix": f"/{EVIL}",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Script-Name": f"/{EVIL}",
    "X-Forwarded-Server": EVIL,
    "X-HTTP-Method-Override": "DELETE",
    "X-Original-URL": f"/{EVIL}/",
    "X-Requested-With": "XMLHttpRequest",
    "X-Rewrite-URL": f"/{EVIL}/",
    "X-Script-Name": f"/{EVIL}",
    "X-Wagtail-Language": "sw",
}


@pytest.fixture(autouse=True)
def _kept(monkeypatch) -> None:
    monkeypatch.setattr(page_cache, "connection", SimpleNamespace(in_atomic_block=False))


@pytest.fixture(autouse=True)
def policy(settings, tmp_path) -> PolicyPage:
    settings.DATA_DIR = tmp_path
    return make_policy(2, slug="water", title="Water Policy", tags=("Fees",), summary="At stake.")


def forget(settings, tmp_path) -> None:
    """Begin as a site on which nobody has read anything yet."""
    for cache in caches.all():
        cache.clear()
    settings.DATA_DIR = tmp_path / "anew"
    settings.DATA_DIR.mkdir()


def answers(paths: list[str]) -> dict[str, tuple[int, bytes]]:
    found = {}
    for path in paths:
        response = get(path)
        found[path] = response.status_code, getattr(response, "body", None) or response.content
    return found


def words_of(body: bytes) -> str:
    """A file's words, those of all parts of a Word file."""
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def attack(paths: list[str], **environment: str) -> None:
    for path in paths:
        Client().get(path, **environment)


def environment_of(headers: dict[str, str]) -> dict[str, str]:
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}


def test_kept__is_the_same_after_all_of_them_at_once(settings, tmp_path):
    paths = [*PAGES, *FILES]
    clean = answers(paths)
    assert {path: status for path, (status, _body) in clean.items() if status != 200} == {}
    forget(settings, tmp_path)
    attack([*paths, *DATED], **PREFIXES, **environment_of(HEADERS))
    after = answers([*paths, *DATED])
    assert [path for path in paths if after[path] != clean[path]] == []
    assert [path for path in after if EVIL in words_of(after[path][1])] == []


def test_kept__is_the_same_after_each_of_them_alone(settings, tmp_path):
    page = "/en/policies/water/"
    clean = answers([page])
    for name, value in [*PREFIXES.items(), *environment_of(HEADERS).items()]:
        for more in ({}, {"HTTP_HX_REQUEST": "true"}):
            caches["pages"].clear()
            caches["default"].clear()
            attack([page], **{name: value}, **more)
            assert answers([page]) == clean, name


@pytest.mark.parametrize("host", [EVIL, f"localhost:{EVIL}", f"localhost@{EVIL}", "localhost, x"])
def test_host__that_is_not_ours_is_refused_and_nothing_is_kept_of_it(host, settings, tmp_path):
    clean = answers(PAGES)
    forget(settings, tmp_path)
    for path in PAGES:
        assert Client().get(path, HTTP_HOST=host).status_code == 400
    assert answers(PAGES) == clean


@pytest.mark.parametrize("host", ["LOCALHOST", "localhost:1", "localhost.", "127.0.0.1"])
def test_host__written_another_way_shapes_no_page_of_the_others(host, settings, tmp_path):
    clean = answers(PAGES)
    forget(settings, tmp_path)
    for path in PAGES:
        Client().get(path, HTTP_HOST=host, SERVER_PORT="1")
    assert answers(PAGES) == clean


@pytest.mark.parametrize("prefix", ["/evil", "/en", "evil", "//evil.example", "/en/../evil"])
def test_prefix__of_a_request_stands_in_no_link(prefix):
    body = Client().get("/en/policies/water/", SCRIPT_NAME=prefix).content
    assert b"evil" not in body
    assert b'href="/en/policies/water/section-1/"' in body
    assert b"/en/en/" not in body
