"""What changes a policy's state: texts put on record, editions published, windows moved."""

from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.log_actions import log
from wagtail.models import Page

from policies.models import (
    Edition,
    EditionPlan,
    EditionSection,
    KeptPlan,
    PolicyPage,
    SectionPage,
    SectionVersion,
    WindowChange,
)
from policies.publishing.drafts import (
    Draft,
    PlainDraft,
    Ready,
    make_ready,
    publish_plain,
    text_of,
    trees,
)
from policies.publishing.indexing import indexed_together
from texts.kept_words import KeptWords

_making_edition: ContextVar[bool] = ContextVar("making_edition", default=False)


# A window closed "now" was typed a little earlier.
TYPED_EARLIER = timedelta(minutes=2)


class PolicyError(Exception):
    """A change that cannot be made; the message is for the editor and says what to do."""


@transaction.atomic
def record_version(section: SectionPage) -> SectionVersion | None:
    """Put the section's public text on record. Returns the new version, None if nothing changed.

    While the policy's newest edition is still before or in its window, the new text takes the old
    one's place in it; unless it is published as part of the next edition.
    """
    version = new_version(section, text_of(section), section.versions.order_by("ordinal").last())
    if version is None:
        return None
    version.save()
    if not _making_edition.get():
        edition = version.policy.editions.published().order_by("-number").first()
        if edition and takes_corrections(edition):
            _join_edition(edition, version)
    return version


def new_version(
    section: SectionPage, text: dict[str, Any], newest: SectionVersion | None = None
) -> SectionVersion | None:
    """The text as a version that is not saved yet; None where it is the newest already."""
    if newest and newest.content_hash == text["content_hash"]:
        return None
    return SectionVersion(
        policy=section.policy.canonical,
        section=section,
        section_key=section.translation_key,
        language=section.locale.language_code,
        ordinal=newest.ordinal + 1 if newest else 1,
        **text,
    )


@transaction.atomic
def record_front_matter(policy: PolicyPage) -> None:
    """Let the newest edition begin as the policy's page now does, while it takes corrections."""
    edition = policy.canonical.editions.published().order_by("-number").first()
    if edition and not _making_edition.get() and takes_corrections(edition):
        _begin_as_the_page(edition)


def _begin_as_the_page(edition: Edition) -> None:
    front = _front_matter(edition.policy)
    if edition.front_matter != front:
        edition.front_matter = front
        edition.save(update_fields=["front_matter"])


def takes_corrections(edition: Edition) -> bool:
    """Whether a text published now still belongs to the edition: until its window closes."""
    return edition.closes_at is None or timezone.now() < edition.closes_at


def _join_edition(edition: Edition, version: SectionVersion) -> None:
    """Let the text stand in the edition, in the place of the one that stood there."""
    standing = edition.entries.filter(version__section_key=version.section_key, replaced_at=None)
    own = standing.filter(version__section=version.section)
    before = own.first() or standing.first()
    own.update(replaced_at=timezone.now())
    if before:
        position, level = before.position, before.level
    else:
        last = edition.entries.aggregate(last=Max("position"))["last"] or 0
        position, level = last + 1, version.section.level
    EditionSection.objects.create(edition=edition, version=version, position=position, level=level)


def check_new_edition(policy: PolicyPage) -> None:
    """Raise `PolicyError` while the newest edition is open or waits to, or the policy withdrawn."""
    if policy.canonical.withdrawn_at:
        raise PolicyError(_("The policy is withdrawn: bring it back first."))
    current = policy.canonical.editions.published().order_by("-number").first()
    if current and current.is_open:
        raise PolicyError(
            KeptWords(
                gettext_noop(
                    "“%(edition)s” is still open for comments: close it before a new edition."
                ),
                {"edition": current.label},
            )
        )
    if current and current.opens_at and current.opens_at > timezone.now():
        raise PolicyError(
            KeptWords(
                gettext_noop("“%(edition)s” has yet to open: only one edition can wait at a time."),
                {"edition": current.label},
            )
        )


