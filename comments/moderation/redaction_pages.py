"""Redacting from a comment's page in the admin, and looking at what is sealed."""

from typing import Any, cast

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.log_actions import log

from comments.choices import RedactionReason
from comments.flagged_words import FlaggedWords, flagged
from comments.models import Comment
from comments.models.comment import TEXT_MAX
from comments.moderation.chosen_pages import comments_url
from comments.moderation.redacting import lift, redact
from comments.moderation.services import ModerationError
from comments.permissions import may_moderate
from consult.staff import StaffPage, StaffView, TrailStep
from consult.typed_fields import PlainLineField


def mark_of_change(comment: Comment) -> str:
    """Tells a comment as it stands from what it was before and what it becomes."""
    held = sorted(each.pk for each in comment.redactions.all() if each.lifted_at is None)
    changed = comment.changed_at.isoformat() if comment.changed_at else "never"
    return f"{changed} {held}"


class RedactionForm(forms.Form):
    """Words that stand out, to be ticked, and a line for others with their reason."""

    seen = PlainLineField(required=False, widget=forms.HiddenInput)
    flagged = forms.MultipleChoiceField(
        label=gettext_lazy("What stands out"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = PlainLineField(
        label=gettext_lazy("Other words"),
        required=False,
        max_length=TEXT_MAX,
        help_text=gettext_lazy(
            "As they stand in the comment: they are redacted wherever it has them."
        ),
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason, which the public sees"),
        required=False,
        choices=RedactionReason.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, comment: Comment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = comment.public
        texts = [said.text, *(each.text for each in said.added)]
        self.found = list(dict.fromkeys(each for text in texts for each in flagged(text)))
        cast(forms.MultipleChoiceField, self.fields["flagged"]).choices = [
            (str(n), f"{each.words} ({each.reason.label})") for n, each in enumerate(self.found)
        ]
        if not self.found:
            del self.fields["flagged"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("words") and not cleaned.get("reason"):
            self.add_error("reason", _("Choose the reason: the public sees it beside the mark."))
        return cleaned

    @property
    def chosen(self) -> list[FlaggedWords]:
        ticked = [self.found[int(n)] for n in self.cleaned_data.get("flagged", ())]
        if not (words := self.cleaned_data["words"]):
            return ticked
        return [*ticked, FlaggedWords(words, RedactionReason(self.cleaned_data["reason"]))]


def redaction_context(comment: Comment) -> dict[str, Any]:
    """What a comment's page needs to redact it; what stands out is ticked already."""
    form = RedactionForm(comment=comment)
    initial = {"seen": mark_of_change(comment), "flagged": [str(n) for n in range(len(form.found))]}
    form.initial = initial
    held = [each for each in comment.redactions.all() if each.lifted_at is None]
    seen = initial["seen"]
    return {"redaction_form": form, "redacted_count": len(held), "redactions_seen": seen}


class OneComment(StaffView):
    """A view of one comment, for those who moderate."""

    def is_allowed(self) -> bool:
        return may_moderate(self.user)

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.for_display().select_related("policy")
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    def back(self) -> HttpResponse:
        """To where it was asked: the comment's page, or its place in the queue."""
        page = comments_url("inspect", self.comment.pk)
        return redirect(get_valid_next_url_from_request(self.request) or page)


class RedactView(OneComment):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = RedactionForm(request.POST, comment=self.comment)
        if form.is_valid():
            self.redact(form)
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return self.back()

    def redact(self, form: RedactionForm) -> None:
        if form.cleaned_data["seen"] != mark_of_change(self.comment):
            said = _("The comment has changed since you opened it: look once more.")
            messages.error(self.request, said)
            return
        try:
            made = redact(comment=self.comment, chosen=form.chosen, user=self.user)
        except ModerationError as error:
            messages.error(self.request, str(error))
            return
        said = ngettext("Redacted in %(n)d place.", "Redacted in %(n)d places.", len(made))
        messages.success(self.request, said % {"n": len(made)})


class LiftView(OneComment):
    """Shows the words again."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if "sure" not in request.POST or request.POST.get("seen") != mark_of_change(self.comment):
            messages.error(
                request, _("Nothing is shown again yet: look once more, and tick the box.")
            )
        elif lift(comment=self.comment, user=self.user):
            messages.success(request, _("The words are shown again."))
        else:
            said = _("Nothing is shown again: no words are hidden, or they changed meanwhile.")
            messages.error(request, said)
        return self.back()


class SealedWordsPage(OneComment, StaffPage):
    """The words as they came: asked for by a button, and put on record."""

    template_name = "comments/admin/sealed.html"
    header_icon = "lock-open"
    page_title = gettext_lazy("Words as they came")

    def trail(self) -> list[TrailStep]:
        return [TrailStep(comments_url("inspect", self.comment.pk), self.comment.ref)]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        log(instance=self.comment, action="comments.unsealed", user=self.user)
        return self.show(comment=self.comment)
