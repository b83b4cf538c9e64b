"""Views received: submissions, their comments, and the ledger."""

from comments.models.comment import Comment
from comments.models.comment_imports import CommentImport
from comments.models.entry_checks import EntryCheck
from comments.models.ledger_entries import Checkpoint, Ledger, LedgerEntry, Witness
from comments.models.submission import Contact, Submission
from comments.models.tagged_comment import TaggedComment

__all__ = [
    "Checkpoint",
    "Comment",
    "CommentImport",
    "Contact",
    "EntryCheck",
    "Ledger",
    "LedgerEntry",
    "Submission",
    "TaggedComment",
    "Witness",
]
