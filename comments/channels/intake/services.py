"""What clerks change of what they entered."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from comments.choices import State, WithdrawnReason
from comments.models import Comment
from comments.register.services import CommentError, withdraw


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
