"""Decisions and codes in Wagtail's admin."""

from typing import Any

from django import forms
from django.contrib.admin.utils import quote
from django.db.models import Count, Prefetch, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from analysis.models import Code, DecidedComment, Decision
from analysis.permissions import DecisionPermissionPolicy
from consult.snippet_lists import LIST_TEMPLATE, OfferedActionsIndexView

COMMENTS_NAMED = 3


class DecisionIndexView(OfferedActionsIndexView):
    def get_base_queryset(self) -> QuerySet[Decision]:
        decided = DecidedComment.objects.select_related("comment__policy", "comment__version")
        light = decided.defer("comment__version__body", "comment__version__text")
        first = light.order_by("comment__number")[:COMMENTS_NAMED]
        return (
            super()
            .get_base_queryset()
            .select_related("policy")
            .annotate(comment_count=Count("decided"))
            .prefetch_related(Prefetch("decided", first, to_attr="first_decided"))
        )


def section_of(decision: Decision) -> str:
    """The section as those read it who commented; the policy where no comment is left."""
    for each in decision.first_decided:
        return each.comment.version.heading
    return str(decision.policy)


def comments_of(decision: Decision) -> str:
    """The numbers of the first comments, and how many there are beside."""
    named = [each.comment.ref for each in decision.first_decided]
    rest = decision.comment_count - len(named)
    return ", ".join(named) + (f" + {rest}" if rest else "")


def short_reason(decision: Decision) -> str:
    return Truncator(decision.reason).chars(140)


class DecisionViewSet(SnippetViewSet):
    """Official answers; they are given to comments from the list of comments."""

    model = Decision
    icon = "check"
    menu_label = _("Answers given")
    menu_name = "consultation-decisions"
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = DecisionIndexView
    index_template_name = LIST_TEMPLATE
    list_filter = ["policy", "kind", "is_published"]

    @property
    def list_display(self) -> list[Column]:
        return [
            TitleColumn("section", label=_("Section"), accessor=section_of, get_url=self.edit_url),
            Column("comments", label=_("Comments"), accessor=comments_of),
            Column("kind", label=_("Answer"), accessor="get_kind_display"),
            Column("reason", label=_("Reason"), accessor=short_reason),
            BooleanColumn("is_published", label=_("Public")),
            Column("policy", label=_("Policy")),
        ]

    def edit_url(self, decision: Decision) -> str:
        return reverse(self.get_url_name("edit"), args=[quote(decision.pk)])

    @property
    def permission_policy(self) -> DecisionPermissionPolicy:
        return DecisionPermissionPolicy(self.model)


class AddCodeView(CreateView):
    """Reached from a policy's frame, the policy is chosen already."""

    def get_initial(self) -> dict[str, Any]:
        return {"policy": self.request.GET.get("policy", "")}


class CodeViewSet(SnippetViewSet):
    """One code; the frame that it stands in is a page of its own."""

    model = Code
    icon = "tag"
    copy_view_enabled = False
    add_view_class = AddCodeView
    list_display = ["name", "parent", "policy"]
    list_filter = ["policy"]
    panels = [
        FieldPanel("policy", widget=forms.Select),
        FieldPanel("name"),
        FieldPanel("parent", widget=forms.Select),
        FieldPanel("definition", widget=forms.Textarea),
    ]
