"""One view on one section version."""

from datetime import datetime
from operator import attrgetter
from typing import NamedTuple, cast

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from comments.choices import STANCES, ErasedReason, HiddenReason, HoldReason, Stance, State
from comments.flagged_words import flags_of
from comments.models.submission import Submission
from comments.public_words import public_text
from comments.querysets import CommentQuerySet
from policies.phases import Phase, phase_of
from texts.quoted_words import QuotedPart

TEXT_MIN, TEXT_MAX = 3, 5000
ADDRESS_MAX, QUOTE_MAX = 40, 1000
# What a respondent may add to the text: plain text in a field of its own, in the order in which it
# is asked for and shown. The ledger commits to it, the spreadsheet has a column for it.
ADDED = ("proposed", "reason")
# What the ledger states of a comment only where there is something.
IF_ANY = ("further_blocks", *ADDED)
SAID = ("stance", "block_id", "quote", "text", *IF_ANY)


class AddedWords(NamedTuple):
    """One of the fields `ADDED` that is not empty, to be shown under its label."""

    name: str
    label: str
    text: str


class PublicWords(NamedTuple):
    """What the public sees of a comment's own words."""

    text: str
    added: list[AddedWords]


class SaidWords(models.Model):
    """What was said: the fields `SAID`, all plain text.

    ``block_id`` is the address of a paragraph in the text that was read, ``quote`` its words or
    some of them: see `texts.plain.paragraphs`. A quote that runs over several paragraphs has a
    line for each; the addresses after the first are in ``further_blocks``, a space between two.
    """

    block_id = models.CharField(_("paragraph"), max_length=ADDRESS_MAX, blank=True)
    further_blocks = models.TextField(_("further paragraphs"), blank=True)
    quote = models.CharField(_("quoted words"), max_length=QUOTE_MAX, blank=True)
    stance = models.CharField(_("stance"), max_length=20, choices=Stance.choices)
    text = models.TextField(_("comment"), max_length=TEXT_MAX)
    proposed = models.TextField(_("proposed wording"), max_length=TEXT_MAX, blank=True)
    reason = models.TextField(_("reason"), max_length=TEXT_MAX, blank=True)

    class Meta:
        abstract = True

    @property
    def stance_name(self) -> str:
        """The stance as staff call it."""
        return str(STANCES.get(self.stance, ""))

    @property
    def quoted_parts(self) -> list[QuotedPart]:
        """The quoted words of each paragraph at its address; none where nothing is quoted."""
        return quoted_parts(self.block_id, self.further_blocks, self.quote)

    @property
    def added(self) -> list[AddedWords]:
        """What the respondent added to the text."""
        return [
            AddedWords(name, label_of(name), text)
            for name in ADDED
            if (text := getattr(self, name))
        ]


