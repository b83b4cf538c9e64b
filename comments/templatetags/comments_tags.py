"""Tags that show comments on pages of the policies and of the network."""

from typing import cast

from django import template
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comments.freshness import comments_are_shown, counts_are_shown
from comments.models import Comment
from consult import content
from policies.models import PolicyPage, SectionPage, SectionVersion
from policies.redline import quoted_block

register = template.Library()

PAGE_SIZE = 25


class CommentPage(Page):
    """Published comments, and how many there are of every state, waiting and not to be seen."""

    received = waiting = unseen = 0


class CommentPaginator(Paginator):
    def _get_page(self, *args, **kwargs) -> CommentPage:
        return CommentPage(*args, **kwargs)


@register.simple_tag
def comment_counts(policy: PolicyPage) -> dict:
    """``{section_key: {"received": n, "published": n}}``: on every edition, as a section shows."""
    if policy.current_edition is None:
        return {}
    canonical = policy.canonical
    counts_are_shown(canonical.pk)
    return Comment.objects.filter(policy=canonical).count_by_section()


@register.simple_tag
def received_by_policy(policies: list[PolicyPage]) -> dict:
    """``{translation_key: n}``: how many comments each has received, on every edition."""
    canonical = [policy.canonical.pk for policy in policies]
    for pk in canonical:
        counts_are_shown(pk)
    counts = Comment.objects.filter(policy__in=canonical).order_by().values("policy")
    received = dict(counts.annotate(received=Count("pk")).values_list("policy", "received"))
    return {each.translation_key: received.get(each.canonical.pk, 0) for each in policies}


@register.filter
def total_for(totals: dict, policy: PolicyPage) -> int:
    """How many comments `received_by_policy` has found for the policy."""
    return totals.get(policy.translation_key, 0)


@register.filter
def count_for(counts: dict | None, key) -> int:
    """How many comments a section has received; none where nobody has counted."""
    return (counts or {}).get(key, {}).get("received", 0)


@register.filter
def total_received(counts: dict) -> int:
    """How many comments a policy has received, hidden and withdrawn ones too."""
    return sum(row["received"] for row in counts.values())


@register.simple_tag
def stance(comment: Comment) -> SafeString:
    """What the comment's author thinks of the section, in words; the style sheet sets a sign."""
    return format_html(
        '<span class="stance stance-{}">{}</span>', comment.stance, comment.get_stance_display()
    )


@register.simple_tag
def quote_anchor(comment: Comment, version: SectionVersion) -> str:
    """The anchor of the paragraph where quoted words stand; empty where it would be a guess.

    They must stand once in the text that is shown, and have been read in its language.
    """
    if comment.version.language != version.language:
        return ""
    return quoted_block(version.body, comment.quote)


@register.simple_tag(takes_context=True)
def published_comments(context: dict, section: SectionPage) -> CommentPage:
    """The section's published comments, newest first, `PAGE_SIZE` a page (``?page=2``).

    Comments belong to the section whatever the language it was read in.
    """
    comments_are_shown(section.translation_key)
    policy = section.policy.canonical
    of_section = Comment.objects.filter(policy=policy, section_key=section.translation_key)
    counts = of_section.count_by_section().get(section.translation_key, {})
    comments = of_section.published().for_section().order_by("-number")
    request = context.get("request")
    paginator = CommentPaginator(comments, PAGE_SIZE)
    paginator.count = counts.get("published", 0)
    page = cast(CommentPage, paginator.get_page(request.GET.get("page") if request else 1))
    content.shows_page(page.number)
    for comment in page:
        comment.policy = policy
    page.received = counts.get("received", 0)
    page.waiting = counts.get("waiting", 0)
    page.unseen = page.received - page.waiting - paginator.count
    return page
