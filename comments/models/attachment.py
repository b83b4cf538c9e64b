"""A file that a respondent sent with a comment, or a scan of the paper that it was on."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import State
from comments.models.comment import Comment
from comments.models.submission import Submission

NAME_MAX = 100


class FileKind(models.TextChoices):
    """What a file is by its content; the value is the ending it gets."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word document")
    JPG = "jpg", _("photo (JPG)")
    PNG = "png", _("picture (PNG)")


class FileState(models.TextChoices):
    KEPT = "kept", _("kept")
    LOST = "lost", _("could not be kept")
    REMOVED = "removed", _("removed")


class AttachmentQuerySet(models.QuerySet):
    def sent(self) -> "AttachmentQuerySet":
        """Those that its respondent sent, and may have back."""
        return self.filter(is_scan=False)

    def scans(self) -> "AttachmentQuerySet":
        """Those that clerks added and that are there to be looked at."""
        return self.filter(is_scan=True, state=FileState.KEPT)

    def on_sheets_of(self, submission: Submission) -> "AttachmentQuerySet":
        """Scans of the same sheets that other respondents' entries have: views share a paper."""
        own = Attachment.objects.scans().filter(comment__submission=submission)
        same = self.scans().filter(digest__in=own.values("digest"))
        return same.exclude(comment__submission=submission)

    def public(self) -> "AttachmentQuerySet":
        """Those that anybody may have now: released, of a comment that is shown."""
        shown = {"comment__state": State.PUBLISHED, "comment__erased_at": None}
        return self.filter(state=FileState.KEPT, **shown).exclude(released_at=None)


class Attachment(models.Model):
    """One file of a comment: ``size`` in bytes, ``digest`` its SHA-256 in hex.

    It lies in `ATTACHMENTS_ROOT` under ``stored``, a name that says nothing and is shown to nobody.
    Of a file that could not be kept, and of one that was removed, the row stays.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(_("name"), max_length=NAME_MAX)
    kind = models.CharField(_("kind"), max_length=4, choices=FileKind.choices)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("digest"), max_length=64)
    stored = models.CharField(_("stored as"), max_length=32, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=FileState.choices, default=FileState.KEPT
    )
    is_scan = models.BooleanField(_("scan of the paper"), default=False)
    """Whether a clerk added it: what else is on the sheet is not for who holds the receipt."""
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now)
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    """When a moderator who had looked at it let the public have it; none while it is private."""

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["comment", "digest"], name="comments_attachment_once"),
            models.CheckConstraint(
                condition=models.Q(state="kept") ^ models.Q(stored=""),
                name="comments_attachment_kept_somewhere",
            ),
            models.CheckConstraint(
                condition=models.Q(released_at=None) | models.Q(state="kept"),
                name="comments_attachment_released_if_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"

    @property
    def path(self) -> Path:
        """Where a file that is kept lies."""
        return Path(settings.ATTACHMENTS_ROOT) / self.stored
