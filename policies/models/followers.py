"""Who follows a policy, and each mail to them as a row.

Addresses stand in tables of their own (`FollowRequest` until confirmed, `FollowerContact` after)
and go with the row: nothing else here says who somebody is.
"""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from consult.jobs.lease import Leased, LeasedQuerySet


class Frequency(models.TextChoices):
    AT_ONCE = "at_once", _("At once: a mail for each update")
    DAILY = "daily", _("Once a day: one mail with all that is new")


class MailState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("mail state", "Waiting")
    CLAIMED = "claimed", pgettext_lazy("mail state", "Being sent")
    HANDING_OVER = "handing_over", pgettext_lazy("mail state", "Being handed over")
    SENT = "sent", pgettext_lazy("mail state", "Sent")
    UNKNOWN = "unknown", pgettext_lazy("mail state", "Outcome unknown: not sent again")
    FAILED = "failed", pgettext_lazy("mail state", "Given up")
    DROPPED = "dropped", pgettext_lazy("mail state", "Not sent: the update was withdrawn")

    @classmethod
    def settled(cls) -> tuple["MailState", ...]:
        """The states in which nothing more is done about a mail."""
        return (cls.SENT, cls.UNKNOWN, cls.FAILED, cls.DROPPED)


class MailQuerySet(LeasedQuerySet):
    def due(self) -> Self:
        return self.filter(state=MailState.WAITING, due_at__lte=timezone.now())


class Mail(Leased):
    """A mail on its way; handed to the mail server at most once after that has begun.

    Unlike a `Job` it is not simply tried again when its worker dies: SMTP cannot say whether
    a mail whose hand-over was cut short has been accepted. A row that lapses before the
    hand-over waits again; one that lapses during it is marked as unknown and left alone, because
    a missed mail is on the policy's page all the same, and a mail that comes twice looks like a
    fault or a fraud.
    """

    state = models.CharField(
        _("state"), max_length=12, choices=MailState.choices, default=MailState.WAITING
    )
    due_at = models.DateTimeField(_("to be sent from"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, editable=False)
    error = models.CharField(
        _("error"), max_length=120, blank=True, help_text="Its kind and code; never an address."
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "due_at"])]


class FollowRequest(Mail):
    """Somebody typed an address; whoever reads its mail may confirm. Kept for seven days."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices)

    class Meta(Mail.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "address"], name="policies_follow_request_once"
            )
        ]
        default_permissions = ()
        verbose_name = _("request to follow")
        verbose_name_plural = _("requests to follow")

    def __str__(self) -> str:
        return f"{self.policy} ({self.pk})"


class Follower(models.Model):
    """Somebody who confirmed that they want the policy's updates by mail."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.CASCADE,
        related_name="followers",
        verbose_name=_("policy"),
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    frequency = models.CharField(_("how often"), max_length=8, choices=Frequency.choices)
    confirmed_at = models.DateTimeField(_("confirmed at"), default=timezone.now)

    class Meta:
        default_permissions = ()
        verbose_name = _("follower")
        verbose_name_plural = _("followers")

    def __str__(self) -> str:
        return f"{self.policy} ({self.pk})"


class FollowerContact(models.Model):
    """The address of a follower. It goes when they stop following."""

    follower = models.OneToOneField(
        Follower, on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    policy = models.ForeignKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(_("e-mail address"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["policy", "address"], name="policies_follower_once")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Delivery(Mail):
    """One update to one follower, whatever the language: `update_key` is the same in each."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    follower = models.ForeignKey(Follower, on_delete=models.CASCADE, related_name="deliveries")
    update = models.ForeignKey(
        "home.UpdatePage", on_delete=models.CASCADE, related_name="+", verbose_name=_("update")
    )
    update_key = models.UUIDField(_("update in every language"), editable=False)

    class Meta(Mail.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "update_key"], name="policies_delivery_once"
            )
        ]
        default_permissions = ("view",)
        verbose_name = _("e-mail to a follower")
        verbose_name_plural = _("e-mails to followers")

    def __str__(self) -> str:
        return f"{self.update_id} → {self.follower_id}"


class UpdateKind(models.TextChoices):
    OPENED = "opened", _("Opened")
    EDITION = "edition", _("New edition")
    EXTENDED = "extended", _("Extended")
    CLOSED_EARLY = "closed_early", _("Closed early")
    CLOSED = "closed", _("Closed")
    REPORT = "report", _("Report published")
    ANSWERS = "answers", _("Answers published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class StandardUpdate(models.Model):
    """The system has posted this update, or need not: it never posts it again.

    `occurrence` tells apart what may happen more than once to an edition: which change of the
    window, which report.
    """

    policy = models.ForeignKey("policies.PolicyPage", on_delete=models.CASCADE, related_name="+")
    edition = models.ForeignKey("policies.Edition", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=12, choices=UpdateKind.choices)
    occurrence = models.CharField(max_length=40, blank=True)
    update = models.ForeignKey(
        "home.UpdatePage", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "edition", "kind", "occurrence"],
                name="policies_standard_update_once",
            )
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.edition_id}"
