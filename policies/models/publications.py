"""An edition on its way to the public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consult.jobs.job import Job


class Publication(Job):
    """Somebody asked for an edition; a worker publishes every draft and makes it."""

    task = "policies.publication"

    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.CASCADE,
        related_name="publications",
        verbose_name=_("policy"),
    )
    label = models.CharField(_("label"), max_length=80)
    label_sw = models.CharField(_("label in Kiswahili"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    note_sw = models.TextField(_("note in Kiswahili"), blank=True, max_length=1000)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)
    edition = models.OneToOneField(
        "policies.Edition",
        on_delete=models.CASCADE,
        null=True,
        related_name="publication",
        verbose_name=_("edition"),
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
