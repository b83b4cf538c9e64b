"""Addresses that pages have left lead on to them, for those who may see the page.

Every page of a tree is remembered where it stood, whenever it or a page above it is renamed or
moved. Only where nothing stands at an address now is it asked who left it: a page that takes an old
address has it.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from wagtail.models import Page
from wagtail.signals import page_slug_changed, post_page_move

from home.models import FormerAddress
from home.models.former_addresses import below_home, last_part
from home.models.site_pages import MaoniPage
from home.routing import reader_url
from home.visibility import is_private, may_read, open_to_all

OfOneKind = TypeVar("OfOneKind", bound=Page)
# On a page: what stood where it stands, once that was asked; a page and its files both do.
_FOUND = "_stood_here_before"
Answer = Callable[[HttpRequest], HttpResponse | None]

# How long a browser may go on without asking: another page may take the address.
REMEMBERED_S = 3600
LOOKED_AT = 20
_answers: list[Answer] = []


class OldAddressMiddleware:
    """Asks, where a page was not found, whether the address is known from before."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 404 or request.resolver_match is None:
            return response
        answers = (answer(request) for answer in (moved_page, *_answers))
        return next((answer for answer in answers if answer), response)


def instead_of_not_found(answer: Answer) -> None:
    """An app knows more of addresses where nothing stands: called by it when it is ready."""
    _answers.append(answer)


def moved_page(request: HttpRequest) -> HttpResponse | None:
    """To where the page stands now that stood at this address."""
    path = page_path(request)
    page = path and first_readable(request, FormerAddress.objects.at(path))
    return lead_on(request, page, reader_url(page.localized)) if page else None


def stood_here(page: Page) -> Page | None:
    """The page that everybody may read and that stood last where this one stands now.

    Who has that address in print comes here, and is told where the other one went.
    """
    if _FOUND not in vars(page):
        left = FormerAddress.objects.at(below_home(page.url_path)).of_others(page)
        rows = left.filter(page__in=open_to_all(Page.objects.all())).select_related("page__locale")
        row = rows.first()
        setattr(page, _FOUND, row.page.specific if row else None)
    former = getattr(page, _FOUND)
    return former.localized if former else None


def its_like_before(page: OfOneKind) -> OfOneKind | None:
    """What stood here, where it is of the page's kind: its subscribers go on being told here.

    A deadline that goes missing in a calendar is noticed by nobody.
    """
    before = stood_here(page)
    return before if isinstance(before, type(page)) else None


def page_path(request: HttpRequest) -> str:
    """The path below the home page that is asked for; empty at any other address."""
    match = request.resolver_match
    if match is None or match.view_name != "wagtail_serve":
        return ""
    return str(match.args[0] if match.args else "")


def first_readable(request: HttpRequest, left: QuerySet[FormerAddress]) -> MaoniPage | None:
    """The last to leave of those that this reader may see."""
    rows = left.select_related("page__locale", "page__content_type")[:LOOKED_AT]
    pages = (row.page.specific for row in rows)
    return next((page for page in pages if may_read(request, page)), None)


def lead_on(request: HttpRequest, page: Page, url: str) -> HttpResponse | None:
    """The way there, with what was asked or sent; None where that is nowhere, or a circle."""
    if not url or urlsplit(url).path == request.path:
        return None
    query = request.META.get("QUERY_STRING", "")
    answer = HttpResponseRedirect(
        f"{url}?{query}" if query else url, preserve_request=request.method not in ("GET", "HEAD")
    )
    answer.status_code = 308 if answer.status_code == 307 else 301
    if is_private(page):
        patch_cache_control(answer, private=True, no_store=True)
    else:
        patch_cache_control(answer, max_age=REMEMBERED_S)
    return answer


def remember(page: Page, before: str, after: str) -> None:
    """That the page and all below it that ever was public stood under another path."""
    old = below_home(before)
    if not old or old == below_home(after):
        return
    left = page.get_descendants(inclusive=True).exclude(live=False, first_published_at=None)
    paths = ((pk, old + now[len(after) :]) for pk, now in left.values_list("pk", "url_path"))
    FormerAddress.objects.bulk_create(
        (FormerAddress(page_id=pk, path=path, slug=last_part(path)) for pk, path in paths),
        batch_size=500,
    )


def _renamed(sender: type[Page], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    remember(instance, instance_before.url_path, instance.url_path)


def _moved(
    sender: type[Page], instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    remember(instance, url_path_before, url_path_after)


def connect() -> None:
    page_slug_changed.connect(_renamed, dispatch_uid="home.renamed")
    post_page_move.connect(_moved, dispatch_uid="home.moved")
