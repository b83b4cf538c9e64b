"""What is said of an edition before there is one: its name and note, and when it takes comments."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionPlan:
    """An edition as its editor wants it; what is said in Kiswahili may be left empty.

    Without ``opens_at`` it takes no comments, without ``closes_at`` it stays open.
    """

    label: str
    label_sw: str = ""
    note: str = ""
    note_sw: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def opening_from(self, now: datetime) -> "EditionPlan":
        """With a window that opens no earlier than ``now``; one that is over stays as it is."""
        if self.opens_at is None or (self.closes_at is not None and self.closes_at <= now):
            return self
        return replace(self, opens_at=max(self.opens_at, now))

    def to_json(self) -> dict[str, Any]:
        moments = {"opens_at": self.opens_at, "closes_at": self.closes_at}
        texts = {name: moment and moment.isoformat() for name, moment in moments.items()}
        return {**asdict(self), **texts}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        texts = {name: data[name] for name in ("opens_at", "closes_at")}
        moments = {name: text and parse_datetime(text) for name, text in texts.items()}
        return cls(**{**data, **moments})


class PlannedEdition(models.Model):
    """The fields of an `EditionPlan`: an edition has them, and whoever asks for one."""

    label = models.CharField(_("label"), max_length=80)
    label_sw = models.CharField(_("label in Kiswahili"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True, max_length=1000)
    note_sw = models.TextField(_("note in Kiswahili"), blank=True, max_length=1000)
    opens_at = models.DateTimeField(_("opens at"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes at"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def edition_plan(self) -> EditionPlan:
        return EditionPlan(
            label=self.label,
            label_sw=self.label_sw,
            note=self.note,
            note_sw=self.note_sw,
            opens_at=self.opens_at,
            closes_at=self.closes_at,
        )
