"""What a screen needs to know about decisions, in a constant number of queries."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Count

from analysis.models import Code, CodedComment, DecidedComment, Decision
from comments.models import Comment
from comments.querysets import CommentQuerySet
from policies.models import Edition


def decisions_by_comment(
    comments: Iterable[Comment], *, published_only: bool = False
) -> dict[int, Decision]:
    """``{comment's key: its decision}`` for those that have one; one query for them all."""
    links = DecidedComment.objects.filter(comment__in=comments).select_related("decision")
    if published_only:
        links = links.filter(decision__is_published=True)
    return {link.comment_id: link.decision for link in links}


def comments_to_decide() -> CommentQuerySet:
    """Published comments without a decision, on editions that still wait for theirs."""
    return Comment.objects.published().filter(decided=None, edition__answered_at=None)


def comments_coded_by_others(codes: Iterable[Code], user: User | AnonymousUser) -> int:
    """How many comments have one of these codes from somebody else whose account is there."""
    coded = CodedComment.objects.filter(tag__in=codes, coder__is_active=True)
    return coded.exclude(coder=user.pk).values("content_object").distinct().count()


def editions_with_comments() -> list[Edition]:
    """Published editions that have comments, newest first.

    On each ``total`` and ``decided``: how many comments there are, and how many have a decision.
    """
    editions = Edition.objects.published().select_related("policy")
    counted = editions.annotate(total=Count("comments"), decided=Count("comments__decided"))
    return list(counted.filter(total__gt=0).order_by("-opens_at"))
