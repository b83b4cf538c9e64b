"""What clerks fill in for what came on paper, at a meeting, by post or by telephone."""

from datetime import datetime
from typing import Any, ClassVar, cast

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateTimeInput

from comments.attachments.refusal import RefusedFile
from comments.attachments.sent_files import MOST_BYTES, SentFile, let_in
from comments.channels.came_in_time import NotInTimeError, check_came_in_time
from comments.channels.web.forms import ViewForm
from comments.channels.web.respondent_fields import SPOKEN_FOR
from comments.choices import Channel, RespondentKind, WithdrawnReason
from comments.models import Comment, Contact, EntryCheck, IntakeBatch, Submission
from comments.models.attachment import FileKind
from comments.models.comment import ADDED
from comments.models.respondent_questions import QUESTIONS
from comments.querysets import CommentQuerySet
from comments.register.respondent_counts import questions_of
from comments.register.services import IncomingComment
from comments.selectors import section_names
from consult.typed_fields import PlainLineField
from home.models import MeetingPage
from policies.models import Edition, SectionVersion
from texts.section_names import SectionNames, UnknownSectionError

CHANNELS = (
    Channel.PAPER,
    Channel.MEETING,
    Channel.MEMORANDUM,
    Channel.EMAIL,
    Channel.SMS,
    Channel.CALL,
)

# Labels and help where the clerk types what somebody else says.
WORDS: dict[str, tuple[Any, Any]] = {
    "stance": (gettext_lazy("What they think of the section"), ""),
    "text": (
        gettext_lazy("Their comment"),
        gettext_lazy("In their words, up to 5,000 characters. Leave out others' private details."),
    ),
    "proposed": (
        gettext_lazy("Words they propose instead"),
        gettext_lazy("Where they would change the text: how it should read."),
    ),
    "reason": (gettext_lazy("Why"), gettext_lazy("The reason they give.")),
    "tags": (gettext_lazy("Topics"), gettext_lazy("Choose those that fit.")),
    "name": (
        gettext_lazy("Their name"),
        gettext_lazy("Shown with the comment. Leave it empty where they gave none."),
    ),
    "kind": (gettext_lazy("For whom they speak"), ""),
    "organisation": (
        gettext_lazy("Organisation or group"),
        gettext_lazy("If they speak for one."),
    ),
    "role": (gettext_lazy("Their role in it"), ""),
    "people": (gettext_lazy("People in the group"), ""),
    "ward": (
        gettext_lazy("Their ward"),
        gettext_lazy("Shows which parts of the county have been heard."),
    ),
}
ERRORS = {
    "stance": {"required": gettext_lazy("Choose what they think of the section.")},
    "text": {
        "required": gettext_lazy("Type the comment."),
        "max_length": gettext_lazy(
            "The comment has %(show_value)d characters; the most is %(limit_value)d."
            " Enter it as two comments of the same respondent."
        ),
    },
}


class TakeBackForm(forms.Form):
    """Why a comment that was entered is withdrawn, from the fixed list."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=WithdrawnReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason: it is kept in the log.")},
    )


class EntryCheckForm(forms.Form):
    """What a second person found; what differs is said."""

    verdict = forms.ChoiceField(choices=EntryCheck.Verdict.choices, widget=forms.HiddenInput)
    note = PlainLineField(
        label=gettext_lazy("What differs"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For the clerk who entered it; without names or numbers of people."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("verdict") == EntryCheck.Verdict.MARKED and not data.get("note"):
            self.add_error("note", _("Say what differs."))
        return data


class PileForm(forms.ModelForm):
    """How many forms the clerk counts in the pile; emptied, none is said."""

    class Meta:
        model = IntakeBatch
        fields = ("forms",)
        help_texts: ClassVar = {
            "forms": gettext_lazy(
                "Count the sheets that people filled in, one for each respondent."
            )
        }


class EntriesField(forms.ModelMultipleChoiceField):
    """Entries by number, section, respondent and first words."""

    def label_from_instance(self, comment: Comment) -> str:
        who = comment.submission.respondent or _("Anonymous")
        words = Truncator(comment.public.text).chars(60)
        return f"{comment.ref}: {comment.version.heading}, {who}. {words}"


class ScanForm(forms.Form):
    """A scan, and the entries that stand on its sheet."""

    KINDS = (FileKind.PDF, FileKind.JPG, FileKind.PNG)

    file = forms.FileField(
        label=gettext_lazy("Scan or photo of the sheet"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=gettext_lazy(
            "PDF, JPG or PNG, up to 5 MB. Cover telephone numbers first: those who read comments"
            " see the scan, and numbers are not for them."
        ),
        error_messages={
            "required": gettext_lazy("Choose the file."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )
    entries = EntriesField(
        label=gettext_lazy("Entries that stand on the sheet"),
        queryset=Comment.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one entry.")},
    )

    def __init__(self, *args: Any, entries: CommentQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(EntriesField, self.fields["entries"]).queryset = entries

    def clean_file(self) -> SentFile:
        sent = self.cleaned_data["file"]
        try:
            found = let_in(sent.name or "", sent.read(MOST_BYTES + 1))
        except RefusedFile as error:
            raise forms.ValidationError(str(error)) from error
        if found.kind not in self.KINDS:
            raise forms.ValidationError(_("A scan is a PDF, a JPG or a PNG. Save it as one."))
        return found


class SectionField(PlainLineField):
    """A section of the edition by its number, its path or its title."""

    names: SectionNames[SectionVersion]

    def clean(self, value: object) -> SectionVersion:
        """The text that is meant. Raises `ValidationError` where that is not one."""
        typed = super().clean(value)
        try:
            return self.names.one(typed)
        except UnknownSectionError as error:
            raise forms.ValidationError(str(error)) from error


def as_entered(comment: Comment) -> dict[str, Any]:
    """What the form was filled in with that brought a comment, but for the telephone."""
    submission = comment.submission
    return {
        "section": _label(comment),
        **{name: getattr(comment, name) for name in ("stance", "text", *ADDED, "received_at")},
        **{
            name: getattr(submission, name)
            for name in ("name", "ward", "role", "people", "channel", "language", "meeting")
        },
        "organisation": submission.organisation_name,
        "kind": "" if submission.kind == RespondentKind.INDIVIDUAL else submission.kind,
        "tags": comment.tags.all(),
    }


def _label(comment: Comment) -> str:
    """How the comment's text is offered; empty where another has taken its place."""
    names = section_names(comment.edition)
    labels = (label for label in names.labels if names.find(label) == [comment.version])
    return next(labels, "")


