"""Comments of several people that say nearly the same, at an address of their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.choices import State
from comments.models import Comment
from comments.querysets import CommentQuerySet
from comments.reading.public_lists import ORDERS, alike_of, list_page
from comments.reading.views import comment_of
from comments.selectors import shown_sections
from texts.redline import redline_text_html


class Told(NamedTuple):
    """What there is to say of them together."""

    comments: int
    first_at: datetime
    last_at: datetime


class Differing(NamedTuple):
    """A comment, with what it changes in the words of the first; empty where it changes none."""

    comment: Comment
    html: SafeString | str


@never_cache
@require_safe
def alike_comments(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Those that are shown as one with this comment: the first in full, the others' changes to it.

    Any of them leads here, so the address holds whatever becomes of the others. One that nobody
    says alike is shown alone. Not found where the comment is not shown.
    """
    policy, comment = comment_of(request, slug, number)
    if comment.state != State.PUBLISHED or comment.is_erased:
        raise Http404
    alike = alike_of(Comment.objects.filter(policy=policy).published(), comment)
    first = alike.for_display().select_related("policy").order_by("pk")[:1].get()
    others = alike.exclude(pk=first.pk)
    page = list_page(others, ORDERS["oldest"], request.GET.get("from", ""))
    context = {
        "policy": policy.localized,
        "slug": policy.slug,
        "line": shown_sections([first], request)[0],
        "told": _told(alike),
        "places": _places(alike),
        "page": page,
        "others": list(_differing(first, page.comments)),
    }
    return render(request, "comments/alike.html", context)


def _told(alike: CommentQuerySet) -> Told:
    said = alike.order_by().aggregate(
        comments=Count("pk"), first_at=Min("received_at"), last_at=Max("received_at")
    )
    return Told(**said)


def _places(alike: CommentQuerySet) -> list[tuple[str, int]]:
    """Sub-counties with how many comments came from each, the most first."""
    area = "submission__ward__sub_county__name"
    known = alike.order_by().exclude(submission__ward=None).values_list(area)
    return list(known.annotate(n=Count("pk")).order_by("-n", area))


def _differing(first: Comment, comments: Iterable[Comment]) -> Iterable[Differing]:
    before = _said(first)
    for comment in comments:
        after = _said(comment)
        yield Differing(comment, redline_text_html(before, after) if after != before else "")


def _said(comment: Comment) -> str:
    """All that it says in public, as one text."""
    words = comment.public
    return "\n\n".join([words.text, *(each.text for each in words.added)])
