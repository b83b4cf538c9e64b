"""Moments in words, in the active language and the time of the place."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _


def moment_in_words(moment: datetime) -> str:
    """ "Friday 4 December 2026, 5:00 p.m."."""
    local = _there(moment)
    return f"{_day(local)}, {time_format(local, 'TIME_FORMAT')}"


def deadline_in_words(moment: datetime) -> str:
    """The same, but that 00:00 is the end of a day, as everybody takes it, and not its beginning.

    Kiswahili counts the hours from dawn, so the hour is said by the clock of 24 hours too.
    """
    local = _there(moment)
    if local.time() != time.min:
        return moment_in_words(moment)
    return _("midnight at the end of %(day)s") % {"day": _day(last_moment(moment))}


def minute_in_words(moment: datetime) -> str:
    """The first minute that begins then or later; with its day, where that is not today."""
    local = _there(moment + timedelta(seconds=59))
    if local.date() == _there(timezone.now()).date():
        return without_stop(time_format(local, "TIME_FORMAT"))
    return without_stop(moment_in_words(local))


def last_moment(deadline: datetime) -> datetime:
    """The last moment in time: of a deadline at 00:00 it has the date of the day that ends."""
    return _there(deadline - timedelta(microseconds=1))


def without_stop(words: str) -> str:
    """Before a full stop of the sentence, which "5:00 p.m." brings along."""
    return words.removesuffix(".")


def _there(moment: datetime) -> datetime:
    """In the time of the place, whatever zone the account of the reader has."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def _day(local: datetime) -> str:
    return f"{date_format(local, 'l')} {date_format(local, 'DATE_FORMAT')}"
