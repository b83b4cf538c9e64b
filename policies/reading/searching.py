"""Search in the published policies, with the passages that matched."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page as PaginatedPage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from consult.language.found_words import cut_short, highlighted, passages, words_of
from consult.language.search_queries import search_query
from home.routing import link_translations, reader_url
from home.visibility import open_to_all
from policies.models import PolicyPage, SectionPage
from texts.cleaning import section_line
from texts.plain import body_text
from texts.section_names import Listed, SectionNames, bare_number, is_number

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A page that matches: the passages are HTML with the words in ``<mark>``.

    ``in_kiswahili`` are those of the plain-language summary that a section has in Kiswahili,
    whatever language its text is in; empty where it does not match.
    """

    page: Page
    policy: PolicyPage | None
    url: str
    heading: SafeString
    passages: list[SafeString]
    in_kiswahili: list[SafeString] = field(default_factory=list)


def public_policies() -> list[PolicyPage]:
    """The policies that everybody may read, translations too, each with its canonical page."""
    found = list(open_to_all(PolicyPage.objects.select_related("locale").order_by("path")))
    link_translations(found)
    return found


def search(query: str, policies: list[PolicyPage]) -> Sequence[Page]:
    """Search results in these policies and their sections, best first; can be sliced, counted.

    Who asks for "5.4", "section 5.4" or "Part II/3" is given the section of that number before
    those that name it.
    """
    named = is_number(cut_short(query))
    asked = search_query(bare_number(cut_short(query)) if named else query)
    if not policies or asked is None:
        return []
    below = Q()
    for policy in policies:
        below |= Q(path__startswith=policy.path)
    found = open_to_all(Page.objects.type(PolicyPage, SectionPage).filter(below))
    pages = Page.objects.filter(pk__in=found.order_by().values("pk"))
    if not named:
        return pages.search(asked)
    rows = SectionPage.objects.filter(pk__in=pages.values("pk")).order_by("path")
    numbers = SectionNames(Listed(*row) for row in rows.values_list("depth", "number", "pk"))
    first = rows.in_bulk(numbers.find(cut_short(query)))
    return [*first.values(), *pages.exclude(pk__in=first).search(asked)]


def search_hits(
    results: Iterable[Page], policies: list[PolicyPage], query: str, request: HttpRequest
) -> list[SearchHit]:
    """Some results with what is shown of them, in a constant number of queries."""
    found = list(results)
    ids = [page.pk for page in found]
    specific: dict[int, Page] = {}
    for model in (PolicyPage, SectionPage):
        for page in model.objects.filter(pk__in=ids).select_related("locale"):
            specific[page.pk] = page
    return [
        _hit(specific[page.pk], policies, query, request) for page in found if page.pk in specific
    ]


def _hit(page: Page, policies: list[PolicyPage], query: str, request: HttpRequest) -> SearchHit:
    pattern = words_of(query)
    if not isinstance(page, SectionPage):
        found = list(passages(section_line(page.summary), pattern))
        return SearchHit(
            page, None, reader_url(page, request), highlighted(page.title, pattern), found
        )
    return SearchHit(
        page=page,
        policy=_policy_of(page, policies),
        url=reader_url(page, request),
        heading=highlighted(page.heading, pattern),
        passages=list(passages(_text(page), pattern)),
        in_kiswahili=list(_passages_found(section_line(page.summary_sw), pattern)),
    )


def _text(section: SectionPage) -> str:
    return (
        f"{section_line(section.summary)} {section_line(body_text(section.body.raw_data))}".strip()
    )


def _passages_found(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString]:
    if pattern and pattern.search(text):
        yield from passages(text, pattern)


def _policy_of(section: SectionPage, policies: list[PolicyPage]) -> PolicyPage | None:
    """The policy of a section: in the reader's language where it has a page in it."""
    own = next((each for each in policies if section.path.startswith(each.path)), None)
    return own and own.localized


def paginated(results: Sequence[Page], number: str | None) -> PaginatedPage:
    """The asked-for page of the results; a Django page object."""
    return Paginator(results, PAGE_SIZE).get_page(number)
