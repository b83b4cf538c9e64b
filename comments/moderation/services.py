"""What moderators do to comments."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.choices import HiddenReason, State
from comments.models import Comment


class ModerationError(Exception):
    """A change of state that is refused; the message says why."""


@transaction.atomic
def moderate(
    *,
    comments: Iterable[Comment],
    state: str,
    hidden_reason: str = "",
    user: User | None,
) -> list[Comment]:
    """Publish or hide comments. Returns those that changed; withdrawn ones stay as they are.

    Raises `ModerationError` where state and reason do not fit.
    """
    _check(state, hidden_reason)
    wanted = [comment.pk for comment in comments]
    locked = Comment.objects.select_for_update().filter(pk__in=wanted)
    changed = [
        comment
        for comment in locked.exclude(state=State.WITHDRAWN).order_by("pk")
        if (comment.state, comment.hidden_reason) != (state, hidden_reason)
    ]
    for comment in changed:
        _change(comment, state, hidden_reason, user)
    kept_page_parts.mark_moderated(comment.section_key for comment in changed)
    return changed


def _check(state: str, hidden_reason: str) -> None:
    if state not in (State.PUBLISHED, State.HIDDEN, State.RECEIVED):
        raise ModerationError(_("Choose whether to publish or to hide."))
    if (state == State.HIDDEN) != bool(hidden_reason):
        raise ModerationError(_("A hidden comment needs a reason, a published one has none."))
    if hidden_reason and hidden_reason not in HiddenReason.values:
        raise ModerationError(_("Choose a reason from the list."))


def _change(comment: Comment, state: str, hidden_reason: str, user: User | None) -> None:
    before = comment.state
    comment.state, comment.hidden_reason = state, hidden_reason
    comment.moderated_at, comment.moderated_by = timezone.now(), user
    comment.save(update_fields=["state", "hidden_reason", "moderated_at", "moderated_by"])
    log(
        instance=comment,
        action=f"comments.{state}",
        user=user,
        data={"before": before, "hidden_reason": hidden_reason},
    )
