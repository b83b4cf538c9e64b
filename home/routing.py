"""Pages that lack a translation are served in the language they have, at the reader's prefix."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import TextField, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from home.visibility import published, stands_in


class FallbackRouteMixin:
    """Route to another language's page where this tree has none at the address.

    ``/sw/policies/x/2/`` answers with the English section while there is no Kiswahili one; the
    template then says so. A page that exists in both languages is found under the address of
    either, so the way to the same page in another language is to change the prefix.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        page = page_at(self, path_components)
        if page is None:
            raise Http404
        return RouteResult(page)


def page_at(root: Page, path_components: list[str]) -> Page | None:
    """The public page at a path below ``root`` or a translation of it, in three queries.

    A page in the reader's language comes first: the one at this very path, then the translation of
    the one that is. It knows itself in the other languages (`link_translations`).
    """
    roots = Page.objects.live().filter(translation_key=root.translation_key)
    end = "".join(f"{part}/" for part in path_components)
    paths = roots.annotate(there=Concat("url_path", Value(end), output_field=TextField())).values(
        "there"
    )
    there = published(Page.objects.filter(url_path__in=paths))
    found = list(there.select_related("locale"))
    if not found:
        return None
    active = get_language()
    first = min(found, key=lambda page: page.locale.language_code != active)
    model = first.specific_class or Page
    pages = published(model.objects.filter(translation_key=first.translation_key))
    by_language = link_translations(pages.select_related("locale"))[first.translation_key]
    return by_language.get(str(active)) or by_language[first.locale.language_code]


def link_translations(pages: Iterable) -> dict:
    """``{translation_key: {language: page}}``; each page is given its own languages."""
    found: dict = defaultdict(dict)
    for page in pages:
        found[page.translation_key][page.locale.language_code] = page
        page.in_languages = found[page.translation_key]
    return found


def reader_url(page: Page, request: HttpRequest | None = None) -> str:
    """The address of ``page`` under the prefix of the active language.

    A page of another language keeps its own path: only the prefix is the reader's.
    """
    url = page.get_url(request) or ""
    language = get_language()
    own = page.locale.language_code
    if language and own != language:
        url = url.replace(f"/{own}/", f"/{language}/", 1)
    return url


def in_reader_language(pages: Iterable[Page], model: type[Page] = Page) -> list[Page]:
    """Each page, or its public translation into the language being read."""
    pages = list(pages)
    active = get_language()
    keys = [page.translation_key for page in pages if page.locale.language_code != active]
    if not keys:
        return pages
    local = model.objects.live().filter(translation_key__in=keys, locale__language_code=active)
    local = filter(stands_in, local.select_related("locale"))
    by_key = {page.translation_key: page for page in local}
    return [by_key.get(page.translation_key, page) for page in pages]
