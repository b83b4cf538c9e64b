"""Drafts that go public together, each as Wagtail publishes it, with few writes.

On SQLite nobody else writes while an edition is published, and of Wagtail's thirty questions a page
few must be asked then. So pages are made from their drafts, checked, and their texts hashed, before
the transaction. What is made ready holds as long as no page of the policy has changed since.

A page with more to it than its own fields is left to Wagtail: a workflow under way, editors'
comments, an alias, a time at which it goes live, another address.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Comment as EditorsComment
from wagtail.models import Page, PageLogEntry, Revision, WorkflowState

from policies.models import PolicyPage, SectionPage
from texts.plain import body_text, content_hash

# What a page is known by, whatever is drafted of it, and what only Wagtail changes.
KEPT = {
    *("id", "page_ptr", "path", "depth", "numchild", "url_path", "content_type", "owner"),
    *("draft_title", "latest_revision", "latest_revision_created_at", "alias_of", "locale"),
    *("translation_key", "locked", "locked_at", "locked_by"),
}
STANDING = (
    *("pk", "path", "slug", "live", "has_unpublished_changes", "latest_revision_id"),
    *("latest_revision_created_at", "last_published_at", "first_published_at"),
)


@dataclass
class Draft:
    """A page that waits, and how Wagtail publishes it; nothing where it has no revision yet."""

    page: Page
    tree: PolicyPage
    action: PublishPageRevisionAction | None


@dataclass
class PlainDraft(Draft):
    """A section that has no more to it than its own fields: it is published with others."""

    action: PublishPageRevisionAction

    @property
    def published(self) -> SectionPage:
        return self.action.object

    @property
    def revision(self) -> Revision:
        return self.action.revision

    @cached_property
    def text(self) -> dict[str, object]:
        return text_of(self.published)

    @cached_property
    def renamed(self) -> dict[str, dict[str, str]]:
        """What the log says of a page that had another name before; empty for any other."""
        old, new = str(self.page), str(self.published)
        if old == new or self.page.revisions.count() < 2:
            return {}
        return {"title": {"old": old, "new": new}}


@dataclass
class Ready:
    """The drafts of a policy in the order of its pages, as it stood when they were looked at.

    ``seen`` names those that are meant, by page the revision; None for all, as they are now.
    """

    policy: PolicyPage
    standing: list[tuple]
    drafts: list[Draft]
    seen: Mapping[int, int] | None = None

    def holds(self) -> bool:
        return self.standing == _standing(self.policy)


def make_ready(
    policy: PolicyPage,
    *,
    user: User | None,
    seen: Mapping[int, int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> Ready:
    """All that waits to be published of a policy; `progress` is told the share that is done.

    Where the revisions that were ``seen`` are given, by page, they alone, whatever came after them.
    """
    policy = PolicyPage.objects.get(pk=policy.pk)  # its place in the tree may have moved
    standing = _standing(policy)
    waiting = waiting_pages(policy)
    if seen is not None:
        waiting = [(page, tree) for page, tree in waiting if page.pk in seen]
    special = _special([page.pk for page, _tree in waiting])
    drafts = []
    for done, (page, tree) in enumerate(waiting, start=1):
        revision = page.revisions.get(pk=seen[page.pk]) if seen else page.get_latest_revision()
        drafts.append(_drafted(page, tree, revision, user, special))
        if progress:
            progress(done / len(waiting))
    return Ready(policy, standing, drafts, seen)


def text_of(section: SectionPage) -> dict[str, object]:
    """What goes on record of a section's text."""
    raw = list(section.body.raw_data)
    return {
        "number": section.number,
        "title": section.title,
        "body": raw,
        "text": body_text(raw),
        "content_hash": content_hash(section.number, section.title, raw),
    }


def trees(policy: PolicyPage) -> list[PolicyPage]:
    """The policy in its own language first, then its translations."""
    return [policy, *policy.get_translations().exclude(alias_of__isnull=False)]