def publish_edition(
    *,
    policy: PolicyPage,
    plan: EditionPlan,
    user: User | None = None,
    publish_drafts: bool = True,
    at_once: bool = False,
    ready: Ready | None = None,
    progress: Callable[[float], None] | None = None,
) -> Edition:
    """Name the current set of section texts, publishing waiting drafts first.

    Who calls it inside a transaction makes the drafts ``ready`` before, so that it is short; those
    alone are published where they are fewer than all.

    With ``at_once``, a window that would be open already opens at the moment of publication: the
    text could not be read before. A window that is over is history and stays as it is given.

    Raises `PolicyError` where the policy has no section, an earlier window is still open, or a page
    got a later text in public than the draft of it that was looked at; `ValidationError` where the
    plan's label or window cannot be.
    """
    policy = policy.canonical
    if publish_drafts and ready is None:
        check_new_edition(policy)
        ready = make_ready(policy, user=user, progress=progress)
    with indexed_together():
        check_new_edition(policy)
        if ready:
            _publish_for_new_edition(ready, user)
        entries = list(_current_versions(policy))
        if not entries:
            raise PolicyError(
                _("The policy has no published section: add or import its text first.")
            )
        now = timezone.now()
        edition = _add_edition(policy, plan.opening_from(now) if at_once else plan, now)
        EditionSection.objects.bulk_create(
            EditionSection(edition=edition, version=version, position=position, level=level)
            for position, level, version in entries
        )
        data = {"edition": edition.number, "label": plan.label, "sections": len(entries)}
        KeptPlan.objects.filter(policy=policy).delete()
        log(instance=policy, action="policies.publish_edition", user=user, data=data)
    return edition


def keep_plan(*, policy: PolicyPage, typed: dict[str, str], user: User | None) -> None:
    """Keep what was typed of the policy's next edition, until it is published."""
    defaults = {"typed": typed, "kept_by": user}
    KeptPlan.objects.update_or_create(policy=policy.canonical, defaults=defaults)


def _add_edition(policy: PolicyPage, plan: EditionPlan, now: datetime) -> Edition:
    number = (policy.editions.aggregate(last=Max("number"))["last"] or 0) + 1
    edition = Edition(
        policy=policy,
        number=number,
        published_at=now,
        front_matter=_front_matter(policy),
        **asdict(plan),
    )
    edition.full_clean()
    edition.save()
    return edition


def _publish_for_new_edition(ready: Ready, user: User | None) -> None:
    token = _making_edition.set(True)
    try:
        if not ready.holds():
            check_not_overtaken(ready.seen or {})
            ready = make_ready(ready.policy, user=user, seen=ready.seen)
        _publish_ready(ready, user)
    finally:
        _making_edition.reset(token)


def check_not_overtaken(seen: Mapping[int, int]) -> None:
    """Raise `PolicyError` where a page has a later text in public than the revision ``seen``."""
    for page in Page.objects.filter(pk__in=seen, live=True).order_by("path"):
        if page.live_revision_id and page.live_revision_id > seen[page.pk]:
            raise PolicyError(
                KeptWords(
                    gettext_noop(
                        "“%(page)s” was published meanwhile with later words:"
                        " look at the drafts again."
                    ),
                    {"page": page.title},
                )
            )


def _publish_ready(ready: Ready, user: User | None) -> None:
    """One language after the other: what is published after its original is no older than it."""
    for _tree, drafts in groupby(ready.drafts, key=lambda draft: draft.tree.pk):
        _publish_tree(list(drafts), user)


def _publish_tree(drafts: list[Draft], user: User | None) -> None:
    for draft in drafts:
        if not isinstance(draft, PlainDraft):
            _publish(draft, user)
    plain = [draft for draft in drafts if isinstance(draft, PlainDraft)]
    publish_plain(plain, user)
    newest = newest_versions([draft.page.pk for draft in plain])
    versions = [
        new_version(draft.published, draft.text, newest.get(draft.page.pk)) for draft in plain
    ]
    SectionVersion.objects.bulk_create(version for version in versions if version)


def _publish(draft: Draft, user: User | None) -> None:
    """As `Page.publish`; a section is told its policy, which it would look up each time."""
    action = draft.action
    if action is None:
        action = PublishPageRevisionAction(draft.page.save_revision(user=user), user=user)
        if isinstance(action.object, SectionPage):
            action.object.policy = draft.tree
    action.execute()


def _front_matter(policy: PolicyPage) -> dict[str, list]:
    """What stands in public before the first section, as raw StreamField data by language."""
    pages = trees(PolicyPage.objects.get(pk=policy.pk))
    return {
        tree.language: list(tree.front_matter.raw_data)
        for tree in pages
        if tree.live and tree.front_matter
    }


def _current_versions(policy: PolicyPage) -> Iterator[tuple[int, int, SectionVersion]]:
    """``(position, level, version)`` of every live section, translations where their source is."""
    positions: dict[UUID, tuple[int, int]] = {}
    for tree in trees(policy):
        sections = SectionPage.objects.live().descendant_of(tree).order_by("path")
        newest = newest_versions([section.pk for section in sections])
        for section in sections:
            version = newest.get(section.pk)
            if version is None:
                continue
            new = (len(positions) + 1, section.depth - tree.depth)
            position, level = positions.setdefault(section.translation_key, new)
            yield position, level, version


