"""The forms of an editor's way: a file, and what to make of it."""

from typing import Any, Self

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consult.typed_fields import PlainLineField, PlainTextField
from home.models import Theme
from policies.imports.import_plan import NewPolicy
from policies.imports.making import address_is_taken
from policies.models import PolicyIndexPage, PolicyPage, PolicyTag
from policies.staff.edition_forms import FIRST_LABEL, EditionForm
from texts.outline.passages import Passage

ENDINGS = (".docx", ".odt", ".md", ".markdown", ".html", ".htm", ".txt")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
        help_text=gettext_lazy(
            "Word (.docx), OpenDocument (.odt), Markdown, HTML or plain text. Nothing is"
            " published: first you see the sections that were found, and can correct them."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file with the text of the policy."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _(
                    "The file has %(size)s, more than the %(limit)s that are taken."
                    " Make its images smaller, or leave them out."
                )
                % {
                    "size": filesizeformat(file.size),
                    "limit": filesizeformat(settings.MAX_UPLOAD_BYTES),
                }
            )
        return file


class SectionForm(forms.Form):
    """Number and title of a section of the outline."""

    number = PlainLineField(label=gettext_lazy("Number"), max_length=200, required=False)
    title = PlainLineField(label=gettext_lazy("Title"), max_length=2000, required=False)


class PassageForm(forms.Form):
    """The words of a passage of a section under review, and the mark before them."""

    mark = PlainLineField(label=gettext_lazy("Mark"), max_length=40, required=False)
    text = PlainTextField(
        label=gettext_lazy("Words"),
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": gettext_lazy("Type the words, or press “Leave this passage out”.")
        },
    )

    @classmethod
    def of(cls, passage: Passage) -> Self:
        form = cls(initial={"text": passage.text, "mark": passage.mark or ""})
        form.fields["text"].widget.attrs["rows"] = min(16, 2 + len(passage.text) // 50)
        if passage.mark is None:
            del form.fields["mark"]
        return form


class NewPolicyForm(EditionForm):
    """What to make of a reviewed outline: the policy, and a draft or an edition at once."""

    title = PlainLineField(
        label=gettext_lazy("Title of the policy"),
        max_length=255,
        help_text=gettext_lazy("As on its cover. Notice, poster and reports bear it too."),
    )
    summary = PlainTextField(
        label=gettext_lazy("Summary"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In plain words: what it is and why it matters."),
    )
    legal_basis = PlainLineField(
        label=gettext_lazy("Legal basis"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "The law under which people are asked, as the notice names it:"
            " article 196 of the Constitution; section 87 of the County Governments Act, 2012."
        ),
    )
    responsible_body = PlainLineField(
        label=gettext_lazy("Responsible body"),
        max_length=160,
        required=False,
        help_text=gettext_lazy(
            "The authority that asks for comments and answers for it, as the notice names it:"
            " Office of the Governor; Clerk of the County Assembly."
        ),
    )
    views = forms.ChoiceField(
        label=gettext_lazy("How views are given"),
        choices=[("", "---------"), *PolicyPage.Views.choices],
        required=False,
        help_text=gettext_lazy(
            "As the notice says it. By word of mouth: in a meeting, or by telephone."
        ),
    )
    what_happens_next = PlainTextField(
        label=gettext_lazy("What happens to the comments"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Who reads them, by when there is an answer, who decides. Page, notice and poster say"
            " this and nothing else of it."
        ),
    )
    reference = PlainLineField(
        label=gettext_lazy("Reference"),
        max_length=12,
        required=False,
        help_text=gettext_lazy(
            "Short letters that begin every comment's number, as PPP in PPP-0012."
            " Made from the title where left empty."
        ),
    )
    tags: "forms.ModelMultipleChoiceField[PolicyTag]" = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tags offered to commenters"),
        queryset=PolicyTag.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Five to twelve topics that people may choose from."),
    )
    themes = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Themes"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("The network's thematic areas that it belongs to."),
    )
    publish = forms.TypedChoiceField(
        label=gettext_lazy("What to do with it"),
        choices=[
            ("", gettext_lazy("Keep it as a draft: only editors see it")),
            ("yes", gettext_lazy("Publish it as an edition: everybody can read it")),
        ],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )

    FIRST = ("title", "summary", "legal_basis", "responsible_body", "views")
    MORE = ("what_happens_next", "reference", "tags", "themes")

    def __init__(
        self, *args: Any, may_publish: bool, index: PolicyIndexPage | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.may_publish, self.index = may_publish, index
        self.fields["label"].required = False
        self.fields["label"].initial = FIRST_LABEL["label"]
        self.fields["label_sw"].initial = FIRST_LABEL["label_sw"]
        if not may_publish:
            for name in ("publish", *self.EDITION):
                del self.fields[name]

    def clean_title(self) -> str:
        title = self.cleaned_data["title"]
        if self.index and address_is_taken(title, self.index):
            raise forms.ValidationError(
                _(
                    "There is a policy with this title already. Give this one another title; or,"
                    " for a new text of that policy, choose “Import a new edition” there."
                )
            )
        return title

    def clean_reference(self) -> str:
        reference = self.cleaned_data["reference"].upper()
        if reference and not (reference.isalnum() and reference.isascii()):
            raise forms.ValidationError(_("Use letters and digits only."))
        if PolicyPage.objects.filter(reference=reference).exclude(reference="").exists():
            raise forms.ValidationError(
                _("Another policy has this reference: choose a different one.")
            )
        return reference

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("publish"):
            for name in self.EDITION:  # a draft has no edition; its fields are out of sight
                self.errors.pop(name, None)
        elif not cleaned.get("label"):
            self.add_error("label", _("Give the edition a name."))
        return cleaned

    @property
    def first_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.FIRST]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.MORE]

    @property
    def edition_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.EDITION if name in self.fields]

    def filled(self) -> set[str]:
        """The fields that say something, as they stand in the form."""
        return {name for name in (*self.FIRST, *self.MORE) if self[name].value()}

    @property
    def policy(self) -> NewPolicy:
        """The policy that was typed; valid forms only."""
        cleaned = self.cleaned_data
        next_steps = cleaned["what_happens_next"].strip()
        return NewPolicy(
            **{name: cleaned[name] for name in (*self.FIRST, "reference")},
            what_happens_next=linebreaks(next_steps, autoescape=True) if next_steps else "",
            tags=[tag.pk for tag in cleaned["tags"]],
            themes=[theme.pk for theme in cleaned["themes"]],
        )
