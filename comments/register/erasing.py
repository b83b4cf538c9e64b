"""What a respondent sent is erased for ever; that it came, and where it stands, is not.

The Data Protection Act gives the right, and the ledger is made for it: an entry commits to words
and a salt, so that without them it gives nothing away, while every other proof holds as before.
"""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.attachments.services import remove_attachments
from comments.campaigns.services import read_again
from comments.choices import ErasedReason, State
from comments.exporting.services import remove_exports_of
from comments.models import (
    Comment,
    Contact,
    EarlierWords,
    LedgerEntry,
    Memorandum,
    PhoneMessage,
    Redaction,
    SavedView,
    SecondLook,
    SmsAnswer,
    Submission,
)
from comments.models.comment import IF_ANY
from consult.pages import dependencies

ERASED = ("text", "quote", *IF_ANY)
FROM_PHONES = ("text", "words", "name", "organisation_name", "number", "sender")


class EraseError(Exception):
    """What is not erased; the message says why."""


@transaction.atomic
def erase(*, submission: Submission, reason: str, user: User, rows: int = 0) -> list[Comment]:
    """Erase the words of all that was sent under a receipt, with who sent it and how to reach them.

    Numbers, sections, stances, topics, wards and channels stay, and so do all counts; what waited
    counts as withdrawn. ``reason`` is one of `ErasedReason`, and is logged, the words are not;
    so is from how many ``rows`` of uploaded lists they go with this. Returns the comments.
    Raises `EraseError` without a reason, or where it was done before.
    """
    if reason not in ErasedReason.values:
        raise EraseError(_("Choose a reason from the list."))
    of_submission = Comment.objects.select_for_update().filter(submission=submission)
    comments = list(of_submission.filter(erased_at=None).order_by("pk"))
    if not comments:
        raise EraseError(_("What was sent under this receipt was erased before."))
    _erase_respondent(submission)
    EarlierWords.objects.filter(comment__in=comments).update(**dict.fromkeys(ERASED, ""))
    LedgerEntry.objects.filter(comment__in=comments).update(salt="")
    Redaction.objects.filter(comment__in=comments).delete()  # they name the words by a hash
    SecondLook.objects.filter(comment__in=comments).update(words="")
    read_again(comments)
    remove_exports_of(comments)
    for comment in comments:
        _erase_words(comment, reason, user, rows)
        remove_attachments(comment=comment, user=user)
    kept_page_parts.mark_moderated(comment.section_key for comment in comments)
    dependencies.mark_changed(dependencies.WITHHELD)
    return comments


def _erase_respondent(submission: Submission) -> None:
    contacts = Contact.objects.filter(submission=submission).values_list("email", "phone")
    addresses = [each for contact in contacts for each in contact]
    SavedView.objects.forget(name=submission.name, addresses=addresses)
    Contact.objects.filter(submission=submission).delete()
    Submission.objects.filter(pk=submission.pk).update(
        name="", organisation_name="", organisation=None, covering_text="", role=""
    )
    messages = PhoneMessage.objects.filter(comment__submission=submission)
    SmsAnswer.objects.filter(message__in=messages).update(text="", number="")
    messages.update(**dict.fromkeys(FROM_PHONES, ""))
    for memorandum in Memorandum.objects.filter(submission=submission):
        memorandum.erase()


def _erase_words(comment: Comment, reason: str, user: User, rows: int) -> None:
    before = comment.state
    for name in ERASED:
        setattr(comment, name, "")
    comment.erased_at = comment.changed_at = timezone.now()
    comment.erased_reason = reason
    if comment.state == State.RECEIVED:
        comment.state = State.WITHDRAWN
    comment.as_it_came = False  # nothing is left to read
    comment.flags = 0
    changed = ("flags", "erased_at", "erased_reason", "changed_at", "state", "as_it_came")
    comment.save(update_fields=[*ERASED, *changed])
    data = {"before": before, "reason": reason} | ({"rows": rows} if rows else {})
    log(instance=comment, action="comments.erased", user=user, data=data)
