"""Search in the published policies, with the passages that matched."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import and_

from django.core.paginator import Page as PaginatedPage
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page
from wagtail.search.query import Phrase, PlainText, SearchQuery

from home.routing import link_translations, reader_url
from home.visibility import open_to_all
from policies.models import PolicyPage, SectionPage
from texts.cleaning import section_line
from texts.plain import body_text
from texts.section_names import Listed, SectionNames, bare_number, is_number

LONGEST_QUERY = 100
PAGE_SIZE = 10
PASSAGES = 2
AROUND = 110  # characters shown on either side of what was found
_PIECE = re.compile(r'"([^"]*)"|([^"]+)')
_QUOTES = str.maketrans(dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'))
_WORD = re.compile(r"\d+(?:\.\d+)+|\w+")


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
    named = is_number(_cut(query))
    asked = search_query(bare_number(_cut(query)) if named else query)
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
    first = rows.in_bulk(numbers.find(_cut(query)))
    return [*first.values(), *pages.exclude(pk__in=first).search(asked)]


def search_query(query: str) -> SearchQuery | None:
    """All the words of a query, those between quotation marks next to each other; None without."""
    parts: list[SearchQuery] = [
        Phrase(words) if quoted else PlainText(words) for words, quoted in _pieces(query)
    ]
    return reduce(and_, parts) if parts else None


def _pieces(query: str) -> Iterator[tuple[str, bool]]:
    """``(words, whether quoted)``; a quotation mark without its partner counts for nothing."""
    query = _cut(query).translate(_QUOTES)
    if query.count('"') % 2:
        query = " ".join(query.rsplit('"', 1))
    for quoted, plain in _PIECE.findall(query):
        words = section_line(quoted or plain)
        if _WORD.search(words):
            yield words, bool(quoted)


def _cut(query: str) -> str:
    """What of a query is looked for; it is cut before it is cleaned, too."""
    return section_line(query[: 4 * LONGEST_QUERY])[:LONGEST_QUERY]


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


def words_of(query: str) -> re.Pattern[str] | None:
    """The words and phrases of a query as a pattern; longer words that begin alike match too."""
    wanted: set[str] = set()
    for piece, quoted in _pieces(query):
        words = [re.escape(word) for word in _WORD.findall(piece.casefold())]
        wanted.update([r"\W+".join(words)] if quoted else words)
    if not wanted:
        return None
    longest_first = sorted(wanted, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(longest_first)})\w*", re.IGNORECASE)


def passages(text: str, pattern: re.Pattern[str] | None) -> Iterator[SafeString]:
    """Up to `PASSAGES` stretches of the text around what was found; else its beginning."""
    end_of_last, count = 0, 0
    for match in pattern.finditer(text) if pattern else ():
        if match.start() < end_of_last or count == PASSAGES:
            continue
        start, end = max(_start(text, match.start()), end_of_last), _end(text, match.end())
        cut = f"{'… ' if start else ''}{text[start:end]}{' …' if end < len(text) else ''}"
        yield highlighted(cut, pattern)
        end_of_last, count = end, count + 1
    if not count and text:
        end = _end(text, AROUND)
        yield format_html("{}{}", text[:end], " …" if end < len(text) else "")


def _start(text: str, at: int) -> int:
    """A beginning between words, about `AROUND` characters before ``at``."""
    if at <= AROUND:
        return 0
    space = text.find(" ", at - AROUND, at)
    return space + 1 if space >= 0 else at


def _end(text: str, at: int) -> int:
    if at + AROUND >= len(text):
        return len(text)
    space = text.rfind(" ", at, at + AROUND)
    return space if space > 0 else at + AROUND


def highlighted(text: str, pattern: re.Pattern[str] | None) -> SafeString:
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


def paginated(results: Sequence[Page], number: str | None) -> PaginatedPage:
    """The asked-for page of the results; a Django page object."""
    return Paginator(results, PAGE_SIZE).get_page(number)
