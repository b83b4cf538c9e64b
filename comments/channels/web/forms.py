"""The forms that citizens and clerks fill in."""

import math
from collections.abc import Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Self, cast

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from comments.attachments.sent_files import MOST_FILES, SentFile
from comments.attachments.unsent_files import keep_unsent, unsent
from comments.channels.stamps import InvalidStamp, new_stamp, read_stamp
from comments.channels.web.file_fields import SeveralFilesField
from comments.channels.web.folded_fields import FoldedFields, folded
from comments.channels.web.proof_of_work import BITS, LONGEST_ANSWER, is_solved
from comments.channels.web.quotes import UnclearQuote, find_quoted, kept_quote
from comments.channels.web.respondent_fields import SPOKEN_FOR, MemberField, RespondentForm
from comments.choices import RespondentKind, Stance
from comments.models import Comment, EarlierWords, Submission
from comments.models.comment import ADDED, QUOTE_MAX, SAID, TEXT_MAX, TEXT_MIN
from comments.models.receipt_codes import InvalidReceipt, parse_receipt
from comments.models.respondent_questions import QUESTIONS
from comments.register.first_state import Arrival, rule_of
from comments.register.respondent_counts import present_consent
from consult.typed_fields import PlainLineField, PlainTextField
from home.models import SubCounty, Ward
from home.selectors import members, wards
from policies.models import PolicyPage, PolicyTag, SectionVersion
from texts.cleaning import section_line
from texts.quoted_words import Quotation, QuotedPart

# A person needs longer than this to read the form and write three letters; a script does not.
MINIMUM_SECONDS = 2
TOO_LONG = _(
    "There are %(show_value)d characters here; the most is %(limit_value)d. All of it still stands"
    " here: make it shorter, or put some of it into a second comment."
)
EXCERPT = 70  # characters of a paragraph that tell it from the others in a list
_STALE = _("The form has gone stale. Send it again.")
_SENT_ALREADY = _(
    "This form was sent already, and its comment was taken in. What stands here now is different:"
    " to send it as another comment, send it again."
)
MAXIMUM_SECONDS = 24 * 60 * 60
SAME, ANOTHER = "same", "another"
_STILL_ME = _("Still me, as in the comment before")
_CHOOSE_AGAIN = _("Your files could not be kept. Choose them again.")
_TOO_MANY = _("These are more than %(most)d files with those that are kept. Leave some out.")
_WHO_SPEAKS = _("Say who gives this view.")
_TWO_NAMES = _(
    "You chose a member of the network and typed another name. Leave the name empty, or choose"
    " “Not in this list”."
)
_VISIT_OVER = _(
    "So much time has passed since the comment before that this one gets a receipt of its own."
    " Give your name once more if it shall stand beside it, and send it again."
)