def newest_versions(section_ids: list[int]) -> dict[int, SectionVersion]:
    """The newest version of each section page, by the page's id, in one query."""
    versions = SectionVersion.objects.filter(section_id__in=section_ids)
    return {version.section_id: version for version in versions.order_by("section_id", "ordinal")}


def _take_in_corrections(edition: Edition) -> None:
    """Take in the texts that were corrected while the edition was closed."""
    standing = set(edition.entries.filter(replaced_at=None).values_list("version", flat=True))
    for _position, _level, version in list(_current_versions(edition.policy)):
        if version.pk not in standing:
            _join_edition(edition, version)
    _begin_as_the_page(edition)


def translate_edition(*, edition: Edition, label_sw: str, note_sw: str, user: User | None) -> None:
    """Give the edition its name and note in Kiswahili; the English ones stay as published."""
    with transaction.atomic():
        edition.label_sw, edition.note_sw = label_sw, note_sw
        edition.save(update_fields=["label_sw", "note_sw"])
        log(
            instance=edition.policy,
            action="policies.translate_edition",
            user=user,
            data={"edition": edition.number},
        )


def open_now(*, edition: Edition, user: User | None) -> None:
    """Open an edition's window before its time; it closes when it would have closed.

    Raises `PolicyError` as `open_window` does.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        now = timezone.now()
        open_window(edition=locked, opens_at=now, closes_at=locked.closes_at, user=user)


def open_window(
    *, edition: Edition, opens_at: datetime, closes_at: datetime | None, user: User | None
) -> None:
    """Give the edition a window, or open sooner one that has yet to open. No earlier than now.

    Raises `PolicyError` where the window is open already, or over, or out of order.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        now = timezone.now()
        if locked.opens_at and locked.opens_at <= now:
            raise PolicyError(_("The window has opened already: change its closing time instead."))
        if locked.policy.editions.published().filter(number__gt=locked.number).exists():
            raise PolicyError(_("There is a newer edition: the window of this one is over."))
        if locked.answered_at or locked.policy.final_phase:
            raise PolicyError(_("The consultation is over: publish a new edition to ask again."))
        locked.opens_at, locked.closes_at = max(opens_at, now), closes_at
        if closes_at and closes_at <= locked.opens_at:
            raise PolicyError(_("The window must close after it opens."))
        locked.save(update_fields=["opens_at", "closes_at"])
        log(
            instance=locked.policy,
            action="policies.open_window",
            user=user,
            data={"edition": locked.number, "opens_at": locked.opens_at.isoformat()},
        )
    edition.opens_at, edition.closes_at = locked.opens_at, locked.closes_at


def change_window(
    *, edition: Edition, closes_at: datetime, reason: str, user: User | None
) -> WindowChange:
    """Extend the window or close it early, with the reason that the public sees.

    Raises `PolicyError` where the reason is missing, the time is over or before the opening, or
    there is a newer edition.
    """
    if not reason.strip():
        raise PolicyError(_("Say why the deadline changes: the public sees the reason."))
    return move_window(edition=edition, closes_at=closes_at, reason=reason.strip(), user=user)


def move_window(
    *, edition: Edition, closes_at: datetime, reason: str = "", user: User | None
) -> WindowChange:
    """As `change_window`; without a reason where the withdrawal of the policy has one.

    Raises `PolicyError` where the time is over or before the opening, or there is a newer edition.
    """
    with transaction.atomic():
        locked = Edition.objects.select_for_update().get(pk=edition.pk)
        if locked.opens_at is None or closes_at <= locked.opens_at:
            raise PolicyError(_("The window must close after it opens."))
        now = timezone.now()
        if closes_at < now - TYPED_EARLIER:
            raise PolicyError(_("That lies in the past: comments were taken since. Choose now."))
        closes_at = max(closes_at, now)
        if locked.policy.editions.published().filter(number__gt=locked.number).exists():
            raise PolicyError(_("There is a newer edition: the window of this one is over."))
        reopens = not locked.is_open and locked.opens_at <= now < closes_at
        change = WindowChange.objects.create(
            edition=locked,
            closes_at_before=locked.closes_at,
            closes_at_after=closes_at,
            reason=reason,
            created_by=user,
        )
        locked.closes_at = closes_at
        locked.save(update_fields=["closes_at"])
        if reopens:
            _take_in_corrections(locked)
        log(
            instance=locked.policy,
            action="policies.change_window",
            user=user,
            data={"edition": locked.number, "closes_at": closes_at.isoformat()},
        )
    edition.closes_at = closes_at
    return change
