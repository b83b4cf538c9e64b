"""Readers who agree with a comment."""

from django.db import models
from django.utils import timezone


class Agreement(models.Model):
    """One device's "I agree" with one comment. Shown as a count; no report selects by it.

    ``device`` is a keyed hash of what the device's cookie says: 64 hex digits, of no use elsewhere.
    """

    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.CASCADE, related_name="agreements"
    )
    device = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "device"], name="comments_agreement_once_a_device"
            )
        ]

    def __str__(self) -> str:
        return f"Agreement with comment {self.comment_id}"
