"""Decisions and codes in Wagtail's admin."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet

from analysis.models import Code, Decision
from analysis.permissions import DecisionPermissionPolicy
from consult.snippet_lists import LIST_TEMPLATE, OfferedActionsIndexView


class DecisionViewSet(SnippetViewSet):
    """Official answers; they are given to comments from the list of comments."""

    model = Decision
    icon = "check"
    menu_label = _("Decisions")
    menu_name = "consultation-decisions"
    menu_order = 210
    add_to_admin_menu = True
    copy_view_enabled = False
    index_view_class = OfferedActionsIndexView
    index_template_name = LIST_TEMPLATE
    list_display = ["policy", "kind", "reason", "is_published", "updated_at"]
    list_filter = ["policy", "kind", "is_published"]

    @property
    def permission_policy(self) -> DecisionPermissionPolicy:
        return DecisionPermissionPolicy(self.model)


class CodeViewSet(SnippetViewSet):
    """The coding frames of analysts."""

    model = Code
    icon = "tag"
    menu_label = _("Codes")
    menu_name = "consultation-codes"
    menu_order = 220
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["name", "policy"]
    list_filter = ["policy"]
    panels = [FieldPanel("policy", widget=forms.Select), FieldPanel("name")]
