"""What staff say of a file of comments: which consultation it is about, and what is what in it."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.channels.columns import COLUMNS
from comments.channels.spreadsheet import REQUIRED
from comments.models import CommentImport
from comments.selectors import section_names
from consult.moments import DateOrder
from consult.typed_fields import PlainLineField
from policies.models import Edition
from texts.section_names import UnknownSectionError

ENDINGS = (".xlsx", ".csv", ".tsv", ".eml", ".mbox")
LABELS: dict[str, Any] = {
    "section": gettext_lazy("Section"),
    "stance": gettext_lazy("Stance"),
    "text": gettext_lazy("Comment"),
    "proposed": gettext_lazy("Proposed wording"),
    "reason": gettext_lazy("Reason"),
    "tags": gettext_lazy("Topics"),
    "name": gettext_lazy("Name"),
    "organisation": gettext_lazy("Organisation"),
    "kind": gettext_lazy("For whom they speak"),
    "people": gettext_lazy("People in the group"),
    "role": gettext_lazy("Their role in it"),
    "ward": gettext_lazy("Ward"),
    "channel": gettext_lazy("How it came"),
    "language": gettext_lazy("Language"),
    "received_at": gettext_lazy("When it came"),
    "external_id": gettext_lazy("Its identifier where it came from"),
}
DATES = (
    (DateOrder.ISO.value, "2026-12-04"),
    (DateOrder.DAY_FIRST.value, gettext_lazy("04/12/2026: the day first")),
    (DateOrder.MONTH_FIRST.value, gettext_lazy("12/04/2026: the month first")),
)


class EditionChoiceField(forms.ModelChoiceField):
    """An edition by its policy and its label."""

    def label_from_instance(self, obj: Edition) -> str:
        return f"{obj.policy.title}, {obj.shown_label}"


class BulkUploadForm(forms.Form):
    edition = EditionChoiceField(
        label=gettext_lazy("Consultation"),
        queryset=Edition.objects.none(),
        error_messages={"required": gettext_lazy("Choose the consultation it is about.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy(
            "A table (.xlsx, .csv) with a row for each comment, or e-mails (.eml, .mbox). Nothing"
            " is taken in yet: first you see what was found."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )

    def __init__(self, *args: Any, editions: QuerySet[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(EditionChoiceField, self.fields["edition"]).queryset = editions

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            sizes = {
                "size": filesizeformat(file.size),
                "limit": filesizeformat(settings.MAX_UPLOAD_BYTES),
            }
            raise forms.ValidationError(
                _("The file has %(size)s, more than the %(limit)s that are taken. Split it.")
                % sizes
            )
        return file


class TablePlanForm(forms.Form):
    """What each column of the file is; a field a column, in their order."""

    def __init__(self, *args: Any, row: CommentImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = row.columns
        planned = row.plan.get("columns", {})
        choices = [("", _("Not used")), *((name, LABELS.get(name, name)) for name in COLUMNS)]
        for n, name in enumerate(self.columns):
            self.fields[f"column_{n}"] = forms.ChoiceField(
                label=name, choices=choices, required=False, initial=planned.get(name, "")
            )
        self.fields["dates"] = forms.ChoiceField(
            label=_("How the file writes dates"),
            choices=DATES,
            initial=row.plan.get("dates", DateOrder.ISO.value),
        )
        self.fields["as_written"] = forms.BooleanField(
            label=_("Numbers of sections stand as they are written: 5.1 is not 5.10"),
            required=False,
            initial=row.plan.get("as_written", False),
        )

    def clean(self) -> dict[str, Any]:
        """One column for each, and those that a comment cannot be without."""
        data: dict[str, Any] = super().clean() or {}
        used = [each for n in range(len(self.columns)) if (each := data.get(f"column_{n}"))]
        twice = {each for each in used if used.count(each) > 1}
        for name in sorted(twice):
            self.add_error(None, _("More than one column is “%(name)s”.") % _named(name))
        for name in REQUIRED:
            if name not in used:
                self.add_error(None, _("Say which column is “%(name)s”.") % _named(name))
        return data

    def plan(self) -> dict[str, Any]:
        """What a valid form says, as it is kept."""
        data = self.cleaned_data
        columns = {
            name: ours for n, name in enumerate(self.columns) if (ours := data.get(f"column_{n}"))
        }
        return {"columns": columns, "dates": data["dates"], "as_written": data["as_written"]}


def _named(column: str) -> dict[str, str]:
    return {"name": str(LABELS.get(column, column))}


class MailPlanForm(forms.Form):
    """Which sections each mail is about: a field a mail; one without any is left out."""

    def __init__(self, *args: Any, row: CommentImport, mails: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        planned = row.plan.get("sections", {})
        self.names = section_names(row.edition)
        self.mails = mails
        for number, _mail in mails:
            self.fields[f"mail_{number}"] = PlainLineField(
                label=_("Sections it is about"),
                required=False,
                max_length=500,
                initial="; ".join(planned.get(str(number), ())),
            )

    def clean(self) -> dict[str, Any]:
        """Each name is a section's, and some mail is about one."""
        data: dict[str, Any] = super().clean() or {}
        for field, typed in list(data.items()):
            for name in _split(typed):
                try:
                    self.names.one(name)
                except UnknownSectionError as error:
                    self.add_error(field, str(error))
        if not any(data.values()) and not self.errors:
            self.add_error(None, _("Say of at least one e-mail which section it is about."))
        return data

    def plan(self) -> dict[str, Any]:
        """What a valid form says, as it is kept."""
        sections = {
            field.removeprefix("mail_"): _split(typed)
            for field, typed in self.cleaned_data.items()
            if _split(typed)
        }
        return {"sections": sections}

    def shown(self) -> list[tuple[dict[str, str], forms.BoundField]]:
        """Each mail with its field."""
        return [(mail, self[f"mail_{number}"]) for number, mail in self.mails]


def _split(typed: str) -> list[str]:
    return list(dict.fromkeys(name.strip() for name in typed.split(";") if name.strip()))
