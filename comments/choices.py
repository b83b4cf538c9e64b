"""The fixed lists a comment's fields choose from."""

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stance(models.TextChoices):
    SUPPORT = "support", _("I support this")
    SUPPORT_WITH_CHANGES = "support_with_changes", _("I support it with changes")
    OPPOSE = "oppose", _("I oppose this")
    QUESTION = "question", _("A question, or something else")


STANCES: dict[str, Promise] = {
    Stance.SUPPORT: pgettext_lazy("stance", "Support"),
    Stance.SUPPORT_WITH_CHANGES: pgettext_lazy("stance", "Support with changes"),
    Stance.OPPOSE: pgettext_lazy("stance", "Oppose"),
    Stance.QUESTION: pgettext_lazy("stance", "Question or other"),
}
"""What staff and reports call each; the choices' own labels are what a citizen says."""


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    SMS = "sms", _("SMS")
    USSD = "ussd", _("USSD")
    PAPER = "paper", _("Paper form")
    MEETING = "meeting", _("Public meeting")
    MEMORANDUM = "memorandum", _("Memorandum")
    EMAIL = "email", _("E-mail")
    IMPORT = "import", _("Imported list")


class State(models.TextChoices):
    """Where a comment stands in moderation. Hidden and withdrawn comments still count."""

    RECEIVED = "received", pgettext_lazy("moderation state", "Received")
    PUBLISHED = "published", pgettext_lazy("moderation state", "Published")
    HIDDEN = "hidden", pgettext_lazy("moderation state", "Hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("moderation state", "Withdrawn")


class HiddenReason(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("Names or identifies a private person")
    HATE = "hate", _("Hate speech or incitement")
    THREAT = "threat", _("Threat or abuse of a person")
    DEFAMATION = "defamation", _("An accusation that may be defamatory")
    OFF_TOPIC = "off_topic", _("Not about this policy")
    ADVERTISING = "advertising", _("Advertising or spam")
    TEST = "test", _("A test, or empty of meaning")
    DUPLICATE = "duplicate", _("The same comment from the same person")


class WithdrawnReason(models.TextChoices):
    """Why a clerk takes back what was entered."""

    MISTYPED = "mistyped", _("Something was entered wrong")
    TWICE = "twice", _("It was entered twice")
    ELSEWHERE = "elsewhere", _("It is about another consultation")
    ASKED = "asked", _("The respondent takes it back")


class HoldReason(models.TextChoices):
    """Why a received comment is to be read with more care than others before it is published."""

    VISIT = "visit", _("One of many from the same visit within a few minutes")
    NETWORK = "network", _("One of many from the same internet connection within a few minutes")


class MemorandumStatus(models.TextChoices):
    """Where a memorandum stands; drafted ones are staff's, and not public."""

    DRAFTED = "drafted", pgettext_lazy("memorandum", "Drafted")
    SUBMITTED = "submitted", pgettext_lazy("memorandum", "Submitted")
    ACKNOWLEDGED = "acknowledged", pgettext_lazy("memorandum", "Acknowledged")
    ANSWERED = "answered", pgettext_lazy("memorandum", "Answered")

    @classmethod
    def read(cls) -> tuple[str, ...]:
        """In which staff have read what was handed in."""
        return cls.ACKNOWLEDGED.value, cls.ANSWERED.value
