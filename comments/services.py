"""What changes the state of submissions, comments and decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import freshness
from comments.choices import HiddenReason, State
from comments.models import Comment, Decision, Submission, TaggedComment
from comments.register import ledger
from policies.models import Edition, PolicyPage, PolicyTag, SectionVersion


class CommentError(Exception):
    """A comment or a change that is refused; the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class CommentData:
    """One view, already validated: plain text, lengths within the model's limits."""

    stance: str
    text: str
    proposed: str = ""
    reason: str = ""
    tags: Sequence[PolicyTag] = field(default_factory=tuple)
    block_id: str = ""
    quote: str = ""
    external_id: str = ""
    received_at: datetime | None = None


@dataclass(frozen=True)
class IncomingComment:
    """One comment to take in: whose, on which text, and what it says."""

    submission: Submission
    version: SectionVersion
    data: CommentData


def submit_comment(
    *, submission: Submission, edition: Edition, version: SectionVersion, data: CommentData
) -> Comment:
    """Take in one comment: see `submit_comments`."""
    return submit_comments(edition=edition, items=[IncomingComment(submission, version, data)])[0]


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
        _new_comment(edition, item, number)
        for number, item in enumerate(items, start=chain.position + 1)
    ]
    Comment.objects.bulk_create(comments)
    TaggedComment.objects.bulk_create(
        TaggedComment(tag=tag, content_object=comment)
        for comment, item in zip(comments, items, strict=True)
        for tag in item.data.tags
    )
    ledger.append(chain, comments)
    freshness.received(policy.pk, [item.version.section_key for item in items])
    return comments


def _save_new(submissions: Iterable[Submission], policy: PolicyPage) -> None:
    new = {id(each): each for each in submissions if each.pk is None}
    for submission in new.values():
        submission.policy = policy
    Submission.objects.bulk_create(new.values())


def _new_comment(edition: Edition, item: IncomingComment, number: int) -> Comment:
    data = item.data
    return Comment(
        policy=edition.policy,
        number=number,
        submission=item.submission,
        edition=edition,
        version=item.version,
        section_key=item.version.section_key,
        stance=data.stance,
        text=data.text,
        proposed=data.proposed,
        reason=data.reason,
        block_id=data.block_id,
        quote=data.quote,
        external_id=data.external_id,
        received_at=data.received_at or timezone.now(),
    )


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
    """Publish or hide comments. Returns those that changed; withdrawn ones stay as they are."""
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


def answer_comments(
    *,
    comments: Iterable[Comment],
    outcome: str,
    reason: str,
    wording: str = "",
    is_published: bool = False,
    user: User | None,
) -> Decision:
    """Give comments on one section the same official answer; an earlier answer is replaced."""
    comments = list(comments)
    sections = {(comment.policy_id, comment.section_key) for comment in comments}
    if len(sections) != 1:
        raise CommentError(_("Choose comments on one section: an answer is given for a section."))
    policy_id, section_key = sections.pop()
    with transaction.atomic():
        decision = Decision.objects.create(
            policy_id=policy_id,
            section_key=section_key,
            outcome=outcome,
            reason=reason,
            wording=wording,
            is_published=is_published,
            created_by=user,
        )
        Comment.objects.filter(pk__in=[comment.pk for comment in comments]).update(
            decision=decision
        )
        decision.save_revision(user=user, clean=False)
        numbers = sorted(comment.number for comment in comments)
        data = {"decision": decision.pk, "outcome": outcome, "comments": numbers}
        log(instance=decision, action="comments.answered", user=user, data=data)
    return decision


@transaction.atomic
def publish_answers(*, edition: Edition, user: User | None) -> Edition:
    """Make every answer to the edition's comments public; the consultation counts as answered."""
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.is_open:
        raise CommentError(_("Comments are still taken: answers are published after the window."))
    answered = Comment.objects.filter(edition=edition, decision__isnull=False)
    if not answered.exists():
        raise CommentError(_("There is no answer to publish yet."))
    Decision.objects.filter(comments__in=answered).update(is_published=True)
    if edition.answered_at is None:
        edition.answered_at = timezone.now()
        edition.save(update_fields=["answered_at"])
        data = {"edition": edition.number, "comments": answered.count()}
        log(instance=edition.policy, action="comments.publish_answers", user=user, data=data)
    return edition
