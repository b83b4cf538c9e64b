"""What the cache holds of another type, or cannot be read at all, is as if it were not there."""

import pickle
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import CacheHandler, cache, caches
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from consult.jobs.progress import Teller, percent_told
from consult.pages import dependencies, page_cache
from consult.pages.caches import FileBasedCache
from consult.rate_limits import Limit
from tests.factories import make_policy
from tests.policies.readers_sample import get, next_edition

FOREIGN = [0, 1.5, True, "word", b"bytes", [], [1], {}, {"a": 1}, ("a",), timedelta(1), object]
PATHS = [
    "/en/policies/water/",
    "/en/policies/water/section-1/",
    "/en/policy/water/editions/",
    "/en/policy/water/editions/2/text/",
    "/en/policy/water/compare/1/2/",
    "/en/receipt/",
]


class KeepsForeign:
    """A cache in which under every key there is the same strange thing until it is replaced."""

    def __init__(self, real, value) -> None:
        self.real, self.value, self.own = real, value, set()

    def get(self, key, default=None, version=None):
        real = key in self.own or key.startswith("wagtail")
        return self.real.get(key, default, version) if real else self.value

    def get_many(self, keys, version=None):
        return {key: self.get(key) for key in keys}

    def set(self, key, *args, **kwargs):
        self.own.add(key)
        return self.real.set(key, *args, **kwargs)

    def set_many(self, data, *args, **kwargs):
        self.own |= data.keys()
        return self.real.set_many(data, *args, **kwargs)

    def add(self, key, *args, **kwargs):
        return self.real.add(key, *args, **kwargs) if key in self.own else False

    def delete(self, key, version=None):
        self.own.add(key)
        return self.real.delete(key, version)

    def touch(self, key, *args, **kwargs):
        return True

    def clear(self):
        return self.real.clear()

    def close(self, **kwargs):
        return self.real.close(**kwargs)

    def incr(self, key, delta=1, version=None):
        return self.get(key) + delta


@pytest.fixture
def hold(monkeypatch):
    """``hold(value)`` has the caches hold it under every key."""
    monkeypatch.setattr(page_cache, "connection", SimpleNamespace(in_atomic_block=False))
    real = {name: caches[name] for name in ("default", "pages")}

    def put(value: object) -> None:
        for name, each in real.items():
            caches[name] = KeepsForeign(each, value)

    yield put
    for name, each in real.items():
        caches[name] = each


@pytest.fixture(params=FOREIGN, ids=repr)
def foreign(request, hold):
    """Caches that hold something foreign under every key."""
    hold(request.param)
    return request.param


@pytest.mark.django_db
def test_page__is_made_where_another_site_keeps_its_own_on_the_same_server(settings):
    theirs = CacheHandler({"default": settings.CACHES["default"] | {"KEY_PREFIX": ""}})["default"]
    theirs.set(SITE_ROOT_PATHS_CACHE_KEY, 0, version=SITE_ROOT_PATHS_CACHE_VERSION)
    make_policy(1, slug="water")
    assert get("/en/policies/water/").status_code == 200


@pytest.mark.django_db
def test_page__is_made_where_something_foreign_is_kept(hold):
    policy = make_policy(2, slug="water", title="Water Policy")
    next_edition(policy)
    clean = {path: get(path).status_code for path in PATHS}
    assert clean == dict.fromkeys(PATHS, 200)
    for value in FOREIGN:
        hold(value)
        assert {path: get(path).status_code for path in PATHS} == clean, value


def test_version__is_a_new_word_and_stays_it(foreign):
    found = dependencies.part_version("water")
    assert isinstance(found, str)
    if not isinstance(foreign, str):
        assert found == dependencies.part_version("water")


def test_limit__counts_what_it_can_and_bars_nobody(foreign):
    limit = Limit("foreign", most=5, seconds=60)
    assert limit.is_reached("a") in (True, False)
    assert limit.count("a") in (True, False)


def test_progress__of_something_foreign_is_none(foreign, db):
    job = SimpleNamespace(_meta=SimpleNamespace(label_lower="a"), pk=1, attempts=1)
    assert percent_told(job) in (0, 150)
    if foreign is not True:
        Teller(job)(0.5)
        assert percent_told(job) == 50


@pytest.mark.parametrize(
    "content", [b"", b"x", pickle.dumps(10**12), pickle.dumps("x"), b"cno_such_module\nX\n."]
)
def test_file__that_cannot_be_read_is_a_miss_and_others_are_still_found(tmp_path, content):
    files = FileBasedCache(str(tmp_path), {})
    files.set("good", "kept")
    files.set("bad", "kept")
    path = tmp_path / files._key_to_file("bad")
    path.write_bytes(content)
    assert files.get("bad") is None
    assert files.get_many(["bad"]) == {}
    assert files.get("good") == "kept"
    files.set("bad", "anew")
    assert files.get("bad") == "anew"


def test_default_cache__is_the_one_that_is_watched(foreign):
    assert cache.get("anything") == foreign


ROWS = [[(1, "/home/", "http://x", 7)], [(1,)], [None]]


@pytest.mark.parametrize("value", [*(each for each in FOREIGN if each != []), *ROWS])
def test_sites__are_asked_for_where_something_foreign_is_kept(db, settings, tmp_path, value):
    files = "consult.pages.caches.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": files, "LOCATION": str(tmp_path)}}
    paths = Site.get_site_root_paths()
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, value, version=SITE_ROOT_PATHS_CACHE_VERSION)
    assert paths
    assert Site.get_site_root_paths() == paths
