"""Decisions, made as the product makes them."""

from analysis.models import Decision
from analysis.services import decide_comments
from comments.models import Comment


def make_decision(
    *comments: Comment, kind: str = "noted", reason: str = "Noted.", **fields
) -> Decision:
    """A decision on comments on one section; not public unless `is_published` is given."""
    return decide_comments(comments=comments, kind=kind, reason=reason, user=None, **fields)
