"""Tags that show decisions beside the comments that they are on."""

from collections.abc import Iterable
from typing import Any

from django import template

from analysis.coding.frames import codes_by_comment
from analysis.models import Decision
from analysis.permissions import may_decide
from analysis.selectors import decisions_by_comment
from comments.choices import State
from comments.models import Comment
from comments.moderation.choosing import ListMark

register = template.Library()


@register.simple_tag
def decisions_on(comments: Iterable[Comment]) -> dict[int, Decision]:
    """Their decisions, public or not: for staff. Ask `for_comment` for each one's own."""
    return decisions_by_comment(comments)


@register.simple_tag
def published_decisions(comments: Iterable[Comment]) -> dict[int, Decision]:
    """Their decisions that are public. Ask `for_comment` for each one's own."""
    return decisions_by_comment(comments, published_only=True)


@register.inclusion_tag("analysis/admin/_answer.html", takes_context=True)
def answer_of(context: dict[str, Any], comment: Comment) -> dict[str, Any]:
    """The decision on one comment, public or not, and for analysts the way to decide: for staff."""
    decision = decisions_by_comment([comment]).get(comment.pk)
    mine = may_decide(context["request"].user)
    return {
        "comment": comment,
        "decision": decision,
        "count": decision.decided.count() if decision else 0,
        "may_decide": mine,
        "mark": ListMark.now("").signed if mine and not decision else "",
    }


@register.inclusion_tag("analysis/admin/_codes.html", takes_context=True)
def codes_of(context: dict[str, Any], comment: Comment) -> dict[str, Any]:
    """The codes of one comment, and for analysts the way to give some: for staff."""
    mine = may_decide(context["request"].user)
    return {
        "comment": comment,
        "codes": codes_by_comment([comment.pk]).get(comment.pk, []),
        "may_code": mine and comment.state != State.WITHDRAWN,
        "mark": ListMark.now("").signed if mine else "",
    }


@register.filter
def for_comment(decisions: dict[int, Decision], comment: Comment) -> Decision | None:
    return decisions.get(comment.pk)