class WardField(forms.ModelChoiceField):
    """Wards under their sub-counties."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Ward.objects.select_related("sub_county"), **kwargs)

    def grouped(self) -> list:
        groups: dict[SubCounty, list] = {}
        for ward in wards():
            groups.setdefault(ward.sub_county, []).append((ward.pk, ward.name))
        return [("", self.empty_label), *((area.name, named) for area, named in groups.items())]

    def to_python(self, value: object) -> Ward | None:
        if value in self.empty_values:
            return None
        found = next((ward for ward in wards() if ward.pk == str(value)), None)
        if found is None:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], "invalid_choice", {"value": value}
            )
        return found


class TagsField(forms.ModelMultipleChoiceField):
    """Some of the tags that are offered, by their keys."""

    widget = forms.CheckboxSelectMultiple
    offered: Mapping[str, PolicyTag] = MappingProxyType({})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=PolicyTag.objects.none(), **kwargs)

    def offer(self, tags: Iterable[PolicyTag]) -> None:
        self.offered = {str(tag.pk): tag for tag in tags}
        self.choices = [(tag.pk, str(tag)) for tag in self.offered.values()]

    def clean(self, value: object) -> list[PolicyTag]:  # type: ignore[override]
        if value and not isinstance(value, list | tuple):
            raise forms.ValidationError(self.error_messages["invalid_list"], "invalid_list")
        chosen = [str(key) for key in value or ()]  # type: ignore[attr-defined]
        for key in chosen:
            if key not in self.offered:
                raise forms.ValidationError(
                    self.error_messages["invalid_choice"], "invalid_choice", {"value": key}
                )
        return [tag for key, tag in self.offered.items() if key in chosen]


class ViewForm(RespondentForm):
    """One view and who gives it: what the public form and the clerks' have in common.

    Without ``with_respondent`` it does not ask who speaks: that is known from the comment before.
    Its stamp tells it from every other: sent twice, it is one comment.
    """

    stance = forms.ChoiceField(
        label=_("What do you think of this section?"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you think of this section.")},
    )
    text = PlainTextField(
        label=_("Your comment"),
        min_length=TEXT_MIN,
        max_length=TEXT_MAX,
        help_text=_("Up to 5,000 characters. Do not write other people's private details."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Write your comment."),
            "min_length": _("Write at least %(limit_value)d characters."),
            "max_length": _(
                "Your comment has %(show_value)d characters; the most is %(limit_value)d."
                " Send it in two comments, or hand in a memorandum."
            ),
        },
    )
    proposed = PlainTextField(
        label=_("Words you propose instead"),
        required=False,
        max_length=TEXT_MAX,
        error_messages={"max_length": TOO_LONG},
        help_text=_("If you would change the text: how should it read? Up to 5,000 characters."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = PlainTextField(
        label=_("Why"),
        required=False,
        max_length=TEXT_MAX,
        error_messages={"max_length": TOO_LONG},
        help_text=_("What would be better, and for whom? Up to 5,000 characters."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    tags = TagsField(
        label=_("Topics"),
        required=False,
        help_text=_("Choose those that fit."),
    )
    name = PlainLineField(
        label=_("Your name"),
        required=False,
        max_length=120,
        help_text=_("Shown with your comment. Leave it empty to stay anonymous."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    ward = WardField(
        label=_("Your ward"),
        required=False,
        help_text=_("Shows which parts of the county have been heard."),
    )
    stamp = PlainLineField(widget=forms.HiddenInput, max_length=200)

    field_order = [
        *("stance", "text", *ADDED, "tags", "name", "ward", *SPOKEN_FOR, *QUESTIONS),
    ]
    respondent_fields: tuple[str, ...] = ("name", "ward", *SPOKEN_FOR, *QUESTIONS)
    oldest_s: float = math.inf
    ward_unknown = _("I would rather not say")
    words_compared: tuple[str, ...] = SAID

    def __init__(
        self,
        *args: Any,
        tags: Iterable[PolicyTag],
        questions: Iterable[str],
        with_respondent: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("stamp", new_stamp())
        offering = cast(TagsField, self.fields["tags"])
        offering.offer(tags)
        if not offering.offered:
            del self.fields["tags"]
        if with_respondent:
            ward = cast(WardField, self.fields["ward"])
            ward.empty_label = self.ward_unknown
            ward.choices = ward.grouped  # when it is shown
            self.leave_out_questions(questions)
        else:
            for name in self.respondent_fields:
                self.fields.pop(name, None)

    def clean_stamp(self) -> str:
        """The form's nonce."""
        try:
            nonce, age_s = read_stamp(self.cleaned_data["stamp"])
        except InvalidStamp:
            raise forms.ValidationError(_STALE, code="forged") from None
        if age_s > self.oldest_s:
            raise forms.ValidationError(_STALE, code="old")
        self.age_s = age_s
        return nonce

    def comment(self) -> Comment:
        """What was said, as a comment that is still to be taken in."""
        said: dict[str, Any] = {name: self.cleaned_data[name] for name in ("text", *ADDED)}
        return Comment(stance=self.cleaned_data["stance"], external_id=self.identifier(), **said)

    def identifier(self) -> str:
        """What the comment of this form, and of no other, is known by."""
        return f"form:{self.cleaned_data['stamp']}"

    def version_id(self) -> int:
        """The key of the section version that the view is on."""
        raise NotImplementedError

    def chosen_tags(self) -> list[PolicyTag]:
        return list(self.cleaned_data.get("tags", ()))

    def clean(self) -> dict | None:
        cleaned = super().clean() or self.cleaned_data
        self.check_spoken_for()
        return cleaned

    def respondent(self) -> dict:
        """The fields of a new `Submission`."""
        cleaned = self.cleaned_data
        who = {"name": cleaned.get("name", ""), "ward": cleaned.get("ward")}
        return who | self.spoken_for()

    def has_brought(self, earlier: Comment) -> bool:
        """Whether this very form has, once or anew, and not another that says the same."""
        return f"{earlier.external_id}:".startswith(f"{self.identifier()}:")

    def repeats(self, earlier: Comment) -> bool:
        """Whether a valid form says no more than it did when it brought this comment.

        What another form of the visit has brought was found by its words; what was edited since is
        known by what it said.
        """
        given = self.respondent().items()
        return not self.has_brought(earlier) or (
            all(getattr(earlier.submission, name) == value for name, value in given if value)
            and earlier.version_id == self.version_id()
            and any(self._says(state) for state in earlier.states)
        )

    def _says(self, state: Comment | EarlierWords) -> bool:
        again = self.comment()
        same = all(getattr(state, name) == getattr(again, name) for name in self.words_compared)
        return same and set(state.tags.all()) == set(self.chosen_tags())

    def refreshed(self) -> Self:
        """The same bound form with a stamp that is good for the next try.

        One that was refused as too quick is only too young; after one that was too old nobody has
        to wait again, and it is still known whether it was sent before.
        """
        if self.has_error("stamp", "old"):
            self._set_stamp(new_stamp(MINIMUM_SECONDS, read_stamp(self.data["stamp"]).nonce))
        elif "stamp" in self.errors and not self.has_error("stamp", "quick"):
            self._set_stamp(new_stamp())
        return self

    def as_another(self) -> Self:
        """The same bound form as a further one, after it was sent with other words before."""
        self.add_error(None, _SENT_ALREADY)
        self._set_stamp(new_stamp(MINIMUM_SECONDS))
        return self

    def _set_stamp(self, stamp: str) -> None:
        data = cast(QueryDict, self.data).copy()
        data["stamp"] = stamp
        self.data = data


