"""Ten thousand posts from one address: nothing is lost or refused, all is held, none costs more.

By default most of them come by the service, and are counted as the form counts them: those about
the limit and the last come over the site. With ``ATTACK_POSTS`` as many as it says do.
"""

import gc
import os
import time
import tracemalloc
from statistics import median

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.channels.web.views import FROM_NETWORK
from comments.choices import HoldReason, State
from comments.models import Comment, Submission
from comments.register.ledger.entries import verify
from comments.register.services import IncomingComment, take_in
from consult.rate_limits import visitor_network
from tests.comments.channels.web.test_views import filled, section_of, url_of
from tests.factories import SubmissionFactory, make_policy

pytestmark = [pytest.mark.attack, pytest.mark.django_db]
ALL = 10_000
BY_POST = int(os.environ.get("ATTACK_POSTS", "0"))
MEASURED = 20
MOST = 2.0
"""Times what a post costs at first, by its median: a busy machine does not reach it."""
LITTLE = 256 * 1024
"""Bytes that make no difference, of a process."""
SAID = "View number {} from the cyber café at the market."


def post(section, number):
    """As somebody else on the same connection sends it: with no cookie of those before."""
    response = Client().post(url_of(section), filled(section, text=SAID.format(number)))
    assert response.status_code == 302


def cost_of(section, numbers):
    """Seconds of this thread for a post, half of them taking less."""
    taken = []
    for number in numbers:
        begin = time.thread_time()
        post(section, number)
        taken.append(time.thread_time() - begin)
    return median(taken)


def queries_of(section, number):
    with CaptureQueriesContext(connection) as made:
        post(section, number)
    return len(made)


def memory_of(section, numbers):
    """Bytes above those of before: at most while these are answered, and held once all are."""
    tracemalloc.start()
    try:
        post(section, next(numbers := iter(numbers)))
        gc.collect()
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        for number in numbers:
            post(section, number)
        peak = tracemalloc.get_traced_memory()[1]
        gc.collect()
        return peak - before, tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()


def bring(policy, numbers, network):
    """So many by the service, counted and held as the form would."""
    edition = policy.current_edition
    version = edition.entries.get(position=1).version
    numbers = list(numbers)
    for start in range(0, len(numbers), 1_000):
        items = []
        for number in numbers[start : start + 1_000]:
            held = HoldReason.NETWORK if FROM_NETWORK.is_reached(network) else ""
            said = Comment(stance="support", text=SAID.format(number), hold_reason=held)
            items.append(IncomingComment(SubmissionFactory.build(), version, said))
            FROM_NETWORK.count(network)
        take_in(edition=edition, items=items, in_window=True)


def test_posts__of_ten_thousand_from_one_address_none_is_lost_and_none_costs_more(rf):
    policy = make_policy(1)
    section = section_of(policy, 1)
    network = visitor_network(rf.post("/"))
    most = FROM_NETWORK.most
    brought = 0 if BY_POST else most - 5
    bring(policy, range(brought), network)
    for number in range(brought, most):
        post(section, number)
    queries_first = queries_of(section, most)
    timed, weighed = most + 1, most + 1 + MEASURED
    first = cost_of(section, range(timed, weighed))
    first_peak, first_kept = memory_of(section, range(weighed, weighed + MEASURED))
    begin, end = weighed + MEASURED, ALL - 2 * MEASURED - 1
    by_post = range(begin, max(begin, min(BY_POST, end)))
    for number in by_post:
        post(section, number)
    bring(policy, range(by_post.stop, end), network)
    last = cost_of(section, range(end, end + MEASURED))
    peak, kept = memory_of(section, range(end + MEASURED, ALL - 1))
    assert queries_of(section, ALL - 1) == queries_first
    assert last < MOST * first, f"{first * 1000:.1f} ms at first, {last * 1000:.1f} ms at last"
    assert peak < MOST * first_peak + LITTLE
    assert kept < MOST * first_kept + LITTLE
    said = Comment.objects.filter(policy=policy, state=State.RECEIVED).order_by("number")
    reasons = list(said.values_list("hold_reason", flat=True))
    assert reasons == [""] * most + [HoldReason.NETWORK] * (ALL - most)
    assert set(said.values_list("text", flat=True)) == {SAID.format(n) for n in range(ALL)}
    assert Submission.objects.filter(policy=policy).count() == ALL
    assert verify(policy) == []
