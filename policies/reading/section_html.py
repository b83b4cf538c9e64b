"""The words of a section as HTML: its blocks with their addresses, and the terms it uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
from texts.defined_terms import Term, TermMarker, terms_in

MOST_TERMS = 400
TERMS_S = 3600


def stream(raw: list) -> StreamValue:
    """Raw StreamField data, as a section version keeps it, ready for a template."""
    return SectionPage._meta.get_field("body").stream_block.to_python(raw)


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
