"""Views received: submissions, their comments, the ledger, and the official decisions."""

from comments.models.comment import Comment
from comments.models.decision import Decision
from comments.models.ledger import Ledger, LedgerEntry
from comments.models.submission import Contact, Submission
from comments.models.tags import Code, CodedComment, TaggedComment

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
