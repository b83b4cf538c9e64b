"""The list of comments in the admin, with the decision that each has and the way to give one."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from analysis.coding.code_action import CodeChosenPage
from analysis.decide_action import DecideChosenPage
from analysis.models import Code, CodedComment
from comments.models import Comment
from comments.moderation.comment_filters import CommentFilterSet
from comments.moderation.viewsets import CommentIndexView, CommentViewSet
from comments.querysets import CommentQuerySet


class CodeFilter(django_filters.ModelChoiceFilter):
    """Comments with the code, whoever gave it, each once."""

    def filter(self, qs: QuerySet, value: Code | None) -> QuerySet:
        if value is None:
            return qs
        coded = CodedComment.objects.filter(tag=value)
        return qs.filter(pk__in=coded.values("content_object"))


class DecidedCommentFilterSet(CommentFilterSet):
    code = CodeFilter(
        label=_("Code"), queryset=lambda _request: Code.objects.order_by("policy", "name")
    )
    coded = django_filters.BooleanFilter(label=_("Has a code"), method="filter_coded")
    answered = django_filters.BooleanFilter(
        label=_("Answered"), field_name="decided", lookup_expr="isnull", exclude=True
    )

    def filter_coded(self, qs: CommentQuerySet, name: str, value: bool) -> CommentQuerySet:
        coded = CodedComment.objects.values("content_object")
        return qs.filter(pk__in=coded) if value else qs.exclude(pk__in=coded)


class DecidedCommentIndexView(CommentIndexView):
    def get_base_queryset(self) -> CommentQuerySet:
        return super().get_base_queryset().select_related("decided__decision")


class DecidedCommentViewSet(CommentViewSet):
    """The comments' own, and one column and one filter more."""

    index_view_class = DecidedCommentIndexView
    filterset_class = DecidedCommentFilterSet
    chosen_pages = [*CommentViewSet.chosen_pages, DecideChosenPage, CodeChosenPage]

    @property
    def list_display(self) -> list[Column]:
        return [*super().list_display, Column("answer", label=_("Answer"), accessor=decision_label)]


def decision_label(comment: Comment) -> str:
    """What was decided on the comment; empty where nothing has been."""
    decided = getattr(comment, "decided", None)
    return decided.decision.get_kind_display() if decided else ""
