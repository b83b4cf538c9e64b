"""Proposed wording, compared with the words that it is to replace."""

import pytest

from comments.proposed_wording import proposal_redline
from tests.policies.readers_sample import HOSTILE

QUOTE = "The county shall dig wells in each ward."


def test_redline__shows_what_a_proposal_takes_out_and_puts_in():
    redline = proposal_redline(QUOTE, "The county shall dig deep wells in each village.")
    assert "<ins>" in redline
    assert "deep" in redline
    assert "<del>" in redline
    assert "ward" in redline


@pytest.mark.parametrize(
    ("quote", "proposed"), [("", "New words."), (QUOTE, ""), (QUOTE, "in Kiswahili and English")]
)
def test_redline__of_what_is_no_change_to_the_quote_is_none(quote, proposed):
    assert proposal_redline(quote, proposed) == ""


def test_redline__of_hostile_words_is_text():
    redline = proposal_redline(QUOTE, f"{QUOTE} {HOSTILE}")
    assert "<script" not in redline
    assert "&lt;" in redline
