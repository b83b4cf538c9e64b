"""Who holds the receipt edits a comment while its window is open: the words before are kept."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.attachments.services import keep_all_private
from comments.campaigns.services import read_again
from comments.choices import State
from comments.models import Comment, EarlierWords, TaggedComment
from comments.models.comment import SAID
from comments.register.first_state import log_as_it_came, rule_of, settle_edited
from comments.register.ledger.entries import append, lock_ledger
from comments.register.services import CommentError, check_window
from policies.models import PolicyTag

MOST_STATES = 50
"""Of one comment's words: each is an entry of the ledger for ever."""


class ChangedMeanwhileError(CommentError):
    """Somebody else who holds the receipt, or another window, has edited the comment since."""


class Edited(NamedTuple):
    """What became of an edit; it ``is_new`` unless the comment says that already."""

    comment: Comment
    is_new: bool


@transaction.atomic
def edit(
    *,
    comment: Comment,
    said: Comment,
    tags: Collection[PolicyTag],
    seen: int,
    told_at_once: bool = False,
) -> Edited:
    """Give the comment the words of ``said``, which is valid and never saved.

    ``seen`` is the state that its author had before them: so two edits at once lose nothing, and
    one that is sent twice is one. The edited comment waits for a moderator anew, whatever became
    of it before, unless the policy's rule shows it and its author was ``told_at_once``. What was
    released of its files is private until a moderator has seen it beside the new words.
    Raises `ChangedMeanwhileError`, and `CommentError` where it cannot be edited now.
    """
    ledger = lock_ledger(comment.policy)
    comment = Comment.objects.on_record().select_for_update(of=("self",)).get(pk=comment.pk)
    if _says(comment, said, tags):
        return Edited(comment, is_new=False)
    if comment.state not in (State.RECEIVED, State.PUBLISHED) or comment.is_erased:
        raise CommentError(_("This comment cannot be edited any more."))
    if seen != comment.revision:
        raise ChangedMeanwhileError(
            _(
                "This comment was changed from another page since you opened it. What it says now"
                " stands below. To put your words in its place, save them again."
            )
        )
    if comment.revision >= MOST_STATES:
        raise CommentError(_("This comment was edited so often that it stays as it is now."))
    check_window(comment.edition, [comment.version])
    before = comment.state
    _keep(comment)
    _replace(comment, said, tags, told_at_once)
    append(ledger, [comment])
    read_again([comment])
    keep_all_private(comment=comment)
    data = {"before": before, "revision": comment.revision}
    log(instance=comment, action="comments.edited", user=None, data=data)
    if comment.as_it_came:
        log_as_it_came(comment)
    kept_page_parts.mark_taken_in(comment.policy_id, [comment.section_key])
    kept_page_parts.mark_moderated([comment.section_key])
    return Edited(comment, is_new=True)


def _says(comment: Comment, said: Comment, tags: Collection[PolicyTag]) -> bool:
    same = all(getattr(comment, name) == getattr(said, name) for name in SAID)
    return same and {tag.pk for tag in comment.tags.all()} == {tag.pk for tag in tags}


def _keep(comment: Comment) -> None:
    """What it says becomes what it said."""
    kept = EarlierWords.objects.create(
        comment=comment,
        revision=comment.revision,
        stood_from=comment.edited_at or comment.received_at,
        replaced_at=timezone.now(),
        **{name: getattr(comment, name) for name in SAID},
    )
    kept.tags.set(comment.tags.all())


def _replace(
    comment: Comment, said: Comment, tags: Collection[PolicyTag], told_at_once: bool
) -> None:
    for name in SAID:
        setattr(comment, name, getattr(said, name))
    comment.revision += 1
    comment.edited_at = comment.changed_at = timezone.now()
    settle_edited(comment, rule_of(comment.policy_id), told_at_once=told_at_once)
    comment.agreed = 0
    comment.agreements.all().delete()  # readers agreed with other words
    settled = ("state", "hold_reason", "as_it_came")
    changed = ("revision", "edited_at", "changed_at", "agreed")
    comment.save(update_fields=[*SAID, *changed, *settled])
    comment.tagged_items.all().delete()
    TaggedComment.objects.bulk_create(
        TaggedComment(tag=tag, content_object=comment) for tag in tags
    )
