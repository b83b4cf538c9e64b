"""Who holds the receipt changes the words of a comment until its window closes."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from comments.channels.web.edit_forms import KEPT, EditForm
from comments.channels.web.previews import preview_page
from comments.channels.web.views import (
    for_the_holder,
    give_back,
    receipt_url,
    submission_of,
    under_a_receipt,
    way_back,
)
from comments.register.editing import ChangedMeanwhileError, edit
from comments.register.services import CommentError
from comments.selectors import editable, shown_sections


@method_decorator([never_cache, under_a_receipt], name="dispatch")
class EditCommentView(View):
    """The form, filled with what stands; its preview; and what saves it.

    Whoever may not see the section any more is not shown its words, nor the form.
    """

    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: HttpRequest, code: str, number: int) -> HttpResponseBase:
        self.submission = submission_of(code)
        self.comment = get_object_or_404(self.submission.comments.on_record(), number=number)
        [(_comment, self.section)] = shown_sections([self.comment], request)
        if not self.section.url:
            return for_the_holder(self.refuse(self.closed))
        return for_the_holder(super().dispatch(request))

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(EditForm(comment=self.comment))

    def post(self, request: HttpRequest) -> HttpResponse:
        if "change" in request.POST:
            return self.show(EditForm(comment=self.comment, initial=self.typed()))
        form = EditForm(request.POST, comment=self.comment)
        if not form.is_valid():
            return self.show(form, status=422)
        if "preview" in request.POST and self.is_open:
            return self.preview(form)
        try:
            return self.save(form)
        except ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            self.comment.refresh_from_db()
            return self.show(form.after_others(self.comment), status=409, now=self.comment)
        except CommentError as error:
            return self.refuse(str(error))

    def save(self, form: EditForm) -> HttpResponse:
        """Raises `CommentError` as `edit` does."""
        seen = form.cleaned_data["seen"]
        edited = edit(
            comment=self.comment,
            said=form.comment(),
            tags=form.chosen_tags(),
            seen=seen,
            told_at_once=form.cleaned_data["told_at_once"],
        )
        if not edited.is_new and seen == self.comment.revision:
            form.add_error(None, _("You have changed nothing, so nothing was saved."))
            return self.show(form, status=422)
        number, ref = self.comment.number, self.comment.ref
        return redirect(f"{receipt_url(self.submission)}?saved={number}#{ref}")

    def typed(self) -> dict[str, Any]:
        sent = self.request.POST
        return {name: sent[name] for name in KEPT if name in sent} | {"tags": sent.getlist("tags")}

    @property
    def is_open(self) -> bool:
        return bool(editable([self.comment]))

    @property
    def closed(self) -> str:
        return _("This comment cannot be edited now. What you sent before stands as it was.")

    def preview(self, form: EditForm) -> HttpResponse:
        template = "comments/edit_preview.html"
        return preview_page(self.request, form, self.submission, self.context(), template)

    def show(self, form: EditForm, status: int = 200, **more: Any) -> HttpResponse:
        if not self.is_open:
            return self.refuse(self.closed)
        context = {**self.context(), "form": form, **more}
        return render(self.request, "comments/edit.html", context, status=status)

    def refuse(self, message: str) -> HttpResponse:
        context = {"receipt": receipt_url(self.submission)}
        return give_back(self.request, message, context, status=403)

    def context(self) -> dict[str, Any]:
        return {
            "edited": self.comment,
            "section": self.section,
            **way_back(self.request, self.submission),
        }
