"""What a form asks of who speaks: name, ward, for whom, and what only figures know of them."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from comments.choices import AgeBand, Disability, Gender, RespondentKind
from comments.models import Submission
from comments.models.respondent_questions import QUESTIONS
from consult.typed_fields import PlainLineField
from home.models import Organisation
from home.selectors import members

SPOKEN_FOR = ("kind", "organisation", "role", "people")
_LEFT_OPEN = _("I would rather not say")


def _kind_of(organisation: str, people: int | None) -> str:
    """Where nobody chose one."""
    if people:
        return RespondentKind.GROUP
    return RespondentKind.ORGANISATION if organisation else RespondentKind.INDIVIDUAL


class MemberField(forms.ModelChoiceField):
    """A member of the network, chosen from all of them: what is typed never becomes one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Organisation.objects.filter(is_member=True), **kwargs)
        self.choices = self.offered  # when it is shown

    def offered(self) -> list[tuple[Any, Any]]:
        return [("", self.empty_label), *((each.pk, each.name) for each in members())]

    def to_python(self, value: object) -> Organisation | None:
        if value in self.empty_values:
            return None
        found = next((each for each in members() if str(each.pk) == str(value)), None)
        if found is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            )
        return found


class ForFiguresField(forms.ChoiceField):
    """A question that may be left open; its answer is counted, and not kept with the comment."""

    def __init__(self, label: Any, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__(
            label=label,
            required=False,
            choices=[("", _LEFT_OPEN), *choices],
            widget=forms.Select(attrs={"data-not-kept": True}),  # on the device, beside the words
        )


class RespondentForm(forms.Form):
    """Who speaks, and for whom; a form that says nothing of it speaks for one person."""

    kind = forms.ChoiceField(
        label=_("For whom do you speak?"),
        required=False,
        choices=[("", RespondentKind.INDIVIDUAL.label), *RespondentKind.choices[1:]],
        widget=forms.RadioSelect,
    )
    organisation = PlainLineField(
        label=_("Name of the organisation or group"),
        required=False,
        max_length=160,
        help_text=_("Shown with your comment."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    role = PlainLineField(
        label=_("Your role in it"),
        required=False,
        max_length=120,
        help_text=_("Not shown. It tells those who answer in whose name you speak."),
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    people = forms.IntegerField(
        label=_("How many people are in the group?"),
        required=False,
        min_value=Submission.FEWEST,
        max_value=Submission.MOST,
        help_text=_("For a group: those who agreed to these views. Shown with your comment."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    age_band = ForFiguresField(_("How old are you?"), AgeBand.choices)
    gender = ForFiguresField(_("How do you describe yourself?"), Gender.choices)
    disability = ForFiguresField(_("Do you live with a disability?"), Disability.choices)

    def leave_out_questions(self, asked: Iterable[str]) -> None:
        """Ask for the figures only what the policy does."""
        for name in set(QUESTIONS) - set(asked):
            self.fields.pop(name, None)

    def check_spoken_for(self) -> None:
        """A group has a number, and an organisation a name."""
        cleaned = self.cleaned_data
        kind = cleaned.get("kind", "")
        if kind == RespondentKind.GROUP and not (cleaned.get("people") or "people" in self.errors):
            self.add_error("people", _("Say how many people are in the group."))
        if kind == RespondentKind.ORGANISATION and not cleaned.get("organisation"):
            self.add_error("organisation", _("Give the name of the organisation."))

    def spoken_for(self) -> dict[str, Any]:
        """The fields of a new `Submission` that say for whom it speaks."""
        cleaned = self.cleaned_data
        name, people = cleaned.get("organisation", ""), cleaned.get("people")
        kind = cleaned.get("kind") or _kind_of(name, people)
        is_group = kind == RespondentKind.GROUP
        return {
            "kind": kind,
            "organisation_name": name,
            "role": cleaned.get("role", ""),
            "people": people if is_group else None,
        }

    def answers(self) -> dict[str, str]:
        """What is said for the figures."""
        given = {name: self.cleaned_data.get(name, "") for name in QUESTIONS}
        return {name: answer for name, answer in given.items() if answer}
