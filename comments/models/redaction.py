"""Words of a comment that the public does not see."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import RedactionReason
from comments.models.comment import Comment
from comments.public_words import Veil, words_hash


class Redaction(models.Model):
    """A stretch of one field of a comment, in characters, shown as a mark with its reason.

    The words themselves stay in the comment, and the ledger's commitment is over them. ``of`` names
    the text that the stretch was measured in: in any other the whole field is veiled, until
    somebody has looked. One that was lifted stays on record.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="redactions")
    field = models.CharField(max_length=20)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    of = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=20, choices=RedactionReason.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["comment", "field", "start"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")),
                name="comments_redacts_something",
            )
        ]
        verbose_name = _("redaction")
        verbose_name_plural = _("redactions")

    def __str__(self) -> str:
        return f"Redaction {self.pk}"

    def veil(self, text: str) -> Veil:
        """What it takes out of the field's present text."""
        fits = self.of == words_hash(text)
        start, end = (self.start, self.end) if fits else (0, len(text))
        return Veil(start, end, str(self.get_reason_display()))
