"""Pages that lack a translation are served in the language they have, at the reader's prefix."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page
from wagtail.url_routing import RouteResult


class FallbackRouteMixin:
    """Route to another language's page where this tree has none at the address.

    ``/sw/policies/x/2/`` answers with the English section while there is no Kiswahili one; the
    template then says so. A page that exists in both languages is found under the address of
    either, so the way to the same page in another language is to change the prefix.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        found = page_below(self, path_components) or self._elsewhere(path_components)
        if found is not None:
            return RouteResult(found)
        try:
            return super().route(request, path_components)  # type: ignore[misc]
        except Http404:
            source = self.get_translation_or_none(Locale.get_default())  # type: ignore[attr-defined]
            if source is None or source.pk == self.pk or not source.live:  # type: ignore[attr-defined]
                raise
            return source.specific.route(request, path_components)

    def _elsewhere(self, path_components: list[str]) -> Page | None:
        """The page at the same path of another language's tree, translated where it can be."""
        if not path_components:
            return None
        for root in self.get_translations().live():  # type: ignore[attr-defined]
            page = page_below(root, path_components)
            if page is not None:
                local = page.get_translation_or_none(self.locale)  # type: ignore[attr-defined]
                return local if local is not None and local.live else page
        return None


def page_below(root, path_components: list[str]) -> Page | None:
    """The live page at a path below ``root``, in two queries however deep it lies."""
    if not path_components:
        return None
    url_path = f"{root.url_path}{'/'.join(path_components)}/"
    below = root.get_descendants().live().filter(url_path=url_path)
    page = below.select_related("locale").first()
    if page is None:
        return None
    specific = page.specific
    specific.locale = page.locale
    return specific


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
    """Each page, or its live translation into the language being read: one query, or none."""
    pages = list(pages)
    active = get_language()
    keys = [page.translation_key for page in pages if page.locale.language_code != active]
    if not keys:
        return pages
    local = model.objects.live().filter(translation_key__in=keys, locale__language_code=active)
    by_key = {page.translation_key: page for page in local.select_related("locale")}
    return [by_key.get(page.translation_key, page) for page in pages]
