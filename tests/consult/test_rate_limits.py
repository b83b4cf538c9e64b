"""Counting in the cache of files, which is what a small installation has."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from consult.rate_limits import Event, Limit, visitor_network
from consult.views import too_many_tries

LONG = 10**9


@pytest.fixture(autouse=True)
def file_cache(settings, tmp_path):
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": str(tmp_path)}}


@pytest.fixture
def at(monkeypatch):
    """Sets the time of day, in seconds since the epoch."""
    return lambda moment: monkeypatch.setattr(time, "time", lambda: moment)


def test_count__counts_every_event_of_many_at_once():
    limit = Limit("test", most=60, seconds=LONG)
    with ThreadPoolExecutor(20) as pool:
        over = list(pool.map(lambda _n: limit.count("one"), range(100)))
    assert over.count(False) == 60


def test_count__remembers_for_the_whole_window(at):
    limit = Limit("test", most=1, seconds=LONG)
    now = time.time()
    assert not limit.count("one")
    at(now + 86_400)
    assert limit.count("one")


def test_count__forgets_an_event_when_its_time_is_over(at):
    limit = Limit("test", most=1, seconds=800)
    at(8_050)
    assert not limit.count("one")
    at(8_850)
    assert limit.is_reached("one")
    at(8_900)
    assert not limit.is_reached("one")


def test_count__lets_no_more_through_in_any_stretch_of_time_than_the_limit_says(at):
    limit = Limit("test", most=5, seconds=800)
    through = []
    for moment in range(8_000, 16_000, 7):
        at(moment)
        event = Event((limit, "one"))
        if not event.reached:
            through.append(moment)
    within = [sum(begin <= moment < begin + 800 for moment in through) for begin in through]
    assert max(within) == 5
    assert len(through) >= 5 * 10 * 8 // 9


def test_is_reached__counts_nothing_and_knows_keys_and_limits_apart():
    limit = Limit("test", most=1, seconds=LONG)
    assert not any(limit.is_reached("one") for _n in range(5))
    limit.count("one")
    assert limit.is_reached("one")
    assert not limit.is_reached("two")
    assert not Limit("other", most=1, seconds=LONG).is_reached("one")


def test_count__where_nothing_can_be_written_nobody_is_limited(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "away"
    limit = Limit("test", most=0, seconds=LONG)
    assert not limit.count("one")


def test_event__of_many_at_once_as_many_are_let_through_as_the_limit_says():
    limits = [(Limit("narrow", most=7, seconds=LONG), "one"), (Limit("wide", 50, LONG), "all")]
    with ThreadPoolExecutor(20) as pool:
        events = list(pool.map(lambda _n: Event(*limits), range(60)))
    through = [event for event in events if not event.reached]
    assert len(through) <= 7
    while not (event := Event(*limits)).reached:
        through.append(event)
    assert len(through) == 7


def test_event__that_is_refused_or_given_back_counts_for_nothing(at):
    wide, narrow = Limit("wide", most=3, seconds=600), Limit("narrow", most=1, seconds=60)
    at(6_000)
    first = Event((wide, "a"), (narrow, "a"))
    assert Event((wide, "a"), (narrow, "a")).reached == [narrow]
    at(6_068)
    first.give_back()
    assert not Event((wide, "a"), (narrow, "a")).reached
    assert [bool(Event((wide, "a")).reached) for _n in range(3)] == [False, False, True]


def test_again_at__is_when_enough_of_what_came_is_long_ago(at):
    limit = Limit("test", most=2, seconds=800)
    for moment in (8_000, 8_150, 8_399):
        at(moment)
        event = Event((limit, "one"))
    assert event.reached == [limit]
    assert event.again_at == datetime.fromtimestamp(8_900, UTC)
    at(8_899)
    assert Event((limit, "one")).reached
    at(8_900)
    assert not Event((limit, "one")).reached


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9%eth0", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::6", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_visitor_network__is_one_for_all_addresses_of_a_connection(rf, address, network):
    assert visitor_network(rf.get("/", REMOTE_ADDR=address)) == network


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "sw"])
def test_too_many_tries__says_when_to_try_again(client, rf, language):
    again_at = timezone.now() + timedelta(minutes=3)
    response = too_many_tries(rf.get(f"/{language}/"), again_at)
    assert response.status_code == 429
    assert 'class="site-header"' in response.content.decode()
    assert 170 < int(response["Retry-After"]) <= 180
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "From 10:15 a.m. on you can"),
        (1, "From 10:16 a.m. on you can"),
        (86_400, "From Saturday 28 November 2026, 10:15 a.m. on you can"),
    ],
)
def test_too_many_tries__names_a_minute_in_which_it_will_work_and_another_day(
    rf, monkeypatch, seconds, said
):
    again_at = datetime(2026, 11, 27, 7, 15, tzinfo=UTC)
    monkeypatch.setattr(timezone, "now", lambda: again_at - timedelta(minutes=3))
    page = too_many_tries(rf.get("/en/"), again_at + timedelta(seconds=seconds))
    assert said in page.content.decode()
