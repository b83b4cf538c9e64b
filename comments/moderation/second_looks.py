"""A second look at a hidden comment: asked for by its author once, decided by another moderator."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.choices import SecondView, State
from comments.models import Comment, SecondLook
from comments.moderation.services import ModerationError, hidden_before_by, moderate


@transaction.atomic
def ask_second_look(*, comment: Comment, words: str) -> SecondLook:
    """The author asks. Raises `ModerationError` where it is not hidden, or was asked before."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.state != State.HIDDEN or comment.is_erased:
        raise ModerationError(_("It is not hidden, so there is nothing to look at again."))
    if SecondLook.objects.filter(comment=comment).exists():
        raise ModerationError(_("A second look has been asked for already."))
    look = SecondLook.objects.create(comment=comment, words=words, hidden_by=comment.moderated_by)
    log(instance=comment, action="comments.second_look", user=None)
    kept_page_parts.mark_acts([comment.policy_id])
    return look


@transaction.atomic
def decide_second_look(*, comment: Comment, view: str, user: User) -> SecondLook:
    """Show the comment after all, or have it stay hidden.

    The comment is given as it was read. Raises `ModerationError` where nobody asks, where it was
    decided or changed meanwhile, and to who hid it.
    """
    now = Comment.objects.select_for_update().get(pk=comment.pk)  # before what belongs to it
    look = SecondLook.objects.select_for_update().filter(comment=now, decided_at=None).first()
    if look is None or view not in SecondView.values:
        raise ModerationError(_("There is no second look to decide on."))
    if not may_look_again(look, user):
        raise ModerationError(_("You hid it yourself: another moderator decides."))
    if now.changed_at != comment.changed_at or now.state != State.HIDDEN:
        raise ModerationError(_("The comment has changed since you opened it: look once more."))
    if view == SecondView.SHOWN:
        moderate(comments=[now], state=State.PUBLISHED, user=user)
    look.view, look.decided_by, look.decided_at = view, user, timezone.now()
    look.save(update_fields=["view", "decided_by", "decided_at"])
    log(instance=now, action="comments.second_view", user=user, data={"view": view})
    kept_page_parts.mark_acts([now.policy_id])
    return look


def may_look_again(look: SecondLook, user: User) -> bool:
    """Whoever ever hid the comment does not judge it again."""
    hid = user.pk in (look.hidden_by_id, look.comment.moderated_by_id)
    return not hid and not hidden_before_by(user).filter(comment=look.comment).exists()
