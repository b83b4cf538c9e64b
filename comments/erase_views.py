"""Administrators erase what a respondent sent, after they were told what goes and what stays."""

from typing import Any, cast

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from comments.attachments.services import remove_scans
from comments.channels.bulk.erased_rows import erase_with_lists, rows_to_go
from comments.choices import ErasedReason
from comments.models import Attachment, Comment
from comments.models.attachment import FileState
from comments.permissions import may_erase
from comments.register.erasing import EraseError
from consult.staff import StaffPage, TrailStep


class ScansField(forms.ModelMultipleChoiceField):
    """Scans, each known by the number of its entry."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Attachment) -> str:
        return obj.comment.ref


class EraseForm(forms.Form):
    """``scans`` are those that other entries have of the same sheets."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is erased"),
        choices=ErasedReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason: it is shown in public.")},
    )
    scans = ScansField(
        label=gettext_lazy("Remove the scan from these entries too"),
        queryset=Attachment.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy(
                "A scan that you ticked is not there any more. Nothing was erased: look again."
            )
        },
        help_text=gettext_lazy(
            "They are of other respondents, and keep a scan of the same sheet. The respondent's"
            " view, name or signature may be on it. What is not ticked stays."
        ),
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("I have read what goes. It cannot be brought back."),
        error_messages={"required": gettext_lazy("Say that you have read what goes.")},
    )

    def __init__(self, *args: Any, scans: QuerySet[Attachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(ScansField, self.fields["scans"]).queryset = scans
        self.asks_for_scans = scans.exists()


class EraseView(StaffPage):
    """All that came under the receipt of one comment."""

    template_name = "comments/admin/erase.html"
    header_icon = "bin"

    def is_allowed(self) -> bool:
        return may_erase(self.user)

    def dispatch(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return super().dispatch(request, pk=pk)

    @cached_property
    def comment(self) -> Comment:
        comments = Comment.objects.select_related("policy", "submission")
        return get_object_or_404(comments, pk=self.kwargs["pk"])

    @property
    def page_url(self) -> str:
        return reverse("wagtailsnippets_comments_comment:inspect", args=[self.comment.pk])

    def get_page_title(self) -> str:
        return _("Erase what was sent with %(ref)s") % {"ref": self.comment.ref}

    def trail(self) -> list[TrailStep]:
        return [TrailStep(self.page_url, self.comment.ref)]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.ask(EraseForm(scans=self.shared_scans()))

    def shared_scans(self) -> QuerySet[Attachment]:
        found = Attachment.objects.on_sheets_of(self.comment.submission)
        return found.select_related("comment__policy")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EraseForm(request.POST, scans=self.shared_scans())
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            self.erase(form.cleaned_data["reason"], list(form.cleaned_data["scans"]))
        except EraseError as error:
            messages.error(request, str(error))
        return redirect(self.page_url)

    def erase(self, reason: str, scans: list[Attachment]) -> None:
        """With the scans that others have and that were ticked. Raises `EraseError`."""
        submission = self.comment.submission
        with transaction.atomic():
            erased = erase_with_lists(submission=submission, reason=reason, user=self.user)
            remove_scans(scans=scans, user=self.user)
        policy = self.comment.policy
        refs = ", ".join(Comment(policy=policy, number=c.number).ref for c in erased.comments)
        messages.success(self.request, _("Erased: %(refs)s.") % {"refs": refs})
        if erased.rows:
            said = ngettext(
                "%(count)d row was removed from uploaded lists.",
                "%(count)d rows were removed from uploaded lists.",
                erased.rows,
            )
            messages.success(self.request, said % {"count": erased.rows})

    def ask(self, form: EraseForm, status: int = 200) -> HttpResponse:
        submission = self.comment.submission
        comments = submission.comments.order_by("number").select_related("policy")
        files = Attachment.objects.filter(comment__in=comments, state=FileState.KEPT).count()
        context: dict[str, Any] = {"form": form, "comment": self.comment, "back": self.page_url}
        context |= {"files": files, "rows_of_lists": rows_to_go(submission)}
        return self.show(
            status, comments=comments.with_states().prefetch_related("redactions"), **context
        )
