"""Tags for what every page shows."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.models import Theme, UpdatePage
from home.routing import reader_url as url_for_reader

register = template.Library()

# Pages under the home page that stand at the foot of every page, in this order, where they exist.
FOOTER_SLUGS = ("about", "privacy", "accessibility", "contact")


@register.simple_tag(takes_context=True)
def reader_url(context, page: Page) -> str:
    """The page's address under the prefix of the language being read."""
    return url_for_reader(page, context.get("request"))


@register.simple_tag(takes_context=True)
def main_menu(context) -> list[Page]:
    """The site's main pages, in the language being read where they exist in it."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    pages = site.root_page.get_children().live().in_menu().select_related("locale")
    return _in_reader_language(list(pages))


@register.simple_tag(takes_context=True)
def footer_menu(context) -> list[Page]:
    """The pages of `FOOTER_SLUGS`, in the language being read where they exist in it."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    found = site.root_page.get_children().live().filter(slug__in=FOOTER_SLUGS)
    pages = sorted(found.select_related("locale"), key=lambda page: FOOTER_SLUGS.index(page.slug))
    return _in_reader_language(pages)


@register.simple_tag(takes_context=True)
def breadcrumb(context, page: Page, with_self: bool = False) -> list[dict]:
    """``[{"title", "url", "lang"}]``: the pages above this one, from the home page down.

    ``lang`` is empty where the title is in the language being read.
    """
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    above = page.get_ancestors(inclusive=with_self).filter(depth__gte=site.root_page.depth)
    active = translation.get_language()
    crumbs = []
    for ancestor in _in_reader_language(list(above.select_related("locale"))):
        own = ancestor.locale.language_code
        url = url_for_reader(ancestor, request)
        crumbs.append({"title": ancestor.title, "url": url, "lang": "" if own == active else own})
    return crumbs


@register.simple_tag
def themes() -> list[Theme]:
    """The network's thematic areas in their order."""
    return list(Theme.objects.all())


@register.simple_tag
def latest_updates(count: int = 3) -> list[UpdatePage]:
    """The newest updates of the whole site, those about a policy too."""
    updates = UpdatePage.objects.live().public().filter(locale=Locale.get_active())
    return list(updates.select_related("locale").order_by("-date", "-pk")[:count])


@register.simple_tag
def home_url() -> str:
    """The site's first page in the language being read."""
    return f"/{translation.get_language() or settings.LANGUAGE_CODE}/"


def _in_reader_language(pages: list[Page]) -> list[Page]:
    """Each page, or its live translation into the language being read, in one query."""
    if not pages:
        return []
    keys = [page.translation_key for page in pages]
    local = Page.objects.live().filter(translation_key__in=keys, locale=Locale.get_active())
    by_key = {page.translation_key: page for page in local.select_related("locale")}
    return [by_key.get(page.translation_key, page) for page in pages]


@register.simple_tag(takes_context=True)
def language_links(context) -> list[dict]:
    """``[{"code", "name", "url", "active"}]``: this same page in each language."""
    request = context.get("request")
    active = translation.get_language()
    page = context.get("page")
    links = []
    for code, name in settings.LANGUAGES:
        url = translate_url(request.get_full_path(), code) if request else f"/{code}/"
        if isinstance(page, Page) and page.pk and request:
            url = _page_in(page, code, request)
        links.append({"code": code, "name": name, "url": url, "active": code == active})
    return links


def _page_in(page: Page, code: str, request) -> str:
    with translation.override(code):
        return url_for_reader(page.localized, request)
