"""What publishing an edition, or opening, closing or moving a window does: said before."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consult.language.times_in_words import deadline_in_words, moment_in_words
from policies.models import Edition, EditionPlan, PolicyPage


def effects_of_publishing(policy: PolicyPage, plan: EditionPlan, drafts: int) -> list[str]:
    """``drafts`` is how many go public with it."""
    said = ngettext(
        "%(n)d draft goes public, as it was shown on this page.",
        "%(n)d drafts go public, as they were shown on this page.",
        drafts,
    )
    return [said % {"n": drafts}, *_opening(plan.opens_at, plan.closes_at), *_told(policy)]


def effects_of_opening(
    policy: PolicyPage, opens_at: datetime | None, closes_at: datetime | None
) -> list[str]:
    return [*_opening(opens_at, closes_at), *_told(policy)]


def effects_of_closing(edition: Edition, closes_at: datetime) -> list[str]:
    """Of another closing time than the edition has."""
    times = {
        "before": deadline_in_words(edition.closes_at) if edition.closes_at else "",
        "after": deadline_in_words(closes_at),
    }
    if closes_at <= timezone.now():
        first = _("Comments close at once: nobody can send one after.")
    elif edition.closes_at is None:
        first = _("Comments close: %(after)s. Until now they had no closing time.") % times
    elif closes_at > edition.closes_at:
        first = _("People get more time: %(after)s instead of %(before)s.") % times
    else:
        first = _("People get less time: %(after)s instead of %(before)s.") % times
    shown = _("Page, notice, calendars and updates say so, with your reason.")
    return [first, shown, *_told(edition.policy)]


def _opening(opens_at: datetime | None, closes_at: datetime | None) -> Iterator[str]:
    if opens_at is None:
        yield _("Nobody can comment on it.")
        return
    if opens_at <= timezone.now():
        yield _("Everybody can comment at once.")
    else:
        yield _("Comments open: %(moment)s.") % {"moment": moment_in_words(opens_at)}
    if closes_at is None:
        yield _("They have no closing time.")
    else:
        yield _("Comments close: %(moment)s.") % {"moment": deadline_in_words(closes_at)}


def _told(policy: PolicyPage) -> Iterator[str]:
    n = policy.canonical.followers.count()
    yield ngettext(
        "%(n)d follower is told by e-mail.", "%(n)d followers are told by e-mail.", n
    ) % {"n": n}
