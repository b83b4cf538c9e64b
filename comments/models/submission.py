"""What one respondent sends in one go."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from comments.choices import Channel, RespondentKind
from comments.models.receipt_codes import new_receipt, printed


class Submission(models.Model):
    """Who, where and how: one respondent, one channel, one receipt, any number of comments.

    ``name`` and ``organisation_name`` are what the respondent chose to be called in public.
    Contact details live in `Contact`; ``role`` is for those who read and answer.
    ``consent`` is the version of the words that were shown; by phone, on paper and in lists of
    others none of ours was.
    """

    FEWEST, MOST = 2, 1_000_000  # people of a group

    policy = models.ForeignKey(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="submissions"
    )
    receipt = models.CharField(_("receipt"), max_length=12, unique=True, default=new_receipt)
    channel = models.CharField(
        _("channel"), max_length=12, choices=Channel.choices, default=Channel.WEB
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    kind = models.CharField(
        _("speaks"),
        max_length=12,
        choices=RespondentKind.choices,
        default=RespondentKind.INDIVIDUAL,
    )
    people = models.PositiveIntegerField(_("people in the group"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    consent = models.ForeignKey(
        "comments.ConsentText",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("what it was sent under"),
    )
    organisation = models.ForeignKey(
        "home.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("registered organisation"),
    )
    ward = models.ForeignKey(
        "home.Ward",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
        verbose_name=_("ward"),
    )
    meeting = models.ForeignKey(
        "home.MeetingPage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meeting"),
    )
    language = models.CharField(_("language"), max_length=10, default="en")
    covering_text = models.TextField(_("covering text"), blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)

    class Meta:
        ordering = ["-received_at"]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return f"Submission {self.pk}"

    @property
    def printed_receipt(self) -> str:
        return printed(self.receipt)

    @property
    def respondent(self) -> str:
        """How the respondent chose to be named; empty where they gave no name."""
        parts = [self.name, self.organisation_name]
        if self.kind == RespondentKind.GROUP and self.people:
            said = ngettext("for %(n)d person", "for %(n)d people", self.people)
            parts.append(said % {"n": self.people})
        return ", ".join(part for part in parts if part)


class Contact(models.Model):
    """How to reach a respondent who wants an answer; there is at least one way.

    Read by `comments.moderation.contact_page` alone, for those who answer: never exported, never
    logged.
    """

    submission = models.OneToOneField(Submission, on_delete=models.CASCADE, related_name="contact")
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Contact of submission {self.submission_id}"
