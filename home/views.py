"""The view of every page, and the list of them for search engines."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from wagtail import views
from wagtail.contrib.sitemaps import Sitemap
from wagtail.contrib.sitemaps.views import sitemap as wagtail_sitemap
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from home.routing import page_at
from home.visibility import open_to_all


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with its way to the page taken in two queries, not six.

    What is found is left where `Page.route_for_request` keeps it and looks for it first.
    """
    site = Site.find_for_request(request)
    page = page_at(site.root_page, [part for part in path.split("/") if part]) if site else None
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return views.serve(request, path)


class OpenSitemap(Sitemap):
    def items(self) -> QuerySet[Page]:
        pages = self.get_wagtail_site().root_page.get_descendants(inclusive=True)
        return open_to_all(pages).order_by("path").defer_streamfields().specific()


def sitemap(request: HttpRequest) -> HttpResponse:
    """The pages that everybody may read."""
    return wagtail_sitemap(request, sitemaps={"pages": OpenSitemap})
