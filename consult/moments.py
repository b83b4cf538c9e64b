"""Dates and times as people type them on a command line, and as they are said to readers."""

from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime


def parse_moment(text: str, *, end_of_day: bool = False) -> datetime:
    """``2026-12-04`` or ``2026-12-04T17:00`` as an aware time, Africa/Nairobi unless it says more.

    A bare date means its first minute, or with ``end_of_day`` its last. Raises `ValueError` with a
    message that shows the form.
    """
    try:
        moment = None if len(text) <= 10 else parse_datetime(text.replace(" ", "T"))
        if moment is None and (date := parse_date(text)):
            moment = datetime.combine(date, time(23, 59) if end_of_day else time())
    except ValueError:
        moment = None
    if moment is None:
        raise ValueError(f"“{text}” is not a date: write 2026-12-04 or 2026-12-04T17:00.")
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


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
