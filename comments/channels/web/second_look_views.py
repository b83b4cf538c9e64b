"""Who holds the receipt of a hidden comment asks for a second look at it."""

from contextlib import suppress

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.cache import never_cache

from comments.channels.web.views import (
    for_the_holder,
    receipt_url,
    submission_of,
    under_a_receipt,
    way_back,
)
from comments.choices import State
from comments.models import SecondLook
from comments.models.second_look import WORDS_MAX
from comments.moderation.second_looks import ask_second_look
from comments.moderation.services import ModerationError
from consult.typed_fields import PlainTextField


class SecondLookForm(forms.Form):
    words = PlainTextField(
        label=_("Why should it be shown?"),
        required=False,
        max_length=WORDS_MAX,
        help_text=_("A few words for the moderator who looks. They are not shown in public."),
    )


@method_decorator([never_cache, under_a_receipt], name="dispatch")
class SecondLookView(View):
    """Once for each comment; where there is nothing to ask it leads back to the receipt."""

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, code: str, number: int) -> HttpResponseBase:
        self.submission = submission_of(code)
        comments = self.submission.comments.select_related("policy")
        self.comment = get_object_or_404(comments, number=number)
        asked = SecondLook.objects.filter(comment=self.comment).exists()
        if asked or self.comment.state != State.HIDDEN or self.comment.is_erased:
            return self.back()
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(SecondLookForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SecondLookForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=422)
        with suppress(ModerationError):  # asked for already, or shown meanwhile
            ask_second_look(comment=self.comment, words=form.cleaned_data["words"])
        return self.back()

    def show(self, form: SecondLookForm, status: int = 200) -> HttpResponse:
        context = {"comment": self.comment, "form": form, **way_back(self.request, self.submission)}
        page = render(self.request, "comments/second_look.html", context, status=status)
        return for_the_holder(page)

    def back(self) -> HttpResponse:
        return redirect(f"{receipt_url(self.submission)}#{self.comment.ref}")
