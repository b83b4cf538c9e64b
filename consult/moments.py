"""Dates and times as people type them on a command line, and as they are said to readers."""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _


class DateOrder(StrEnum):
    """How a date is written: year first, as a standard says, or as spreadsheets show it."""

    ISO = "iso"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_WITH_YEAR_LAST = re.compile(
    r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})"
    r"(?:,?[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([ap])\.?m\.?)?)?",
    re.IGNORECASE,
)


def parse_moment(
    text: str, *, end_of_day: bool = False, order: DateOrder = DateOrder.ISO
) -> datetime:
    """``2026-12-04`` or ``2026-12-04T17:00`` as an aware time, Africa/Nairobi unless it says more.

    With another ``order`` also ``4/12/2026``, ``04.12.26 17:00`` or ``4-12-2026 5:00 PM``; years of
    two digits are of this century. A bare date means its first minute, or with ``end_of_day`` its
    last. Raises `ValueError` with a message that shows the form.
    """
    try:
        moment = _year_first(text, end_of_day) or _year_last(text, end_of_day, order)
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(_not_a_date(text, order))
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _year_first(text: str, end_of_day: bool) -> datetime | None:
    moment = None if len(text) <= 10 else parse_datetime(text.replace(" ", "T"))
    if moment is None and (day := parse_date(text)):
        return _at(day, end_of_day)
    return moment


def _year_last(text: str, end_of_day: bool, order: DateOrder) -> datetime | None:
    found = _WITH_YEAR_LAST.fullmatch(text)
    if not found or order is DateOrder.ISO:
        return None
    first, _separator, second, year, hour, minute, seconds, half = found.groups()
    day, month = (first, second) if order is DateOrder.DAY_FIRST else (second, first)
    on = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    if hour is None:
        return _at(on, end_of_day)
    if half and not 1 <= int(hour) <= 12:
        return None
    hours = int(hour) % 12 + 12 * (half in "pP") if half else int(hour)
    return datetime.combine(on, time(hours, int(minute), int(seconds or 0)))


def _at(day: date, end_of_day: bool) -> datetime:
    return datetime.combine(day, time(23, 59) if end_of_day else time())


def _not_a_date(text: str, order: DateOrder) -> str:
    if order is DateOrder.ISO and _WITH_YEAR_LAST.fullmatch(text):
        return _(
            "“%(text)s” does not say which is the day and which the month: write 2026-12-04, or"
            " say that the file's dates are day first or month first."
        ) % {"text": text}
    return _("“%(text)s” is not a date: write 2026-12-04 or 2026-12-04T17:00.") % {"text": text}


def next_change(moment: datetime, now: datetime) -> datetime:
    """When "in 5 days, 3 hours", said of ``moment`` at ``now``, may next be in other words.

    Django says two units at most: hours and minutes within a day, days and hours within a week.
    """
    left = moment - now
    if left <= timedelta(days=1):
        step = timedelta(minutes=1)
    elif left <= timedelta(weeks=1):
        step = timedelta(hours=1)
    else:
        step = timedelta(days=1)
    return moment - left // step * step
