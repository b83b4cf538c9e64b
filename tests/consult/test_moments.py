"""Dates as they are typed, and when "closes in 5 days" is said in other words."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.timesince import timeuntil
from hypothesis import example, given
from hypothesis import strategies as st

from consult.moments import DateOrder, next_change, parse_moment

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)


@given(st.integers(1, 400 * 24 * 3600), st.floats(0, 1))
@example(24 * 3600, 0.5)
@example(7 * 24 * 3600, 0.999)
@example(30, 0.5)
def test_next_change__the_words_stay_until_then(seconds, share):
    moment = NOW + timedelta(seconds=seconds, milliseconds=1)
    change = next_change(moment, NOW)
    assert NOW < change <= moment
    between = NOW + (change - NOW) * share
    assert timeuntil(moment, between) == timeuntil(moment, NOW)


def test_next_change__is_no_sooner_than_needed():
    for left, until in (
        (timedelta(minutes=59, seconds=30), timedelta(seconds=30)),
        (timedelta(days=5, hours=3, minutes=20), timedelta(minutes=20)),
        (timedelta(days=20, hours=3), timedelta(hours=3)),
    ):
        assert next_change(NOW + left, NOW) == NOW + until


@pytest.mark.parametrize(
    ("text", "order", "utc"),
    [
        ("2025-11-20 14:30:00", "iso", "2025-11-20T11:30:00"),
        ("2025-11-20T14:30:00+01:00", "day-first", "2025-11-20T13:30:00"),
        ("20/11/2025", "day-first", "2025-11-19T21:00:00"),
        ("20/11/2025 14:30", "day-first", "2025-11-20T11:30:00"),
        ("11/20/2025, 2:30:05 PM", "month-first", "2025-11-20T11:30:05"),
        ("3.4.25 12:05 a.m.", "day-first", "2025-04-02T21:05:00"),
        ("3-4-2025 12:05pm", "month-first", "2025-03-04T09:05:00"),
    ],
)
def test_parse_moment__is_aware_and_as_the_order_says(text, order, utc):
    moment = parse_moment(text, order=DateOrder(order)).astimezone(UTC)
    assert moment.isoformat() == f"{utc}+00:00"


@pytest.mark.parametrize("order", DateOrder)
@pytest.mark.parametrize(
    "text",
    [
        "45981",
        "31/02/2025",
        "20/11-2025",
        "1/2/2025 25:00",
        "1/2/2025 13:00 PM",
        "0/1/2025",
        "soon",
    ],
)
def test_parse_moment__refuses_what_is_no_date_in_any_order(text, order):
    with pytest.raises(ValueError, match="2026-12-04"):
        parse_moment(text, order=order)


@pytest.mark.parametrize(
    ("text", "order"),
    [("11/20/2025", "day-first"), ("20/11/2025", "month-first"), ("03/04/2025", "iso")],
)
def test_parse_moment__never_takes_the_day_for_the_month(text, order):
    with pytest.raises(ValueError, match="2026-12-04"):
        parse_moment(text, order=DateOrder(order))


def test_parse_moment__says_what_is_ambiguous():
    with pytest.raises(ValueError, match="day first"):
        parse_moment("03/04/2025")
