"""The phase of a consultation: derived here and nowhere else."""

from datetime import datetime
from typing import Protocol

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consult.pages.dependencies import valid_until


class Phase(models.TextChoices):
    PREPARING = "preparing", _("In preparation")
    UPCOMING = "upcoming", _("Opens soon")
    OPEN = "open", _("Open for comments")
    CLOSED = "closed", _("Closed for comments")
    ANSWERED = "answered", _("Closed: answers published")
    ADOPTED = "adopted", _("Adopted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Window(Protocol):
    """What a phase is derived from: see `policies.models.Edition`."""

    opens_at: datetime | None
    closes_at: datetime | None
    answered_at: datetime | None


def phase_of(*, outcome: str, edition: Window | None, now: datetime | None = None) -> Phase:
    """The phase of a policy with this ``outcome`` and newest ``edition`` at ``now``.

    An edition without a window takes no comments: it counts as closed once answered, else as in
    preparation. The window is half-open: comments are taken from opens_at until just before
    closes_at.
    """
    if outcome:
        return Phase(outcome)
    if edition is None:
        return Phase.PREPARING
    if edition.answered_at:
        return Phase.ANSWERED
    if edition.opens_at is None:
        return Phase.PREPARING
    valid_until(edition.opens_at)
    valid_until(edition.closes_at)
    now = now or timezone.now()
    if now < edition.opens_at:
        return Phase.UPCOMING
    if edition.closes_at is None or now < edition.closes_at:
        return Phase.OPEN
    return Phase.CLOSED
