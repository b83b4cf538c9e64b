"""Readers agree with comments: once a device, and for the count alone."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from comments import kept_page_parts
from comments.models import Agreement, Comment


class AgreementError(Exception):
    """One cannot agree with this comment now; the message says why."""


@transaction.atomic
def agree(*, comment: Comment, device: str) -> bool:
    """Count that the device agrees; whether it did not before. Raises `AgreementError`."""
    comment = (
        Comment.objects.select_for_update().select_related("edition__policy").get(pk=comment.pk)
    )
    if not comment.takes_agreement:
        raise AgreementError(
            _("One can agree only with comments that are shown, while views are asked for.")
        )
    made = Agreement.objects.get_or_create(comment=comment, device=device)[1]
    if made:
        _add(comment, 1)
    return made


@transaction.atomic
def agree_no_longer(*, comment: Comment, device: str) -> bool:
    """Take that back; whether there was anything to take back."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    gone = Agreement.objects.filter(comment=comment, device=device).delete()[0]
    if gone:
        _add(comment, -1)
    return bool(gone)


def _add(comment: Comment, change: int) -> None:
    Comment.objects.filter(pk=comment.pk).update(agreed=F("agreed") + change)
    kept_page_parts.mark_agreed(comment.section_key)
