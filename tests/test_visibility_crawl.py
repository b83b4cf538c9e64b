"""Every address of the site, asked by a stranger while one thing after the other is closed.

Each address is asked while all is open; then those that showed a thing by its word: all of them for
a policy and a section with a password, one of each kind for other ways and things.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import transaction
from django.urls import path, reverse
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from policies.models import StandardUpdate
from reports.models import Report
from tests.marked_site import (
    SLOW_FORMATS,
    Address,
    MarkedSite,
    UnknownPattern,
    addresses,
    asked,
    make_site,
    mark,
)

pytestmark = pytest.mark.attack

CLOSED_WITH = {
    "policy": ["policy", "section", "part", "update", "meeting"],
    "section": ["section", "part"],
    "page": ["page", "child"],
}
# A text that has stood in public is read in its editions until it is made private: see
# docs/how-to/hide-what-is-public.md.
ON_RECORD = {
    "policies:edition",
    "policies:section_text",
    "policies:whole_text",
    "policies:download",
    "policies:compare",
    "policies:changes",
    "policies:history",
    "reports:file",
    "comments:list",
    "comments:one",
    "comments:alike",
    "comments:released_file",
    "comments:memorandum",
}
# Whoever holds the code is shown what they sent.
OWN_WORDS = {
    "comments:receipt",
    "comments:file_of_receipt",
    "comments:said_by_another",
    "comments:second_look",
    "comments:withdraw",
    "comments:slip",
    "comments:proof",
    "comments:proof_of_state",
    "comments:edit",
}
# Whatever is made of sections, and of what was said on them.
SHOWS_SECTIONS = {
    *ON_RECORD,
    "wagtail_serve",
    "policies:search",
    "comments:comment",
    "comments:policy_pack",
    "comments:section_pack",
    "comments:survey",
    "comments:memorandum",
    "comments:memorandum_table",
    "comments:released_file",
    "comments:receipt",
    "comments:file_of_receipt",
}
PRIVATE = ("password", "login", "groups")


@dataclass
class Seen:
    """The site while all is open: its addresses, each with what a stranger gets there."""

    site: MarkedSite
    shown: dict[Address, str]

    def telling(self, words: list[str]) -> list[Address]:
        """The addresses that show one of the words."""
        return [each for each, text in self.shown.items() if any(word in text for word in words)]


@pytest.fixture(scope="module")
def sights() -> list[Seen]:
    return []


@pytest.fixture
def seen(transactional_db, fill_once, sights) -> Seen:
    """Looked at once; each test has a copy of the database."""
    fill_once(lambda: sights.append(look()))
    return sights[0]


@pytest.fixture
def site(seen) -> MarkedSite:
    return seen.site


def look() -> Seen:
    site = make_site()
    shown = {address: asked(site, address[1]) for address in addresses(site)}
    for cache in caches.all(initialized_only=True):
        cache.clear()
    return Seen(site, shown)


def restrict(page: Page, kind: str) -> None:
    password = "a secret" if kind == "password" else ""
    rule = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)
    if kind == "groups":
        rule.groups.add(Group.objects.get(name="Editors"))


def unpublish(page: Page, _way: str) -> None:
    type(page).objects.get(pk=page.pk).unpublish()


def draft(page: Page, _way: str) -> None:
    """As if it had never been published."""
    type(page).objects.filter(pk=page.pk).update(live=False, first_published_at=None)


WAYS: dict[str, Callable] = {
    **dict.fromkeys(PRIVATE, restrict),
    "unpublished": unpublish,
    "draft": draft,
}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def words_of(name: str, way: str) -> list[str]:
    """The marks of all that is closed with a thing: parts of a section are parts of the policy."""
    closed = CLOSED_WITH.get(name, [name])
    if name == "section" and way not in PRIVATE:
        closed = ["section"]
    return [mark(f"{each}{end}") for each in closed for end in ("", "sw")]


def leaks(
    site: MarkedSite, urls: Iterable[Address], words: list[str], exempt: set[str]
) -> list[str]:
    return [
        f"{url}: {word}"
        for pattern, url in urls
        for text in [asked(site, url)]
        for word in words
        if word in text and pattern not in exempt
    ]


def one_a_pattern(urls: list[Address]) -> list[Address]:
    """One address a pattern, language and depth in the tree."""
    return list(
        {(pattern, url[:3], url.count("/")): (pattern, url) for pattern, url in urls}.values()
    )


def test_every_address__that_shows_words_of_a_section_is_looked_at(seen):
    """Else nothing below says anything of it."""
    kinds = {pattern for pattern, _url in seen.telling([mark("section")])}
    assert SHOWS_SECTIONS - kinds == set()


def test_every_address__shows_a_stranger_nothing_of_a_draft(seen):
    assert not [url for _name, url in seen.telling([mark("draft")])]


@pytest.mark.parametrize(
    "name", ["policy", "section", "part", "update", "page", "child", "meeting"]
)
@pytest.mark.parametrize("way", WAYS)
def test_every_address__shows_a_stranger_nothing_of_a_page_that_is_closed(seen, name, way):
    telling = seen.telling(words_of(name, "login"))
    assert len(telling) >= 4
    on_record = name in ("section", "part") and way not in PRIVATE
    exempt = OWN_WORDS | ON_RECORD if on_record else OWN_WORDS
    if name == "meeting" and way not in PRIVATE:
        exempt = exempt | {"reports:report", "reports:file"}  # it was announced
    all_of_it = way == "password" and name in ("policy", "section")
    urls = telling if all_of_it else one_a_pattern(telling)
    with undone():
        WAYS[way](seen.site.pages[name], way)
        doors = [each for each in addresses(seen.site) if each not in seen.shown]
        assert bool(doors) == (way in PRIVATE)
        found = leaks(seen.site, [*urls, *doors], words_of(name, way), exempt)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", ["policy", "section", "part", "page", "meeting"])
def test_every_address__shows_nothing_of_a_page_that_is_private_in_kiswahili_alone(seen, name):
    translation = seen.site.pages[name].get_translations().specific().get()
    words = [mark(f"{each}sw") for each in CLOSED_WITH.get(name, [name])]
    telling = [each for each in seen.telling(words) if each[1].startswith("/sw/")]
    with undone():
        # It has the title of the day in its words.
        StandardUpdate.objects.get().update.unpublish()
        restrict(translation, "password")
        found = leaks(seen.site, one_a_pattern(telling), words, OWN_WORDS)
    assert not found, "\n".join(found)


def test_every_download__leaves_out_a_section_that_is_private(site):
    slow = [each for each in addresses(site, slow=True) if SLOW_FORMATS & set(each[1].split("/"))]
    words = words_of("section", "password")
    assert [url for _pattern, url in slow if words[0] in asked(site, url)]
    restrict(site.pages["section"], "password")
    assert not leaks(site, slow, words, set())


def test_document__in_a_private_collection_is_not_handed_out(site):
    (url,) = [url for pattern, url in addresses(site) if pattern == "wagtaildocs_serve"]
    assert mark("document") in asked(site, url)
    for kind in PRIVATE:
        with undone():
            CollectionViewRestriction.objects.create(
                collection=site.collection, restriction_type=kind, password="a secret"
            )
            assert mark("document") not in asked(site, url)


def test_report__that_is_not_public_is_named_nowhere(client, site):
    own = reverse("reports:report", args=[site.report.uid])
    assert client.get(own).status_code == 200
    Report.objects.filter(pk=site.report.pk).update(published_at=None)
    pages = [each for each in addresses(site) if each[0] == "wagtail_serve"]
    links = leaks(site, pages, [str(site.report.uid)], set())
    # The update that was posted is a page of its own, which an editor takes out.
    assert {link.partition(":")[0] for link in links} <= {
        url for _pattern, url in pages if "report" in url
    }
    assert client.get(own).status_code == 404


def test_addresses__of_a_pattern_that_nobody_can_fill_in_fail(monkeypatch, site):
    new = path("new/<int:unheard_of>/", lambda request: None, name="new")
    monkeypatch.setattr("tests.marked_site.public_patterns", lambda: [new])
    with pytest.raises(UnknownPattern):
        addresses(site)
