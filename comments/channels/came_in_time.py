"""When something may have come that is taken in later: one rule for clerks and for files."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from policies.models import Edition


class NotInTimeError(ValueError):
    """What came at another time than the consultation was held; the message says why."""


def check_came_in_time(moment: datetime, edition: Edition) -> None:
    """Raise `NotInTimeError` outside the edition's window, where it has one, and in the future."""
    if moment > timezone.now():
        raise NotInTimeError(_("That lies in the future."))
    if edition.opens_at and moment < edition.opens_at:
        raise NotInTimeError(_("The consultation was not open yet."))
    if edition.closes_at and moment >= edition.closes_at:
        raise NotInTimeError(_("The consultation had closed: what came late is not entered."))
