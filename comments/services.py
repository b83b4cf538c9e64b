"""What changes the state of submissions and comments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import freshness
from comments.choices import HiddenReason, State
from comments.models import Comment, Submission, TaggedComment
from comments.register import ledger
from policies.models import Edition, PolicyPage, PolicyTag, SectionVersion


class CommentError(Exception):
    """A comment or a change that is refused; the message says why and what to do."""


@dataclass(frozen=True)
class IncomingComment:
    """One comment to take in: whose, on which text, and what it says.

    ``comment`` is not saved yet, and has no more than what was said; that is valid: plain text,
    lengths within the model's limits.
    """

    submission: Submission
    version: SectionVersion
    comment: Comment
    tags: Sequence[PolicyTag] = ()


def submit_comment(
    *,
    submission: Submission,
    edition: Edition,
    version: SectionVersion,
    comment: Comment,
    tags: Sequence[PolicyTag] = (),
) -> Comment:
    """Take in one comment: see `submit_comments`."""
    item = IncomingComment(submission, version, comment, tags)
    return submit_comments(edition=edition, items=[item])[0]


@transaction.atomic
def submit_comments(*, edition: Edition, items: Sequence[IncomingComment]) -> list[Comment]:
    """Take in comments with their tags and their links in the ledger, or nothing at all.

    New submissions are saved here. Some thousand items at a time keep memory low. The window is
    the caller's to check (`check_window`): what came by post before the deadline is entered after.
    """
    policy = edition.policy
    chain = ledger.lock_ledger(policy)
    _save_new([item.submission for item in items], policy)
    comments = [
        _completed(edition, item, number)
        for number, item in enumerate(items, start=chain.position + 1)
    ]
    Comment.objects.bulk_create(comments)
    TaggedComment.objects.bulk_create(
        TaggedComment(tag=tag, content_object=comment)
        for comment, item in zip(comments, items, strict=True)
        for tag in item.tags
    )
    ledger.append(chain, comments)
    freshness.came_in(policy.pk, [item.version.section_key for item in items])
    return comments


def _save_new(submissions: Iterable[Submission], policy: PolicyPage) -> None:
    new = {id(each): each for each in submissions if each.pk is None}
    for submission in new.values():
        submission.policy = policy
    Submission.objects.bulk_create(new.values())


def _completed(edition: Edition, item: IncomingComment, number: int) -> Comment:
    """What was said, with its place in the policy's record."""
    comment = item.comment
    comment.policy, comment.edition, comment.number = edition.policy, edition, number
    comment.submission, comment.version = item.submission, item.version
    comment.section_key = item.version.section_key
    return comment


def check_window(*, edition: Edition | None, version: SectionVersion) -> None:
    """Raise `CommentError` unless this text can be commented on now.

    It can while the policy's newest edition is open and this is the text that stands in it.
    """
    if edition is None or not edition.takes_comments:
        raise CommentError(_("This consultation is not open for comments."))
    stands = edition.entries.filter(version=version, replaced_at=None).exists()
    if not stands:
        raise CommentError(
            _("The text of this section has changed since you opened it. Read the new text first.")
        )


def moderate(
    *,
    comments: Iterable[Comment],
    state: str,
    hidden_reason: str = "",
    user: User | None,
) -> list[Comment]:
    """Publish or hide comments. Returns those that changed; withdrawn ones stay as they are.

    Raises `CommentError` where state and reason do not fit.
    """
    if state not in (State.PUBLISHED, State.HIDDEN, State.RECEIVED):
        raise CommentError(_("Choose whether to publish or to hide."))
    if (state == State.HIDDEN) != bool(hidden_reason):
        raise CommentError(_("A hidden comment needs a reason, a published one has none."))
    if hidden_reason and hidden_reason not in HiddenReason.values:
        raise CommentError(_("Choose a reason from the list."))
    changed = []
    with transaction.atomic():
        wanted = [comment.pk for comment in comments]
        locked = Comment.objects.select_for_update().filter(pk__in=wanted)
        for comment in locked.order_by("pk"):
            if comment.state == State.WITHDRAWN:
                continue
            if (comment.state, comment.hidden_reason) == (state, hidden_reason):
                continue
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
            changed.append(comment)
        freshness.moderated(comment.section_key for comment in changed)
    return changed


@transaction.atomic
def withdraw(*, comment: Comment, user: User | None = None) -> Comment:
    """The respondent takes a comment back. It still counts; its words are no longer shown."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.state != State.WITHDRAWN:
        before = comment.state
        comment.state, comment.hidden_reason = State.WITHDRAWN, ""
        comment.save(update_fields=["state", "hidden_reason"])
        log(
            instance=comment,
            action="comments.withdrawn",
            user=user,
            data={"before": before},
        )
        freshness.moderated([comment.section_key])
    return comment
