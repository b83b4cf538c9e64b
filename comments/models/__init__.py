"""Views received: submissions, their comments, and the ledger."""

from comments.models.comment import Comment
from comments.models.ledger_entries import Checkpoint, Ledger, LedgerEntry, Witness
from comments.models.memoranda import Memorandum, MemorandumDraft
from comments.models.submission import Contact, Submission
from comments.models.tagged_comment import TaggedComment

__all__ = [
    "Checkpoint",
    "Comment",
    "Contact",
    "Ledger",
    "LedgerEntry",
    "Memorandum",
    "MemorandumDraft",
    "Submission",
    "TaggedComment",
    "Witness",
]