def is_pending(page: Page) -> bool:
    """Whether the page would go public with the next edition: it is a draft or has one.

    One that was taken out of public view stays out, unless it was edited since.
    """
    if page.live or page.first_published_at is None:
        return page.has_unpublished_changes or not page.live
    edited, published = page.latest_revision_created_at, page.last_published_at
    return bool(edited and published and edited > published)


def publish_plain(drafts: Sequence[PlainDraft], user: User | None) -> None:
    """Publish them as Wagtail does, but for their versions."""
    now = timezone.now()
    for draft in drafts:
        page = draft.published
        page.live, page.expired = True, False
        page.has_unpublished_changes = draft.revision.pk != draft.page.latest_revision_id
        page.last_published_at, page.live_revision = now, draft.revision
        page.first_published_at = page.first_published_at or now
        Model.save(page, update_fields=_own_fields(page))
    ids = [str(draft.page.pk) for draft in drafts]
    scheduled = Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__isnull=False)
    scheduled.update(approved_go_live_at=None)
    entries = [entry for draft in drafts for entry in _log_entries(draft, user)]
    PageLogEntry.objects.bulk_create(entries)


def _own_fields(page: Page) -> list[str]:
    return [field.name for field in page._meta.concrete_fields if field.name not in KEPT]


def _log_entries(draft: PlainDraft, user: User | None) -> list[PageLogEntry]:
    page, context = draft.published, get_active_log_context()
    actions = ["wagtail.rename", "wagtail.publish"] if draft.renamed else ["wagtail.publish"]
    return [
        PageLogEntry(
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            label=page.get_admin_display_title(),
            action=action,
            timestamp=timezone.now(),
            data=draft.renamed,
            user=user or context.user,
            uuid=context.uuid,
            page=page,
            revision=draft.revision,
            content_changed=action == "wagtail.publish",
        )
        for action in actions
    ]


def _standing(policy: PolicyPage) -> list[tuple]:
    below = Q()
    for tree in trees(policy):
        below |= Q(path__startswith=tree.path)
    return list(Page.objects.filter(below).order_by("path").values_list(*STANDING))


def waiting_pages(policy: PolicyPage) -> list[tuple[Page, PolicyPage]]:
    """What would go public with the next edition, each with the policy that it is part of."""
    found: list[tuple[Page, PolicyPage]] = [(policy, policy)] if is_pending(policy) else []
    for tree in trees(policy):
        may_wait = Q(live=False) | Q(has_unpublished_changes=True)
        sections = SectionPage.objects.descendant_of(tree).filter(may_wait)
        sections = sections.select_related("latest_revision", "locale")
        found += [(page, tree) for page in sections.order_by("path") if is_pending(page)]
    return found


def _drafted(
    page: Page, tree: PolicyPage, revision: Revision | None, user: User | None, special: set[int]
) -> Draft:
    if revision is None:
        return Draft(page, tree, action=None)
    revision.content_object = page
    action = PublishPageRevisionAction(revision, user=user)
    action.check()
    made = action.object
    if not isinstance(made, SectionPage):
        return Draft(page, tree, action)
    made.policy = tree  # it would look it up each time
    if page.pk in special or made.go_live_at or made.slug != page.slug:
        return Draft(page, tree, action)
    made.full_clean()
    draft = PlainDraft(page, tree, action)
    _asked_now = draft.text, draft.renamed  # and not in the transaction
    return draft


def workflows_under_way(page_ids: Iterable[int]) -> QuerySet[WorkflowState]:
    """Those of the pages that wait for somebody: to approve, or to change what was sent back."""
    of_pages = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    return of_pages.filter(object_id__in=[str(pk) for pk in page_ids])


def _special(ids: Sequence[int]) -> set[int]:
    """Those of the pages to which more belongs than their own fields."""
    return {
        *map(int, workflows_under_way(ids).values_list("object_id", flat=True)),
        *EditorsComment.objects.filter(page__in=ids).values_list("page_id", flat=True),
        *Page.objects.filter(alias_of__in=ids).values_list("alias_of_id", flat=True),
        *Page.objects.filter(pk__in=ids, alias_of__isnull=False).values_list("pk", flat=True),
    }
