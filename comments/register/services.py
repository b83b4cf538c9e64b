"""What changes the register: comments are taken in, and taken back by those who sent them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.choices import State
from comments.models import Comment, Contact, Ledger, Submission, TaggedComment
from comments.models.comment import SAID
from comments.register.first_state import Arrival, log_as_it_came, settle
from comments.register.ledger.entries import append, lock_ledger
from comments.register.respondent_counts import Answers, count_answers, settled_kind
from consult.write_turns import atomic_in_turn
from policies.models import Edition, EditionSection, PolicyTag, SectionVersion

# What the phase of an edition is derived from, as an entry of it has that.
_PHASE = (
    *(f"edition__{name}" for name in ("opens_at", "closes_at", "answered_at")),
    *(f"edition__policy__{name}" for name in ("outcome", "withdrawn_at")),
)


class CommentError(Exception):
    """A comment that is refused; the message says why and what to do."""


@dataclass(frozen=True)
class IncomingComment:
    """One comment to take in: whose, on which text, and what it says.

    ``comment`` is not saved yet, and has no more than what was said; that is valid: plain text,
    lengths within the model's limits. Its ``external_id`` tells it from every other of the policy,
    however often it is sent. A new submission is not saved either, nor is its ``contact``; its
    ``answers`` are counted, and not kept with it. Without an ``arrival`` it waits for a moderator,
    whatever the policy's rule.
    """

    submission: Submission
    version: SectionVersion
    comment: Comment
    tags: Sequence[PolicyTag] = ()
    contact: Contact | None = None
    answers: Answers | None = None
    arrival: Arrival | None = None


class Taken(NamedTuple):
    """What became of a comment: itself, or the one that the same sending has brought before."""

    comment: Comment
    is_new: bool


@atomic_in_turn()
def take_in(
    *,
    edition: Edition,
    items: Sequence[IncomingComment],
    in_window: bool = True,
    user: User | None = None,
) -> list[Taken]:
    """Take in comments with their tags and their links in the ledger, or nothing at all.

    Every channel calls this, and nothing else makes a comment. What is known by its
    ``external_id``, and what its submission says of the same text already, is given back as it was
    taken in before. Raises `CommentError` where a new
    comment's text cannot be commented on now; not without ``in_window``, for what came by post
    before the deadline is entered after. ``user`` is the clerk who enters them, and is logged.
    Some thousand items at a time keep memory low.
    """
    ledger = lock_ledger(edition.policy)
    taken = _known_or_new(edition, items)
    new = [item for item, each in zip(items, taken, strict=True) if each.is_new]
    if new and in_window:
        check_window(edition, [item.version for item in new])
    if new:
        _write(edition, ledger, new)
    if in_window:
        _count_answers(edition, new)
    for item in new:
        if item.comment.as_it_came:
            log_as_it_came(item.comment)
    for item in new if user else ():
        number = {"number": item.comment.number}
        log(instance=item.comment, action="comments.entered", user=user, data=number)
    return taken


def _known_or_new(edition: Edition, items: Sequence[IncomingComment]) -> list[Taken]:
    """What was sent before, also by an item earlier in the list, beside what was not."""
    known = _known(edition, {item.comment.external_id for item in items} - {""})
    said = _said_in(edition, {item.submission.pk for item in items} - {None})
    taken = []
    for item in items:
        identifier = item.comment.external_id
        tag_ids = {tag.pk for tag in item.tags}
        saying = _saying(item.comment, item.submission.pk, item.version.pk, tag_ids)
        earlier = known.get(identifier) or said.get(saying)
        taken.append(Taken(earlier or item.comment, is_new=earlier is None))
        if identifier:
            known.setdefault(identifier, item.comment)
        if item.submission.pk is not None:
            said.setdefault(saying, item.comment)
    return taken


def _known(edition: Edition, identifiers: set[str]) -> dict[str, Comment]:
    """What came before; mostly nothing, so whole rows are read only where there are some."""
    rows = Comment.objects.filter(policy=edition.policy, external_id__in=identifiers).order_by()
    keys = list(rows.values_list("pk", flat=True))
    found = Comment.objects.filter(pk__in=keys) if keys else ()
    return {comment.external_id: comment for comment in found}


def _said_in(edition: Edition, submissions: set[int]) -> dict[Hashable, Comment]:
    """What these submissions say of the edition already, and have not taken back."""
    if not submissions:
        return {}
    comments = Comment.objects.filter(submission__in=submissions, edition=edition)
    comments = comments.exclude(state=State.WITHDRAWN).prefetch_related("tagged_items")
    return {
        _saying(
            each,
            each.submission_id,
            each.version_id,
            {item.tag_id for item in each.tagged_items.all()},
        ): each
        for each in comments
    }


def _saying(comment: Comment, submission_id: int, version_id: int, tag_ids: set[int]) -> Hashable:
    """The same for whoever presses "back" and sends the same words with another stamp."""
    words = tuple(getattr(comment, name) for name in SAID)
    return submission_id, version_id, words, frozenset(tag_ids)


def check_window(edition: Edition, versions: Iterable[SectionVersion]) -> None:
    """Raise `CommentError` unless these texts can be commented on now.

    They can while the edition is open, which may have changed since it was read, and they are the
    texts that stand in it.
    """
    wanted = {version.pk for version in versions}
    entries = EditionSection.objects.filter(edition=edition, version__in=wanted, replaced_at=None)
    entries = entries.select_related("edition__policy").order_by()
    standing = list(entries.only("version", *_PHASE))
    if not (standing[0].edition if standing else _reread(edition)).takes_comments:
        raise CommentError(_("This consultation is not open for comments."))
    if wanted - {entry.version_id for entry in standing}:
        raise CommentError(
            _("The text of this section has changed since you opened it. Read the new text first.")
        )


def _reread(edition: Edition) -> Edition:
    return Edition.objects.select_related("policy").get(pk=edition.pk)


def _write(edition: Edition, ledger: Ledger, items: Sequence[IncomingComment]) -> None:
    policy = edition.policy
    _save_submissions(edition, items)
    for number, item in enumerate(items, start=ledger.comments + 1):
        _place(item, edition, number)
    comments = [item.comment for item in items]
    Comment.objects.bulk_create(comments)
    TaggedComment.objects.bulk_create(
        TaggedComment(tag=tag, content_object=item.comment) for item in items for tag in item.tags
    )
    append(ledger, comments)
    kept_page_parts.mark_taken_in(policy.pk, [comment.section_key for comment in comments])


def _save_submissions(edition: Edition, items: Sequence[IncomingComment]) -> None:
    """The new ones of them, with how to reach whoever sent them."""
    new = {id(each.submission): each for each in items if each.submission.pk is None}
    for item in new.values():
        item.submission.policy = edition.policy
        item.submission.kind = settled_kind(item.submission)
    Submission.objects.bulk_create(item.submission for item in new.values())
    contacts = []
    for item in new.values():
        if item.contact:
            item.contact.submission = item.submission
            contacts.append(item.contact)
    Contact.objects.bulk_create(contacts)


def _count_answers(edition: Edition, items: Iterable[IncomingComment]) -> None:
    """Of each new submission once; after the window the figures stay as they were told."""
    once = {item.submission.pk: item.answers for item in items if item.answers}
    for answers in once.values():
        count_answers(edition, answers or {})


def _place(item: IncomingComment, edition: Edition, number: int) -> None:
    """Give what was said its place in the policy's record."""
    comment = item.comment
    comment.policy, comment.edition, comment.number = edition.policy, edition, number
    comment.submission, comment.version = item.submission, item.version
    comment.section_key = item.version.section_key
    comment.set_flags()
    settle(comment, item.submission, item.arrival)


@transaction.atomic
def withdraw(*, comment: Comment, user: User | None = None, reason: str = "") -> Comment:
    """The respondent takes a comment back. It still counts; its words are no longer shown.

    What was hidden meanwhile stays hidden, unless ``user`` takes it back for them. A ``reason``
    is one of `WithdrawnReason`, and is logged.
    """
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if user is None and not comment.can_be_withdrawn:
        return comment
    if comment.state != State.WITHDRAWN:
        before = comment.state
        comment.state, comment.hidden_reason = State.WITHDRAWN, ""
        comment.as_it_came = False
        comment.changed_at = timezone.now()
        comment.save(update_fields=["state", "hidden_reason", "as_it_came", "changed_at"])
        log(
            instance=comment,
            action="comments.withdrawn",
            user=user,
            data={"before": before, "reason": reason},
        )
        kept_page_parts.mark_moderated([comment.section_key])
        kept_page_parts.mark_acts([comment.policy_id])
    return comment
