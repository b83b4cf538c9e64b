"""The forms with which an analyst asks for a report."""

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from comments.choices import STANCES, Channel, State
from home.models import SubCounty, Ward
from policies.models import Edition, EditionSection
from reports.filters import Filters
from reports.labels import LANGUAGES
from reports.models import ReportFormat

SEVERAL = gettext_lazy("To choose several, hold Ctrl (on a Mac: Command) while you click.")


class ChooseEditionForm(forms.Form):
    """The first step: which edition of which policy."""

    edition = forms.ModelChoiceField(
        label=gettext_lazy("Policy and edition"), queryset=Edition.objects.none()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["edition"]
        field.queryset = published_editions()  # type: ignore[attr-defined]
        groups: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for edition in published_editions():
            groups[edition.policy.title].append((edition.pk, edition.label))
        field.choices = [("", _("Choose an edition")), *groups.items()]  # type: ignore[attr-defined]


def published_editions() -> QuerySet[Edition]:
    """By policy, the newest first."""
    editions = Edition.objects.published().select_related("policy")
    return editions.order_by("policy__title", "policy", "-number")


def several(label: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    widget = kwargs.pop("widget", forms.CheckboxSelectMultiple)
    return forms.MultipleChoiceField(label=label, required=False, widget=widget, **kwargs)


class ReportForm(forms.Form):
    """The second step: what of the edition, in which language and formats."""

    formats = forms.MultipleChoiceField(
        label=gettext_lazy("Formats"),
        choices=ReportFormat.choices,
        initial=ReportFormat.values,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one format at least.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the report"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Headings and labels; comments stay in the words they came in."),
    )
    sections = several(
        gettext_lazy("Sections"),
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text=gettext_lazy("What lies below a chosen section is included."),
    )
    states = several(gettext_lazy("State"), choices=State.choices)
    stances = several(gettext_lazy("Stance"), choices=list(STANCES.items()))
    tags = several(gettext_lazy("Tags"))
    channels = several(gettext_lazy("Channel"), choices=Channel.choices)
    languages = several(gettext_lazy("Language of the comment"), choices=list(LANGUAGES.items()))
    sub_counties = several(gettext_lazy("Sub-county"))
    wards = several(
        gettext_lazy("Ward"), widget=forms.SelectMultiple(attrs={"size": 8}), help_text=SEVERAL
    )
    received_from = forms.DateField(
        label=pgettext_lazy("first day of a period", "Received from"),
        required=False,
        widget=AdminDateInput,
    )
    received_to = forms.DateField(
        label=pgettext_lazy("last day of a period", "Received to"),
        required=False,
        widget=AdminDateInput,
    )

    filter_fields = (
        *("sections", "states", "stances", "tags", "channels", "languages"),
        *("sub_counties", "wards", "received_from", "received_to"),
    )

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.sections_below = _sections_below(edition)
        offered = {
            "sections": _outline(edition),
            "tags": [(tag.slug, tag.label) for tag in edition.policy.tags.all()],
            "sub_counties": SubCounty.objects.order_by("name").values_list("pk", "name"),
            "wards": _wards(),
        }
        for name, choices in offered.items():
            self.fields[name].choices = list(choices)  # type: ignore[attr-defined]
        if not offered["tags"]:
            del self.fields["tags"]

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [self["formats"], self["language"]]

    @property
    def narrowing_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.filter_fields if name in self.fields]

    @property
    def is_narrowed(self) -> bool:
        """Whether the panel of filters is to be open: it was used, or holds an error."""
        return any(field.errors or field.data for field in self.narrowing_fields)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("received_from"), cleaned.get("received_to")
        if first and last and first > last:
            self.add_error("received_to", _("The last day is before the first."))
        return cleaned

    def filters(self) -> Filters:
        """Of a valid form."""
        data = {name: self.cleaned_data.get(name) or () for name in self.filter_fields}
        keys = {key for chosen in data["sections"] for key in self.sections_below[chosen]}
        days = {name: data[name] or "" for name in ("received_from", "received_to")}
        return Filters.from_data({**data, **days, "sections": sorted(keys)})


def _entries(edition: Edition) -> list[EditionSection]:
    """The sections as they stand, once each, in order."""
    entries = edition.entries.filter(replaced_at=None).order_by("position", "pk")
    found = {e.version.section_key: e for e in reversed(entries.select_related("version"))}
    return list(reversed(found.values()))


def _outline(edition: Edition) -> list[tuple[str, str]]:
    """Indented with no-break spaces, which a list of choices keeps."""
    return [
        (str(entry.version.section_key), "\u00a0" * 4 * (entry.level - 1) + entry.version.heading)
        for entry in _entries(edition)
    ]


def _sections_below(edition: Edition) -> dict[str, list[str]]:
    """The key of each section with those of the sections under it, its own first."""
    below: dict[str, list[str]] = {}
    above: list[tuple[int, str]] = []
    for entry in _entries(edition):
        key = str(entry.version.section_key)
        above = [(level, each) for level, each in above if level < entry.level]
        below[key] = [key]
        for _level, each in above:
            below[each].append(key)
        above.append((entry.level, key))
    return below


def _wards() -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for ward in Ward.objects.select_related("sub_county").order_by("sub_county__name", "name"):
        groups[ward.sub_county.name].append((ward.pk, ward.name))
    return list(groups.items())
