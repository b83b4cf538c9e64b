"""Administrators erase what a respondent sent, after they were told what goes and what stays."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from comments.channels.bulk.erased_rows import erase_with_lists, rows_to_go
from comments.choices import ErasedReason
from comments.models import Comment
from comments.permissions import may_erase
from comments.register.erasing import EraseError
from consult.staff import StaffPage, TrailStep


class EraseForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is erased"),
        choices=ErasedReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the reason: it is shown in public.")},
    )
    is_sure = forms.BooleanField(
        label=gettext_lazy("I have read what goes. It cannot be brought back."),
        error_messages={"required": gettext_lazy("Say that you have read what goes.")},
    )


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
        return self.ask(EraseForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = EraseForm(request.POST)
        if not form.is_valid():
            return self.ask(form, status=422)
        try:
            self.erase(form.cleaned_data["reason"])
        except EraseError as error:
            messages.error(request, str(error))
        return redirect(self.page_url)

    def erase(self, reason: str) -> None:
        """Raises `EraseError`."""
        submission = self.comment.submission
        erased = erase_with_lists(submission=submission, reason=reason, user=self.user)
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
        context: dict[str, Any] = {"form": form, "comment": self.comment, "back": self.page_url}
        context["rows_of_lists"] = rows_to_go(submission)
        return self.show(
            status, comments=comments.with_states().prefetch_related("redactions"), **context
        )
