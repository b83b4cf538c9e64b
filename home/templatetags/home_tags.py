"""Tags for what every page shows."""

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils import translation
from wagtail.models import Page, Site

from home.routing import reader_url as url_for_reader

register = template.Library()


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
    root = site.root_page
    pages = list(root.get_children().live().in_menu().select_related("locale"))
    local_root = root.localized
    if local_root.pk != root.pk:
        local = local_root.get_children().live().in_menu().select_related("locale")
        by_key = {page.translation_key: page for page in local}
        pages = [by_key.get(page.translation_key, page) for page in pages]
    return pages


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
