"""What the analysis adds to Wagtail's admin."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from analysis.decided_comment_list import DecidedCommentViewSet
from analysis.models import Code, Decision
from analysis.permissions import may_decide
from analysis.selectors import comments_coded_by_others, comments_to_decide
from analysis.viewsets import CodeViewSet, DecisionViewSet
from comments.moderation.waiting_panel import WaitingPanel

register_snippet(DecidedCommentViewSet)
register_snippet(DecisionViewSet)
register_snippet(CodeViewSet)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("analysis.decided", _("Answer comments"), _("Answered comments"))
    actions.register_action(
        "analysis.published_decisions", _("Publish answers"), _("Published the answers")
    )
    actions.register_action(
        "analysis.frame_imported", _("Take over codes"), _("Took over codes from a file")
    )
    actions.register_action("analysis.codes_given", _("Give codes"), _("Gave comments codes"))
    actions.register_action(
        "analysis.codes_taken_off", _("Take codes off"), _("Took codes off comments")
    )


@hooks.register("before_bulk_action")
def keep_decisions(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """The stock bulk deletion stays away from what was decided."""
    if action_type == "delete" and action.model in (Decision, Code):
        raise PermissionDenied


@hooks.register("before_delete_snippet")
def keep_codes_of_others(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """A code goes with all that was given it: not while somebody else has given it."""
    codes = [each for each in instances if isinstance(each, Code)]
    given = comments_coded_by_others(codes, request.user)
    if not given:
        return None
    said = ngettext(
        "Somebody else has given this code to %(n)d comment. Ask them to take it off first.",
        "Others have given this code to %(n)d comments. Ask them to take it off first.",
        given,
    )
    messages.error(request, said % {"n": given})
    return redirect("analysis_admin:frame", codes[0].policy_id)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLResolver]:
    return [path("answers/", include("analysis.urls"))]


class DecisionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_decide(request.user)


@hooks.register("register_admin_menu_item")
def decisions_menu_item() -> MenuItem:
    return DecisionsMenuItem(
        _("Publish answers"),
        reverse_lazy("analysis_admin:overview"),
        name="answers",
        icon_name="check",
        order=215,
    )


@hooks.register("register_admin_menu_item")
def frames_menu_item() -> MenuItem:
    return DecisionsMenuItem(
        _("Codes"),
        reverse_lazy("analysis_admin:frames"),
        name="coding-frames",
        icon_name="tag",
        order=220,
    )


@hooks.register("construct_homepage_panels")
def add_decisions_panel(request: HttpRequest, panels: list[Any]) -> None:
    if may_decide(request.user):
        panels.append(
            WaitingPanel(
                "answers-waiting",
                _("Comments to answer"),
                comments_to_decide(),
                "state=published&answered=false",
            )
        )
