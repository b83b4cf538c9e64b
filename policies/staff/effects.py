"""What publishing an edition, or opening, closing or moving a window does: said before."""

import hashlib
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
    return [said % {"n": drafts}, *_of_edition(policy, plan)]


def effects_of_first_text(sections: int, plan: EditionPlan) -> list[str]:
    """Of a new policy that is public at once."""
    said = ngettext(
        "The policy goes public with its %(n)d section: everybody can read it.",
        "The policy goes public with its %(n)d sections: everybody can read it.",
        sections,
    )
    return [said % {"n": sections}, *_opening(plan.opens_at, plan.closes_at)]


def effects_of_new_text(
    policy: PolicyPage, plan: EditionPlan, *, sections: int, new: int, gone: int, drafts: int
) -> list[str]:
    """``new`` of the ``sections`` were not there, ``gone`` are taken out; ``drafts`` go with it."""
    said = ngettext(
        "A text of %(n)d section goes public.", "A text of %(n)d sections goes public.", sections
    ) % {"n": sections}
    parts = [said]
    for n, one, many in (
        (new, _("One section is new."), _("%(n)d sections are new.")),
        (
            gone,
            _("One section is taken out; it stays readable in the editions it was in."),
            _("%(n)d sections are taken out; they stay readable in the editions they were in."),
        ),
        (
            drafts,
            _("One draft that waited before goes public too, as it is listed below."),
            _("%(n)d drafts that waited before go public too, as they are listed below."),
        ),
    ):
        parts += [(one if n == 1 else many) % {"n": n}] if n else []
    return [*parts, *_of_edition(policy, plan)]


def _of_edition(policy: PolicyPage, plan: EditionPlan) -> Iterator[str]:
    if before := policy.canonical.editions.last():
        said = _("It takes the place of “%(edition)s”, which stays readable among the editions.")
        yield said % {"edition": before.shown_label}
    yield from _opening(plan.opens_at, plan.closes_at)
    yield from _told(policy)


def mark_of(*shown: object) -> str:
    """Of what was looked at, by which a form says that it was."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


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
    return [_ended(first), shown, *_told(edition.policy)]


def _ended(said: str) -> str:
    """With one full stop, where a time ends in one: “p.m.”."""
    return said.replace("..", ".")


def _opening(opens_at: datetime | None, closes_at: datetime | None) -> Iterator[str]:
    if opens_at is None:
        yield _("Nobody can comment on it.")
        return
    if opens_at <= timezone.now():
        yield _("Everybody can comment at once.")
    else:
        yield _ended(_("Comments open: %(moment)s.") % {"moment": moment_in_words(opens_at)})
    if closes_at is None:
        yield _("They have no closing time.")
    else:
        yield _ended(_("Comments close: %(moment)s.") % {"moment": deadline_in_words(closes_at)})


def _told(policy: PolicyPage) -> Iterator[str]:
    n = policy.canonical.followers.count()
    yield ngettext(
        "%(n)d follower is told by e-mail.", "%(n)d followers are told by e-mail.", n
    ) % {"n": n}
