"""What clerks say about a message, and what is typed to try the doors out."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from comments.choices import SetAsideReason, Stance
from comments.models import PhoneMessage
from comments.models.comment import TEXT_MAX, TEXT_MIN
from comments.selectors import section_names
from consult.typed_fields import PlainLineField, PlainTextField
from policies.models import Edition
from texts.section_names import UnknownSectionError

MOST_KEYS = 30


class EditionChoice(forms.ModelChoiceField):
    def label_from_instance(self, edition: Edition) -> str:
        return f"{edition.policy.reference}: {edition.policy.title}, {edition.shown_label}"


class PlaceForm(forms.Form):
    """Which section a message is about."""

    edition = EditionChoice(label=_("Consultation"), queryset=Edition.objects.none())
    section = PlainLineField(
        label=_("Section"),
        max_length=500,
        help_text=_("Its number, or where several bear that: “Part II/3”. Or its title."),
    )
    stance = forms.ChoiceField(label=_("What they think of the section"), choices=Stance.choices)
    words = PlainTextField(
        label=_("Their words"),
        min_length=TEXT_MIN,
        max_length=TEXT_MAX,
        help_text=_("As they came. Cut off what only says which section is meant; add nothing."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: QueryDict | None = None, *, message: PhoneMessage) -> None:
        editions = open_at(message)
        only = editions[0] if len(editions) == 1 else None
        initial = {
            "edition": message.edition or only,
            "section": message.version.heading if message.version else "",
            "stance": message.stance or Stance.QUESTION,
            "words": message.text,
        }
        super().__init__(data, initial=initial)
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"edition", "section"} <= cleaned.keys():
            try:
                cleaned["version"] = section_names(cleaned["edition"]).one(cleaned["section"])
            except UnknownSectionError as error:
                self.add_error("section", str(error))
        return cleaned


def open_at(message: PhoneMessage) -> QuerySet[Edition]:
    """The editions that took comments when a message came."""
    came = message.received_at
    is_open = Q(closes_at=None) | Q(closes_at__gt=came)
    editions = Edition.objects.published().filter(is_open, opens_at__lte=came)
    return editions.select_related("policy__locale").defer("front_matter").order_by("-opens_at")


class SetAsideForm(forms.Form):
    """Why a message is no comment."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[each for each in SetAsideReason.choices if each[0] != SetAsideReason.CANCELLED],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason: it is kept in the log.")},
    )


class TrySmsForm(forms.Form):
    sms = PlainTextField(
        label=_("SMS"),
        max_length=2000,
        help_text=_("As somebody would send it: keyword, section, words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TryCallForm(forms.Form):
    """The next key of a call; what was typed before comes along, one key a line."""

    typed = PlainTextField(required=False, max_length=20_000, widget=forms.HiddenInput, strip=False)
    key = PlainLineField(label=_("What is typed"), required=False, max_length=2000)

    def keys(self) -> list[str]:
        """All that was typed, this one too."""
        before = self.cleaned_data["typed"]
        earlier = before.split("\n") if before else []
        return [*earlier, self.cleaned_data["key"]][:MOST_KEYS]
