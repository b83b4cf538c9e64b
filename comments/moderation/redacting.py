"""Takes words of a comment out of the public's sight, and shows them again."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from comments import kept_page_parts
from comments.choices import RedactionReason
from comments.exporting.services import remove_exports_of
from comments.flagged_words import FlaggedWords
from comments.models import Comment, Redaction
from comments.models.comment import ADDED
from comments.moderation.services import ModerationError
from comments.public_words import occurrences, widened, words_hash

FIELDS = ("text", *ADDED)


@transaction.atomic
def redact(*, comment: Comment, chosen: Iterable[FlaggedWords], user: User) -> list[Redaction]:
    """Redact every place in the comment where the chosen words stand.

    Files of lists that hold the comment as it stood go.

    The comment is given as it was read. Raises `ModerationError` where it has changed since, where
    nothing is chosen, where a reason is not on the list, and where words do not stand in it.
    """
    chosen = list(chosen)
    if not chosen:
        raise ModerationError(_("Choose or type the words that nobody is to see."))
    now = Comment.objects.select_for_update().get(pk=comment.pk)
    if not _stands_as_read(now, comment):
        raise ModerationError(_("The comment has changed since you opened it: look once more."))
    made = [each for words in chosen for each in _places(now, words, user)]
    Redaction.objects.bulk_create(made)
    _note_what_stands_out(now)
    remove_exports_of([now])
    data = {"reasons": sorted({each.reason for each in made}), "places": len(made)}
    log(instance=now, action="comments.redacted", user=user, data=data)
    kept_page_parts.mark_redacted(now.section_key)
    kept_page_parts.mark_acts([now.policy_id])
    return made


@transaction.atomic
def lift(*, comment: Comment, user: User) -> int:
    """Show all of a comment's words again. Returns how many redactions there were.

    The comment is given as it was read: none are lifted where it has changed since.
    """
    now = Comment.objects.select_for_update().get(pk=comment.pk)
    if not _stands_as_read(now, comment):
        return 0
    held = now.redactions.filter(lifted_at=None)
    count = held.update(lifted_at=timezone.now(), lifted_by=user)
    if count:
        _note_what_stands_out(now)
        log(instance=comment, action="comments.unredacted", user=user, data={"places": count})
        kept_page_parts.mark_moderated([comment.section_key])
        kept_page_parts.mark_acts([comment.policy_id])
    return count


def _note_what_stands_out(comment: Comment) -> None:
    """Of what is not under a mark."""
    comment.set_flags()
    comment.save(update_fields=["flags"])


def _stands_as_read(now: Comment, comment: Comment) -> bool:
    """Whether a comment, now under a lock, says and hides what it did when it was read."""
    seen = {each.pk for each in comment.redactions.all() if each.lifted_at is None}
    held = set(now.redactions.filter(lifted_at=None).values_list("pk", flat=True))
    return now.changed_at == comment.changed_at and held == seen


def _places(comment: Comment, chosen: FlaggedWords, user: User) -> list[Redaction]:
    """Raises `ModerationError` where there is none."""
    if chosen.reason not in RedactionReason.values:
        raise ModerationError(_("Choose a reason from the list."))
    made = []
    for name in FIELDS:
        text = getattr(comment, name)
        for place in occurrences(text, chosen.words):
            start, end = widened(text, *place)
            made.append(
                Redaction(
                    comment=comment,
                    field=name,
                    start=start,
                    end=end,
                    of=words_hash(text),
                    reason=chosen.reason,
                    made_by=user,
                )
            )
    if not made:
        said = _("“%(words)s” does not stand in the comment: copy the words from it.")
        raise ModerationError(said % {"words": chosen.words})
    return made
