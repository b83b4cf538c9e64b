"""From the old address of a page to the new one, for those who may see the page."""

from urllib.parse import urlparse

from django.http import HttpRequest, HttpResponse
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from home.visibility import may_read


class OpenRedirectMiddleware(RedirectMiddleware):
    """Wagtail's own, which also tells strangers what a page is called that is not for them."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        moved = super().process_response(request, response)
        if moved is response:
            return response
        page = _new_place(request)
        return moved if page is None or may_read(request, page) else response


def _new_place(request: HttpRequest) -> Page | None:
    """The page that the redirect leads to, None where it leads to an address."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    found = get_redirect(request, path) or get_redirect(request, urlparse(path).path)
    return found.redirect_page and found.redirect_page.specific
