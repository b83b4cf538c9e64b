"""The append-only chain of commitments to every comment: see `comments.register.ledger`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ledger(models.Model):
    """A policy's chain: how long it is, and its newest link."""

    policy = models.OneToOneField(
        "policies.PolicyPage", on_delete=models.PROTECT, related_name="ledger"
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    head = models.CharField(_("head"), max_length=64)

    def __str__(self) -> str:
        return f"Ledger of policy {self.policy_id} at {self.position}"


class LedgerEntry(models.Model):
    ledger = models.ForeignKey(Ledger, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField(_("position"))
    comment = models.OneToOneField(
        "comments.Comment", on_delete=models.PROTECT, related_name="ledger_entry"
    )
    salt = models.CharField(_("salt"), max_length=32)
    commitment = models.CharField(_("commitment"), max_length=64)
    head = models.CharField(_("head"), max_length=64)

    class Meta:
        ordering = ["ledger", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["ledger", "position"], name="comments_ledger_position_once"
            )
        ]

    def __str__(self) -> str:
        return f"Entry {self.position}"
