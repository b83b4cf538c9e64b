"""Tags that show policies on pages of others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.timesince import timeuntil
from wagtail.blocks import StreamValue
from wagtail.models import Page

from consult.language.times_in_words import deadline_in_words
from consult.moments import next_change
from consult.pages import dependencies
from home.routing import link_translations, reader_url
from home.selectors import channels as channels_of
from home.selectors import contact_settings
from home.templatetags.home_tags import Crumb, breadcrumb, crumb
from home.visibility import open_to_all
from policies.models import Edition, PolicyIndexPage, PolicyPage, SectionPage
from policies.models.section_blocks import pictures_lack_words
from policies.permissions import AnyUser
from policies.publishing.withdrawal import hidden_with
from policies.reading.section_html import ShownBlock, TermMarker, policy_terms, shown_blocks
from policies.reading.shown_editions import cached, label_html, note_html
from policies.reading.timeline import TimelineStep, timeline_of
from policies.selectors import OutlineEntry, SectionPosition, listed_policies
from policies.staff.pages_below import Below, below
from texts.nesting import Parents
from texts.table_html import table_head, table_rows
from texts.writers import FORMATS

register = template.Library()
register.simple_tag(table_head, takes_context=True)
register.simple_tag(table_rows, takes_context=True)

CHANNELS_S = 60


@register.simple_tag
def policy_index() -> PolicyIndexPage | None:
    """The list of policies, in the language being read where it exists in it."""
    pages = open_to_all(PolicyIndexPage.objects.all()).select_related("locale").order_by("path")
    for languages in link_translations(pages).values():
        return next(iter(languages.values())).localized
    return None


@register.simple_tag
def open_policies(index: PolicyIndexPage | None) -> list[PolicyPage]:
    """Policies of the list that take comments now or soon, for the home page."""
    policies = listed_policies(index) if index else []
    return [policy for policy in policies if policy.phase in ("open", "upcoming")]


@register.filter
def is_past(moment: datetime | None) -> bool:
    """Whether the moment is over; a page that is kept is made anew when it comes."""
    dependencies.valid_until(moment)
    return moment is not None and moment <= timezone.now()


@register.simple_tag
def edition_label(edition: Edition) -> str:
    """The edition's label, marked with its language where it is not the reader's."""
    return label_html(edition)


@register.simple_tag
def edition_note(edition: Edition) -> str:
    """What the editors say of the edition, in the same way."""
    return note_html(edition)


@dataclass(frozen=True, slots=True)
class OutlineNode:
    """A line of an outline with those below it."""

    entry: OutlineEntry
    children: list["OutlineNode"]


@register.simple_tag
def nested(entries: list[OutlineEntry]) -> list[OutlineNode]:
    """An outline's lines as a tree. A skipped level is no error."""
    root: list[OutlineNode] = []
    lists = Parents(root)
    for entry in entries:
        node = OutlineNode(entry, [])
        lists.parent(entry.level).append(node)
        lists.push(entry.level, node.children)
    return root


@register.simple_tag(takes_context=True)
def section_breadcrumb(
    context: Context, policy: PolicyPage, position: SectionPosition
) -> list[Crumb]:
    """What is above a section, from what the page has read already."""
    url = reader_url(policy, context.get("request"))
    return [
        *breadcrumb(context, policy),
        crumb(policy.title, url, policy.language),
        *(crumb(entry.title, entry.url, entry.language) for entry in position.ancestors),
    ]


@register.simple_tag
def subsections(position: SectionPosition) -> list[OutlineEntry]:
    """The lines of the outline below the section that stands at ``position``, at any depth."""
    if not position.ordinal:
        return []
    level = position.entries[position.ordinal - 1].level
    below: list[OutlineEntry] = []
    for entry in position.entries[position.ordinal :]:
        if entry.level <= level:
            break
        below.append(entry)
    return below


@register.simple_tag
def text_blocks(
    body: StreamValue,
    marker: TermMarker | None = None,
    notes: Mapping[str, SafeString] | None = None,
) -> list[ShownBlock]:
    """The paragraphs of a text as HTML with their anchors, defined terms linked by ``marker``.

    ``notes`` are ``{anchor: HTML}``, each to stand below the paragraph or the item of a list.
    """
    return shown_blocks(body, marker or None, notes or None)


@register.filter
def note_at(notes: dict, anchor: str) -> str:
    """What is to stand below the item of a list with this anchor."""
    return notes.get(anchor, "")


@register.simple_tag(takes_context=True)
def term_marker(context: Context, policy: PolicyPage) -> TermMarker:
    """What links the terms that the policy defines; afterwards it knows which were used."""
    return TermMarker(policy_terms(policy, context.get("request")))


@register.simple_tag
def channels(keyword: str) -> list[tuple[str, str]]:
    """The ways to comment besides this site on the policy of a keyword, as ``(label, how)``."""

    def read() -> list[tuple[str, str]]:
        return channels_of(contact_settings(), keyword)[1:]

    marks = ("channels", keyword, dependencies.part_version())
    return cached(marks, read, seconds=CHANNELS_S)


@register.filter
def deadline(moment: datetime) -> str:
    """A closing time as everywhere else: see `consult.language.times_in_words`."""
    return deadline_in_words(moment)


@register.filter
def time_left(moment: datetime) -> str:
    """As ``timeuntil``, on a page that is made anew when the words change."""
    dependencies.valid_until(next_change(moment, timezone.now()))
    return timeuntil(moment)


@register.simple_tag
def download_formats() -> dict:
    """The formats that editions can be downloaded in."""
    return FORMATS


@register.simple_tag
def timeline(policy: PolicyPage) -> list[TimelineStep]:
    """The steps of the policy's way from draft to outcome."""
    return timeline_of(policy)


@register.simple_tag
def what_publishing_does(page: Page) -> dict[str, int]:
    """What an editor is told before several pages are published at once; nothing of other pages."""
    page = page.specific
    if not isinstance(page, PolicyPage | SectionPage):
        return {}
    policy = page if isinstance(page, PolicyPage) else page.policy
    return {
        "corrects": page.live and policy.canonical.accepts_comments,
        "lacks_words": pictures_lack_words(page.get_latest_revision_as_object()),
        "takes_none": page is policy and not policy.canonical.editions.exists(),
    }


@register.simple_tag
def published_below(items: list[dict], user: AnyUser) -> Below:
    """What of the pages below would go public, were it asked for."""
    return below([item["item"] for item in items], user)


@register.simple_tag
def what_goes_with(page: Page) -> dict:
    """What readers lose with a policy or a section that is unpublished; empty for other pages."""
    kinds = {PolicyPage: "policy", SectionPage: "section"}
    kind = kinds.get(type(page))
    return {"kind": kind, "hidden": hidden_with(page)} if kind else {}
