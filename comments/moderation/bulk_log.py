"""Many entries of the audit log in one statement: `wagtail.log_actions.log` writes one by one."""

import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from comments.models import Comment


class LogLine(NamedTuple):
    comment: Comment
    action: str
    data: dict[str, Any]


def log_together(lines: Iterable[LogLine], *, user: User | None) -> None:
    """One entry a comment, with one identifier in common, as for any request."""
    context = get_active_log_context()
    shared = {
        "content_type": ContentType.objects.get_for_model(Comment),
        "user": user or context.user,
        "uuid": context.uuid or uuid.uuid4(),
        "timestamp": timezone.now(),
    }
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            object_id=str(line.comment.pk),
            label=str(line.comment),
            action=line.action,
            data=line.data,
            **shared,
        )
        for line in lines
    )
