"""What the list of comments in the admin can be narrowed by."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from comments.choices import STANCES, Channel, HoldReason, State
from comments.models import Comment
from comments.querysets import CommentQuerySet
from home.models import SubCounty, Ward
from policies.models import PolicyPage, PolicyTag, SectionPage


class SectionFilter(django_filters.ModelChoiceFilter):
    """Sections by page; comments belong to the section in whatever language it was read."""

    def filter(self, qs: QuerySet, value: SectionPage | None) -> QuerySet:
        return qs.filter(section_key=value.translation_key) if value else qs


class CommentFilterSet(WagtailFilterSet):
    policy = django_filters.ModelChoiceFilter(
        label=_("Policy"), queryset=PolicyPage.objects.filter(comments__isnull=False).distinct()
    )
    section = SectionFilter(label=_("Section"), queryset=SectionPage.objects.none())
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    hold_reason = django_filters.MultipleChoiceFilter(
        label=_("Held because"), choices=HoldReason.choices
    )
    stance = django_filters.MultipleChoiceFilter(label=_("Stance"), choices=list(STANCES.items()))
    tags = django_filters.ModelMultipleChoiceFilter(
        label=_("Tags"), queryset=PolicyTag.objects.all()
    )
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), field_name="submission__channel", choices=Channel.choices
    )
    sub_county = django_filters.ModelChoiceFilter(
        label=_("Sub-county"),
        field_name="submission__ward__sub_county",
        queryset=SubCounty.objects.order_by("name"),
    )
    ward = django_filters.ModelChoiceFilter(
        label=_("Ward"), field_name="submission__ward", queryset=Ward.objects.order_by("name")
    )
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_storable(data), *args, **kwargs)
        commented = Comment.objects.values("section_key")
        chosen = str(self.data.get("policy") or "")
        if chosen.isdecimal():
            commented = commented.filter(policy=int(chosen))
        self.filters["section"].field.queryset = SectionPage.objects.filter(
            translation_key__in=commented
        ).order_by("path")
        self.filters["section"].field.label_from_instance = lambda page: page.heading


def listed_comments(query: QueryDict, request: HttpRequest) -> CommentQuerySet:
    """What the list in the admin finds, with the filters of other apps, for this query of it."""
    filterset_class = Comment.snippet_viewset.filterset_class  # type: ignore[attr-defined]
    filters = filterset_class(query, queryset=Comment.objects.all(), request=request)
    return filters.qs.containing(query.get("q", ""))


def _storable(data: QueryDict | None) -> QueryDict | None:
    """The query with keys that no table has in place of numbers too long for a database."""
    if data is None:
        return None
    data = data.copy()
    for name in ("policy", "section", "tags"):
        if name in data:
            data.setlist(name, [key if len(key) < 10 else "0" for key in data.getlist(name)])
    return data
