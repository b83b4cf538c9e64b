"""What an editor has typed of the next edition while its drafts wait."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class KeptPlan(models.Model):
    """The form of an edition as it was left, by field; nothing of it is public."""

    policy = models.OneToOneField(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="kept_plan"
    )
    typed = models.JSONField(_("typed"), default=dict)
    kept_at = models.DateTimeField(_("kept at"), auto_now=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("kept edition form")
        verbose_name_plural = _("kept edition forms")

    def __str__(self) -> str:
        return str(self.policy_id)
