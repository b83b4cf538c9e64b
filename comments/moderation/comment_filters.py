"""What the list of comments in the admin can be narrowed by."""

from functools import partial
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from comments.choices import LANGUAGES, STANCES, Channel, HoldReason, RedactionReason, State
from comments.flagged_words import with_any
from comments.models import Comment, Contact, Submission, TaggedComment
from comments.moderation.filter_choices import (
    choices_of,
    section_choices,
    section_key,
    ward_choices,
)
from comments.permissions import may_see_contact
from comments.querysets import CommentQuerySet

STANDING_OUT = [
    (RedactionReason.CONTACT, _("A telephone number or an e-mail address")),
    (RedactionReason.IDENTITY, _("An identity number")),
    (RedactionReason.INSULT, _("A rough word")),
]


class SectionFilter(django_filters.ChoiceFilter):
    """Sections by page; comments belong to the section in whatever language it was read."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs.filter(section_key=section_key(value)) if value else qs


class TagsFilter(django_filters.MultipleChoiceFilter):
    """Comments with any of the tags, each once: found by key, so that no comment is read for it."""

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        tagged = TaggedComment.objects.filter(tag__in=value).values("content_object")
        return qs.filter(pk__in=tagged) if value else qs


class CommentFilterSet(WagtailFilterSet):
    policy = django_filters.ChoiceFilter(label=_("Policy"), choices=choices_of("policies"))
    section = SectionFilter(label=_("Section"))
    edition = django_filters.ChoiceFilter(label=_("Edition"), choices=choices_of("editions"))
    number = django_filters.CharFilter(label=_("Number"), method="filter_number")
    name = django_filters.CharFilter(label=_("Name or organisation"), method="filter_name")
    state = django_filters.MultipleChoiceFilter(label=_("State"), choices=State.choices)
    hold_reason = django_filters.MultipleChoiceFilter(
        label=_("Held because"), choices=HoldReason.choices
    )
    flags = django_filters.MultipleChoiceFilter(
        label=_("Stands out"), choices=STANDING_OUT, method="filter_flags"
    )
    stance = django_filters.MultipleChoiceFilter(label=_("Stance"), choices=list(STANCES.items()))
    tags = TagsFilter(label=_("Tags"), choices=choices_of("tags"))
    channel = django_filters.MultipleChoiceFilter(
        label=_("Channel"), field_name="submission__channel", choices=Channel.choices
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), field_name="submission__language", choices=list(LANGUAGES.items())
    )
    sub_county = django_filters.ChoiceFilter(
        label=_("Sub-county"),
        field_name="submission__ward__sub_county",
        choices=choices_of("sub_counties"),
    )
    ward = django_filters.ChoiceFilter(
        label=_("Ward"), field_name="submission__ward", choices=ward_choices
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

    def filter_flags(self, qs: CommentQuerySet, name: str, value: list[str]) -> CommentQuerySet:
        return qs.filter(flags__in=with_any(value))

    def filter_second_look(self, qs: CommentQuerySet, name: str, value: bool) -> CommentQuerySet:
        return qs.asked_again() if value else qs.exclude(pk__in=qs.asked_again().values("pk"))

    def filter_wants_answer(self, qs: CommentQuerySet, name: str, value: bool) -> CommentQuerySet:
        reachable = {"submission__in": Contact.objects.values("submission")}
        return qs.filter(**reachable) if value else qs.exclude(**reachable)

    class Meta:
        model = Comment
        fields: list[str] = []

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        if self.request is None or not may_see_contact(self.request.user):
            del self.filters["wants_answer"]
        policy = str(self.data.get("policy") or "")
        self.filters["section"].extra["choices"] = partial(section_choices, policy)


# What the columns of the list sort by: number is by policy, as numbers are.
ORDERS = {"number": ("policy", "number"), "received_at": ("received_at",)}
NEWEST_FIRST = ("-received_at", "-pk")


def in_order(comments: CommentQuerySet, ordering: str) -> CommentQuerySet:
    """As a column's head asks, else the newest first.

    No two comments are level, so that each stands on one page.
    """
    field = ordering.removeprefix("-")
    if field not in ORDERS:
        return comments.order_by(*NEWEST_FIRST)
    down = "-" if field != ordering else ""
    return comments.order_by(*(f"{down}{name}" for name in (*ORDERS[field], "pk")))


def narrow(comments: CommentQuerySet, filters: CommentFilterSet) -> CommentQuerySet:
    """By every filter that has a value it knows; of others its form says that they are wrong."""
    filters.form.is_valid()
    return filters.filter_queryset(comments)


def filters_of(query: QueryDict, request: HttpRequest) -> CommentFilterSet:
    """The list's filters, with those of other apps, as this query of it sets them.

    Who asks decides which there are.
    """
    filterset_class = Comment.snippet_viewset.filterset_class  # type: ignore[attr-defined]
    return filterset_class(query, queryset=Comment.objects.all(), request=request)


def listed_comments(query: QueryDict, request: HttpRequest) -> CommentQuerySet:
    """What the list in the admin finds for this query of it."""
    found = narrow(Comment.objects.all(), filters_of(query, request))
    return found.containing(query.get("q", ""))


def to_read(query: QueryDict, request: HttpRequest) -> CommentQuerySet:
    """What the list finds of what waits, whatever state it is narrowed by.

    Narrowed to what is shown as it came, that, which waits to be read as well.
    """
    query = query.copy()
    query.pop("state", None)
    found = listed_comments(query, request)
    return found.as_they_came() if query.get("as_it_came") == "true" else found.waiting()
