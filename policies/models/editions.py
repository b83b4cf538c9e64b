"""Editions: named sets of section versions, each with its consultation window."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from policies.models.edition_plans import PlannedEdition
from policies.phases import Phase, phase_of


class EditionQuerySet(models.QuerySet):
    def published(self) -> "EditionQuerySet":
        return self.filter(published_at__isnull=False)


class Edition(PlannedEdition):
    """A named set of section versions ("First draft", "Final") with the window for comments."""

    policy = models.ForeignKey(
        "policies.PolicyPage",
        on_delete=models.PROTECT,
        related_name="editions",
        verbose_name=_("policy"),
    )
    number = models.PositiveSmallIntegerField(_("number"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answers published at"), null=True, blank=True)
    front_matter = models.JSONField(
        _("front matter"), default=dict, blank=True, help_text="Raw StreamField data by language."
    )
    versions = models.ManyToManyField(
        "policies.SectionVersion", through="policies.EditionSection", related_name="editions"
    )

    newest_version_id: int | None
    has_window_changes: bool
    """Both on the editions that `PolicyPage.public_editions` has read."""

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["policy", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["policy", "number"], name="policies_edition_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(closes_at__isnull=True)
                | models.Q(opens_at__isnull=False, closes_at__gt=models.F("opens_at")),
                name="policies_edition_window_in_order",
            ),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.closes_at and not self.opens_at:
            raise ValidationError({"opens_at": _("Say when the window opens too.")})
        if self.closes_at and self.opens_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("The window must close after it opens.")})

    @property
    def shown_label(self) -> str:
        """The label in the reader's language, where it has one in it."""
        return self.label_sw if self.label_language == "sw" else self.label

    @property
    def label_language(self) -> str:
        """The language of `shown_label`, for its ``lang`` attribute."""
        return "sw" if self.label_sw and get_language() == "sw" else settings.LANGUAGE_CODE

    @property
    def shown_note(self) -> str:
        """The note in the reader's language, where it has one in it."""
        return self.note_sw if self.note_language == "sw" else self.note

    @property
    def note_language(self) -> str:
        """The language of `shown_note`, for its ``lang`` attribute."""
        return "sw" if self.note_sw and get_language() == "sw" else settings.LANGUAGE_CODE

    def front_blocks(self, language: str) -> list[dict]:
        """What stands before the first section: in ``language``, else in the policy's own."""
        return self.front_matter.get(language) or self.front_matter.get(self.policy.language) or []

    @property
    def is_open(self) -> bool:
        now = timezone.now()
        started = self.opens_at is not None and self.opens_at <= now
        return started and (self.closes_at is None or now < self.closes_at)

    @property
    def awaits_comments(self) -> bool:
        """Whether its window has still to end; it may have to begin first."""
        has_ended = self.closes_at is not None and self.closes_at <= timezone.now()
        return self.opens_at is not None and not has_ended

    @property
    def takes_comments(self) -> bool:
        """Whether the window is open and the policy still in process."""
        return phase_of(outcome=self.policy.final_phase, edition=self) == Phase.OPEN


class EditionSection(models.Model):
    """A section version's place in an edition.

    A text corrected while the window is open joins the edition; the one it replaces stays in it,
    with the time it was replaced, because comments made on it count.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="entries")
    version = models.ForeignKey(
        "policies.SectionVersion", on_delete=models.PROTECT, related_name="entries"
    )
    position = models.PositiveIntegerField(_("position"))
    level = models.PositiveSmallIntegerField(_("level"))
    replaced_at = models.DateTimeField(_("replaced at"), null=True, blank=True)

    class Meta:
        ordering = ["edition", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "version"], name="policies_edition_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.version}"


class WindowChange(models.Model):
    """An extension or early close of a window, with the reason the public sees.

    Without a reason it is the end that the withdrawal of the policy made.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="window_changes")
    closes_at_before = models.DateTimeField(_("closed at, before"), null=True)
    closes_at_after = models.DateTimeField(_("closes at, after"))
    reason = models.CharField(_("reason"), max_length=300)
    created_at = models.DateTimeField(_("changed at"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.edition}: {self.closes_at_after:%Y-%m-%d %H:%M}"

    @property
    def shown_reason(self) -> str:
        """In the active language where the system gives it."""
        return self.reason or str(_("The policy was withdrawn."))

    @property
    def is_extension(self) -> bool:
        """Whether people got more time; else the window was made to close early."""
        return self.closes_at_before is not None and self.closes_at_after > self.closes_at_before


def policy_has_an_edition() -> models.Q:
    """Which policies analysts may choose: of a draft they need not know that there is one."""
    return models.Q(pk__in=Edition.objects.values("policy"))
