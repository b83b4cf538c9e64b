"""The forms by which an organisation hands in a memorandum."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from comments.choices import Stance
from comments.memoranda.change_table import MAX_ROWS
from comments.memoranda.draft_rows import KEEP, DraftRow, candidates
from comments.models.comment import TEXT_MAX
from comments.models.memoranda import COVERING_MAX, PEOPLE_MAX
from consult.typed_fields import PlainLineField, PlainTextField
from home.models import Organisation
from policies.models import SectionVersion
from texts.section_names import SectionNames

SECTION_MAX = 500
BLANK_ROWS = 3


def covering_field(label: Any, help_text: Any = "", rows: int = 5) -> PlainTextField:
    return PlainTextField(
        label=label,
        required=False,
        max_length=COVERING_MAX,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AboutMemorandumForm(forms.Form):
    """Whose it is, to whom, and its covering text. What is missing is asked before it is sent."""

    organisation_name = PlainLineField(
        label=_("Organisation"),
        required=False,
        max_length=160,
        help_text=_("As it shall stand in the public register."),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    organisation = forms.ModelChoiceField(
        label=_("Member of the network"),
        required=False,
        queryset=Organisation.objects.none(),
        empty_label=_("Not in this list"),
        help_text=_("If yours is one, choose it here instead of typing its name."),
    )
    addressee = PlainLineField(
        label=_("Addressed to"),
        required=False,
        max_length=200,
        help_text=_("The office, not a person: “The Clerk, County Assembly of Kakamega”."),
    )
    subject = PlainLineField(label=_("Subject"), required=False, max_length=200)
    summary = covering_field(_("Summary"), _("What you ask for, in a few sentences."))
    background = covering_field(_("Background"), _("Who you are, and why this matters to you."))
    conclusion = covering_field(_("Conclusion"), rows=3)
    document = forms.FileField(
        label=_("The memorandum as a file"),
        required=False,
        help_text=_(
            "Word (.docx) or PDF, up to 5 MB. It is kept, and not published. A table in a Word file"
            " with columns for section, proposed change and reason is read for you."
        ),
        widget=forms.FileInput(attrs={"accept": ".docx,.pdf"}),
    )
    speaks_for = forms.IntegerField(
        label=_("How many people it speaks for"),
        required=False,
        min_value=1,
        max_value=PEOPLE_MAX,
        help_text=_("The signatures on your list, if you collected any."),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    signed_by = PlainLineField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Who hands it in. Not shown in public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    role = PlainLineField(
        label=_("Your role in the organisation"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    mandate = PlainLineField(
        label=_("On whose decision you speak"),
        required=False,
        max_length=200,
        help_text=_("For example: resolution of the board of 3 November."),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        help_text=_("Only if you want an answer: those who answer see it, nobody else."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = PlainLineField(
        label=_("Telephone"),
        required=False,
        max_length=20,
        help_text=_("Only if you want an answer: those who answer see it, nobody else."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    # Hidden from people by CSS and labelled for those who meet it: only a script fills it in.
    website = PlainLineField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    whose = ("organisation", "organisation_name", "speaks_for")
    what = ("addressee", "subject", "document", "summary", "background", "conclusion")
    who = ("signed_by", "role", "mandate", "email", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Organisation.objects.filter(is_member=True).order_by("name")
        cast(forms.ModelChoiceField, self.fields["organisation"]).queryset = members
        if not members.exists():
            del self.fields["organisation"]

    def clean_website(self) -> str:
        typed: str = self.cleaned_data["website"]
        if typed:
            raise forms.ValidationError(_("Leave this field empty, and send the form again."))
        return typed

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields under their headings."""
        named = (
            (gettext("Whose memorandum it is"), self.whose),
            (gettext("What it says as a whole"), self.what),
            (gettext("Who hands it in"), self.who),
        )
        return [(name, [self[each] for each in of if each in self.fields]) for name, of in named]

    def typed(self) -> dict[str, Any]:
        """What was typed, to be kept with the draft; the name of a chosen member is its own."""
        kept = {**self.cleaned_data, "language": get_language() or "en"}
        for name in ("document", "website"):
            kept.pop(name, None)
        member = kept.get("organisation")
        kept["organisation"] = member.pk if member else None
        if member:
            kept["organisation_name"] = member.name
        return kept


