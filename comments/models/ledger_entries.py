"""The append-only log of commitments to every comment: see `comments.register.ledger`."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.merkle.checker import COSIGNATURE, CheckFailed, VerifierKey
from comments.models.comment import Comment, EarlierWords


def check_witness_key(text: str) -> None:
    """Raises `ValidationError`."""
    try:
        kind = VerifierKey.parse(text).kind
    except CheckFailed:
        kind = 0
    if kind != COSIGNATURE:
        raise ValidationError(
            gettext("This is not the key of a witness. Copy the whole line that new-key printed.")
        )


class Ledger(models.Model):
    """A policy's Merkle tree: its name for ever, how many entries it has, and its right edge.

    ``comments`` counts those that the entries are of: one that was edited has several entries.
    ``key`` stands in its addresses, ``origin`` in its checkpoints: where it was when it began.
    ``peaks`` are the roots of the perfect trees that stand side by side in it, 32 bytes each, the
    largest first.
    """

    policy = models.OneToOneField(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="ledger"
    )
    key = models.CharField(_("key"), max_length=12, unique=True)
    origin = models.CharField(_("name of the ledger"), max_length=200, unique=True)
    size = models.PositiveIntegerField(_("entries"), default=0)
    comments = models.PositiveIntegerField(_("comments"), default=0)
    peaks = models.BinaryField(default=bytes)

    def __str__(self) -> str:
        return f"{self.origin}, {self.size}"


class LedgerEntry(models.Model):
    """A leaf of the tree, the first at position 1: one of a comment's states.

    Without ``salt`` the comment's words were erased: what it commits to cannot be found again.
    ``hashes`` are its own and those of the perfect trees that it completed, 32 bytes each.
    """

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("position"))
    comment = models.ForeignKey(
        "comments.Comment", on_delete=models.PROTECT, related_name="ledger_entries"
    )
    revision = models.PositiveSmallIntegerField(_("state of the words"), default=1)
    salt = models.CharField(_("salt"), max_length=32, blank=True)
    commitment = models.CharField(_("commitment"), max_length=64)
    hashes = models.BinaryField()

    class Meta:
        ordering = ["ledger", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "position"], name="comments_ledger_position_once"
            ),
            models.UniqueConstraint(
                fields=["comment", "revision"], name="comments_ledger_state_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Entry {self.position}"

    @property
    def said(self) -> Comment | EarlierWords:
        """The words that it commits to, where they were not erased."""
        return self.comment.said_in(self.revision)


class Checkpoint(models.Model):
    """The ledger at one moment as a signed note, with the signatures of whoever saw it."""

    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="checkpoints")
    size = models.PositiveIntegerField(_("entries"))
    note = models.TextField(_("signed note"))
    cosignatures = models.PositiveSmallIntegerField(_("signatures of witnesses"), default=0)
    made_at = models.DateTimeField(_("made at"), default=timezone.now)

    class Meta:
        ordering = ["ledger", "-size"]
        constraints = [
            models.UniqueConstraint(fields=["ledger", "size"], name="comments_checkpoint_once")
        ]

    def __str__(self) -> str:
        return f"Checkpoint at {self.size}"


class Witness(models.Model):
    """Somebody who sees to it that ledgers only grow, and signs what was seen."""

    organisation = models.CharField(_("organisation"), max_length=160)
    key = models.CharField(
        _("public key"),
        max_length=300,
        unique=True,
        validators=[check_witness_key],
        help_text=_("The line that command new-key of the checker prints: NAME+ID+KEY."),
    )
    is_active = models.BooleanField(_("accepted"), default=True)

    class Meta:
        ordering = ["organisation"]
        verbose_name = _("witness")
        verbose_name_plural = _("witnesses")

    def __str__(self) -> str:
        return self.organisation
