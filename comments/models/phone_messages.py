"""Messages that came by phone, and what is answered by SMS."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.choices import Channel, MessageProblem, MessageState, SetAsideReason, Stance
from consult.jobs.job import Job


class PhoneMessageQuerySet(models.QuerySet):
    def waiting(self) -> "PhoneMessageQuerySet":
        """Those that a clerk is to look at: calls that may still go on are not among them."""
        over = timezone.now() - PhoneMessage.CALL_LASTS
        unsent = models.Q(state=MessageState.UNSENT, received_at__lt=over)
        return self.filter(models.Q(state=MessageState.WAITING) | unsent)


class PhoneMessage(models.Model):
    """One message as its gateway handed it over, known by the gateway's own id.

    ``sender`` is a keyed hash; the ``number`` itself is there only while an answer is owed.
    ``text`` is what was sent, until its words are a comment in the register: then it is emptied, so
    that a redaction need not look for a second copy.
    """

    CALL_LASTS = timedelta(minutes=10)

    channel = models.CharField(_("channel"), max_length=12, choices=Channel.choices)
    external_id = models.CharField(_("identifier at its source"), max_length=100)
    sender = models.CharField(_("sender"), max_length=32, blank=True, db_index=True)
    number = models.CharField(_("telephone"), max_length=20, blank=True)
    wants_answer = models.BooleanField(_("wants an answer"), default=False)
    name = models.CharField(_("name"), max_length=120, blank=True)
    organisation_name = models.CharField(_("organisation"), max_length=160, blank=True)
    ward = models.ForeignKey(
        "home.Ward", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ward")
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    text = models.TextField(_("message"), blank=True)
    words = models.TextField(_("words about the section"), blank=True)
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices, blank=True)
    edition = models.ForeignKey(
        "policies.Edition", on_delete=models.PROTECT, null=True, related_name="+"
    )
    version = models.ForeignKey(
        "policies.SectionVersion", on_delete=models.PROTECT, null=True, related_name="+"
    )
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices)
    problem = models.CharField(
        _("problem"), max_length=20, choices=MessageProblem.choices, blank=True
    )
    set_aside_reason = models.CharField(
        _("set aside because"), max_length=20, choices=SetAsideReason.choices, blank=True
    )
    comment = models.ForeignKey(
        "comments.Comment",
        on_delete=models.PROTECT,
        null=True,
        related_name="phone_messages",
        verbose_name=_("comment"),
    )
    received_at = models.DateTimeField(_("received at"), default=timezone.now, db_index=True)

    objects = PhoneMessageQuerySet.as_manager()

    class Meta:
        ordering = ["received_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="comments_phone_message_once"
            )
        ]
        verbose_name = _("message by phone")
        verbose_name_plural = _("messages by phone")

    def __str__(self) -> str:
        return f"Message {self.pk}"

    @property
    def is_settled(self) -> bool:
        return self.state in (MessageState.TAKEN, MessageState.SET_ASIDE)


class SmsAnswer(Job):
    """What is sent back by SMS. The number is erased once it is handed over."""

    task = "comments.sms_answer"

    message = models.ForeignKey(PhoneMessage, on_delete=models.CASCADE, related_name="answers")
    number = models.CharField(_("telephone"), max_length=20, blank=True)
    text = models.TextField(_("answer"))

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        verbose_name = _("answer by SMS")
        verbose_name_plural = _("answers by SMS")

    def __str__(self) -> str:
        return f"Answer {self.pk}"

    @property
    def about(self) -> str:
        """What it answers: its own words may hold a receipt, which is nobody else's to see."""
        comment = self.message.comment
        return comment.ref if comment else gettext("Help")
