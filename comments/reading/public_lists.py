"""Lists of published comments, as readers narrow and sort them.

A page of a list is named by the comment that it begins with, so that its address leads to the same
comments when others have come since. How far down the list that is, is counted.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import StrIndex
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.models.comment import quoted_parts
from comments.querysets import FOLDED_BY, CommentQuerySet
from home.visibility import passes, restricted
from policies.models import PolicyPage, SectionPage, SectionVersion

PAGE_SIZE = 20
QUOTED = ("block_id", "further_blocks", "quote")
LONGEST_MARK = 30  # characters of what names a page


def readable_comments(policy: PolicyPage, closed: set[UUID]) -> CommentQuerySet:
    """The policy's published comments but those on ``closed`` sections."""
    public = Comment.objects.filter(policy=policy).published()
    return public.exclude(section_key__in=closed) if closed else public


def closed_sections(policy: PolicyPage, request: HttpRequest) -> set[UUID]:
    """The keys of commented sections that something keeps from this reader."""
    commented = Comment.objects.filter(policy=policy).order_by().values("section_key")
    pages = restricted(SectionPage.objects.filter(translation_key__in=commented))
    return {page.translation_key for page in pages if not passes(request, page)}


def on_paragraph(
    comments: CommentQuerySet, version: SectionVersion, address: str
) -> CommentQuerySet:
    """Those on a paragraph of this text: where they quote an earlier one, the words still stand."""
    words = version.paragraphs.get(address, "")
    of_page = comments.filter(version__section=version.section_id)
    further = of_page.exclude(further_blocks="").order_by().values_list("pk", *QUOTED)
    pks = [pk for pk, *quoted in further if address in _standing(version, quoted)]
    alone = of_page.filter(block_id=address, further_blocks="")
    alone = alone.annotate(stands_at=StrIndex(Value(words), F("quote"))).filter(stands_at__gt=0)
    return comments.filter(Q(pk__in=pks) | Q(pk__in=alone.order_by().values("pk")))


def _standing(version: SectionVersion, quoted: Sequence[str]) -> set[str]:
    """The addresses at which the quoted parts stand in this text."""
    paragraphs = version.paragraphs
    parts = quoted_parts(*quoted)
    return {part.address for part in parts if part.words in paragraphs.get(part.address, "")}


def counts_on_paragraphs(version: SectionVersion) -> Counter[str]:
    """``{address: published comments}``, as `on_paragraph` finds them.

    Those on this very text are counted by the database: their words stand in it.
    """
    on_page = Comment.objects.published().filter(version__section=version.section_id)
    on_page = on_page.exclude(block_id="")
    is_sure = Q(version=version, further_blocks="")
    words = Case(When(is_sure, then=Value("")), default=F("quote"))
    groups = on_page.order_by().annotate(words=words).values_list(*QUOTED[:2], "words")
    counts: Counter[str] = Counter()
    for address, further, quote, count in groups.annotate(count=Count("pk")):
        standing = _standing(version, (address, further, quote)) if quote else {address}
        counts.update(dict.fromkeys(standing, count))
    return counts


def alike_of(comments: CommentQuerySet, comment: Comment) -> CommentQuerySet:
    """Those that the comment stands for where the list is folded, itself among them."""
    if comment.campaign_id is None:
        return comments.filter(pk=comment.pk)
    return comments.filter(**{name: getattr(comment, name) for name in FOLDED_BY})


def count_alike(shown: Iterable[Comment], *, among: CommentQuerySet) -> None:
    """Set `others_alike` of those on a page of a list; no query where none is of a campaign."""
    several = [each for each in shown if each.campaign_id is not None]
    if not several:
        return
    campaigns = among.filter(campaign__in={each.campaign_id for each in several}).order_by()
    groups = campaigns.values_list(*FOLDED_BY).annotate(n=Count("pk"))
    counts = {(campaign, section, stance): n for campaign, section, stance, n in groups}
    for each in several:
        shared = (each.campaign_id, each.section_key, each.stance)
        each.others_alike = counts.get(shared, 1) - 1


def stance_counts(comments: CommentQuerySet) -> dict[str, int]:
    """``{stance: how many}``."""
    rows = comments.order_by().values("stance").annotate(n=Count("pk"))
    return {row["stance"]: row["n"] for row in rows}


def state_totals(policy: PolicyPage, section_key: UUID | None, closed: set[UUID]) -> dict[str, int]:
    """``{state: how many}`` of all that was received, on the section where one is named.

    Without what is on ``closed`` sections.
    """
    comments = Comment.objects.filter(policy=policy).exclude(section_key__in=closed)
    if section_key:
        comments = comments.filter(section_key=section_key)
    return dict(comments.order_by().values_list("state").annotate(n=Count("pk")))


@dataclass(frozen=True)
class Order:
    """How a list is sorted: by these fields of a comment, all falling or all rising."""

    label: str | Promise
    fields: Sequence[str]
    falls: bool = True

    def ordering(self, *, back: bool = False) -> list[str]:
        sign = "-" if self.falls != back else ""
        return [f"{sign}{name}" for name in self.fields]

    def mark(self, comment: Comment) -> str:
        """What names the page that begins with the comment."""
        return "-".join(str(getattr(comment, name)) for name in self.fields)

    def values(self, mark: str) -> list[int] | None:
        """What the mark says; None where it is none of this order's."""
        parts = mark.split("-") if len(mark) <= LONGEST_MARK else []
        is_one = len(parts) == len(self.fields) and all(
            part.isascii() and part.isdecimal() and len(part) < 10 for part in parts
        )
        return [int(part) for part in parts] if is_one else None

    def before(self, values: Sequence[int]) -> Q:
        """The comments that stand before the one with these values."""
        found, same = Q(), Q()
        for name, value in zip(self.fields, values, strict=True):
            found |= same & Q(**{f"{name}__{'gt' if self.falls else 'lt'}": value})
            same &= Q(**{name: value})
        return found


ORDERS = {
    "newest": Order(_("Newest first"), ["number"]),
    "oldest": Order(_("Oldest first"), ["number"], falls=False),
    "agreed": Order(_("Those that most agree with first"), ["agreed", "number"]),
}


@dataclass(frozen=True)
class ListPage:
    """Some comments of a list: where they stand in it, and what the pages beside are named by.

    ``previous`` is empty where the page before is the first, and None where there is none.
    """

    comments: list[Comment]
    first: int
    total: int
    previous: str | None
    following: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.comments) - 1


def list_page(comments: CommentQuerySet, order: Order, mark: str) -> ListPage:
    """The page that the mark names, the first where it names none; four queries at most."""
    total, values = comments.count(), order.values(mark)
    before = comments.filter(order.before(values)) if values else comments.none()
    skipped = before.count() if values else 0
    rest = comments.exclude(order.before(values)) if values else comments
    shown = list(
        rest.for_display().select_related("policy").order_by(*order.ordering())[: PAGE_SIZE + 1]
    )
    return ListPage(
        comments=shown[:PAGE_SIZE],
        first=skipped + 1,
        total=total,
        previous=_previous(before, order, skipped),
        following=order.mark(shown[PAGE_SIZE]) if len(shown) > PAGE_SIZE else None,
    )


def _previous(before: CommentQuerySet, order: Order, skipped: int) -> str | None:
    if not skipped:
        return None
    if skipped <= PAGE_SIZE:
        return ""
    back = before.order_by(*order.ordering(back=True))
    return order.mark(back.only(*order.fields)[PAGE_SIZE - 1 : PAGE_SIZE][0])
