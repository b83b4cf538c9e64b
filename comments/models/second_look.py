"""What an author asks of moderators once: that another of them look at a hidden comment."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import SecondView, State
from comments.models.comment import Comment

WORDS_MAX = 600


class SecondLook(models.Model):
    """Asked by whoever holds the receipt; decided by somebody who did not hide the comment."""

    comment = models.OneToOneField(Comment, on_delete=models.PROTECT, related_name="second_look")
    words = models.TextField(_("why it should be shown"), max_length=WORDS_MAX, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    view = models.CharField(max_length=10, choices=SecondView.choices, blank=True)

    class Meta:
        ordering = ["asked_at"]
        default_permissions = ()
        verbose_name = _("second look")
        verbose_name_plural = _("second looks")

    def __str__(self) -> str:
        return f"Second look at comment {self.comment_id}"

    @property
    def is_open(self) -> bool:
        """Whether it waits: what was shown or withdrawn meanwhile needs no second look."""
        return self.decided_at is None and self.comment.state == State.HIDDEN
