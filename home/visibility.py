"""Who may see a page: said here, and asked by everything that shows one.

Two questions. `open_to_all` is asked by whatever shows the same to everybody: lists, feeds,
calendars, search, the sitemap, kept files, mails. `may_read` is asked by what one reader looks at:
a page, and what stands below it.

A page is as closed as what lies above it, as the page that it is an alias of, and as the page in
the default language that it translates.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=QuerySet)


@dataclass(frozen=True, slots=True)
class ClosedTrees:
    """Where the tree is closed, each path for its page and all below it.

    ``hidden`` are pages taken out of public view, ``private`` those that not everybody may read.
    """

    hidden: tuple[str, ...]
    private: tuple[str, ...]


_looked: ContextVar[list[ClosedTrees] | None] = ContextVar("looked", default=None)


def open_to_all(pages: Pages, *, within: Page | None = None) -> Pages:
    """Those of the pages that everybody may read; or everybody who may read ``within``."""
    return unrestricted(published(pages), within=within)


def may_read(request: HttpRequest, page: Page) -> bool:
    """Whether the page is public, and this reader is let through to it."""
    return published(Page.objects.filter(pk=page.pk)).exists() and passes(request, page)


def passes(request: HttpRequest, page: Page) -> bool:
    """Whether every restriction on the page, published or not, lets this reader through."""
    return all(each.accept_request(request) for each in page.get_view_restrictions())


def is_stranger(request: HttpRequest) -> bool:
    """Whether this reader has neither signed in nor given a password: nothing private is theirs."""
    given = request.session.get(PageViewRestriction.passed_view_restrictions_session_key)
    return not (request.user.is_authenticated or given)


def passes_one(request: HttpRequest, pages: PageQuerySet) -> bool:
    """Whether this reader is let through to one of the pages, however many there are."""
    if unrestricted(pages).exists():
        return True
    if is_stranger(request):
        return False
    return any(passes(request, page) for page in pages.specific())


def is_private(page: Page) -> bool:
    """Whether anything keeps the page from some readers: what it shows is not for everybody."""
    return restricted(Page.objects.filter(pk=page.pk)).exists()


def published(pages: Pages) -> Pages:
    """Those that have not been taken out of public view, private ones too."""
    closed = Q(live=False) | _below(closed_trees().hidden)
    return pages.exclude(closed | _made_from(closed))


def unrestricted(pages: Pages, *, within: Page | None = None) -> Pages:
    """Those that nothing keeps from anybody who may read ``within``, published or not."""
    closed = _private_to(within)
    return pages.exclude(closed | _made_from(closed)) if closed else pages


def restricted(pages: Pages, *, within: Page | None = None) -> Pages:
    """The others."""
    closed = _private_to(within)
    return pages.filter(closed | _made_from(closed)) if closed else pages.none()


def stands_in(page: Page) -> bool:
    """Whether a translation may be shown wherever what it translates is."""
    closed = closed_trees()
    return page.live and not page.path.startswith((*closed.hidden, *closed.private))


def closed_trees() -> ClosedTrees:
    """One query; none where `look_once` has asked already."""
    kept = _looked.get()
    if kept is None:
        return _closed_trees()
    if not kept:
        kept.append(_closed_trees())
    return kept[0]


@contextmanager
def look_once() -> Iterator[None]:
    """What is closed is asked for once in all of this."""
    token = _looked.set([])
    try:
        yield
    finally:
        _looked.reset(token)


class LookOnceMiddleware:
    """A request that changes nothing asks once what is closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with look_once():
            return self.get_response(request)


def _closed_trees() -> ClosedTrees:
    rules, parts = PageViewRestriction.objects.order_by(), _parts()
    is_private = Exists(rules.filter(Q(page=OuterRef("pk")) | Q(page=OuterRef("alias_of"))))
    hides = Q(live=False, numchild__gt=0) & ~Q(content_type__in=parts)
    rows = Page.objects.annotate(is_private=is_private).filter(hides | Q(is_private=True))
    found = list(rows.order_by("path").values_list("path", "live", "is_private", "content_type"))
    return ClosedTrees(
        hidden=_outermost(path for path, live, _, kind in found if not live and kind not in parts),
        private=tuple(path for path, _, is_private, _ in found if is_private),
    )


def _parts() -> set[int]:
    """Content types of pages that do not hide what lies below: `MaoniPage.hides_what_is_below`."""
    models = [each for each in get_page_models() if not getattr(each, "hides_what_is_below", True)]
    return {each.pk for each in ContentType.objects.get_for_models(*models).values()}


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    """Without those below another: ``paths`` come in order."""
    kept: list[str] = []
    for path in paths:
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return tuple(kept)


def _private_to(within: Page | None) -> Q:
    """What is private to those who have been let through to ``within``."""
    inside = (within.path, getattr(within, "source", within).path) if within else ()
    paths = closed_trees().private
    return _below(
        _outermost(path for path in paths if not any(each.startswith(path) for each in inside))
    )


def _below(paths: Iterable[str]) -> Q:
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return below


def _made_from(closed: Q) -> Exists:
    """Aliases and translations of pages that are closed."""
    source = Q(translation_key=OuterRef("translation_key"))
    source &= Q(locale__language_code=settings.LANGUAGE_CODE)
    return Exists(Page.objects.filter(closed, source | Q(pk=OuterRef("alias_of"))).order_by())
