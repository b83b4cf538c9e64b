"""The official answer to one or more comments on a section."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import RevisionMixin

from comments.choices import Outcome


class Decision(RevisionMixin, models.Model):
    """Never deleted; every wording it had stays in its history."""

    policy = models.ForeignKey(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="decisions"
    )
    section_key = models.UUIDField(_("section key"), db_index=True)
    outcome = models.CharField(_("decision"), max_length=20, choices=Outcome.choices)
    reason = models.TextField(_("reason"), max_length=3000)
    wording = models.TextField(
        _("resulting wording"),
        max_length=5000,
        blank=True,
        help_text=_("Where the text changes."),
    )
    is_published = models.BooleanField(
        _("public"), default=False, help_text=_("Shown beside the comments it answers.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    panels = [
        FieldPanel("outcome"),
        FieldPanel("reason"),
        FieldPanel("wording"),
        FieldPanel("is_published"),
    ]

    class Meta:
        ordering = ["policy", "pk"]
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.pk})"
