"""What a screen needs to know about policies, in a constant number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from wagtail.models import Page

from home.models import MeetingPage, UpdatePage
from home.routing import link_translations, reader_url
from home.visibility import is_private, open_to_all, passes, published, restricted
from policies.models import (
    Edition,
    EditionSection,
    PolicyIndexPage,
    PolicyPage,
    SectionPage,
    SectionVersion,
)
from policies.phases import Phase
from policies.publishing.translations import imports_of_live_text

Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """One line of a policy's outline. ``level`` counts from 1; ``language`` is the title's."""

    key: UUID
    number: str
    title: str
    level: int
    url: str
    language: str

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()


def section_pages(policy: PolicyPage) -> list[tuple[SectionPage, int]]:
    """Public sections in order with their level, without their bodies.

    The order and the set are the canonical policy's; where the reader's language has the section,
    that page stands in its place.
    """
    canonical = policy.canonical
    sections = list(_listed(canonical))
    translated = policy.localized
    local = {}
    if translated.pk != canonical.pk:
        local = {page.translation_key: page for page in _listed(translated)}
    return [
        (local.get(page.translation_key, page), page.depth - canonical.depth) for page in sections
    ]


def _listed(policy: PolicyPage) -> QuerySet[SectionPage]:
    pages = SectionPage.objects.descendant_of(policy).order_by("path")
    pages = open_to_all(pages, within=policy)
    return pages.defer("body", "summary", "summary_sw").select_related("locale")


_LINE = ("path", "translation_key", "number", "title", "depth", "url_path", "locale__language_code")


def outline(
    policy: PolicyPage, request: HttpRequest | None = None, *, within: Page | None = None
) -> list[OutlineEntry]:
    """The policy's sections as lines, each with the address under the reader's prefix.

    As `section_pages`, without a page and the search for its address for each of hundreds. Whoever
    may read ``within``, a section, is shown those that are private with it.
    """
    canonical, translated = policy.canonical, policy.localized
    sections = SectionPage.objects.descendant_of(canonical)
    if translated.pk != canonical.pk:
        sections |= SectionPage.objects.descendant_of(translated)
    sections = open_to_all(sections, within=within or policy)
    lines: dict[UUID, OutlineEntry] = {}
    local: dict[UUID, OutlineEntry] = {}
    bases = {tree.pk: reader_url(tree, request) for tree in (canonical, translated)}
    for row in sections.order_by("path").values_list(*_LINE, named=True):
        is_canonical = row.path.startswith(canonical.path)
        tree, found = (canonical, lines) if is_canonical else (translated, local)
        found[row.translation_key] = OutlineEntry(
            key=row.translation_key,
            number=row.number,
            title=row.title,
            level=row.depth - tree.depth,
            url=bases[tree.pk] + row.url_path[len(tree.url_path) :],
            language=row.locale__language_code,
        )
    return [
        replace(local[key], level=line.level) if key in local else line
        for key, line in lines.items()
    ]


@dataclass(frozen=True, slots=True)
class SectionPosition:
    """Where a section stands: the whole outline, the lines around it, and those above it."""

    entries: list[OutlineEntry]
    ordinal: int
    previous: OutlineEntry | None
    next: OutlineEntry | None
    ancestors: list[OutlineEntry]


def position_of(section: SectionPage, entries: list[OutlineEntry]) -> SectionPosition:
    """Where the section stands in an outline that `outline` made; ``ordinal`` counts from 1."""
    keys = [entry.key for entry in entries]
    index = keys.index(section.translation_key) if section.translation_key in keys else -1
    if index < 0:
        return SectionPosition(entries, 0, None, None, [])
    ancestors: list[OutlineEntry] = []
    level = entries[index].level
    for entry in reversed(entries[:index]):
        if entry.level < level:
            ancestors.insert(0, entry)
            level = entry.level
    following = entries[index + 1] if index + 1 < len(entries) else None
    return SectionPosition(
        entries, index + 1, entries[index - 1] if index else None, following, ancestors
    )


def current_version_in(
    section: SectionPage, edition: Edition | None
) -> tuple[SectionVersion | None, bool]:
    """The section's newest text, and whether the edition has it.

    ``came_from_file`` on it is whether it was imported, after the explanation in plain words.
    """
    entries = EditionSection.objects.filter(edition=edition, replaced_at=None)
    versions = section.versions.annotate(
        stands=Exists(entries.filter(version=OuterRef("pk"))),
        came_from_file=Exists(imports_of_live_text(section)),
    )
    section.current_version = version = versions.order_by("-ordinal").first()
    return version, bool(version and version.stands)


def public_policy(request: HttpRequest, slug: str) -> PolicyPage:
    """The canonical policy at this slug, if the reader may read it. Raises `Http404`."""
    policies = published(PolicyPage.objects.filter(slug=slug))
    for policy in policies.select_related("locale"):
        if passes(request, policy.canonical):
            return policy.canonical
    raise Http404


def kept_for(policy: PolicyPage | None, response: Response, seconds: int) -> Response:
    """The answer, which caches on the way may keep where it is for everybody, and only there."""
    if policy is not None and is_private(policy):
        patch_cache_control(response, private=True, no_store=True)
    else:
        patch_cache_control(response, public=True, max_age=seconds)
    return response


def private_sections(policy: PolicyPage) -> QuerySet[SectionPage]:
    """The sections, published or not, that not everybody may read who may read the policy."""
    return restricted(SectionPage.objects.all(), within=policy)


def leaves_out(page: PolicyPage | SectionPage) -> bool:
    """Whether a section below stands in public, but not for everybody who may read the page."""
    below = SectionPage.objects.descendant_of(page.source)
    return published(restricted(below, within=page)).exists()


def policy_updates(policy: PolicyPage) -> list[UpdatePage]:
    """What has been posted under the policy, the newest first, each in one language."""
    updates = _under(policy, UpdatePage).select_related("locale")
    return one_language(updates.order_by("-date", "-pk"))


def policy_meetings(policy: PolicyPage) -> list[MeetingPage]:
    """The policy's public meetings, the next first, each in one language."""
    meetings = _under(policy, MeetingPage).select_related("locale", "ward")
    return one_language(meetings.order_by("starts_at", "pk"))


