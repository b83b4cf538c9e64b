"""What the list of comments in the admin can be narrowed by."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from comments.choices import STANCES, Channel, HoldReason, State
from comments.models import Comment, Contact, Submission, TaggedComment
from comments.permissions import may_see_contact
from comments.querysets import CommentQuerySet
from home.models import SubCounty, Ward
from policies.models import Edition, PolicyPage, PolicyTag, SectionPage


class SectionFilter(django_filters.ModelChoiceFilter):
    """Sections by page; comments belong to the section in whatever language it was read."""

    def filter(self, qs: QuerySet, value: SectionPage | None) -> QuerySet:
        return qs.filter(section_key=value.translation_key) if value else qs


class TagsFilter(django_filters.ModelMultipleChoiceFilter):
    """Comments with any of the tags, each once: found by key, so that no comment is read for it."""

    def filter(self, qs: QuerySet, value: Iterable[PolicyTag]) -> QuerySet:
        tags = list(value)
        tagged = TaggedComment.objects.filter(tag__in=tags).values("content_object")
        return qs.filter(pk__in=tagged) if tags else qs


def commented_policies() -> QuerySet[PolicyPage]:
    return PolicyPage.objects.filter(Exists(Comment.objects.filter(policy=OuterRef("pk"))))


class CommentFilterSet(WagtailFilterSet):
    policy = django_filters.ModelChoiceFilter(
        label=_("Policy"), queryset=lambda _request: commented_policies()
    )
    section = SectionFilter(label=_("Section"), queryset=SectionPage.objects.none())
    edition = django_filters.ModelChoiceFilter(
        label=_("Edition"), queryset=Edition.objects.select_related("policy").order_by("-pk")
    )
    number = django_filters.CharFilter(label=_("Number"), method="filter_number")
    name = django_filters.CharFilter(label=_("Name or organisation"), method="filter_name")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    hold_reason = django_filters.MultipleChoiceFilter(
        label=_("Held because"), choices=HoldReason.choices
    )
    stance = django_filters.MultipleChoiceFilter(label=_("Stance"), choices=list(STANCES.items()))
    tags = TagsFilter(label=_("Tags"), queryset=PolicyTag.objects.all())
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
    second_look = django_filters.BooleanFilter(
        label=_("Second look asked for"), method="filter_second_look"
    )
    as_it_came = django_filters.BooleanFilter(
        label=_("Shown as it came, not read yet"), field_name="as_it_came"
    )
    in_campaign = django_filters.BooleanFilter(
        label=_("Part of a campaign"), field_name="campaign", lookup_expr="isnull", exclude=True
    )
    alike = django_filters.CharFilter(label=_("In the campaign of (number)"), method="filter_alike")
    wants_answer = django_filters.BooleanFilter(
        label=_("Left a telephone number or e-mail"), method="filter_wants_answer"
    )
    received_at = django_filters.DateFromToRangeFilter(label=_("Received"))

    def filter_number(self, qs: CommentQuerySet, name: str, value: str) -> CommentQuerySet:
        """As people quote it, PPP-0012, or its digits alone."""
        reference, _dash, digits = value.strip().rpartition("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 10):
            return qs.none()
        found = qs.filter(number=int(digits))
        return found.filter(policy__reference__iexact=reference) if reference else found

    def filter_alike(self, qs: CommentQuerySet, name: str, value: str) -> CommentQuerySet:
        """Those that say nearly what the comment of this number says."""
        meant = self.filter_number(Comment.objects.order_by(), name, value)
        return qs.filter(campaign__in=meant.exclude(campaign=None).values("campaign"))

    def filter_name(self, qs: CommentQuerySet, name: str, value: str) -> CommentQuerySet:
        """By what the respondent is called in public."""
        called = Q(name__icontains=value) | Q(organisation_name__icontains=value)
        return qs.filter(submission__in=Submission.objects.filter(called))

    def filter_second_look(self, qs: CommentQuerySet, name: str, value: bool) -> CommentQuerySet:
        return qs.asked_again() if value else qs.exclude(pk__in=qs.asked_again().values("pk"))

    def filter_wants_answer(self, qs: CommentQuerySet, name: str, value: bool) -> CommentQuerySet:
        reachable = {"submission__in": Contact.objects.values("submission")}
        return qs.filter(**reachable) if value else qs.exclude(**reachable)

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_storable(data), *args, **kwargs)
        if self.request is None or not may_see_contact(self.request.user):
            del self.filters["wants_answer"]
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


def to_read(query: QueryDict, request: HttpRequest) -> CommentQuerySet:
    """What the list finds of what waits, whatever state it is narrowed by.

    Narrowed to what is shown as it came, that, which waits to be read as well.
    """
    query = query.copy()
    query.pop("state", None)
    found = listed_comments(query, request)
    return found.as_they_came() if query.get("as_it_came") == "true" else found.waiting()


def _storable(data: QueryDict | None) -> QueryDict | None:
    """The query with keys that no table has in place of numbers too long for a database."""
    if data is None:
        return None
    data = data.copy()
    for name in ("policy", "section", "edition", "tags"):
        if name in data:
            data.setlist(name, [key if len(key) < 10 else "0" for key in data.getlist(name)])
    return data