class IntakeForm(ViewForm):
    """A view that came another way than over the site."""

    section = SectionField(
        label=gettext_lazy("Section"),
        max_length=500,
        widget=forms.TextInput(
            attrs={"list": "sections", "autocomplete": "off", "autofocus": True}
        ),
        help_text=gettext_lazy(
            "Its number, or where several bear that: “Part II/3”. Or its title."
        ),
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How it came"), choices=[(c.value, c.label) for c in CHANNELS]
    )
    received_at = forms.DateTimeField(
        label=gettext_lazy("When it came"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("Within the window for comments, Nairobi time."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=[("en", gettext_lazy("English")), ("sw", gettext_lazy("Kiswahili"))],
    )
    meeting = forms.ModelChoiceField(
        label=gettext_lazy("Meeting"),
        required=False,
        queryset=MeetingPage.objects.none(),
        empty_label=gettext_lazy("None of these"),
        help_text=gettext_lazy("Where the view was given in one."),
    )
    phone = PlainLineField(
        label=gettext_lazy("Telephone"),
        required=False,
        max_length=20,
        help_text=gettext_lazy("For an answer alone: those who answer see it, nobody else."),
    )

    respondent_fields = (*ViewForm.respondent_fields, "channel", "meeting", "language", "phone")
    words_compared = (*ViewForm.words_compared, "received_at")
    ward_unknown = gettext_lazy("Not said")
    field_order = [
        *("section", "channel", "meeting", "received_at", "language"),
        *("stance", "text", *ADDED, "tags", "name", "organisation", "ward", "phone"),
        *(*SPOKEN_FOR, *QUESTIONS),
    ]

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        tags, questions = edition.policy.tags.order_by("name"), questions_of(edition.policy_id)
        super().__init__(*args, tags=tags, questions=questions or (), **kwargs)
        for name in WORDS.keys() & self.fields.keys():
            self.fields[name].label, self.fields[name].help_text = WORDS[name]
        for name, messages in ERRORS.items():
            self.fields[name].error_messages.update(messages)
        self.edition = edition
        self.names = section_names(edition)
        cast(SectionField, self.fields["section"]).names = self.names
        if "meeting" in self.fields:
            self._offer_meetings()

    def _offer_meetings(self) -> None:
        """Those about the policy; without any, nothing is asked."""
        meetings = MeetingPage.objects.live().descendant_of(self.edition.policy)
        cast(forms.ModelChoiceField, self.fields["meeting"]).queryset = meetings.order_by(
            "-starts_at"
        )
        if not meetings.exists():
            del self.fields["meeting"]

    @property
    def keeps_respondent(self) -> bool:
        """Whether who spoke, how and when stand as the form was given out; no telephone is new."""
        asked = {*self.respondent_fields, "received_at"}
        return not asked & set(self.changed_data)

    def clean_received_at(self) -> datetime:
        moment: datetime = self.cleaned_data["received_at"]
        try:
            check_came_in_time(moment, self.edition)
        except NotInTimeError as error:
            raise forms.ValidationError(str(error)) from error
        return moment

    def comment(self) -> Comment:
        """What was said, when it was."""
        comment = super().comment()
        comment.received_at = self.cleaned_data["received_at"]
        return comment

    def incoming(self, submission: Submission | None) -> IncomingComment:
        """What a valid form brings, for the submission or, without one, of a new respondent."""
        phone = self.cleaned_data.get("phone")
        return IncomingComment(
            submission=submission or Submission(**self.respondent()),
            version=self.cleaned_data["section"],
            comment=self.comment(),
            tags=self.chosen_tags(),
            contact=Contact(phone=phone) if phone else None,
            answers=self.answers(),
        )

    def version_id(self) -> int:
        return self.cleaned_data["section"].pk

    def respondent(self) -> dict[str, Any]:
        """Also how and when it came, for a new respondent."""
        asked = ("channel", "language", "received_at", "meeting")
        given = {name: self.cleaned_data.get(name) for name in asked if name in self.fields}
        return super().respondent() | (given if "channel" in self.fields else {})
