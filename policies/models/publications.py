"""An edition on its way to the public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job
from policies.models.edition_plans import PlannedEdition


class Publication(Job, PlannedEdition):
    """Somebody asked for an edition; a worker publishes the drafts looked at, and makes it."""

    task = "policies.publication"

    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.CASCADE,
        related_name="publications",
        verbose_name=_("policy"),
    )
    edition = models.OneToOneField(
        "policies.Edition",
        on_delete=models.CASCADE,
        null=True,
        related_name="publication",
        verbose_name=_("edition"),
    )
    drafts = models.JSONField(
        _("drafts"), null=True, help_text="By page the revision that was looked at; null for all."
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        verbose_name = _("publication")
        verbose_name_plural = _("publications")

    def __str__(self) -> str:
        return self.label

    @property
    def seen_drafts(self) -> dict[int, int] | None:
        """By page the revision that goes public; None where every draft does."""
        if self.drafts is None:
            return None
        return {int(page): revision for page, revision in self.drafts.items()}
