"""The drafts that wait for an edition, as an editor looks at them before it is published."""

import json
import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from wagtail.models import Page, Revision, WorkflowState

from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.publishing.drafts import waiting_pages, workflows_under_way
from policies.publishing.services import newest_versions
from policies.reading.shown_editions import redline, section_text
from texts.edition_text import SectionText
from texts.plain import content_hash

_NAMED = re.compile(r"(\d{1,18}):(\d{1,18})", re.ASCII)
# What a page shows besides its text.
WORDS: dict[type, tuple[str, ...]] = {
    SectionPage: ("summary", "summary_sw"),
    PolicyPage: (
        "title",
        "summary",
        "what_happens_next",
        "legal_basis",
        "responsible_body",
        "views",
        "outcome",
        "outcome_note",
    ),
}


@dataclass(frozen=True)
class ShownDraft:
    """One draft with what it changes: a redline of the text, and the names of other fields."""

    page: PolicyPage | SectionPage
    heading: str
    seen: str
    author: User | None
    at: datetime | None
    stays: bool
    waits_for: str
    new_heading: SafeString = field(default=SafeString())
    redline: SafeString = field(default=SafeString())
    fields: tuple[str, ...] = ()
    goes: bool = False
    """A file gives the page its text, so that it cannot wait."""

    @property
    def is_new(self) -> bool:
        return not self.page.live

    @property
    def must_go(self) -> bool:
        """Also the policy's own page: without it nothing below would be seen."""
        return self.goes or (self.is_new and isinstance(self.page, PolicyPage))

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


def revisions_named(values: Iterable[str]) -> dict[int, int]:
    """By page the revision, of what the form names as ``page:revision``."""
    return {int(page): int(revision) for page, revision in _NAMED.findall(" ".join(values))}


def left_out(sent: MultiValueDict[str, str]) -> set[int]:
    """The pages whose drafts are to wait, by id, as the form has it."""
    return {int(pk) for pk in sent.getlist("leave_out") if pk.isdecimal()}


def drafts_of(policy: PolicyPage, left_out: Container[int] = ()) -> list[ShownDraft]:
    """Every draft that waits, in the order of the policy; those of ``left_out`` are ticked."""
    pages = [page for page, _tree in waiting_pages(PolicyPage.objects.get(pk=policy.pk))]
    kept = Revision.objects.select_related("user")
    revisions = kept.in_bulk([page.latest_revision_id for page in pages if page.latest_revision_id])
    texts = newest_versions([page.pk for page in pages if isinstance(page, SectionPage)])
    waiting = _approvals(pages)
    return [
        _shown(
            page,
            revisions.get(page.latest_revision_id),
            texts.get(page.pk),
            stays=page.pk in left_out,
            waits_for=waiting.get(str(page.pk), ""),
        )
        for page in pages
    ]


def _approvals(pages: Iterable[Page]) -> dict[str, str]:
    """By page, as text, the step of a workflow that it waits for."""
    states = workflows_under_way(page.pk for page in pages)
    states = states.filter(status=WorkflowState.STATUS_IN_PROGRESS)
    return dict(states.values_list("object_id", "current_task_state__task__name"))


def _shown(
    page: PolicyPage | SectionPage,
    revision: Revision | None,
    text: SectionVersion | None,
    *,
    stays: bool,
    waits_for: str,
) -> ShownDraft:
    content = revision.content if revision else page.serializable_data()
    heading, body = _redline(page, content, text)
    return ShownDraft(
        page=page,
        heading=f"{content.get('number', '')} {content['title']}".strip(),
        seen=f"{page.pk}:{page.latest_revision_id or 0}",
        author=revision.user if revision else None,
        at=revision.created_at if revision else None,
        stays=stays,
        waits_for=waits_for,
        new_heading=heading,
        redline=body,
        fields=tuple(_other_changes(page, content)) if page.live else (),
    )


def _redline(
    page: PolicyPage | SectionPage, content: dict[str, Any], text: SectionVersion | None
) -> tuple[SafeString, SafeString]:
    """What changes in a text that stood in public; nothing where none did, or it is the same."""
    if text is None or not page.live:
        return SafeString(), SafeString()
    number, title = content["number"], content["title"]
    blocks = json.loads(content["body"] or "[]")
    digest = content_hash(number, title, blocks)
    if digest == text.content_hash:
        return SafeString(), SafeString()
    new = SectionText(
        key=text.section_key, number=number, title=title, level=1, blocks=blocks, known_hash=digest
    )
    return redline(section_text(text, 1), new)


def _other_changes(page: PolicyPage | SectionPage, content: dict[str, Any]) -> Iterable[str]:
    for name in WORDS[type(page)]:
        if (content.get(name) or "") != (getattr(page, name) or ""):
            yield str(page._meta.get_field(name).verbose_name)
    if isinstance(page, PolicyPage):
        front = json.loads(content.get("front_matter") or "[]")
        if front != list(page.front_matter.raw_data):
            yield str(page._meta.get_field("front_matter").verbose_name)
