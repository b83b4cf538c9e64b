"""A pile that one clerk enters: what came one way, on one day, from one ward or meeting."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.choices import Channel


class IntakeBatch(models.Model):
    """What the entries of a pile have in common, and how many forms it has, once counted.

    Which entries are of it is not kept: those of the clerk that came as it says.
    """

    MOST = 100_000  # forms

    edition = models.ForeignKey("policies.Edition", on_delete=models.PROTECT, related_name="+")
    clerk = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    day = models.DateField(_("day"))
    ward = models.ForeignKey("home.Ward", on_delete=models.PROTECT, null=True, related_name="+")
    meeting = models.ForeignKey(
        "home.MeetingPage", on_delete=models.CASCADE, null=True, related_name="+"
    )
    forms = models.PositiveIntegerField(
        _("Forms in the pile"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST)],
    )
    opened_at = models.DateTimeField(_("opened at"), auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                *("edition", "clerk", "channel", "day"),
                Coalesce("ward", models.Value(""), output_field=models.CharField()),
                Coalesce("meeting", 0),
                name="comments_batch_once",
            )
        ]
        verbose_name = _("batch")
        verbose_name_plural = _("batches")

    def __str__(self) -> str:
        return f"Batch {self.pk}"

    @property
    def label(self) -> str:
        """By what a clerk knows the pile, in the active language."""
        where = self.meeting.title if self.meeting else ""
        ward = str(self.ward) if self.ward else gettext("no ward")
        day = date_format(self.day, "SHORT_DATE_FORMAT")
        return ", ".join(filter(None, (str(self.get_channel_display()), day, ward, where)))
