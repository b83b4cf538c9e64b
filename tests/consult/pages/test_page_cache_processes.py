"""A change is seen by every process that answers."""

import urllib.request

import pytest

from policies.models import PolicyPage
from tests.factories import make_policy
from tests.web_process import web_process

PAGE = "/en/policies/"


@pytest.fixture
def shared_cache(settings, tmp_path) -> str:
    """The address of a cache of files that this process uses too."""
    places = {"default": tmp_path / "cache", "pages": tmp_path / "cache" / "pages"}
    settings.CACHES = {
        name: {
            "BACKEND": "consult.pages.caches.FileBasedCache",
            "LOCATION": str(place),
            "KEY_PREFIX": settings.CACHES[name]["KEY_PREFIX"],
        }
        for name, place in places.items()
    }
    return f"filecache://{tmp_path}/cache"


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        assert response.headers["ETag"]
        return response.read().decode()


def test_change__is_seen_at_once_in_every_process(transactional_db, shared_cache, client):
    policy = make_policy(1, title="The First Name")
    with web_process(CACHE_URL=shared_cache) as site:
        other = site + PAGE
        for name in ("The Second Name", "The Third Name"):
            for _ in range(2):
                assert policy.title in read(other)
                assert policy.title in client.get(PAGE).content.decode()
            policy = PolicyPage.objects.get(pk=policy.pk)
            policy.title = name
            policy.save_revision().publish()
            assert name in read(other)
            assert name in client.get(PAGE).content.decode()
