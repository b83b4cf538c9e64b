"""What the rules look at, gathered: of policies in a constant number of queries, of an outline."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.models import Page, Revision

from home.models import MeetingPage
from home.selectors import contact_settings
from policies.models import PolicyPage, SectionPage, TaggedPolicy
from policies.publishing.checklist.remarks import (
    OF_MEETINGS,
    MeetingFacts,
    SectionFacts,
    StaffLink,
    Subject,
)
from policies.publishing.drafts import is_pending
from policies.publishing.translations import change_since, originals, with_older_plain_words
from texts.outline.model import FRONT_MATTER, Outline, lacks_description
from texts.plain import body_text, content_hash

FIELDS = ("summary", "legal_basis", "responsible_body", "views", "what_happens_next")
KISWAHILI = "sw"


def subjects_of(policies: Sequence[PolicyPage]) -> list[Subject]:
    """Each policy as an edition made now would publish it: drafts and all."""
    if not policies:
        return []
    sections = newest_sections(policies)
    pages = [page for below in sections for page in below]
    texts = _Texts(pages)
    tagged = set(
        TaggedPolicy.objects.filter(content_object__in=policies).values_list(
            "content_object", flat=True
        )
    )
    drafts = _drafts(policies)
    meetings = _coming_meetings(policies)
    translations = _policies_in_kiswahili(policies)
    contacts = contact_settings()
    return [
        Subject(
            filled=_filled(policy, drafts.get(policy.pk, {}), has_tags=policy.pk in tagged),
            field_link=_field_of(policy),
            sections=[texts.facts(page, policy) for page in below],
            contacts=contacts,
            contacts_link=_contacts_link(),
            meetings_link=_meetings_link(policy),
            plain_words_link=_plain_words_link(policy),
            meetings=meetings[policy.path],
            drafts=sum(is_pending(page) for page in [policy, *below]),
            front_link=_front_link(policy, drafts.get(policy.pk, {})),
            kiswahili_link=_kiswahili_link(policy, translations.get(policy.translation_key)),
        )
        for policy, below in zip(policies, sections, strict=True)
    ]


def sections_with_facts(policy: PolicyPage) -> list[tuple[SectionPage, SectionFacts]]:
    """The sections in reading order, with their newest words, draft or not."""
    (pages,) = newest_sections([policy])
    texts = _Texts(pages)
    return [(page, texts.facts(page, policy)) for page in pages]


def subject_of_outline(
    outline: Outline,
    *,
    filled: Collection[str],
    field_link: Callable[[str], StaffLink],
    section_url: Callable[[int], str],
) -> Subject:
    """A policy that has yet to be made; plain words and Kiswahili come after that."""
    contacts = contact_settings()
    later = StaffLink(_("Possible once the policy is created."))
    return Subject(
        filled=filled,
        field_link=field_link,
        sections=[
            SectionFacts(
                link=StaffLink(f"{section.number} {section.title}".strip(), section_url(index)),
                level=section.level,
                has_words=any(block_has_words(block) for block in section.blocks),
                is_explained=False,
                has_kiswahili=False,
                images_described=not lacks_description(section.blocks),
            )
            for index, section in enumerate(outline.sections)
        ],
        front_link=(
            StaffLink(_("Words before the first section"), section_url(FRONT_MATTER))
            if lacks_description(outline.front_matter)
            else None
        ),
        contacts=contacts,
        contacts_link=_contacts_link(),
        meetings_link=later,
        plain_words_link=later,
    )


def _contacts_link() -> StaffLink:
    address = reverse("wagtailsettings:edit", args=["home", "contactsettings"])
    return StaffLink(_("Contacts and channels"), address)


def _edit(page: Page, field: str = "") -> str:
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return f"{address}#id_{field}-label" if field else address


def _field_of(policy: PolicyPage) -> Callable[[str], StaffLink]:
    def link(name: str) -> StaffLink:
        label = str(PolicyPage._meta.get_field(name).verbose_name)
        return StaffLink(label[:1].upper() + label[1:], _edit(policy, name))

    return link


def _front_link(policy: PolicyPage, draft: Mapping[str, Any]) -> StaffLink | None:
    kept = draft.get("front_matter")
    blocks = json.loads(kept) if kept else policy.front_matter.raw_data
    return _field_of(policy)("front_matter") if lacks_description(blocks) else None


def _meetings_link(policy: PolicyPage) -> StaffLink:
    address = reverse("wagtailadmin_pages:add", args=["home", "meetingpage", policy.pk])
    return StaffLink(_("Add a meeting"), address)


def _policies_in_kiswahili(policies: Sequence[PolicyPage]) -> dict[Any, PolicyPage]:
    keys = [policy.translation_key for policy in policies]
    pages = PolicyPage.objects.filter(
        locale__language_code=KISWAHILI, alias_of=None, translation_key__in=keys
    )
    return {page.translation_key: page for page in pages.defer("front_matter")}


def _kiswahili_link(policy: PolicyPage, local: PolicyPage | None) -> StaffLink | None:
    """Where the title and the summary are translated; None where they are."""
    if local is None:
        address = reverse("simple_translation:submit_page_translation", args=[policy.pk])
        return StaffLink(_("Translate the policy"), address)
    if local.live and local.summary.strip() != policy.summary.strip():
        return None
    return StaffLink(local.draft_title, _edit(local, "summary"))


def _plain_words_link(policy: PolicyPage) -> StaffLink:
    address = reverse("policies_admin:plain_words", args=[policy.pk])
    return StaffLink(_("Write them, many at a time"), address)


def _below(policies: Sequence[PolicyPage]) -> Q:
    paths = (Q(path__startswith=policy.path, depth__gt=policy.depth) for policy in policies)
    return reduce(or_, paths)


def newest_sections(policies: Sequence[PolicyPage]) -> list[list[SectionPage]]:
    """The sections that each would have, with the newest text of each, draft or not."""
    pages = [
        page
        for page in SectionPage.objects.filter(_below(policies)).order_by("path")
        if page.live or is_pending(page)
    ]
    drafts = _drafts(pages)
    found: dict[str, list[SectionPage]] = {policy.path: [] for policy in policies}
    for page in pages:
        content = drafts.get(page.pk)
        if content:
            for name in ("number", "title", "summary", "summary_sw"):
                setattr(page, name, content.get(name) or "")
            page.body = SectionPage._meta.get_field("body").to_python(content.get("body") or "[]")
        above = next(path for path in found if page.path.startswith(path))
        found[above].append(page)
    return list(found.values())


def _drafts(pages: Iterable[Page]) -> dict[int, dict[str, Any]]:
    """What the newest revision says, of the pages that have changes which are not public."""
    waiting = {page.latest_revision_id: page.pk for page in pages if page.has_unpublished_changes}
    revisions = Revision.objects.filter(pk__in=[pk for pk in waiting if pk])
    return {waiting[pk]: content for pk, content in revisions.values_list("pk", "content")}


def _filled(policy: PolicyPage, draft: Mapping[str, Any], *, has_tags: bool) -> set[str]:
    values = {name: draft.get(name, getattr(policy, name)) for name in FIELDS}
    filled = {name for name, value in values.items() if strip_tags(value or "").strip()}
    if has_tags or draft.get("tagged_items"):
        filled.add("tags")
    return filled


def _coming_meetings(policies: Sequence[PolicyPage]) -> Mapping[str, list[MeetingFacts]]:
    """By the path of its policy, each meeting that is announced and not over."""
    now = timezone.now()
    coming = MeetingPage.objects.live().filter(Q(starts_at__gte=now) | Q(ends_at__gte=now))
    found: dict[str, list[MeetingFacts]] = defaultdict(list)
    for meeting in coming.filter(_below(policies)).order_by("starts_at", "pk"):
        lacking = tuple(name for name in OF_MEETINGS if not getattr(meeting, name))
        facts = MeetingFacts(StaffLink(meeting.title, _edit(meeting)), lacking)
        found[meeting.path[: -MeetingPage.steplen]].append(facts)
    return found


def block_has_words(block: Mapping[str, Any]) -> bool:
    return block["type"] != "image" and bool(body_text([block]).strip())


class _Texts:
    """What is known of the sections of several policies, read at once."""

    def __init__(self, pages: Sequence[SectionPage]) -> None:
        read = SectionPage.objects.filter(pk__in=[page.pk for page in pages])
        self.translations = self._read_translations(read)
        self.versions: dict[Any, list] = {}
        for version in originals(read):
            self.versions.setdefault(version.section_key, []).append(version)
        explained = [page.pk for page in pages if page.summary or page.summary_sw]
        self.older_plain_words = with_older_plain_words(explained)

    @staticmethod
    def _read_translations(read: QuerySet[SectionPage]) -> dict[Any, SectionPage]:
        pages = SectionPage.objects.filter(
            locale__language_code=KISWAHILI,
            alias_of=None,
            translation_key__in=read.order_by().values("translation_key"),
        )
        return {page.translation_key: page for page in pages.defer("body")}

    def facts(self, page: SectionPage, policy: PolicyPage) -> SectionFacts:
        blocks = page.body.raw_data
        local = self.translations.get(page.translation_key)
        in_kiswahili = local is not None and (local.live or is_pending(local))
        older = local is not None and in_kiswahili and self._is_older(local, page)
        target = local if older and local else page
        return SectionFacts(
            link=StaffLink(page.heading, _edit(target)),
            level=page.depth - policy.depth,
            has_words=any(block_has_words(block) for block in blocks),
            is_explained=bool(page.summary.strip()),
            has_kiswahili=bool(page.summary_sw.strip()) or in_kiswahili,
            images_described=not lacks_description(blocks),
            kiswahili_is_older=older,
            plain_words_are_older=page.pk in self.older_plain_words,
            kiswahili_url=_edit(local) if local and in_kiswahili else "",
        )

    def _is_older(self, local: SectionPage, page: SectionPage) -> bool:
        """Whether it would be, once the drafts are published."""
        versions = self.versions.get(local.translation_key, [])
        if local.has_unpublished_changes or not versions:
            return False
        if change_since(local.last_published_at, versions):
            return True
        changed = page.has_unpublished_changes
        return changed and versions[-1].content_hash != content_hash(
            page.number, page.title, page.body.raw_data
        )
