"""What the frame of every page asks for: menus, the way here, the same page in the other language."""

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language, override
from wagtail.models import Locale, Page, Site

from home.routing import reader_url as address_for_reader

register = template.Library()

FOOTER_SLUGS = ("about", "privacy", "accessibility", "contact")


def _root(request: HttpRequest | None) -> Page | None:
    site = Site.find_for_request(request) if request else None
    return site.root_page if site else None


def _in_active_language(pages: list[Page]) -> list[Page]:
    """Each page, or its live translation into the active language where there is one."""
    keys = [page.translation_key for page in pages]
    translated = Page.objects.live().filter(translation_key__in=keys, locale=Locale.get_active())
    found = {page.translation_key: page for page in translated.select_related("locale")}
    return [found.get(page.translation_key, page) for page in pages]


def _items(pages: list[Page], request: HttpRequest) -> list[dict]:
    items = []
    for page in _in_active_language(pages):
        url = address_for_reader(page, request)
        if request.path == url:
            current = "page"
        else:
            current = "true" if url and request.path.startswith(url) else ""
        items.append({"title": page.title, "url": url, "current": current})
    return items


def _menu(context: template.Context, **filters) -> list[dict]:
    request = context.get("request")
    root = _root(request)
    if root is None or request is None:
        return []
    pages = root.get_children().live().filter(**filters).select_related("locale")
    return _items(list(pages), request)


@register.simple_tag(takes_context=True)
def main_menu(context: template.Context) -> list[dict]:
    """``{title, url, current}`` of the pages under the home page that are "shown in menus"."""
    return _menu(context, show_in_menus=True)


@register.simple_tag(takes_context=True)
def footer_menu(context: template.Context) -> list[dict]:
    """``{title, url, current}`` of the pages every reader may look for at the foot of a page."""
    return _menu(context, slug__in=FOOTER_SLUGS)


@register.simple_tag
def home_url() -> str:
    return f"/{get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def reader_url(context: template.Context, page: Page) -> str:
    """The address of ``page`` under the prefix of the reader's language."""
    return address_for_reader(page, context.get("request"))


@register.simple_tag(takes_context=True)
def breadcrumb(context: template.Context, page: Page) -> list[dict]:
    """``{title, url, lang}`` of the pages above ``page``, from the home page down."""
    request = context.get("request")
    root = _root(request)
    if root is None:
        return []
    above = page.get_ancestors().filter(depth__gte=root.depth).select_related("locale")
    active = get_language()
    return [
        {
            "title": ancestor.title,
            "url": address_for_reader(ancestor, request),
            "lang": ""
            if ancestor.locale.language_code == active
            else ancestor.locale.language_code,
        }
        for ancestor in above
    ]


@register.simple_tag(takes_context=True)
def language_links(context: template.Context) -> list[dict]:
    """``{code, name, url, absolute_url, current}``: this page's address in each language."""
    request = context.get("request")
    if request is None:
        return []
    page = context.get("page")
    page = page if isinstance(page, Page) and page.pk else None
    links = []
    for code, name in settings.LANGUAGES:
        url = _in_language(request, page, code)
        links.append(
            {
                "code": code,
                "name": name,
                "url": url,
                "absolute_url": request.build_absolute_uri(url),
                "current": code == get_language(),
            }
        )
    return links


def _in_language(request: HttpRequest, page: Page | None, code: str) -> str:
    if code == get_language():
        return request.get_full_path()
    if page is not None:
        with override(code):
            return address_for_reader(_in_active_language([page])[0], request)
    url = translate_url(request.get_full_path(), code)
    return url if url.startswith(f"/{code}/") else f"/{code}/"
