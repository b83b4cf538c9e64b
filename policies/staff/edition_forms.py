"""The forms about an edition: its name, and when people may comment on it."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.typed_fields import NairobiDateTimeField, PlainLineField, PlainTextField
from policies.models import Edition, EditionPlan

# What a first edition is called unless the editor says otherwise, in both languages.
FIRST_LABEL = {"label": "First draft", "label_sw": "Rasimu ya kwanza"}
# A habit of this site, not a rule of law: time to hear of it, to meet, and to write.
USUAL_PERIOD = timedelta(days=21)
END_OF_DAY = 17  # o'clock, when offices in the county close
SATURDAY = 5


class Opening(models.TextChoices):
    AT_ONCE = "now", gettext_lazy("As soon as it is published")
    AT_TIME = "time", gettext_lazy("At the time below")
    NEVER = "never", gettext_lazy("Not at all: nobody may comment on this edition")


def usual_close(now: datetime | None = None) -> datetime:
    """Three weeks from now at five in the afternoon, on a working day, in the time of the place."""
    with timezone.override(settings.TIME_ZONE):
        day = timezone.localtime(now) + USUAL_PERIOD
        if day.weekday() >= SATURDAY:
            day += timedelta(days=7 - day.weekday())
        return day.replace(hour=END_OF_DAY, minute=0, second=0, microsecond=0)


class OpeningForm(forms.Form):
    """When comments open and close. Open at once is the moment at which the form was sent:
    `policies.publishing.services.publish_edition` moves it to the moment of publication.

    Where nobody said how it opens, the times say it.
    """

    opening = forms.ChoiceField(
        label=gettext_lazy("When people may comment"),
        choices=Opening.choices,
        widget=forms.RadioSelect,
        required=False,
        initial=Opening.AT_ONCE,
    )
    opens_at = NairobiDateTimeField(
        label=gettext_lazy("Comments open"),
        required=False,
        help_text=gettext_lazy(
            "Only where you chose “At the time below”. Nairobi time; a time that is over means as"
            " soon as it is published."
        ),
    )
    closes_at = NairobiDateTimeField(
        label=gettext_lazy("Comments close"),
        required=False,
        initial=usual_close,
        help_text=gettext_lazy(
            "Nairobi time. It closes by itself, at this minute; you can extend it, with a reason."
            " The time suggested is three weeks from today: a habit of this site, not a rule of"
            " law. Check what the law asks of you. Fewer than 14 days are warned of."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opening, now = cleaned.get("opening"), timezone.now()
        opens_at = cleaned.get("opens_at")
        if opening == Opening.NEVER:
            for name in ("opens_at", "closes_at"):
                self.errors.pop(name, None)
            return {**cleaned, "opens_at": None, "closes_at": None}
        if opening == Opening.AT_ONCE:
            if opens_at and opens_at > now:
                self.add_error(
                    "opening",
                    _("You typed a later time too: choose “At the time below”, or clear the time."),
                )
            cleaned["opens_at"] = opens_at = now
        elif not opens_at and "opens_at" not in self.errors:
            if opening == Opening.AT_TIME:
                self.add_error("opens_at", _("Type the time at which comments open."))
            elif cleaned.get("closes_at"):
                self.add_error("opens_at", _("Say when comments open, too."))
        closes_at = cleaned.get("closes_at")
        if opens_at and closes_at and closes_at <= opens_at:
            self.add_error("closes_at", _("Comments must close after they open."))
        return cleaned

    @property
    def window_shown(self) -> str:
        """The times as they were looked at, to tell whether their effects were seen."""
        opens_at, closes_at = (self.cleaned_data.get(name) for name in ("opens_at", "closes_at"))
        at_once = self.cleaned_data.get("opening") == Opening.AT_ONCE
        opens = Opening.AT_ONCE.value if at_once else _iso(opens_at)
        return f"{opens} {_iso(closes_at)}"


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else "-"


class EditionForm(OpeningForm):
    """A new edition, and when people may comment on it."""

    EDITION = ("label", "label_sw", "note", "note_sw", "opening", "opens_at", "closes_at")
    field_order = EDITION

    label = PlainLineField(
        label=gettext_lazy("Name of the edition"),
        max_length=80,
        help_text=gettext_lazy("As readers will see it: First draft, Draft after comments, Final."),
    )
    label_sw = PlainLineField(
        label=gettext_lazy("Name of the edition in Kiswahili"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("For readers of Kiswahili: Rasimu ya kwanza, Toleo la mwisho."),
    )
    note = PlainTextField(
        label=gettext_lazy("Note"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What is new in it, or what you would like to hear about."),
    )
    note_sw = PlainTextField(
        label=gettext_lazy("Note in Kiswahili"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The same, for readers of Kiswahili."),
    )

    @property
    def plan(self) -> EditionPlan:
        """The edition that was typed; valid forms only."""
        return EditionPlan(
            **{name: self.cleaned_data[name] for name in self.EDITION if name != "opening"}
        )


class EditionWordsForm(forms.ModelForm):
    """What an edition is called in Kiswahili, after it was published without."""

    class Meta:
        model = Edition
        fields = ("label_sw", "note_sw")
        labels = {
            "label_sw": gettext_lazy("Name of the edition in Kiswahili"),
            "note_sw": gettext_lazy("Note in Kiswahili"),
        }
        widgets = {"note_sw": forms.Textarea(attrs={"rows": 3})}
        field_classes = {"label_sw": PlainLineField, "note_sw": PlainTextField}


class LateOpeningForm(OpeningForm):
    """A window for an edition that was published without one."""

    opening = forms.ChoiceField(
        label=gettext_lazy("When people may comment"),
        choices=[
            (Opening.AT_ONCE, gettext_lazy("At once")),
            (Opening.AT_TIME, Opening.AT_TIME.label),
        ],
        widget=forms.RadioSelect,
        initial=Opening.AT_ONCE,
    )


class WindowForm(forms.Form):
    """A new closing time, or closing at once; either with a reason."""

    closes_at = NairobiDateTimeField(
        label=gettext_lazy("Comments close"),
        required=False,
        help_text=gettext_lazy("Nairobi time. A later time than now: it closes by itself."),
    )
    now = forms.BooleanField(label=gettext_lazy("Close it now"), required=False)
    reason = PlainLineField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Shown to the public beside the new time."),
        error_messages={"required": gettext_lazy("Say why: the public sees the reason.")},
    )

    def __init__(self, *args: Any, edition: Edition | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if edition and edition.closes_at and edition.closes_at > timezone.now():
            self.initial["closes_at"] = edition.closes_at
        if edition and not edition.is_open:
            del self.fields["now"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        now = timezone.now()
        if cleaned.get("now"):
            cleaned["closes_at"] = now
        elif "closes_at" not in self.errors and not cleaned.get("closes_at"):
            self.add_error("closes_at", _("Say when comments close."))
        elif cleaned.get("closes_at") and cleaned["closes_at"] <= now:
            said = _("This time is over. To close the window now, tick “Close it now”.")
            if "now" not in self.fields:
                said = _("This time is over: type a later one.")
            self.add_error("closes_at", said)
        return cleaned

    @property
    def window_shown(self) -> str:
        """As that of `OpeningForm`, with the reason that the public will see."""
        closing_now = self.cleaned_data.get("now")
        closes = "now" if closing_now else _iso(self.cleaned_data["closes_at"])
        return f"{closes} {self.cleaned_data['reason']}"

    @property
    def change(self) -> dict[str, Any]:
        """What `policies.publishing.services.change_window` takes; valid forms only."""
        return {name: self.cleaned_data[name] for name in ("closes_at", "reason")}
