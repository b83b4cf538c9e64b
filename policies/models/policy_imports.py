"""An import on its way: from an uploaded file, over a reviewed outline, to pages."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.uploaded_file import UploadedFile
from texts.outline.model import Outline


class PolicyImport(UploadedFile):
    """One uploaded file. `state` is the state of the work of its present stage.

    With a `target` the file is a new text of that policy; without, it becomes a new policy.
    """

    class Stage(models.TextChoices):
        READING = "reading", _("Being read")
        REVIEW = "review", _("Waiting for review")
        MAKING = "making", _("Pages are being made")
        MADE = "made", _("Pages made")
        CANCELLED = "cancelled", _("Cancelled")

    task = "policies.import"
    folders = "imports"

    stage = models.CharField(
        _("stage"), max_length=10, choices=Stage.choices, default=Stage.READING
    )
    target = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        verbose_name=_("new text of"),
    )
    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.SET_NULL,
        null=True,
        related_name="imports",
        verbose_name=_("policy made"),
    )
    typed = models.JSONField(
        default=dict, help_text="What was typed in the form of the last step, by field."
    )
    plan = models.JSONField(
        null=True, help_text="What to make of the outline: see policies.imports.import_plan."
    )
    planned_revision = models.PositiveIntegerField(
        null=True, help_text="The outline that the plan is about."
    )
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    hand_edits = models.JSONField(
        default=list, help_text="What the review made of the file, to be offered at the next one."
    )
    notes = models.JSONField(default=list, help_text="What to look at in the pages made.")

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def fail(self, error: str) -> None:
        """Say why. An outline goes back to its review, where the editor can put it right.

        Raises `LostLease`.
        """
        if self.stage == self.Stage.MAKING:
            self.finish(stage=self.Stage.REVIEW, progress=0, error=error)
        else:
            super().fail(error)

    @property
    def newest_outline(self) -> "ImportOutline | None":
        return self.outlines.order_by("-revision").first()

    def outline(self, revision: int | None = None) -> Outline:
        """The outline of that revision, or as it stands, images included.

        Raises `ImportOutline.DoesNotExist`.
        """
        outlines = self.outlines.all()
        if revision is not None:
            outlines = outlines.filter(revision=revision)
        return self.with_images(outlines.latest("revision").data)

    def with_images(self, data: dict) -> Outline:
        images = Outline.from_dict(data).images()
        content = {name: self._picture(image.key) for name, image in images.items()}
        return Outline.from_dict(data, content)

    def keep_images(self, outline: Outline) -> None:
        for image in outline.images().values():
            path = self.picture_path(image.key)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(image.content)

    def _picture(self, key: str) -> bytes:
        try:
            return self.picture_path(key).read_bytes()
        except OSError:
            return b""

    def picture_path(self, key: str) -> Path:
        """Where the bytes of an image of the outline are, by its `key`."""
        return self.folder / "images" / key


class ImportOutline(models.Model):
    """The outline after one more correction; those before it are what undo goes back to."""

    policy_import = models.ForeignKey(
        PolicyImport, on_delete=models.CASCADE, related_name="outlines"
    )
    revision = models.PositiveIntegerField()
    data = models.JSONField(help_text="As `Outline.to_dict` gives it.")
    step = models.CharField(max_length=300, blank=True)
    """What the correction did, as `KeptWords`; nothing of an outline as it was read."""

    class Meta:
        ordering = ["policy_import", "revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy_import", "revision"], name="policies_outline_revision_once"
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.policy_import} ({self.revision})"
