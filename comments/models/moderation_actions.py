"""What moderators did, each time as one thing that has a name, counts, and can be undone."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from comments.choices import Done, HiddenReason, State
from comments.models.comment import Comment
from consult.jobs.job import Job

Seen = dict[int, datetime | None]
"""By a comment's key its `changed_at` as somebody saw it."""


class SeenField(models.JSONField):
    """`Seen`, in its order, as pairs; moments to the microsecond."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Seen | None:
        pairs = super().from_db_value(value, expression, connection)
        return None if pairs is None else self.to_python(pairs)

    def to_python(self, value: Any) -> Seen:
        if isinstance(value, dict):
            return value
        return {key: moment and parse_datetime(moment) for key, moment in value}

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, dict):
            value = [[key, moment and moment.isoformat()] for key, moment in value.items()]
        return super().get_prep_value(value)

    def value_to_string(self, obj: models.Model) -> Any:
        return [[key, moment and moment.isoformat()] for key, moment in self.value_from_object(obj)]


class ModerationAction(Job):
    """One thing that was done to comments: by whom, when, what and to how many.

    ``seen`` are the comments that were chosen, as they were seen; ``at`` is how many of them have
    been looked at by now. A small action is over when its row is there, a large one is a job.
    """

    task = "comments.moderation"

    done = models.CharField(_("what was done"), max_length=10, choices=Done.choices)
    hidden_reason = models.CharField(
        _("reason for hiding"), max_length=20, choices=HiddenReason.choices, blank=True
    )
    undoes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    role = models.CharField(_("role"), max_length=150, blank=True)
    seen = SeenField(default=dict)
    at = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        verbose_name = _("act of moderation")
        verbose_name_plural = _("acts of moderation")

    def __str__(self) -> str:
        return f"{self.get_done_display()} ({self.pk})"

    @property
    def changed(self) -> "ModeratedComments":
        """What it did."""
        return self.moderated.exclude(changed_at=None)

    @property
    def stopped(self) -> "ModeratedComments":
        """What it left alone, because somebody else had changed it after it was seen."""
        return self.moderated.filter(changed_at=None)


class ModeratedComments(models.QuerySet):
    def standing(self) -> Self:
        """Those whose comment is still as the action left it."""
        return self.filter(comment__changed_at=models.F("changed_at"))


class ModeratedComment(models.Model):
    """What an action did to one comment; without ``changed_at`` it was stopped.

    ``state``, ``hidden_reason`` and ``as_it_came`` are those of before, ``changed_at`` tells
    whether the comment is still as it was left.
    """

    action = models.ForeignKey(ModerationAction, on_delete=models.PROTECT, related_name="moderated")
    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="moderated")
    state = models.CharField(max_length=10, choices=State.choices)
    hidden_reason = models.CharField(max_length=20, choices=HiddenReason.choices, blank=True)
    as_it_came = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)

    objects = ModeratedComments.as_manager()

    class Meta:
        ordering = ["action", "comment"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["action", "comment"], name="comments_moderated_once")
        ]

    def __str__(self) -> str:
        return f"Comment {self.comment_id} by action {self.action_id}"


class ChosenComments(models.Model):
    """Comments chosen from a list, as they were seen, until something is done to them.

    The choice is kept here and never travels in an address. ``back`` is the page it was made on.
    The counts are of what is left alone: what came and what somebody changed since that was opened,
    and what the action cannot be done to.
    """

    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    back = models.TextField()
    seen = SeenField(default=dict)
    came_since = models.PositiveIntegerField(default=0)
    changed_since = models.PositiveIntegerField(default=0)
    unfit = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{len(self.seen)} comments"
