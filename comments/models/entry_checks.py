"""Whether what a clerk typed is what the paper says: a second person looks."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models.comment import Comment


class EntryCheck(models.Model):
    """What a second clerk found; the comment itself is not changed by it."""

    class Verdict(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("entry", "As on the paper")
        MARKED = "marked", pgettext_lazy("entry", "Not as on the paper")

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="entry_check")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices)
    note = models.CharField(_("what differs"), max_length=300, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("checked by"),
    )
    checked_at = models.DateTimeField(_("checked at"), auto_now_add=True)

    class Meta:
        default_permissions = ()
        verbose_name = _("check of an entry")
        verbose_name_plural = _("checks of entries")

    def __str__(self) -> str:
        return f"Check of comment {self.comment_id}"

    @property
    def is_marked(self) -> bool:
        return self.verdict == self.Verdict.MARKED
