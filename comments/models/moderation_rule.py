"""When the public is shown the comments of a policy."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.choices import FirstShown
from policies.models.editions import policy_has_an_edition


class ModerationRule(models.Model):
    """A moderator reads every comment first, unless the policy has a row that says otherwise.

    What comes is settled by it once; no comment that is there already changes with it. ``since`` is
    when it was changed last: who opened a form before that was told otherwise.
    """

    policy = models.OneToOneField(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.CASCADE,
        related_name="moderation_rule",
        verbose_name=_("policy"),
    )
    shown = models.CharField(
        _("when a comment is shown"),
        max_length=10,
        choices=FirstShown.choices,
        default=FirstShown.READ,
    )
    since = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    class Meta:
        default_permissions = ("add", "change", "view")
        verbose_name = _("rule of moderation")
        verbose_name_plural = _("rules of moderation")

    def __str__(self) -> str:
        """With what it says: the log keeps each label that it was saved under."""
        return f"{self.policy}: {self.get_shown_display()}"
