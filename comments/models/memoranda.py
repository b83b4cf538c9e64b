"""Memoranda: what organisations hand in as a whole, and the register of them."""

import secrets
import shutil
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.choices import MemorandumStatus
from comments.models.submission import Submission
from policies.models.editions import policy_has_an_edition

COVERING_MAX = 20_000
"""Characters of each part of the covering text."""
PEOPLE_MAX = 10_000_000
"""More than live in the county: what is above is a slip of the finger."""
ERASED = (
    *("organisation_name", "subject", "summary", "background", "conclusion", "set_aside"),
    *("signed_by", "role", "mandate", "document", "document_name"),
)


def private_files() -> FileSystemStorage:
    """Where documents are kept: no address leads there."""
    return FileSystemStorage(location=settings.DATA_DIR / "memoranda")


def private_name(_instance: models.Model, name: str) -> str:
    """A name that nobody chose, with the ending of the one that was uploaded."""
    return f"{secrets.token_hex(16)}{Path(name).suffix.lower()[:6]}"


def new_draft_key() -> str:
    """What is needed to go on with a draft: 192 random bits."""
    return secrets.token_urlsafe(24)


class MemorandumQuerySet(models.QuerySet):
    def registered(self) -> "MemorandumQuerySet":
        """Those that have been handed in."""
        return self.exclude(status=MemorandumStatus.DRAFTED)

    def represented(self) -> int:
        """How many people these speak for, by their lists of signatures."""
        return self.aggregate(people=models.Sum("speaks_for"))["people"] or 0


class Memorandum(models.Model):
    """One memorandum in the register: handed in over the site, or entered by staff.

    One that was handed in here has a ``submission`` with its comments. The public is told whose
    it is and what it says once staff have read it: see `is_named`.
    """

    number = models.PositiveIntegerField(_("number"), null=True, unique=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=MemorandumStatus.choices,
        default=MemorandumStatus.DRAFTED,
        help_text=_(
            "Drafted ones are not public. One that was handed in over the site is named in public"
            " once it is acknowledged: read it first."
        ),
    )
    is_withheld = models.BooleanField(
        _("not named in public"),
        default=False,
        help_text=_("The register then has its number, date and status alone."),
    )
    policy = models.ForeignKey(
        "policies.PolicyPage",
        limit_choices_to=policy_has_an_edition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="memoranda",
        verbose_name=_("policy"),
        help_text=_("Empty for a memorandum on a policy that is not here."),
    )
    submission = models.OneToOneField(
        Submission,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="memorandum",
        verbose_name=_("submission"),
    )
    organisation_name = models.CharField(_("organisation"), max_length=160)
    organisation = models.ForeignKey(
        "home.Organisation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="memoranda",
        verbose_name=_("registered organisation"),
    )
    addressee = models.CharField(
        _("addressed to"), max_length=200, blank=True, help_text=_("An office, not a person.")
    )
    subject = models.CharField(_("subject"), max_length=200)
    summary = models.TextField(_("summary"), max_length=COVERING_MAX, blank=True)
    background = models.TextField(_("background"), max_length=COVERING_MAX, blank=True)
    conclusion = models.TextField(_("conclusion"), max_length=COVERING_MAX, blank=True)
    set_aside = models.TextField(
        _("proposals on no section"),
        blank=True,
        help_text=_("Rows of its table that are about no section of the policy."),
    )
    signed_by = models.CharField(_("handed in by"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=120, blank=True)
    mandate = models.CharField(_("mandate"), max_length=200, blank=True)
    speaks_for = models.PositiveIntegerField(
        _("people it speaks for"),
        null=True,
        blank=True,
        help_text=_("As its list of signatures says."),
    )
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    document = models.FileField(
        _("document"), storage=private_files, upload_to=private_name, blank=True, editable=False
    )
    document_name = models.CharField(max_length=255, blank=True, editable=False)
    handed_in_on = models.DateField(_("handed in on"), null=True, blank=True)
    reply = models.TextField(
        pgettext_lazy("answer to a memorandum", "county's reply"),
        max_length=COVERING_MAX,
        blank=True,
    )
    replied_on = models.DateField(_("replied on"), null=True, blank=True)
    illustrative = models.BooleanField(
        _("illustrative"), default=False, help_text=_("Made up for the sample content.")
    )

    objects = MemorandumQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="drafted", number=None)
                | (
                    ~models.Q(status="drafted")
                    & models.Q(number__isnull=False, handed_in_on__isnull=False)
                ),
                name="comments_memorandum_numbered",
            ),
        ]
        verbose_name = _("memorandum")
        verbose_name_plural = _("memoranda")

    def __str__(self) -> str:
        return self.ref or self.subject

    @property
    def ref(self) -> str:
        """The number people quote, M-0012; empty for a draft."""
        return f"M-{self.number:04d}" if self.number else ""

    @property
    def printed_receipt(self) -> str:
        """Of its submission; empty for one that staff entered."""
        return self.submission.printed_receipt if self.submission else ""

    @property
    def is_named(self) -> bool:
        """Whether the public is told whose it is and what it says: staff have read it."""
        seen = self.submission_id is None or self.status in MemorandumStatus.read()
        return seen and not self.is_withheld and self.status != MemorandumStatus.DRAFTED

    @property
    def covering(self) -> list[tuple[str, str]]:
        """The parts of the covering text that are not empty, each under its name."""
        parts = ("summary", "background", "set_aside", "conclusion")
        named = [(self._meta.get_field(part), getattr(self, part)) for part in parts]
        return [(str(getattr(field, "verbose_name", "")), text) for field, text in named if text]

    @property
    def made_files(self) -> Path:
        """The folder of what is made from it and kept."""
        return Path(settings.DATA_DIR) / "downloads" / f"memorandum-{self.pk}"

    def erase(self) -> None:
        """Blank what it says and whose it is; its files go once that is committed.

        Its number, date, status and policy stay, and how many people it speaks for.
        """
        stored, storage = self.document.name, self.document.storage
        for name in ERASED:
            setattr(self, name, "")
        self.organisation, self.is_withheld = None, True
        self.save(update_fields=[*ERASED, "organisation", "is_withheld"])
        transaction.on_commit(partial(shutil.rmtree, self.made_files, ignore_errors=True))
        if stored:
            transaction.on_commit(partial(storage.delete, stored))


class MemorandumDraft(models.Model):
    """What is being written at an address that only its writer has; emptied once it is handed in.

    ``typed`` is what the form about the whole was filled in with, by field. ``rows`` are those of
    the table: see `comments.memoranda.draft_rows`.
    """

    key = models.CharField(max_length=40, unique=True, default=new_draft_key)
    policy = models.ForeignKey(
        "policies.PolicyPage", on_delete=models.CASCADE, related_name="memorandum_drafts"
    )
    typed = models.JSONField(default=dict)
    rows = models.JSONField(default=list)
    document = models.FileField(storage=private_files, upload_to=private_name, blank=True)
    document_name = models.CharField(max_length=255, blank=True)
    touched_at = models.DateTimeField(auto_now=True, db_index=True)
    filed = models.OneToOneField(
        Memorandum, on_delete=models.CASCADE, null=True, related_name="draft"
    )

    class Meta:
        default_permissions = ()
        verbose_name = _("draft of a memorandum")
        verbose_name_plural = _("drafts of memoranda")

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """With its document, which is nowhere else."""
        if self.document:
            self.document.delete(save=False)
        return super().delete(*args, **kwargs)