class ChangeForm(forms.Form):
    """One row of the table."""

    section = PlainLineField(
        label=_("Section"),
        required=False,
        max_length=SECTION_MAX,
        widget=forms.TextInput(attrs={"list": "sections", "autocomplete": "off"}),
    )
    change = PlainTextField(
        label=_("Proposed change"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    rationale = PlainTextField(
        label=_("Rationale"),
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def row(self) -> DraftRow:
        """The row of a valid form; its section is not matched yet."""
        said = self.cleaned_data
        return DraftRow(*(said.get(name, "") for name in ("section", "change", "rationale")))


ChangeFormSet = forms.formset_factory(
    ChangeForm, extra=BLANK_ROWS, max_num=MAX_ROWS, absolute_max=MAX_ROWS, validate_max=True
)


class ConfirmRowsForm(forms.Form):
    """Each row with the section that it is about, and what it thinks of it; then it is sent."""

    rows_key = PlainLineField(widget=forms.HiddenInput, max_length=64)
    may_speak = forms.BooleanField(
        label=_("I may speak for this organisation, and these are its proposals."),
        error_messages={"required": _("Confirm that you may speak for the organisation.")},
    )

    def __init__(
        self,
        *args: Any,
        rows: Sequence[DraftRow],
        names: SectionNames[SectionVersion],
        table_changed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.table_changed = rows, table_changed
        self.initial["rows_key"] = self._rows_key()
        listed = list(zip(map(_key, names.nodes), names.labels, strict=True))
        known = {key for key, _label in listed}
        for number, row in enumerate(rows):
            likely = [] if row.target else candidates(row.section, names)
            self.fields[f"target_{number}"] = _target_field(listed, set(map(_key, likely)))
            self.fields[f"stance_{number}"] = _stance_field()
            self.initial[f"target_{number}"] = row.target if row.target in known | {KEEP} else ""
            self.initial[f"stance_{number}"] = row.stance
        self.order_fields([*(name for name in self.fields if name != "may_speak"), "may_speak"])

    def _rows_key(self) -> str:
        """The same for the same rows in their order: the fields are known by their places."""
        said = "\0".join(row.said for row in self.rows)
        return hashlib.sha256(said.encode()).hexdigest()

    def clean_rows_key(self) -> str:
        key: str = self.cleaned_data["rows_key"]
        if key != self._rows_key():
            raise forms.ValidationError(_("The table has changed in another window."))
        return key

    def shown_rows(self) -> list[dict[str, Any]]:
        """Each row with its fields; ``is_asked`` where its section could not be told."""
        return [
            {
                "row": row,
                "target": self[f"target_{number}"],
                "stance": self[f"stance_{number}"],
                "is_asked": not self.initial[f"target_{number}"],
            }
            for number, row in enumerate(self.rows)
        ]

    def clean(self) -> dict[str, Any]:
        """What is about a section says what it thinks of it."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in range(len(self.rows)):
            target = cleaned.get(f"target_{number}")
            if target and target != KEEP and not cleaned.get(f"stance_{number}"):
                self.add_error(f"stance_{number}", _("Choose what you think of the section."))
        return cleaned

    def chosen(self) -> list[DraftRow]:
        """The rows with what was chosen, as far as it is valid."""
        for number, row in enumerate(self.rows):
            row.target = self.cleaned_data.get(f"target_{number}", row.target)
            row.stance = self.cleaned_data.get(f"stance_{number}", row.stance)
        return list(self.rows)


def _key(version: SectionVersion) -> str:
    return str(version.pk)


def _target_field(listed: Iterable[tuple[str, str]], likely: set[str]) -> forms.ChoiceField:
    """The sections, those first that may be meant."""
    listed = list(listed)
    first = [pair for pair in listed if pair[0] in likely]
    others = [pair for pair in listed if pair[0] not in likely]
    groups: list[Any] = [("", gettext("Choose the section"))]
    if first:
        groups += [(gettext("Perhaps meant"), first), (gettext("Other sections"), others)]
    else:
        groups += others
    groups.append((KEEP, gettext("No section: keep it in the covering text")))
    return forms.ChoiceField(
        label=_("About which section"),
        choices=groups,
        error_messages={"required": _("Say which section this row is about.")},
    )


def _stance_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What you think of the section"),
        required=False,
        choices=[("", gettext("Choose")), *Stance.choices],
    )
