"""How far two coders agree, against figures worked out by hand."""

import pytest

from analysis.coding.coder_agreement import CodeAgreement, coders_of, compared, given_by, kappa
from analysis.coding.services import give_codes
from analysis.models import Code
from tests.factories import make_comment, make_policy, make_user


def test_kappa__of_the_textbook():
    """50 judged, 20 yes by both, 15 no by both, 5 and 10 apart: kappa is 0.4."""
    assert kappa(20, 5, 10, 50) == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("counts", "is_worth"),
    [((0, 0, 0, 0), None), ((0, 0, 0, 9), None), ((9, 0, 0, 9), None), ((4, 0, 0, 9), 1.0)],
)
def test_kappa__says_nothing_where_nobody_could_disagree(counts, is_worth):
    assert kappa(*counts) == is_worth


def test_kappa__below_chance_is_negative():
    assert kappa(0, 5, 5, 10) == pytest.approx(-1)


def test_compared__counts_comments_that_both_have_coded():
    found = compared({1: [7], 2: [7, 8], 3: [8]}, {1: [7], 2: [8], 4: [7]})
    assert found.comments == 2
    assert found.codes == [
        CodeAgreement(7, both=1, first=1, second=0, kappa=pytest.approx(0.0)),
        CodeAgreement(8, both=1, first=0, second=0, kappa=1.0),
    ]


def test_agreement__is_read_from_what_was_given(db):
    policy = make_policy(1)
    code = Code.objects.create(policy=policy, name="Time", slug="time")
    one, other = make_user("Analysts"), make_user("Analysts")
    comments = [make_comment(policy) for _n in range(2)]
    give_codes(comments=comments, codes=[code], user=one)
    give_codes(comments=comments[:1], codes=[code], user=other)
    assert set(coders_of(policy)) == {one, other}
    found = compared(given_by(policy, one), given_by(policy, other))
    assert (found.comments, found.codes[0].both) == (1, 1)
