"""Taking a policy back: withdrawn, it stays readable and says so; unpublished, all of it is hidden.

Both can be undone. What would go is counted first, with a mark, so that what is done is what was
looked at.
"""

import hashlib
from dataclasses import astuple, dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from consult.pages import dependencies
from home.models import MeetingPage, UpdatePage
from home.visibility import published
from policies.models import Edition, PolicyPage, SectionPage
from policies.publishing.services import PolicyError, move_window


@dataclass(frozen=True, slots=True)
class HiddenWith:
    """What readers lose when a page is unpublished: how many of each; ``editions`` are labels.

    Of a policy all of it goes; a section stays readable in the editions.
    """

    sections: int
    updates: int
    meetings: int
    followers: int
    editions: tuple[str, ...]

    @property
    def mark(self) -> str:
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:16]


def hidden_with(page: PolicyPage | SectionPage) -> HiddenWith:
    """Counted in the policy's own language: translations go with what they translate."""
    below = {
        model: published(model.objects.descendant_of(page)).count()
        for model in (SectionPage, UpdatePage, MeetingPage)
    }
    editions = Edition.objects.published().order_by("number")
    if isinstance(page, PolicyPage):
        editions = editions.filter(policy=page.canonical)
        followers = page.canonical.followers.count()
    else:
        versions = page.versions.values("pk")
        editions = editions.filter(entries__version__in=versions).distinct()
        followers = 0
    return HiddenWith(
        sections=below[SectionPage],
        updates=below[UpdatePage],
        meetings=below[MeetingPage],
        followers=followers,
        editions=tuple(edition.shown_label for edition in editions),
    )


def newest_edition(policy: PolicyPage) -> Edition | None:
    """The one that an update says of that the policy is withdrawn; without one nobody is told."""
    return policy.canonical.editions.published().order_by("-number").first()


def open_window_of(policy: PolicyPage) -> Edition | None:
    """The newest edition while it takes comments: what withdrawing ends."""
    edition = newest_edition(policy)
    return edition if edition and edition.is_open else None


@transaction.atomic
def withdraw_policy(
    *, policy: PolicyPage, reason: str, reason_sw: str = "", user: User | None
) -> None:
    """Say in public that the policy is withdrawn, and why. An open window closes.

    The update that tells followers is found like every other: see `standard_updates`.

    Raises `PolicyError` where the reason is missing, or the policy is not public or withdrawn.
    """
    if not reason.strip():
        raise PolicyError(_("Say why it is withdrawn: the public sees the reason."))
    page = _locked(policy)
    if page.withdrawn_at or not page.live:
        raise PolicyError(_("Only a policy that is public can be withdrawn, and only once."))
    edition, moment = open_window_of(page), timezone.now()
    if edition is not None:
        move_window(edition=edition, closes_at=moment, user=user)
    _say(page, moment, reason.strip(), reason_sw.strip())
    log(instance=page, action="policies.withdraw", user=user, data={"reason": reason.strip()})


@transaction.atomic
def bring_back(*, policy: PolicyPage, user: User | None) -> None:
    """Take the withdrawal back. A window that it closed stays closed.

    Raises `PolicyError` where the policy is not withdrawn.
    """
    page = _locked(policy)
    if not page.withdrawn_at:
        raise PolicyError(_("The policy is not withdrawn."))
    _say(page, None, "", "")
    log(instance=page, action="policies.bring_back", user=user)


def _locked(policy: PolicyPage) -> PolicyPage:
    return PolicyPage.objects.select_for_update().get(pk=policy.canonical.pk)


def _say(page: PolicyPage, moment: object, reason: str, reason_sw: str) -> None:
    """Beside the page's revisions: see `PolicyPage.with_content_json`."""
    rows = PolicyPage.objects.filter(pk=page.pk)
    rows.update(withdrawn_at=moment, withdrawal_reason=reason, withdrawal_reason_sw=reason_sw)
    dependencies.mark_changed(dependencies.WITHHELD)
