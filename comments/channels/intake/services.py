"""What clerks change of what they entered."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments.channels.intake.selectors import batch_key, entered_by_others
from comments.choices import State, WithdrawnReason
from comments.models import Comment, EntryCheck, IntakeBatch, Submission
from comments.register.services import CommentError, withdraw
from policies.models import Edition


def open_batch(*, submission: Submission, edition: Edition, clerk: User) -> IntakeBatch:
    """The batch that a submission which was just entered belongs to."""
    return IntakeBatch.objects.get_or_create(**batch_key(submission, edition, clerk))[0]


@transaction.atomic
def take_back(*, comment: Comment, reason: str, user: User) -> Comment:
    """Withdraw what was entered wrong: it still counts, as withdrawn.

    Raises `CommentError` where somebody has dealt with it since.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if not comment.is_untouched:
        raise CommentError(why_it_stays(comment))
    return withdraw(comment=comment, user=user, reason=WithdrawnReason(reason).value)


def why_it_stays(comment: Comment) -> str:
    """Why what was entered cannot be taken back, and whom to ask; empty where it can."""
    if comment.is_untouched:
        return ""
    if comment.state == State.WITHDRAWN:
        return _("It was withdrawn already.")
    return _(
        "A moderator has decided on it already. Tell the moderators its number, %(number)s, and"
        " what is wrong: they can hide it. Then enter it anew."
    ) % {"number": comment.ref}


@transaction.atomic
def check_entry(*, comment: Comment, verdict: str, note: str, user: User) -> EntryCheck:
    """Put on record what a second person found beside the paper.

    Raises `CommentError` where they entered it themselves, or it was checked or taken back.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if not entered_by_others(user).filter(pk=comment.pk).exists():
        raise CommentError(
            _("%(number)s is not to be checked by you, or not any more.") % {"number": comment.ref}
        )
    check = EntryCheck.objects.create(
        comment=comment, verdict=EntryCheck.Verdict(verdict), note=note, checked_by=user
    )
    log(instance=comment, action="comments.entry_checked", user=user, data={"verdict": verdict})
    return check