class Comment(SaidWords):
    """Plain text, for ever tied to the words that were read.

    ``number`` counts the policy's comments as they came in and, with the policy's reference, is
    the number that people quote. ``section_key`` repeats the version's for counting.
    ``changed_at`` is when its state or its words last changed, whoever did it: who acts on a
    comment says which one was seen, and one that has changed since is left alone.
    ``flags`` tell what stands out in the words that the public sees, or would see.
    ``as_it_came`` is one that its policy's rule has published, until a moderator decides on it.
    ``revision`` counts the states that its words had: those before are its `EarlierWords`. Words
    that were erased are empty, in every state.
    """

    policy = models.ForeignKey(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="comments"
    )
    number = models.PositiveIntegerField(_("number"))
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="comments")
    edition = models.ForeignKey(
        "policies.Edition", on_delete=models.PROTECT, related_name="comments"
    )
    version = models.ForeignKey(
        "policies.SectionVersion", on_delete=models.PROTECT, related_name="comments"
    )
    section_key = models.UUIDField(_("section key"), db_index=True)
    tags = TaggableManager(through="comments.TaggedComment", blank=True, verbose_name=_("tags"))
    external_id = models.CharField(_("identifier at its source"), max_length=120, blank=True)
    received_at = models.DateTimeField(_("received at"), default=timezone.now, db_index=True)
    revision = models.PositiveSmallIntegerField(_("state of the words"), default=1)
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True)
    erased_reason = models.CharField(
        _("reason for erasing"), max_length=10, choices=ErasedReason.choices, blank=True
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.RECEIVED
    )
    hold_reason = models.CharField(
        _("held because"), max_length=20, choices=HoldReason.choices, blank=True
    )
    as_it_came = models.BooleanField(
        _("shown as it came, not read by a moderator yet"), default=False, editable=False
    )
    flags = models.PositiveSmallIntegerField(
        _("what stands out in its words"), default=0, editable=False
    )
    hidden_reason = models.CharField(
        _("reason for hiding"), max_length=20, choices=HiddenReason.choices, blank=True
    )
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    moderated_at = models.DateTimeField(_("moderated at"), null=True, blank=True)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("moderated by"),
    )
    agreed = models.PositiveIntegerField(_("readers who agree"), default=0)
    campaign = models.ForeignKey(
        "comments.Campaign",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="comments",
        verbose_name=_("campaign"),
    )

    others_alike = 0
    """How many more are shown of its campaign, where a list of comments has counted them."""

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "number"]
        default_permissions = ("view",)
        permissions = [
            ("moderate_comment", _("Can publish and hide comments")),
            ("erase_comment", _("Can erase what a respondent sent")),
            ("see_contact", _("Can see how to reach a respondent who wants an answer")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="comments_number_once"),
            models.UniqueConstraint(
                fields=["policy", "external_id"],
                condition=~models.Q(external_id=""),
                name="comments_external_id_once",
            ),
            models.CheckConstraint(
                condition=(models.Q(state="hidden") & ~models.Q(hidden_reason=""))
                | (~models.Q(state="hidden") & models.Q(hidden_reason="")),
                name="comments_hidden_with_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None, erased_reason="")
                | (models.Q(erased_at__isnull=False, text="") & ~models.Q(erased_reason="")),
                name="comments_erased_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["policy", "section_key", "state"], name="comments_by_section"),
            models.Index(fields=["edition", "section_key", "number"], name="comments_by_edition"),
            models.Index(fields=["policy", "received_at"], name="comments_policy_by_moment"),
            models.Index(fields=["state", "received_at"], name="comments_state_by_moment"),
            models.Index(fields=["policy", "-agreed", "-number"], name="comments_by_agreed"),
            models.Index(fields=["flags", "received_at"], name="comments_flags_by_moment"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(as_it_came=True),
                name="comments_as_they_came",
            ),
        ]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people quote: PPP-0012."""
        return f"{self.policy.reference}-{self.number:04d}"

    @property
    def is_held(self) -> bool:
        """Whether it waits for a moderator for a reason of its own."""
        return self.state == State.RECEIVED and bool(self.hold_reason)

    @property
    def is_moderated(self) -> bool:
        """Whether it is published or hidden: neither waits nor was taken back by its author."""
        return self.state in (State.PUBLISHED, State.HIDDEN)

    @property
    def is_untouched(self) -> bool:
        """Whether it waits, and no moderator has ever decided on it: so nobody has answered it."""
        return self.state == State.RECEIVED and self.moderated_at is None

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (State.RECEIVED, State.PUBLISHED) and not self.is_erased

    @property
    def is_erased(self) -> bool:
        """Whether its words, and who gave them, are gone for ever."""
        return self.erased_at is not None

    @property
    def erased(self) -> str:
        """When and why its words were erased, in the active language; empty where they were not."""
        if self.erased_at is None:
            return ""
        day = date_format(timezone.localtime(self.erased_at), "DATE_FORMAT")
        said = {"date": day, "why": self.get_erased_reason_display()}
        return gettext("Erased on %(date)s %(why)s.") % said

    @property
    def redaction_reasons(self) -> list[str]:
        """Why words of it are not shown to the public, each reason once, in the active language."""
        held = (each for each in self.redactions.all() if each.lifted_at is None)
        return list(dict.fromkeys(str(each.get_reason_display()) for each in held))

    @property
    def takes_agreement(self) -> bool:
        """Whether readers may say that they agree: it is shown, and views are asked for."""
        phase = phase_of(outcome=self.policy.final_phase, edition=self.edition)
        is_shown = self.state == State.PUBLISHED and not self.is_erased
        return is_shown and phase == Phase.OPEN

    @property
    def states(self) -> "list[Comment | EarlierWords]":
        """Its words as they stand and as they stood, the newest first."""
        earlier = sorted(self.earlier_words.all(), key=attrgetter("revision"), reverse=True)
        return [self, *earlier]

    def said_in(self, revision: int) -> "Comment | EarlierWords":
        """Its words in one of its states, counted from 1. Raises `KeyError` where that is lost."""
        if revision == self.revision:
            return self
        return {each.revision: each for each in self.earlier_words.all()}[revision]

    @property
    def ledger_entry(self) -> models.Model | None:
        """The entry of its present words."""
        entries = self.ledger_entries.all()
        return next((each for each in entries if each.revision == self.revision), None)

    @property
    def released_files(self) -> int:
        """How many of its files the public may have while it is shown."""
        return self.attachments.exclude(released_at=None).count()

    @property
    def public(self) -> PublicWords:
        """Its words without what was redacted: all that anybody but its author is shown unasked."""
        held = self.redactions.all()
        added = [each._replace(text=public_text(each.text, each.name, held)) for each in self.added]
        return PublicWords(public_text(self.text, "text", held), added)

    def set_flags(self) -> None:
        """Note what stands out now; to be saved by whoever changed its words, or their veil."""
        shown = self.public if self.pk else self  # nothing of a new one is redacted
        self.flags = flags_of([shown.text, *(each.text for each in shown.added)])


class EarlierWords(SaidWords):
    """What a comment said before its author changed it: kept, and under the ledger.

    ``revision`` counts a comment's states from 1. The public is not shown these words.
    """

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="earlier_words")
    revision = models.PositiveSmallIntegerField(_("state of the words"))
    tags = models.ManyToManyField(
        "policies.PolicyTag", related_name="+", blank=True, verbose_name=_("tags")
    )
    stood_from = models.DateTimeField(_("stood from"))
    replaced_at = models.DateTimeField(_("replaced at"))

    class Meta:
        ordering = ["comment", "revision"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "revision"], name="comments_earlier_words_once"
            )
        ]
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")

    def __str__(self) -> str:
        return f"Comment {self.comment_id}, state {self.revision}"

    @property
    def received_at(self) -> datetime:
        """When the comment came, whose words these were."""
        return self.comment.received_at


def quoted_parts(address: str, further: str, quote: str) -> list[QuotedPart]:
    """What a comment's fields say of its quote, part by part."""
    if not further:
        return [QuotedPart(address, quote)] if quote else []
    return list(map(QuotedPart, [address, *further.split()], quote.split("\n")))


def label_of(name: str) -> str:
    """What a field of a comment is called, in the active language."""
    field = cast(models.Field, Comment._meta.get_field(name))
    return capfirst(str(field.verbose_name))
