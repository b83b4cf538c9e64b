"""Tags for what every page shows. They ask the database few questions."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.db.models import Q
from django.template import Context
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Page, Site

from home import old_addresses
from home.models import Theme, UpdatePage
from home.routing import in_reader_language, link_translations
from home.routing import reader_url as url_for_reader
from home.visibility import open_to_all, published, stands_in
from home.which_page import named_query

register = template.Library()
register.simple_tag(named_query)

# Pages under the home page that stand at the foot of every page, in this order, where they exist.
FOOTER_SLUGS = ("about", "privacy", "accessibility", "contact")


@dataclass(frozen=True, slots=True)
class Crumb:
    """A page above the one that is read; ``lang`` is empty where its title is in that language."""

    title: str
    url: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The page that is read under the address of a language."""

    code: str
    name: str
    url: str
    active: bool


@register.simple_tag(takes_context=True)
def reader_url(context: Context, page: Page) -> str:
    """The page's address under the prefix of the language being read."""
    return url_for_reader(page, context.get("request"))


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Page]:
    """The site's main pages, in the language being read where they exist in it."""
    return [local for source, local in top_pages(context) if source.show_in_menus]


@register.simple_tag(takes_context=True)
def footer_menu(context: Context) -> list[Page]:
    """The pages of `FOOTER_SLUGS`, in the language being read where they exist in it."""
    by_slug = {source.slug: local for source, local in top_pages(context)}
    return [by_slug[slug] for slug in FOOTER_SLUGS if slug in by_slug]


@register.simple_tag(takes_context=True)
def breadcrumb(
    context: Context, page: Page, with_self: bool = False, below: str = "", below_url: str = ""
) -> list[Crumb]:
    """The pages above this one, from the home page down; last one that is below, by its title."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if site is None:
        return []
    above = _above(context, page, with_self, site.root_page.depth)
    return [
        Crumb(gettext("Home"), home_url()),
        *(
            crumb(each.title, url_for_reader(each, request), each.locale.language_code)
            for each in above
        ),
        *([Crumb(below, below_url)] if below else []),
    ]


def crumb(title: str, url: str, language: str) -> Crumb:
    """A crumb whose title is in ``language``."""
    return Crumb(title, url, "" if language == translation.get_language() else language)


def _above(context: Context, page: Page, with_self: bool, root_depth: int) -> list[Page]:
    """The pages between the home page and this one; near the top they have been read already."""
    if with_self or page.depth > root_depth + 2:
        above = page.get_ancestors(inclusive=with_self).filter(depth__gt=root_depth)
        return in_reader_language(published(above).select_related("locale"))
    return [
        local
        for source, local in top_pages(context)
        if any(top.pk != page.pk and page.path.startswith(top.path) for top in (source, local))
    ]


@register.simple_tag(takes_context=True)
def stood_here(context: Context) -> Page | None:
    """What the address of the page, or of the policy that a page is about, led to before."""
    shown = (context.get(name) for name in ("page", "policy"))
    page = next((each for each in shown if isinstance(each, Page) and each.url_path), None)
    return old_addresses.stood_here(page) if page else None


@register.simple_tag
def themes() -> list[Theme]:
    """The network's thematic areas in their order."""
    return list(Theme.objects.all())


@register.simple_tag
def latest_updates(count: int = 3) -> list[Page]:
    """The newest updates of the whole site, those about a policy too."""
    source = UpdatePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE)
    newest = open_to_all(source).select_related("locale").order_by("-date", "-pk")[:count]
    return in_reader_language(newest, model=UpdatePage)


@register.simple_tag
def home_url() -> str:
    """The site's first page in the language being read."""
    return f"/{translation.get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """This same page in each language.

    The router finds a page under the address of any of its languages: see `home.routing`.
    """
    request = context.get("request")
    if request is None:
        return []
    active = translation.get_language()
    path = request.get_full_path()
    return [
        LanguageLink(code, name, translate_url(path, code), code == active)
        for code, name in settings.LANGUAGES
    ]


@register.simple_tag
def in_language(path: str, code: str) -> str:
    """The address of the same page in another language."""
    return translate_url(path, code)


def top_pages(context: Context) -> list[tuple[Page, Page]]:
    """Pages right under the home page, each with the one to show for it, once a request."""
    request = context.get("request")
    site = Site.find_for_request(request) if request else None
    if request is None or site is None:
        return []
    if not hasattr(request, "_top_pages"):
        own = open_to_all(site.root_page.get_children())
        shown = Q(locale=site.root_page.locale_id)
        shown |= Q(locale__language_code=translation.get_language())
        keys = own.order_by().values("translation_key")
        pages = Page.objects.live().filter(shown, translation_key__in=keys)
        by_key = link_translations(pages.select_related("locale"))
        pairs = (_own_and_local(each, site.root_page) for each in by_key.values())
        request._top_pages = sorted(pairs, key=lambda pair: pair[0].path)
    return request._top_pages


def _own_and_local(languages: dict[str, Page], root: Page) -> tuple[Page, Page]:
    own = next(page for page in languages.values() if page.locale_id == root.locale_id)
    local = languages.get(str(translation.get_language()), own)
    return own, local if stands_in(local) else own
