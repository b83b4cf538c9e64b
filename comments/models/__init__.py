"""Views received: submissions, their comments, and the ledger."""

from comments.models.comment import Comment
from comments.models.ledger_entries import Checkpoint, Ledger, LedgerEntry, Witness
from comments.models.moderation_actions import ChosenComments, ModeratedComment, ModerationAction
from comments.models.redaction import Redaction
from comments.models.second_look import SecondLook
from comments.models.submission import Contact, Submission
from comments.models.tagged_comment import TaggedComment

__all__ = [
    "Checkpoint",
    "ChosenComments",
    "Comment",
    "Contact",
    "Ledger",
    "LedgerEntry",
    "ModeratedComment",
    "ModerationAction",
    "Redaction",
    "SecondLook",
    "Submission",
    "TaggedComment",
    "Witness",
]