class ParagraphSelect(forms.Select):
    """Paragraphs of a text, each marked with the text's language."""

    language = ""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value and self.language:
            option["attrs"]["lang"] = self.language
        return option


class CommentForm(ViewForm):
    """The public form, with what keeps scripts and stale texts out; nothing typed is lost.

    ``newest`` is the section's text, None where it is not open, and ``versions`` all it ever had:
    a form that is sent shows the one that it names. ``visit`` is what came from this phone before:
    then the form asks whether it is still the same person.
    """

    oldest_s = MAXIMUM_SECONDS
    zeros_wanted = BITS
    lacks_words_to_start_from = False
    paragraph = forms.ChoiceField(
        label=_("Which part of it do you mean?"),
        required=False,
        widget=ParagraphSelect,
        error_messages={
            "invalid_choice": _("That paragraph is not part of this text. Choose again.")
        },
    )
    quote = PlainTextField(
        label=_("The exact words you mean"),
        required=False,
        max_length=QUOTE_MAX,
        help_text=_(
            "If you mean only some words: copy them from the text. Up to 1,000 characters."
        ),
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    attachments = SeveralFilesField(
        label=_("Files"),
        required=False,
        help_text=_(
            "Up to three: PDF, Word document (.docx), JPG or PNG, each of at most 5 MB. They are"
            " for the moderators, who may let the public have one beside your comment. What cameras"
            " write into photos, such as the place, is taken out."
        ),
    )
    files_kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    """How many files the form came with that are kept here; one in its place came to nothing."""
    speaker = forms.ChoiceField(
        required=False,
        widget=forms.RadioSelect,
        help_text=_("What somebody else says on the same phone gets a receipt of its own."),
    )
    member = MemberField(
        label=_("Member of the network"),
        required=False,
        empty_label=_("Not in this list"),
        help_text=_("If yours is one, choose it here instead of typing its name."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    consent = forms.IntegerField(widget=forms.HiddenInput, required=False)
    work = PlainLineField(widget=forms.HiddenInput, required=False, max_length=LONGEST_ANSWER)
    # Hidden from people by CSS and labelled for those who meet it: only a script fills it in.
    website = PlainLineField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self,
        *args: Any,
        newest: SectionVersion | None,
        versions: QuerySet[SectionVersion],
        policy: PolicyPage,
        visit: Submission | None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, with_respondent=True, **kwargs)
        self.policy, self.visit, self.newest = policy, visit, newest
        self.kept_files: list[SentFile] = []
        for_whom = cast(forms.ChoiceField, self.fields["kind"])
        for_whom.choices = [("", _("For myself")), *RespondentKind.choices[1:]]
        if visit:
            self._ask_who_speaks(visit.respondent)
        else:
            del self.fields["speaker"]
        self.version_read = self._version_among(versions)
        version = self.version_read or newest
        self.paragraphs = version.paragraphs if version else {}
        choice = cast(forms.ChoiceField, self.fields["paragraph"])
        choice.choices = self._parts  # when it is shown, or one is chosen
        if version and version.language != get_language():
            choice.widget.language = version.language

    def _parts(self) -> list[tuple[str, Any]]:
        return [("", _("The whole section")), *map(_choice, self.paragraphs.items())]

    def _ask_who_speaks(self, name: str) -> None:
        speaker = cast(forms.ChoiceField, self.fields["speaker"])
        label, still = str(_("Still you, or somebody else?")), str(_STILL_ME)
        if name:
            label = _("Still %(name)s, or somebody else?") % {"name": name}
            still = _("Still %(name)s") % {"name": name}
        speaker.label = label
        speaker.choices = [(SAME, still), (ANOTHER, _("Somebody else"))]

    def _version_among(self, versions: QuerySet[SectionVersion]) -> SectionVersion | None:
        """The text that a form that was sent shows: the section's may have changed since."""
        try:
            number = self.fields["version"].clean(self["version"].data)
        except forms.ValidationError:
            return None
        if self.newest and self.newest.pk == number:
            return self.newest
        return versions.filter(pk=number).first()

    @property
    def chosen_text(self) -> str:
        """The paragraph that the comment is about, empty where it is the whole section."""
        return self.paragraphs.get(str(self["paragraph"].value() or ""), "")

    @property
    def part_meant(self) -> FoldedFields:
        return folded(self, "paragraph", "quote")

    @property
    def wording(self) -> FoldedFields:
        return folded(self, *ADDED)

    @property
    def details(self) -> FoldedFields:
        return folded(self, "tags", "attachments")

    @property
    def on_behalf(self) -> FoldedFields:
        kind, *further = SPOKEN_FOR
        return folded(self, kind, *(["member"] if members() else ()), *further)

    @property
    def for_figures(self) -> FoldedFields:
        return folded(self, *QUESTIONS)

    def clean(self) -> dict | None:
        """What words are meant, and where: a paragraph is found by words that only it has."""
        self.take_members_name()
        cleaned = super().clean() or self.cleaned_data
        address, typed = cleaned.get("paragraph", ""), cleaned.get("quote", "")
        quotation: Quotation = ()
        if not {"paragraph", "quote"} & self.errors.keys():
            quotation = self.found_quote(typed, address)
        self.cleaned_data |= kept_quote(quotation)
        self.leave_out_unchanged_wording()
        self.take_kept_files()
        self.check_speaker()
        self.check_pace()
        return self.cleaned_data

    def take_members_name(self) -> None:
        """Who chose a member of the network speaks under its name."""
        member, typed = self.cleaned_data.get("member"), self.cleaned_data.get("organisation", "")
        if member and typed and typed.casefold() != member.name.casefold():
            self.add_error("organisation", _TWO_NAMES)
        elif member and "organisation" not in self.errors:
            self.cleaned_data["organisation"] = member.name

    def leave_out_unchanged_wording(self) -> None:
        """Who started from the quoted words and changed nothing proposes nothing."""
        proposed = section_line(self.cleaned_data.get("proposed", ""))
        address = self.cleaned_data["paragraph"]
        unchanged = (self.paragraphs.get(address), section_line(self.cleaned_data["quote"]))
        if proposed and proposed in unchanged:
            self.cleaned_data["proposed"] = ""

    def found_quote(self, typed: str, address: str) -> Quotation:
        """Where the words stand, or the paragraph that was chosen as far as a quote goes."""
        if not typed:
            text = self.paragraphs.get(address, "")
            return (QuotedPart(address, _begin(text)),) if text else ()
        try:
            return find_quoted(self.paragraphs, typed, address)
        except UnclearQuote as error:
            self.add_error("quote", str(error))
            return ()

    def check_speaker(self) -> None:
        """Let nobody speak for another, and nobody's view go nameless because a visit is over.

        A form that has brought its comment already says nothing new, whenever it was opened.
        """
        is_asked = "speaker" in self.fields
        if is_asked:
            is_missing = "speaker" not in self.errors and not self.cleaned_data["speaker"]
        else:
            is_missing = self.data.get("speaker") == SAME
        if is_missing and not self._has_come_before():
            field, message = ("speaker", _WHO_SPEAKS) if is_asked else (None, _VISIT_OVER)
            self.add_error(field, message)

    def _has_come_before(self) -> bool:
        known = Comment.objects.filter(policy=self.policy)
        return "stamp" in self.cleaned_data and known.filter(external_id=self.identifier()).exists()

    def check_pace(self) -> None:
        """Refuse what was sent faster than a person can write, where nothing else is wrong with it.

        The time counts from when the form was first shown, however often it has been sent since.
        """
        if not self.errors and self.age_s < MINIMUM_SECONDS:
            message = _(
                "That was very quick, so nothing was sent yet. Your words are still here: wait two"
                " seconds, then press “Send my comment” once more."
            )
            self.add_error("stamp", forms.ValidationError(message, code="quick"))

    @property
    def has_worked(self) -> bool:
        """Whether the browser did the sum of this form."""
        return is_solved(str(self.data.get("stamp", "")), self.cleaned_data.get("work", ""))

    def take_kept_files(self) -> None:
        """With the files of this request those that are kept from before, without what is left out.

        What was kept and is gone is asked for again, but where the comment has come with it.
        """
        kept, left_out = [], set(cast(QueryDict, self.data).getlist("left_out"))
        if nonce := self.cleaned_data.get("stamp"):
            kept = unsent(nonce)
        expected = self.cleaned_data.get("files_kept") or 0
        is_gone = len(kept) < min(expected, MOST_FILES) and not self._has_come_before()
        stay = [each for each in kept if each.digest not in left_out]
        new = cast(SeveralFilesField, self.fields["attachments"]).good
        files = list({each.digest: each for each in (*stay, *new)}.values())
        self.kept_files = files
        if len(files) > MOST_FILES:
            self.kept_files = stay
            self.add_error("attachments", _TOO_MANY % {"most": MOST_FILES})
        elif "attachments" not in self.errors and is_gone:
            self.add_error("attachments", _CHOOSE_AGAIN)
        elif "attachments" not in self.errors:
            self.cleaned_data["attachments"] = files

    def keep_files(self, network: str) -> None:
        """Keep the files for when this form comes again; ask for them anew where they cannot be.

        Nothing is kept of what only a script fills in, nor too much from one ``network``.
        """
        is_trapped = bool(self["website"].value())
        if is_trapped or not keep_unsent(self.nonce, self.kept_files, network):
            is_asked = bool(self.kept_files)
            self.kept_files = []
            if is_asked and self.is_bound and "attachments" not in self.errors:
                self.add_error("attachments", _CHOOSE_AGAIN)
        self.say_kept()

    def say_kept(self) -> None:
        """How many files are kept, in the form as it is shown."""
        count = str(len(self.kept_files) or "")
        if self.is_bound:
            self.data = cast(QueryDict, self.data).copy()
            self.data["files_kept"] = count
        else:
            self.initial["files_kept"] = count

    @property
    def nonce(self) -> str:
        """That of the stamp which the form is shown with; empty where that was not given out."""
        try:
            return read_stamp(str(self["stamp"].value())).nonce
        except InvalidStamp:
            return ""

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty and send again."))
        return ""

    def comment(self) -> Comment:
        comment = super().comment()
        comment.block_id = self.cleaned_data["paragraph"]
        comment.further_blocks = self.cleaned_data["further_blocks"]
        comment.quote = self.cleaned_data["quote"]
        return comment

    def clean_consent(self) -> int | None:
        """The version whose words the form showed, if it is one."""
        number = self.cleaned_data["consent"]
        present = present_consent("")
        if present is None or number is None or not 0 < number <= present.pk:
            return None
        return number

    def respondent(self) -> dict:
        """Nothing of whoever is the same as before."""
        if self.speaks_again:
            return {}
        member = self.cleaned_data.get("member")
        return super().respondent() | {
            "consent_id": self.cleaned_data.get("consent"),
            "organisation_id": member.pk if member else None,
        }

    def answers(self) -> dict[str, str]:
        return {} if self.speaks_again else super().answers()

    def arrival(self) -> Arrival:
        """What the policy's rule is held to: the form has said what becomes of a comment."""
        told_at = timezone.now() - timedelta(seconds=self.age_s)
        has_files = bool(self.cleaned_data["attachments"])
        return Arrival(rule_of(self.policy.canonical.pk), told_at, self.age_s, has_files)

    @property
    def speaks_again(self) -> bool:
        """Whether it is the respondent of the comment before."""
        return self.cleaned_data.get("speaker") == SAME

    def version_id(self) -> int:
        return self.cleaned_data["version"]


def _choice(paragraph: tuple[str, str]) -> tuple[str, str]:
    address, text = paragraph
    return address, Truncator(text).chars(EXCERPT)


def _begin(text: str) -> str:
    """As much of a paragraph as a quote may hold, in whole words where they are not longer."""
    if len(text) <= QUOTE_MAX:
        return text
    return text[: QUOTE_MAX + 1].rpartition(" ")[0] or text[:QUOTE_MAX]


class ReceiptLookupForm(forms.Form):
    code = PlainLineField(
        label=_("Receipt"),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("Twelve letters and digits, as in K7QP-2MXA-9TRD."),
        error_messages={"required": _("Type the receipt.")},
    )

    def clean_code(self) -> Submission:
        """What was sent under the code.

        Nobody is kept from trying codes, for many share one address: 54 random bits are not
        guessed.
        """
        try:
            stored = parse_receipt(self.cleaned_data["code"])
        except InvalidReceipt as error:
            raise forms.ValidationError(str(error)) from error
        submissions = Submission.objects.select_related("policy__locale", "ward__sub_county")
        found = submissions.filter(receipt=stored).first()
        if found is None:
            raise forms.ValidationError(
                _("There is no submission with this code. Look at it again.")
            )
        return found
