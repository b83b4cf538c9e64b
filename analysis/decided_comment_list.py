"""The list of comments in the admin, with the decision that each has and the way to give one."""

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from analysis.decide_action import DecideChosenPage
from comments.models import Comment
from comments.moderation.comment_filters import CommentFilterSet
from comments.moderation.viewsets import CommentIndexView, CommentViewSet
from comments.querysets import CommentQuerySet


class DecidedCommentFilterSet(CommentFilterSet):
    answered = django_filters.BooleanFilter(
        label=_("Answered"), field_name="decided", lookup_expr="isnull", exclude=True
    )


class DecidedCommentIndexView(CommentIndexView):
    def get_base_queryset(self) -> CommentQuerySet:
        return super().get_base_queryset().select_related("decided__decision")


class DecidedCommentViewSet(CommentViewSet):
    """The comments' own, and one column and one filter more."""

    index_view_class = DecidedCommentIndexView
    filterset_class = DecidedCommentFilterSet
    chosen_pages = [*CommentViewSet.chosen_pages, DecideChosenPage]

    @property
    def list_display(self) -> list[Column]:
        return [*super().list_display, Column("answer", label=_("Answer"), accessor=decision_label)]


def decision_label(comment: Comment) -> str:
    """What was decided on the comment; empty where nothing has been."""
    decided = getattr(comment, "decided", None)
    return decided.decision.get_kind_display() if decided else ""
