"""Who has a comment open to moderate it, so that two do not read the same one."""

from datetime import timedelta

from django.conf import settings
from django.db import models

from comments.models.comment import Comment

RESERVED_FOR = timedelta(minutes=10)


class CommentReservation(models.Model):
    """A comment is kept for a moderator until a moment, and hinders nobody from acting on it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, related_name="reservation")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()
        verbose_name = "reservation of a comment"

    def __str__(self) -> str:
        return f"Comment {self.comment_id} until {self.until:%H:%M}"
