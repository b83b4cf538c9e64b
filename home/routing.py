"""Pages that lack a translation are served in the language they have, at the reader's prefix."""

from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Locale, Page
from wagtail.url_routing import RouteResult


class FallbackRouteMixin:
    """Route to the default language's page where this tree has no page at the address.

    ``/sw/policies/x/2/`` answers with the English section while there is no Kiswahili one; the
    template then says so. A page that exists in both languages is always found first.
    """

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        try:
            return super().route(request, path_components)  # type: ignore[misc]
        except Http404:
            source = self.get_translation_or_none(Locale.get_default())  # type: ignore[attr-defined]
            if source is None or source.pk == self.pk or not source.live:  # type: ignore[attr-defined]
                raise
            return source.specific.route(request, path_components)


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
