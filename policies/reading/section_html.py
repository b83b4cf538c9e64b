"""The words of a section as HTML: its blocks with their addresses, and the terms it uses."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.blocks import StreamValue

from consult.pages import dependencies
from home.routing import reader_url
from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.reading.shown_editions import cached
from policies.selectors import section_pages
from texts.cleaning import section_line, section_text

MOST_TERMS = 400
SHORTEST_TERM = 3
TERMS_S = 3600
QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\"'`«»:, "
UNMARKED = {"a", "dfn", "dt", "button", "summary", "h1", "h2", "h3", "h4", "h5", "h6", "sup", "th"}


def stream(raw: list) -> StreamValue:
    """Raw StreamField data, as a section version keeps it, ready for a template."""
    return SectionPage._meta.get_field("body").stream_block.to_python(raw)


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term: its meaning as stored rich text, and where it is defined."""

    term: str
    meaning: str
    url: str
    block: str
    language: str = ""


def terms_in(blocks: Iterable[dict], url: str = "", language: str = "") -> list[Term]:
    """The terms that a body defines; ``url`` is the address of the page it stands on."""
    found = []
    for block in blocks:
        if block.get("type") != "definition" or not isinstance(block.get("value"), dict):
            continue
        term = section_line(block["value"].get("term")).strip(QUOTES)
        if len(term) >= SHORTEST_TERM:
            anchor = f"p-{block.get('id')}"
            meaning = section_text(block["value"].get("text"))
            found.append(Term(term, meaning, f"{url}#{anchor}", anchor, language))
    return found


def policy_terms(policy: PolicyPage, request: HttpRequest | None = None) -> list[Term]:
    """The terms that the policy's live sections define, kept until the site changes."""
    if not policy.public_editions:
        return _read_terms(policy, request)
    newest = policy.public_editions[0].newest_version_id
    marks = ("terms", policy.canonical.pk, newest, dependencies.part_version())
    return cached(marks, lambda: _read_terms(policy, None), seconds=TERMS_S)


def _read_terms(policy: PolicyPage, request: HttpRequest | None) -> list[Term]:
    pages = [page for page, _level in section_pages(policy)]
    bodies = SectionPage.objects.in_bulk([page.pk for page in pages])
    return [
        term
        for page in pages
        for term in terms_in(
            bodies[page.pk].body.raw_data, reader_url(page, request), page.language
        )
    ][:MOST_TERMS]


class TermMarker:
    """Makes the first use of each defined term a link to its meaning, text after text.

    ``used`` are the terms found so far. With ``to_notes`` the links lead to the notes that the
    page sets below its text (``#term-1``); else to where the term is defined.
    """

    def __init__(self, terms: Sequence[Term], *, to_notes: bool = True) -> None:
        self.by_word: dict[str, Term] = {}
        for term in terms:
            self.by_word.setdefault(term.term.casefold(), term)
        self.to_notes = to_notes
        self.used: list[Term] = []
        words = sorted(self.by_word, key=len, reverse=True)
        patterns = [r"\s+".join(map(re.escape, word.split())) for word in words]
        self.pattern = (
            re.compile(rf"(?<![\w-])(?:{'|'.join(patterns)})(?![\w-])", re.IGNORECASE)
            if patterns
            else None
        )

    def in_html(self, html: str, *, block: str = "") -> str:
        """``html`` with links; ``block`` is its own anchor, whose term is not linked to itself."""
        if self.pattern is None:
            return html
        walker = _Walker(self, block)
        walker.feed(html)
        walker.close()
        return "".join(walker.out)

    def mark(self, text: str, block: str) -> str:
        return self.pattern.sub(lambda match: self._link(match, block), text)  # type: ignore[union-attr]

    def _link(self, match: re.Match[str], block: str) -> str:
        words = " ".join(match[0].split())
        term = self.by_word.get(words.casefold())
        if term is None or term.block == block or term in self.used or not _is_meant(term, words):
            return match[0]
        self.used.append(term)
        if not self.to_notes:
            return f'<a class="term" href="{escape(term.url)}">{match[0]}</a>'
        number = len(self.used)
        return f'<a class="term" id="use-{number}" href="#term-{number}">{match[0]}</a>'


def _is_meant(term: Term, words: str) -> bool:
    """A single word defined with a capital is meant with one: the Office, not any office."""
    return " " in term.term or term.term == term.term.lower() or words == term.term


class _Walker(HTMLParser):
    """Copies markup as it is and hands the text between to the marker, where a link may stand."""

    def __init__(self, marker: TermMarker, block: str) -> None:
        super().__init__(convert_charrefs=False)
        self.marker, self.block = marker, block
        self.out: list[str] = []
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.out.append(self.get_starttag_text() or "")
        self.inside += tag in UNMARKED

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        self.inside = max(0, self.inside - (tag in UNMARKED))

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.inside else self.marker.mark(data, self.block))

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A paragraph of the text: its anchor, its HTML, and what stands below it."""

    anchor: str
    html: SafeString
    note: SafeString


def shown_blocks(
    body: StreamValue,
    marker: TermMarker | None = None,
    notes: Mapping[str, SafeString] | None = None,
) -> list[ShownBlock]:
    """The blocks of a body as HTML, terms marked where a marker is given.

    Each item of a list has an address too: that of its block and its number in it. ``notes`` by
    anchor are set below what they are about.
    """
    notes = notes or {}
    shown = []
    for block in body:
        anchor = f"p-{block.id}"
        html = block.render({"anchor": anchor, "notes": notes})
        if marker:
            html = mark_safe(marker.in_html(html, block=anchor))  # noqa: S308 - links into rendered HTML
        shown.append(ShownBlock(anchor, html, notes.get(anchor, SafeString())))
    return shown


def whole_text(versions: Sequence[SectionVersion]) -> list[SafeString]:
    """The bodies of many versions as HTML, terms linked to where the same texts define them.

    All bodies are one stream, so that their images are looked up together.
    """
    terms = [term for version in versions for term in terms_in(version.body)][:MOST_TERMS]
    body = stream([block for version in versions for block in version.body])
    marker = TermMarker(terms, to_notes=False)
    html, start = [], 0
    for version in versions:
        end = start + len(version.body)
        marker.used.clear()
        blocks = shown_blocks(_slice(body, start, end), marker)
        context = {"blocks": blocks, "lang": _foreign(version.language)}
        html.append(mark_safe(render_to_string("policies/_blocks.html", context)))  # noqa: S308
        start = end
    return html


def heading_html(version: SectionVersion, rank: int, anchor: str) -> SafeString:
    """Number and title as a heading of this rank, 6 at the lowest."""
    tag = f"h{min(rank, 6)}"
    number = format_html('<span class="law-number">{}</span> ', version.number)
    return format_html(
        '<{} class="law-head" id="{}">{}<span>{}</span></{}>',
        tag,
        anchor,
        number if version.number else "",
        version.title,
        tag,
    )


def _slice(body: StreamValue, start: int, end: int) -> list:
    return [body[index] for index in range(start, end)]


def _foreign(language: str) -> str:
    return "" if language == get_language() else language
