"""The sum that a browser may do: what it is, and what it is worth."""

from itertools import count

import pytest
from django.test import Client

from comments.channels.stamps import new_stamp
from comments.channels.web.proof_of_work import is_solved
from comments.choices import HoldReason
from comments.models import Comment
from consult.rate_limits import Limit
from tests.comments.channels.web.test_views import filled, url_of

pytestmark = pytest.mark.django_db


def solved(stamp: str) -> str:
    return next(str(answer) for answer in count() if is_solved(stamp, str(answer)))


def test_sum__is_that_of_one_stamp():
    first, other = new_stamp(), new_stamp()
    answer = solved(first)
    assert not is_solved(other, answer)
    assert not is_solved(first, "")
    assert not is_solved(first, f"{answer} \ud800")


def test_sum__takes_some_thousand_tries():
    assert sum(is_solved("a stamp", str(n)) for n in range(4 * 2**14)) in range(1, 17)


@pytest.fixture
def section(policy):
    return policy.current_edition.entries.first().version.section


@pytest.fixture
def few(monkeypatch):
    for name, most in (("FROM_NETWORK", 1), ("WORKED_FOR", 2)):
        limit = Limit(f"test-{name}", most=most, seconds=10**9)
        monkeypatch.setattr(f"comments.channels.web.views.{name}", limit)


def test_sum__that_was_done_lets_more_of_one_address_through(section, few):
    for n in range(4):
        data = filled(section, text=f"Comment {n}")
        Client().post(url_of(section), {**data, "work": solved(data["stamp"]) if n < 3 else ""})
    Client().post(url_of(section), filled(section, text="Without, and one too many."))
    held = Comment.objects.order_by("number").values_list("hold_reason", flat=True)
    assert list(held) == ["", "", HoldReason.NETWORK, "", HoldReason.NETWORK]


@pytest.mark.parametrize(
    "work", ["1", "x" * 20, "\N{MATHEMATICAL DOUBLE-STRUCK DIGIT ONE}" * 20], ids=["1", "x", "wide"]
)
def test_sum__that_is_wrong_is_as_none(section, few, work):
    for n in range(2):
        sent = filled(section, text=f"Comment {n}", work=work)
        assert Client().post(url_of(section), sent).status_code == 302
    held = Comment.objects.order_by("number").values_list("hold_reason", flat=True)
    assert list(held) == ["", HoldReason.NETWORK]
