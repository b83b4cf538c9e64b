"""Wording that a respondent proposes, compared with the words that they quoted."""

from django.utils.safestring import SafeString

from texts.redline import redline_text_html
from texts.redline.block_changes import diff_text
from texts.runs import runs_text

KEPT_LEAST = 0.3
"""The share of the quoted characters that a proposal keeps, if it is to be read as a change."""


def proposal_redline(quote: str, proposed: str) -> SafeString:
    """The proposal as changes to the quoted words, as safe HTML; empty where it is no such thing.

    A few words that stand for a whole paragraph would be shown as if all of it were struck out.
    """
    if not quote or not proposed:
        return SafeString()
    same = [each for each in diff_text(quote, proposed) if each.op == "same"]
    kept = sum(len(runs_text(each.runs).strip()) for each in same)
    return redline_text_html(quote, proposed) if kept >= KEPT_LEAST * len(quote) else SafeString()
