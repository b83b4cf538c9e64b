"""Publish or hide many comments at once."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import QueryDict
from django.shortcuts import get_list_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from comments.choices import HiddenReason, State
from comments.models import Comment
from comments.moderation.comment_filters import listed_comments
from comments.moderation.services import moderate
from comments.permissions import may_moderate

SHOWN = 50  # of the chosen comments, before something is done to all of them


class ListedCommentsAction(SnippetBulkAction):
    """What acting on a list of comments shares."""

    models = [Comment]
    template_name = "comments/admin/confirm_bulk.html"

    @classmethod
    def get_queryset(cls, model: type[Comment], object_ids: Sequence[str]) -> list[Comment]:
        comments = Comment.objects.select_related("policy", "version", "submission__ward")
        return get_list_or_404(comments.order_by("policy", "number"), pk__in=object_ids)

    def get_all_objects_in_listing_query(self, parent_id: object) -> QuerySet:
        """Every comment of the *filtered* list: Wagtail itself would take every one there is."""
        query = QueryDict(urlsplit(self.next_url).query)
        return listed_comments(query, self.request).values_list("pk", flat=True)

    def object_context(self, obj: Comment) -> dict[str, Any]:
        return {"item": obj}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs, display_name=self.display_name)
        kept = len(context["items_with_no_access"])
        shown = [each["item"] for each in context["items"][:SHOWN]]
        return context | {"shown": shown, "kept": self.say_kept(kept) if kept else ""}

    def say_kept(self, count: int) -> str:
        """Why so many of the chosen comments are left as they are."""
        raise NotImplementedError


class ModerateBulkAction(ListedCommentsAction):
    """What publishing and hiding share."""

    state = ""

    @classmethod
    def is_offered_to(cls, user: User) -> bool:
        return may_moderate(user)

    def check_perm(self, obj: Comment) -> bool:
        return self.is_offered_to(self.request.user) and obj.state != State.WITHDRAWN

    def say_kept(self, count: int) -> str:
        return ngettext(
            "%(n)d comment is left as it is: it was withdrawn, or you may not moderate.",
            "%(n)d comments are left as they are: they were withdrawn, or you may not moderate.",
            count,
        ) % {"n": count}

    @classmethod
    def execute_action(
        cls, objects: Sequence[Comment], self: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
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
        choices=HiddenReason.choices,
        widget=forms.RadioSelect,
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
