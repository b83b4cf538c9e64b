"""What decides on comments, and makes the decisions public."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from analysis.models import DecidedComment, Decision
from comments.models import Comment
from policies.models import Edition


class DecisionError(Exception):
    """A decision that cannot be made or shown; the message says why and what to do."""


@transaction.atomic
def decide_comments(
    *,
    comments: Iterable[Comment],
    kind: str,
    reason: str,
    wording: str = "",
    is_published: bool = False,
    user: User | None,
) -> Decision:
    """Give comments on one section the same decision; an earlier one is replaced.

    The comments are given as they were read. Raises `DecisionError` where one has changed since,
    where they are on several sections, or there are none, or one of them still waits for a
    moderator or was withdrawn.
    """
    seen = {comment.pk: comment.changed_at for comment in comments}
    comments = list(Comment.objects.select_for_update().filter(pk__in=list(seen)))
    if any(comment.changed_at != seen[comment.pk] for comment in comments):
        raise DecisionError(
            _("A comment has changed since you chose it, so none is answered: choose once more.")
        )
    sections = {(comment.policy_id, comment.section_key) for comment in comments}
    if len(sections) != 1:
        raise DecisionError(_("Choose comments on one section: an answer is given for a section."))
    if not all(comment.is_moderated for comment in comments):
        raise DecisionError(
            _("Comments are answered once a moderator has published or hidden them.")
        )
    policy_id, section_key = sections.pop()
    decision = Decision.objects.create(
        policy_id=policy_id,
        section_key=section_key,
        kind=kind,
        reason=reason,
        wording=wording,
        is_published=is_published,
        created_by=user,
    )
    DecidedComment.objects.bulk_create(
        [DecidedComment(comment=comment, decision=decision) for comment in comments],
        update_conflicts=True,
        unique_fields=["comment"],
        update_fields=["decision"],
    )
    decision.save_revision(user=user, clean=False)
    numbers = sorted(comment.number for comment in comments)
    data = {"decision": decision.pk, "kind": kind, "comments": numbers}
    log(instance=decision, action="analysis.decided", user=user, data=data)
    return decision


@transaction.atomic
def publish_decisions(*, edition: Edition, user: User | None) -> Edition:
    """Make every decision on the edition's comments public; the consultation counts as answered.

    Raises `DecisionError` until the window has ended, and where nothing has been decided.
    """
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.awaits_comments:
        raise DecisionError(_("Comments are still taken: answers are published after the window."))
    decided = DecidedComment.objects.filter(comment__edition=edition)
    if not decided.exists():
        raise DecisionError(_("There is no answer to publish yet."))
    Decision.objects.filter(decided__in=decided).update(is_published=True)
    if edition.answered_at is None:
        edition.answered_at = timezone.now()
        edition.save(update_fields=["answered_at"])
        data = {"edition": edition.number, "comments": decided.count()}
        log(instance=edition.policy, action="analysis.published_decisions", user=user, data=data)
    return edition
