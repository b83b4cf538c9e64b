"""Search in the published policies, with the passages that matched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page

from home.routing import reader_url
from policies.content import single_line
from policies.models import PolicyPage, SectionPage
from policies.plaintext import body_text

LONGEST_QUERY = 100
PAGE_SIZE = 10
PASSAGES = 2
AROUND = 110  # characters shown on either side of what was found
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that matches: the passages are HTML with the words in ``<mark>``."""

    page: Page
    policy: PolicyPage | None
    url: str
    heading: SafeString
    passages: list[SafeString]


def public_policies() -> list[PolicyPage]:
    """Every policy that anybody may read, translations too, each with its canonical page at hand.

    Editions and comments belong to the page in the default language: a translation whose source is
    not public is not public either.
    """
    public = list(PolicyPage.objects.live().public().select_related("locale").order_by("path"))
    default = settings.LANGUAGE_CODE
    sources = {page.translation_key: page for page in public if page.language == default}
    hidden = PolicyPage.objects.filter(locale__language_code=default).exclude(
        pk__in=[page.pk for page in sources.values()]
    )
    without = set(hidden.values_list("translation_key", flat=True))
    found = []
    for page in public:
        if page.translation_key not in without:
            page.canonical = sources.get(page.translation_key, page)
            found.append(page)
    return found


def search(query: str, policies: list[PolicyPage]):
    """Search results in these policies and their sections, best first; can be sliced, counted."""
    # SQLite takes a quotation mark for its own syntax, and fails where there is but one.
    query = single_line(query).replace('"', " ")[:LONGEST_QUERY]
    if not policies or not _WORD.search(query):
        return []
    below = Q()
    for policy in policies:
        below |= Q(path__startswith=policy.path)
    pages = Page.objects.live().public().type(PolicyPage, SectionPage).filter(below)
    return pages.search(query)


def hits(results, policies: list[PolicyPage], query: str, request: HttpRequest) -> list[Hit]:
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


def _hit(page: Page, policies: list[PolicyPage], query: str, request: HttpRequest) -> Hit:
    pattern = words_of(query)
    policy = next((each for each in policies if page.path.startswith(each.path)), None)
    if isinstance(page, SectionPage):
        text = " ".join([single_line(page.summary), single_line(body_text(page.body.raw_data))])
        heading = page.heading
    else:
        text, heading = single_line(page.summary), page.title
    return Hit(
        page=page,
        policy=policy if isinstance(page, SectionPage) else None,
        url=reader_url(page, request),
        heading=marked(heading, pattern),
        passages=list(passages(text.strip(), pattern)),
    )


def words_of(query: str) -> re.Pattern[str] | None:
    """The words of a query as a pattern; each also stands for longer words that begin with it."""
    words = sorted(set(_WORD.findall(query.casefold())), key=len, reverse=True)
    if not words:
        return None
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\w*", re.IGNORECASE)


def passages(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString]:
    """Up to `PASSAGES` stretches of the text around what was found; else its beginning."""
    end_of_last, count = -1, 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() < end_of_last or count == PASSAGES:
            continue
        start, end = _start(text, match.start()), _end(text, match.end())
        cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
        yield marked(cut, pattern)
        end_of_last, count = end, count + 1
    if not count and text:
        end = _end(text, AROUND)
        yield format_html("{}{}", text[:end], " …" if end < len(text) else "")


def _start(text: str, place: int) -> int:
    """A beginning between words, about `AROUND` characters before ``place``."""
    if place <= AROUND:
        return 0
    space = text.find(" ", place - AROUND, place)
    return space + 1 if space >= 0 else place


def _end(text: str, place: int) -> int:
    if place + AROUND >= len(text):
        return len(text)
    space = text.rfind(" ", place, place + AROUND)
    return space if space > 0 else place + AROUND


def marked(text: str, pattern: re.Pattern[str] | None) -> SafeString:
    """The text as HTML, escaped, what matches in ``<mark>``."""
    if pattern is None:
        return format_html("{}", text)
    pieces, end = [], 0
    for match in pattern.finditer(text):
        pieces += [(format_html("{}", text[end : match.start()]),)]
        pieces += [(format_html("<mark>{}</mark>", match[0]),)]
        end = match.end()
    pieces.append((format_html("{}", text[end:]),))
    return format_html_join("", "{}", pieces)


def paginated(results, number: str | None):
    """The asked-for page of the results; a Django page object."""
    return Paginator(results, PAGE_SIZE).get_page(number)
