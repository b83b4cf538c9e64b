"""Decide on many comments of one section at once, from their list."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from analysis.models import Decision
from analysis.permissions import may_decide
from analysis.services import DecisionError, decide_comments
from comments.models import Comment
from comments.moderation.bulk_actions import ListedCommentsAction
from consult.typed_fields import PlainTextField


class DecisionForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ("kind", "reason", "wording", "is_published")
        field_classes = {"reason": PlainTextField, "wording": PlainTextField}
        labels = {"is_published": _("Show it at once")}
        help_texts = {
            "is_published": _(
                "Beside the comments, even while others are taken. Left open, it waits until the"
                " answers of the edition are published."
            )
        }


class DecideBulkAction(ListedCommentsAction):
    """Give the selected comments on one section the same decision."""

    display_name = _("Answer")
    action_type = "answer"
    aria_label = _("Answer the selected comments")
    action_priority = 30
    form_class = DecisionForm

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        return may_decide(user)

    def check_perm(self, obj: Comment) -> bool:
        return self.is_offered_to(self.request.user) and obj.is_moderated

    def say_kept(self, count: int) -> str:
        return ngettext(
            "%(n)d comment cannot be answered: it is not published or hidden yet, or was"
            " withdrawn.",
            "%(n)d comments cannot be answered: they are not published or hidden yet, or were"
            " withdrawn.",
            count,
        ) % {"n": count}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the text that the decision is about, where the comments are on one version of it."""
        context = super().get_context_data(**kwargs)
        versions = {each["item"].version for each in context["items"]}
        return context | {"version": versions.pop() if len(versions) == 1 else None}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except DecisionError as error:
            messages.error(self.request, str(error))
            return redirect(self.next_url)

    @classmethod
    def execute_action(
        cls, objects: Sequence[Comment], self: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        decide_comments(comments=objects, user=self.request.user, **self.cleaned_form.cleaned_data)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d comment answered.", "%(count)d comments answered.", num_parent_objects
        ) % {"count": num_parent_objects}
