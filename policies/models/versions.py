"""The immutable texts that comments belong to."""

from functools import cached_property
from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from texts.plain import paragraphs


class ImmutableError(Exception):
    """Somebody tried to change a text that has stood in public."""


class SectionVersionQuerySet(models.QuerySet):
    def update(self, **kwargs: Any) -> NoReturn:
        """Raises `ImmutableError`."""
        raise ImmutableError("A section version never changes.")


class SectionVersion(models.Model):
    """The text of a section as it once stood in public.

    Made whenever a section is published with a changed number, title or body, and never changed
    or deleted after. ``section_key`` is the same for a section in every language and every
    edition: it is what comments are counted by.
    """

    policy = models.ForeignKey(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="section_versions"
    )
    section = models.ForeignKey(
        "policies.SectionPage", on_delete=models.PROTECT, related_name="versions"
    )
    section_key = models.UUIDField(_("section key"), db_index=True)
    language = models.CharField(_("language"), max_length=10)
    ordinal = models.PositiveIntegerField(_("version"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    title = models.CharField(_("title"), max_length=255)
    body = models.JSONField(_("body"), help_text="Raw StreamField data.")
    text = models.TextField(_("text"), blank=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    created_at = models.DateTimeField(_("published at"), auto_now_add=True)

    objects = SectionVersionQuerySet.as_manager()

    class Meta:
        ordering = ["section", "ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["section", "ordinal"], name="policies_version_ordinal_once"
            )
        ]
        verbose_name = _("section version")
        verbose_name_plural = _("section versions")

    def __str__(self) -> str:
        return f"{self.heading} (v{self.ordinal})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Once. Raises `ImmutableError` after."""
        if self.pk is not None:
            raise ImmutableError("A section version never changes.")
        super().save(*args, **kwargs)

    @property
    def heading(self) -> str:
        return f"{self.number} {self.title}".strip()

    @cached_property
    def paragraphs(self) -> dict[str, str]:
        """``{address: text}``: see `texts.plain.paragraphs`."""
        return paragraphs(self.body)
