"""What a comment is as it comes: read by a moderator first, or shown at once.

The rule of its policy says so (`ModerationRule`), for doors that follow it. Even then it waits
where something about it wants a moderator's eyes first: that is its reason for being held.
"""

import math
import re
from datetime import UTC, datetime
from typing import NamedTuple

from wagtail.log_actions import log

from comments.choices import FirstShown, HoldReason, State
from comments.flagged_words import flagged_spans
from comments.models import Comment, ModerationRule, Submission
from comments.models.comment import ADDED
from consult.pages.kept_reads import KeptReads

# Nobody reads a form and answers it in less; it is more than the least that the form takes.
QUICK_S = 5
_ENDINGS = "com|net|org|info|biz|xyz|top|ru|cn|io|ke"
_LINK = re.compile(rf"https?:|www\.|\w\.(?:{_ENDINGS})\b", re.IGNORECASE)


class Rule(NamedTuple):
    """When the comments of a policy are shown, and since when that holds."""

    shows_at_once: bool
    since: datetime


READ_FIRST = Rule(shows_at_once=False, since=datetime.min.replace(tzinfo=UTC))


class Arrival(NamedTuple):
    """How a comment came by a door that follows the rule, and when its author was told of it."""

    rule: Rule
    told_at: datetime
    took_s: float = math.inf
    has_files: bool = False


def _read_rule(policy_id: int) -> Rule:
    found = ModerationRule.objects.filter(policy=policy_id).values_list("shown", "since").first()
    return Rule(found[0] == FirstShown.AT_ONCE, found[1]) if found else READ_FIRST


rule_of = KeptReads(_read_rule)
"""That of a policy, by the key of its canonical page."""


def settle(comment: Comment, submission: Submission, arrival: Arrival | None) -> None:
    """Give a new comment its state. Nobody is shown at once who was told something else."""
    if arrival is None or not _was_told_so(arrival):
        return
    quick = HoldReason.QUICK if arrival.took_s < QUICK_S else ""
    file = HoldReason.FILE if arrival.has_files else ""
    comment.hold_reason = comment.hold_reason or quick or file or _wanting(comment, submission)
    show_unless_held(comment)


def settle_edited(comment: Comment, rule: Rule, *, told_at_once: bool) -> None:
    """Give a comment with new words its state, which is as yet that of the words before.

    What a moderator has put back, and what waits for a reason of its own, waits on: only the words
    are looked at anew.
    """
    is_held_for_more = comment.hold_reason not in ("", HoldReason.WORDS)
    is_free = comment.state == State.PUBLISHED or (comment.is_untouched and not is_held_for_more)
    comment.state, comment.as_it_came = State.RECEIVED, False
    if not (rule.shows_at_once and told_at_once and is_free):
        return
    file = HoldReason.FILE if comment.attachments.exists() else ""
    comment.hold_reason = file or _wanting(comment, comment.submission)
    show_unless_held(comment)


def show_unless_held(comment: Comment) -> None:
    if not comment.hold_reason:
        comment.state, comment.as_it_came = State.PUBLISHED, True


def log_as_it_came(comment: Comment) -> None:
    """On record as what nobody decided: the rule did."""
    data = {"revision": comment.revision}
    log(instance=comment, action="comments.shown_as_it_came", user=None, data=data)


def _was_told_so(arrival: Arrival) -> bool:
    return arrival.rule.shows_at_once and arrival.told_at >= arrival.rule.since


def _wanting(comment: Comment, submission: Submission) -> str:
    """Why a moderator reads the words first, if there is a reason in them or in the name."""
    shown = [comment.text, *(getattr(comment, name) for name in ADDED)]
    shown += [submission.name, submission.organisation_name]
    is_marked = any(flagged_spans(each) or _LINK.search(each) for each in shown)
    return HoldReason.WORDS if is_marked else ""
