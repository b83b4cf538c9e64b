"""What the pages of the register and its lists show."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language

from comments.choices import MemorandumStatus
from comments.models import Comment, Memorandum
from comments.models.memoranda import MemorandumQuerySet
from comments.selectors import ShownSection, shown_sections
from home.visibility import open_to_all, stands_in
from policies.models import PolicyPage


def public_memoranda() -> MemorandumQuerySet:
    """The register as everybody may read it: without those on a policy that is not public."""
    policies = open_to_all(PolicyPage.objects.all())
    found = Memorandum.objects.registered().filter(Q(policy=None) | Q(policy__in=policies))
    return found.select_related("policy__locale")


def public_years() -> list[int]:
    """In which years memoranda were handed in, the latest first."""
    days = public_memoranda().order_by().dates("handed_in_on", "year", order="DESC")
    return [day.year for day in days]


@dataclass(frozen=True)
class RegisterFilter:
    """What a reader has chosen of the register; what is none of its values is no choice."""

    status: str = ""
    year: int | None = None

    @classmethod
    def of(cls, request: HttpRequest) -> "RegisterFilter":
        status, year = request.GET.get("status", ""), request.GET.get("year", "")
        known = status in MemorandumStatus.values and status != MemorandumStatus.DRAFTED
        is_year = year.isdecimal() and len(year) == 4
        return cls(status if known else "", int(year) if is_year else None)

    def apply(self, memoranda: MemorandumQuerySet) -> QuerySet[Memorandum]:
        if self.status:
            memoranda = memoranda.filter(status=self.status)
        if self.year:
            memoranda = memoranda.filter(handed_in_on__year=self.year)
        return memoranda


def with_policies(memoranda: Iterable[Memorandum]) -> list[tuple[Memorandum, PolicyPage | None]]:
    """Each with its policy as the reader's language has it, whatever their number."""
    listed = list(memoranda)
    keys = {each.policy.translation_key for each in listed if each.policy}
    local = PolicyPage.objects.filter(
        translation_key__in=keys, locale__language_code=get_language()
    ).select_related("locale")
    read = {page.translation_key: page for page in local if stands_in(page)}
    return [
        (each, read.get(each.policy.translation_key, each.policy) if each.policy else None)
        for each in listed
    ]


def section_keys(memorandum: Memorandum) -> set[UUID]:
    """Of the sections that it is about."""
    comments = Comment.objects.filter(submission=memorandum.submission_id).order_by()
    return set(comments.values_list("section_key", flat=True).distinct())


def published_rows(
    memorandum: Memorandum, request: HttpRequest
) -> list[tuple[Comment, ShownSection]]:
    """Its comments that a moderator has published, each with its section.

    Without those on sections that this reader may not see: they quote them, and word them anew.
    """
    if memorandum.submission_id is None or not memorandum.is_named:
        return []
    comments = Comment.objects.filter(submission=memorandum.submission_id).published()
    rows = shown_sections(
        comments.for_display().select_related("policy").order_by("number"), request
    )
    return [(comment, section) for comment, section in rows if section.url]
