"""Views received: submissions, their comments, and the ledger."""

from comments.models.agreement import Agreement
from comments.models.attachment import Attachment
from comments.models.campaign import Campaign, CampaignSearch, CommentSketch
from comments.models.comment import Comment, EarlierWords
from comments.models.comment_imports import CommentImport
from comments.models.comment_reservation import CommentReservation
from comments.models.entry_checks import EntryCheck
from comments.models.intake_batch import IntakeBatch
from comments.models.ledger_entries import Checkpoint, Ledger, LedgerEntry, Witness
from comments.models.list_export import ListExport
from comments.models.memoranda import Memorandum, MemorandumDraft
from comments.models.moderation_actions import ChosenComments, ModeratedComment, ModerationAction
from comments.models.moderation_rule import ModerationRule
from comments.models.phone_messages import PhoneMessage, SmsAnswer
from comments.models.redaction import Redaction
from comments.models.respondent_questions import AskedAbout, ConsentText, RespondentTally
from comments.models.saved_view import SavedView
from comments.models.second_look import SecondLook
from comments.models.submission import Contact, Submission
from comments.models.tagged_comment import TaggedComment

__all__ = [
    "Agreement",
    "AskedAbout",
    "Attachment",
    "Campaign",
    "CampaignSearch",
    "Checkpoint",
    "ChosenComments",
    "Comment",
    "CommentImport",
    "CommentReservation",
    "CommentSketch",
    "ConsentText",
    "Contact",
    "EarlierWords",
    "EntryCheck",
    "IntakeBatch",
    "Ledger",
    "LedgerEntry",
    "ListExport",
    "Memorandum",
    "MemorandumDraft",
    "ModeratedComment",
    "ModerationAction",
    "ModerationRule",
    "PhoneMessage",
    "Redaction",
    "RespondentTally",
    "SavedView",
    "SecondLook",
    "SmsAnswer",
    "Submission",
    "TaggedComment",
    "Witness",
]
