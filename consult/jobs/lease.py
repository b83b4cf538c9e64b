"""Rows that somebody works on: a claim, and a lease that runs out where they fall silent.

A claim is one conditional update, which gives the rows a token. Whoever holds the token extends the
lease as the work goes on, and releases the rows when it is over. Every step asks for the token
again: who finds another there, or none, has lost the rows and changes nothing.
"""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class LostLease(Exception):
    """Somebody else has taken the row over, or it was cancelled: stop, and change nothing."""


def lease_end(seconds: float = 0) -> datetime:
    """When a lease that is taken now runs out; `seconds` asks for more than the usual length."""
    return timezone.now() + timedelta(seconds=max(seconds, settings.JOB_LEASE_SECONDS))


class LeasedQuerySet(models.QuerySet):
    def lapsed(self) -> Self:
        """Rows whose worker has fallen silent for longer than its lease."""
        return self.filter(lease_until__lt=timezone.now())

    def worked_on(self) -> Self:
        """Rows that somebody holds."""
        return self.filter(lease_until__gt=timezone.now())

    def held_by(self, token: uuid.UUID | None) -> Self:
        """The rows of one claim, as long as they are still its own."""
        return self.filter(token=token, lease_until__isnull=False)

    def take(self, state: str, **changes: Any) -> uuid.UUID | None:
        """Claim every row of the query by one update. The claim's token; None where it has none."""
        token = uuid.uuid4()
        taken = self.update(
            state=state,
            token=token,
            lease_until=lease_end(),
            attempts=F("attempts") + 1,
            **changes,
        )
        return token if taken else None

    def extend(self, seconds: float = 0, **changes: Any) -> int:
        """Hold the rows on, for a silent step of `seconds` if need be; how many there were."""
        return self.update(lease_until=lease_end(seconds), **changes)

    def release(self, state: str, **changes: Any) -> int:
        """Let the rows go in the state given; how many there were."""
        return self.update(state=state, token=None, lease_until=None, **changes)


class Leased(models.Model):
    """A row that is claimed before it is worked on. Subclasses bring their own `state`."""

    token = models.UUIDField(_("claim"), null=True, editable=False)
    lease_until = models.DateTimeField(_("lease until"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)

    class Meta:
        abstract = True
