"""Publish or hide many comments at once."""

from urllib.parse import urlsplit

from django import forms
from django.http import QueryDict
from django.shortcuts import get_list_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from comments.choices import HiddenReason, State
from comments.models import Comment, Decision
from comments.moderation.comment_filters import CommentFilterSet
from comments.permissions import may_answer, may_moderate
from comments.services import answer_comments, moderate


class ListedCommentsAction(SnippetBulkAction):
    """What acting on a list of comments shares."""

    models = [Comment]
    template_name = "comments/admin/confirm_bulk.html"

    @classmethod
    def get_queryset(cls, model, object_ids):
        comments = Comment.objects.select_related(
            "policy", "version", "decision", "submission__ward"
        ).order_by("policy", "number")
        return get_list_or_404(comments, pk__in=object_ids)

    def get_all_objects_in_listing_query(self, parent_id):
        """Every comment of the *filtered* list: Wagtail itself would take every one there is."""
        query = QueryDict(urlsplit(self.next_url).query)
        filterset = CommentFilterSet(query, queryset=Comment.objects.all(), request=self.request)
        listed = filterset.qs.containing(query.get("q", ""))
        return listed.values_list("pk", flat=True)

    def object_context(self, obj) -> dict:
        return {"item": obj}

    def get_context_data(self, **kwargs) -> dict:
        return super().get_context_data(**kwargs, display_name=self.display_name)


class ModerateBulkAction(ListedCommentsAction):
    """What publishing and hiding share."""

    state = ""

    def check_perm(self, obj) -> bool:
        return may_moderate(self.request.user) and obj.state != State.WITHDRAWN

    @classmethod
    def execute_action(cls, objects, self=None, **kwargs):
        reason = self.cleaned_form.cleaned_data.get("hidden_reason", "")
        changed = moderate(
            comments=objects, state=cls.state, hidden_reason=reason, user=self.request.user
        )
        return len(changed), 0


class PublishBulkAction(ModerateBulkAction):
    display_name = _("Publish")
    action_type = "publish"
    aria_label = _("Publish the selected comments")
    action_priority = 10
    state = State.PUBLISHED

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d comment published.", "%(count)d comments published.", num_parent_objects
        ) % {"count": num_parent_objects}


class HideForm(forms.Form):
    hidden_reason = forms.ChoiceField(
        label=_("Reason for hiding"),
        choices=[("", _("Choose a reason")), *HiddenReason.choices],
        error_messages={"required": _("Choose the reason: the respondent will see it.")},
    )


class HideBulkAction(ModerateBulkAction):
    display_name = _("Hide")
    action_type = "hide"
    aria_label = _("Hide the selected comments")
    action_priority = 20
    form_class = HideForm
    state = State.HIDDEN

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d comment hidden.", "%(count)d comments hidden.", num_parent_objects
        ) % {"count": num_parent_objects}


class AnswerForm(forms.ModelForm):
    class Meta:
        model = Decision
        fields = ("outcome", "reason", "wording", "is_published")
        labels = {"is_published": _("Show it at once")}
        help_texts = {
            "is_published": _(
                "Beside the comments, even while others are taken. Left open, it waits until the"
                " answers of the edition are published."
            )
        }


class AnswerBulkAction(ListedCommentsAction):
    """Give the selected comments on one section the same official answer."""

    display_name = _("Answer")
    action_type = "answer"
    aria_label = _("Answer the selected comments")
    action_priority = 30
    form_class = AnswerForm

    def check_perm(self, obj) -> bool:
        return may_answer(self.request.user)

    def get_context_data(self, **kwargs) -> dict:
        """With the text that the answer is about, where the comments are on one version of it."""
        context = super().get_context_data(**kwargs)
        versions = {each["item"].version for each in context["items"]}
        return context | {"version": versions.pop() if len(versions) == 1 else None}

    def prepare_action(self, objects, objects_without_access):
        """Say what is wrong before anything is changed."""
        if len({(comment.policy_id, comment.section_key) for comment in objects}) != 1:
            messages.error(self.request, _("Choose comments on one section."))
            return redirect(self.next_url)
        return None

    @classmethod
    def execute_action(cls, objects, self=None, **kwargs):
        answer_comments(comments=objects, user=self.request.user, **self.cleaned_form.cleaned_data)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(count)d comment answered.", "%(count)d comments answered.", num_parent_objects
        ) % {"count": num_parent_objects}
