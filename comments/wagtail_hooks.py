"""What the comments add to Wagtail's admin."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.urls import include, path, reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from comments.channels.intake import may_enter
from comments.models import Comment, Decision
from comments.moderation.bulk_actions import AnswerBulkAction, HideBulkAction, PublishBulkAction
from comments.moderation.viewsets import CodeViewSet, CommentViewSet, DecisionViewSet
from comments.permissions import may_answer, may_moderate
from comments.querysets import CommentQuerySet


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    for state, label, message in (
        ("published", _("Publish comment"), _("Published the comment")),
        ("hidden", _("Hide comment"), _("Hid the comment")),
        ("received", _("Reopen comment"), _("Put the comment back to received")),
        ("withdrawn", _("Withdraw comment"), _("The respondent withdrew the comment")),
    ):
        actions.register_action(f"comments.{state}", label, message)
    actions.register_action(
        "comments.publish_answers", _("Publish answers"), _("Published the answers")
    )
    actions.register_action("comments.entered", _("Enter comment"), _("Entered the comment"))
    actions.register_action("comments.answered", _("Answer comments"), _("Answered comments"))


register_snippet(CommentViewSet)
register_snippet(DecisionViewSet)
register_snippet(CodeViewSet)
hooks.register("register_bulk_action", PublishBulkAction)
hooks.register("register_bulk_action", HideBulkAction)
hooks.register("register_bulk_action", AnswerBulkAction)


@hooks.register("before_bulk_action")
def never_delete_what_counts(request, action_type, objects, action):
    """The stock bulk deletion stays away from what was received."""
    if action_type == "delete" and action.model in (Comment, Decision):
        raise PermissionDenied


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    return [
        path("intake/", include("comments.channels.intake")),
        path("answers/", include("comments.answers")),
    ]


class AnswersMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_answer(request.user)


@hooks.register("register_admin_menu_item")
def answers_menu_item() -> MenuItem:
    return AnswersMenuItem(
        _("Answers"),
        reverse_lazy("comments_answers:overview"),
        name="answers",
        icon_name="check",
        order=215,
    )


class IntakeMenuItem(MenuItem):
    def is_shown(self, request) -> bool:
        return may_enter(request.user)


@hooks.register("register_admin_menu_item")
def intake_menu_item() -> MenuItem:
    return IntakeMenuItem(
        _("Enter comments"),
        reverse_lazy("comments_intake:choose"),
        name="enter-comments",
        icon_name="edit",
        order=195,
    )


class WaitingPanel(Component):
    """On the dashboard: how many comments wait, by policy."""

    order = 10
    template_name = "comments/admin/waiting_panel.html"

    def __init__(self, name: str, heading: str | Promise, waiting: CommentQuerySet, narrowed: str):
        self.name, self.heading, self.waiting, self.narrowed = name, heading, waiting, narrowed

    def get_context_data(self, parent_context) -> dict:
        counts = self.waiting.values("policy", "policy__title").annotate(count=Count("pk"))
        return {
            "id": self.name,
            "heading": self.heading,
            "policies": counts.order_by("policy__title"),
            "narrowed": self.narrowed,
        }


class IntakePanel(Component):
    """On the dashboard: the way to enter what came on paper, by message or in a meeting."""

    order = 20
    template_name = "comments/admin/intake_panel.html"


@hooks.register("construct_homepage_panels")
def add_waiting_panels(request, panels: list) -> None:
    comments = Comment.objects.all()
    if may_moderate(request.user):
        heading = _("Comments to look at")
        panels.append(
            WaitingPanel("comments-waiting", heading, comments.waiting(), "state=received")
        )
    if may_answer(request.user):
        heading = _("Comments to answer")
        unanswered = comments.published().filter(decision=None, edition__answered_at=None)
        narrowed = "state=published&answered=false"
        panels.append(WaitingPanel("answers-waiting", heading, unanswered, narrowed))


@hooks.register("construct_homepage_panels")
def add_intake_panel(request, panels: list) -> None:
    if may_enter(request.user):
        panels.append(IntakePanel())
