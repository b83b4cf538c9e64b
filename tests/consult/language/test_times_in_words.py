"""Moments as they are said, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from consult.language.times_in_words import (
    deadline_in_words,
    last_moment,
    moment_in_words,
    without_stop,
)

AFTERNOON = datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 12, 30, 21, 0, tzinfo=UTC)  # 00:00 on the 31st in Kakamega


def test_moment_in_words__is_the_time_of_the_place_whatever_the_readers():
    with override("en"), timezone.override("America/New_York"):
        assert moment_in_words(AFTERNOON) == "Friday 4 December 2026, 5:00 p.m."
        assert moment_in_words(MIDNIGHT) == "Thursday 31 December 2026, 12:00 a.m."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "midnight at the end of Wednesday 30 December 2026"),
        ("sw", "saa sita usiku mwishoni mwa Jumatano 30 Disemba 2026 (saa 24:00)"),
    ],
)
def test_deadline_in_words__at_midnight_is_the_end_of_the_day_before(language, words):
    with override(language):
        assert deadline_in_words(MIDNIGHT) == words


def test_deadline_in_words__at_any_other_minute_is_that_time():
    with override("en"):
        assert deadline_in_words(AFTERNOON) == moment_in_words(AFTERNOON)
        after = deadline_in_words(MIDNIGHT + timedelta(minutes=1))
        assert after == "Thursday 31 December 2026, 12:01 a.m."
        assert without_stop(after).endswith("a.m")


def test_last_moment__of_a_deadline_at_midnight_is_on_the_day_that_ends():
    assert last_moment(MIDNIGHT).day == 30
    assert last_moment(AFTERNOON).day == 4
