"""Views received: submissions, their comments, the ledger, and the official decisions."""

from comments.models.comment import Comment
from comments.models.comment_tags import Code, CodedComment, TaggedComment
from comments.models.decision import Decision
from comments.models.ledger_entries import Ledger, LedgerEntry
from comments.models.submission import Contact, Submission

__all__ = [
    "Code",
    "CodedComment",
    "Comment",
    "Contact",
    "Decision",
    "Ledger",
    "LedgerEntry",
    "Submission",
    "TaggedComment",
]
