"""When "closes in 5 days" is said in other words."""

from datetime import UTC, datetime, timedelta

from django.utils.timesince import timeuntil
from hypothesis import example, given
from hypothesis import strategies as st

from consult.moments import next_change

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