def _under(policy: PolicyPage, model: type[Page]) -> QuerySet:
    """Public pages right below the policy's page, in its own language and in the default one."""
    below = Q(path__startswith=policy.path) | Q(path__startswith=policy.canonical.path)
    return open_to_all(model.objects.filter(below, depth=policy.depth + 1), within=policy)


def one_language(pages: Iterable) -> list:
    """The pages in their order, one for each thing they are about: the reader's, else the first."""
    active = get_language()
    chosen: dict = {}
    for page in pages:
        if page.translation_key not in chosen or page.language == active:
            chosen[page.translation_key] = page
    return list(chosen.values())


def listed_policies(index: PolicyIndexPage) -> list[PolicyPage]:
    """The index's public policies with their editions at hand, those open for comments first.

    Each in the reader's language where it exists in it; sorted by phase, then by title.
    """
    listed = open_to_all(PolicyPage.objects.child_of(index.source), within=index)
    keys = listed.order_by().values("translation_key")
    pages = PolicyPage.objects.filter(translation_key__in=keys).select_related("locale")
    own = index.source.language
    policies = [languages[own].localized for languages in link_translations(pages).values()]
    attach_editions(policies)
    order = {Phase.OPEN: 0, Phase.UPCOMING: 1}
    return sorted(policies, key=lambda policy: (order.get(policy.phase, 2), policy.title))


def attach_editions(policies: Iterable[PolicyPage]) -> None:
    """Give each policy what it would ask for alone: its published editions, the newest first."""
    editions: dict[UUID, list[Edition]] = {policy.translation_key: [] for policy in policies}
    published = Edition.objects.published().filter(policy__translation_key__in=editions)
    published = published.annotate(key=F("policy__translation_key")).defer("front_matter")
    for edition in published.order_by("-number"):
        editions[edition.key].append(edition)
    for policy in policies:
        policy.public_editions = editions[policy.translation_key]


class PolicyNotFound(LookupError):
    """No policy has this slug; the message names those there are."""


def policy_by_slug(slug: str) -> PolicyPage:
    """The canonical policy with this slug. Raises `PolicyNotFound`."""
    policy = PolicyPage.objects.filter(slug=slug).select_related("locale").first()
    if policy is None:
        known = ", ".join(PolicyPage.objects.values_list("slug", flat=True)) or "none yet"
        raise PolicyNotFound(f"There is no policy “{slug}”. Known policies: {known}.")
    return policy.canonical
