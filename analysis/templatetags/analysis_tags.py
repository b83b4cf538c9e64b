"""Tags that show decisions beside the comments that they are on."""

from collections.abc import Iterable

from django import template

from analysis.models import Decision
from analysis.selectors import decisions_by_comment
from comments.models import Comment

register = template.Library()


@register.simple_tag
def decisions_on(comments: Iterable[Comment]) -> dict[int, Decision]:
    """Their decisions, public or not: for staff. Ask `for_comment` for each one's own."""
    return decisions_by_comment(comments)


@register.simple_tag
def published_decisions(comments: Iterable[Comment]) -> dict[int, Decision]:
    """Their decisions that are public. Ask `for_comment` for each one's own."""
    return decisions_by_comment(comments, published_only=True)


@register.filter
def for_comment(decisions: dict[int, Decision], comment: Comment) -> Decision | None:
    return decisions.get(comment.pk)
