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


LANGUAGES: dict[str, Promise] = {
    "en": _("English"),
    "sw": _("Kiswahili"),
    "mixed": _("Mixed"),
}
"""In which a submission may have been sent, as it said itself."""


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    SMS = "sms", _("SMS")
    USSD = "ussd", _("USSD")
    PAPER = "paper", _("Paper form")
    MEETING = "meeting", _("Public meeting")
    MEMORANDUM = "memorandum", _("Memorandum")
    EMAIL = "email", _("E-mail")
    CALL = "call", _("Telephone call")
    IMPORT = "import", _("Imported list")
    FLOW = "flow", _("Message flow")
    KOBO = "kobo", _("Survey form")


class RespondentKind(models.TextChoices):
    """For whom a respondent speaks."""

    INDIVIDUAL = "individual", _("For themselves")
    ORGANISATION = "organisation", _("For an organisation")
    GROUP = "group", _("For a group")


class AgeBand(models.TextChoices):
    YOUNG = "under_18", _("Under 18")
    YOUTH = "18_34", _("18 to 34")
    ADULT = "35_59", _("35 to 59")
    OLDER = "60_over", _("60 or over")


class Gender(models.TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("In another way")


class Disability(models.TextChoices):
    YES = "yes", _("I live with a disability")
    NO = "no", _("I do not")


class State(models.TextChoices):
    """Where a comment stands in moderation. Hidden and withdrawn comments still count."""

    RECEIVED = "received", pgettext_lazy("moderation state", "Received")
    PUBLISHED = "published", pgettext_lazy("moderation state", "Published")
    HIDDEN = "hidden", pgettext_lazy("moderation state", "Hidden")
    WITHDRAWN = "withdrawn", pgettext_lazy("moderation state", "Withdrawn")


class Done(models.TextChoices):
    """What one act of moderation did to its comments."""

    PUBLISHED = "published", pgettext_lazy("act of moderation", "Published")
    HIDDEN = "hidden", pgettext_lazy("act of moderation", "Hidden")
    RECEIVED = "received", pgettext_lazy("act of moderation", "Put back to received")
    UNDONE = "undone", pgettext_lazy("act of moderation", "Undone")


class HiddenReason(models.TextChoices):
    PERSONAL_DATA = "personal_data", _("Names or identifies a private person")
    HATE = "hate", _("Hate speech or incitement")
    THREAT = "threat", _("Threat or abuse of a person")
    DEFAMATION = "defamation", _("An accusation that may be defamatory")
    OFF_TOPIC = "off_topic", _("Not about this policy")
    ADVERTISING = "advertising", _("Advertising or spam")
    TEST = "test", _("A test, or empty of meaning")
    DUPLICATE = "duplicate", _("The same comment from the same person")


class RedactionReason(models.TextChoices):
    """Why words of a comment are not shown, as the public is told beside the mark."""

    PERSON = "person", _("name of a private person")
    CONTACT = "contact", _("telephone number or address")
    IDENTITY = "identity", _("identity number")
    PRIVATE = "private", _("something private about a person")
    INSULT = "insult", _("insult")


class SecondView(models.TextChoices):
    """What another moderator thinks of a comment that was hidden."""

    SHOWN = "shown", _("Show it after all")
    HIDDEN = "hidden", _("It stays hidden")


class WithdrawnReason(models.TextChoices):
    """Why a clerk takes back what was entered."""

    MISTYPED = "mistyped", _("Something was entered wrong")
    TWICE = "twice", _("It was entered twice")
    ELSEWHERE = "elsewhere", _("It is about another consultation")
    ASKED = "asked", _("The respondent takes it back")


class ErasedReason(models.TextChoices):
    """Why a respondent's words are erased; stands after "Erased on 27 November 2026"."""

    ASKED = "asked", pgettext_lazy("erased on a day", "as the respondent asked")
    GUARDIAN = "guardian", pgettext_lazy("erased on a day", "as a parent or guardian asked")
    ORDER = "order", pgettext_lazy("erased on a day", "as an authority ordered")


class HoldReason(models.TextChoices):
    """Why a received comment is to be read with more care than others before it is published."""

    VISIT = "visit", _("One of many from the same visit within a few minutes")
    NETWORK = "network", _("One of many from the same internet connection within a few minutes")
    # Only where others are shown at once:
    WORDS = "words", _("A number, an address, a link or a rough word stands in it")
    FILE = "file", _("A file came with it")
    QUICK = "quick", _("Sent within a few seconds of opening the form")


class FirstShown(models.TextChoices):
    """When the public is shown a comment of a policy."""

    READ = "read", _("Once a moderator has read it")
    AT_ONCE = "at_once", _("At once; a moderator reads it afterwards")


class MessageState(models.TextChoices):
    """What became of a message that came by phone, or from a survey form."""

    ARRIVED = "arrived", _("Kept, not read yet")
    WAITING = "waiting", _("Waits for a clerk")
    UNSENT = "unsent", _("Typed, not confirmed")
    TAKEN = "taken", _("Taken in as a comment")
    SET_ASIDE = "set_aside", _("Set aside")


class MessageProblem(models.TextChoices):
    """Why a message is no comment by itself."""

    NO_POLICY = "no_policy", _("It names no consultation")
    CLOSED = "closed", _("The consultation was not open")
    NO_SECTION = "no_section", _("It names no section")
    SEVERAL = "several", _("Several sections bear that number")
    NO_WORDS = "no_words", _("It says nothing about the section")
    TOO_LONG = "too_long", _("It is longer than one comment may be")


class SetAsideReason(models.TextChoices):
    """Why a message became no comment."""

    EMPTY = "empty", _("A test, or empty of meaning")
    ELSEWHERE = "elsewhere", _("Not about a consultation")
    LATE = "late", _("It came when the consultation was not open")
    TWICE = "twice", _("The same words came in another message")
    CANCELLED = "cancelled", _("The sender did not send it")


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
