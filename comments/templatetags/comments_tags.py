"""Tags that show comments on pages of the policies and of the network."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django import template
from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from comments.choices import State
from comments.kept_page_parts import depends_on_comments, depends_on_counts
from comments.leaving import comments_below
from comments.models import Comment
from comments.models.comment import ADDRESS_MAX
from consult.pages import dependencies
from home.models import MeetingPage
from policies.models import PolicyPage, SectionPage, SectionVersion
from texts.redline import quoted_block

register = template.Library()

PAGE_SIZE = 25
PARAGRAPH_LINK = '<a class="paragraph-link" href="{}?paragraph={}" rel="nofollow">{}</a>'


class CommentPage(Page):
    """Published comments, and how many there are of every state, waiting and not to be seen.

    ``on_paragraphs`` is a row for each ``(page of the section, address, quoted words, comments)``.
    """

    total = waiting = unseen = 0
    on_paragraphs: Sequence[tuple[int, str, str, int]] = ()


class CommentPaginator(Paginator):
    def _get_page(self, *args: Any, **kwargs: Any) -> CommentPage:
        return CommentPage(*args, **kwargs)


@register.simple_tag
def comment_counts(policy: PolicyPage) -> dict:
    """``{section_key: {"total": n, "published": n}}``: on every edition, as a section shows."""
    if policy.current_edition is None:
        return {}
    canonical = policy.canonical
    depends_on_counts(canonical.pk)
    return Comment.objects.filter(policy=canonical).count_by_section()


@register.simple_tag
def views_given_at(meeting: MeetingPage) -> dict[str, int]:
    """How many views of how many people a meeting brought: all that were not taken back."""
    given = Comment.objects.filter(submission__meeting__translation_key=meeting.translation_key)
    for policy_id in set(given.order_by().values_list("policy_id", flat=True)):
        depends_on_counts(policy_id)
    policy = PolicyPage.objects.ancestor_of(meeting).first()
    if policy:
        depends_on_counts(policy.canonical.pk)
    stand = given.exclude(state=State.WITHDRAWN)
    return stand.aggregate(comments=Count("pk"), respondents=Count("submission", distinct=True))


@register.simple_tag(name="comments_below")
def comments_below_tag(page: SectionPage) -> int:
    """How many comments a section and its parts have, for the pages of editors."""
    return comments_below(page)


@register.simple_tag
def totals_by_policy(policies: list[PolicyPage]) -> dict:
    """``{translation_key: n}``: how many comments each has, of every state and on every edition."""
    canonical = [policy.canonical.pk for policy in policies]
    for pk in canonical:
        depends_on_counts(pk)
    counts = Comment.objects.filter(policy__in=canonical).order_by().values("policy")
    totals = dict(counts.annotate(total=Count("pk")).values_list("policy", "total"))
    return {each.translation_key: totals.get(each.canonical.pk, 0) for each in policies}


@register.filter
def total_for(totals: dict, policy: PolicyPage) -> int:
    """How many comments `totals_by_policy` has found for the policy."""
    return totals.get(policy.translation_key, 0)


@register.filter
def count_for(counts: dict | None, key: UUID) -> int:
    """How many comments a section has, of every state; none where nobody has counted."""
    return (counts or {}).get(key, {}).get("total", 0)


@register.filter
def total_comments(counts: dict) -> int:
    """How many comments a policy has, of every state."""
    return sum(row["total"] for row in counts.values())


@register.simple_tag
def stance(comment: Comment) -> SafeString:
    """What the comment's author thinks of the section, in words; the style sheet sets a sign."""
    return format_html(
        '<span class="stance stance-{}">{}</span>', comment.stance, comment.get_stance_display()
    )


@register.simple_tag
def quote_anchor(comment: Comment, version: SectionVersion) -> str:
    """The anchor of the paragraph where quoted words stand; empty where it would be a guess.

    They must have been read in the language of the text that is shown, and stand where they stood
    or else once in all of it.
    """
    if comment.version.language != version.language:
        return ""
    if comment.quote in version.paragraphs.get(comment.block_id, ""):
        return f"p-{comment.block_id}"
    return quoted_block(version.body, comment.quote)


@register.simple_tag
def paragraph_notes(
    comments: CommentPage, version: SectionVersion | None, commentable: SectionVersion | None
) -> dict[str, SafeString]:
    """``{anchor: HTML}``: how many comments a paragraph has, and the way to comment on it.

    A comment on an earlier text counts where its words still stand in the same place.
    """
    if version is None:
        return {}
    counts: Counter[str] = Counter()
    for section_id, address, quote, count in comments.on_paragraphs:
        if section_id == version.section_id and quote in version.paragraphs.get(address, ""):
            counts[address] += count
    form = commentable and reverse("comments:comment", args=[commentable.section_id])
    label = gettext("Comment on this paragraph")
    active = get_language()
    lang = "" if version.language == active else f' lang="{active}"'
    note = f'<p class="paragraph-note"{lang}>{{}}</p>'
    notes = {}
    for address in version.paragraphs:
        parts = []
        if counts[address]:
            words = ngettext("%(n)d comment", "%(n)d comments", counts[address])
            words %= {"n": counts[address]}
            parts.append(format_html('<a class="paragraph-count" href="#comments">{}</a>', words))
        if form and len(address) <= ADDRESS_MAX:
            parts.append(format_html(PARAGRAPH_LINK, form, address, label))
        if parts:
            html = format_html_join(" ", "{}", ((part,) for part in parts))
            notes[f"p-{address}"] = format_html(note, html)
    return notes


@register.simple_tag(takes_context=True)
def published_comments(context: dict, section: SectionPage) -> CommentPage:
    """The section's published comments, newest first, `PAGE_SIZE` a page (``?page=2``).

    Comments belong to the section whatever the language it was read in.
    """
    depends_on_comments(section.translation_key)
    policy = section.policy.canonical
    of_section = Comment.objects.filter(policy=policy, section_key=section.translation_key)
    counts: Counter[str] = Counter()
    on_paragraphs = []
    groups = of_section.order_by().values_list("state", "version__section", "block_id", "quote")
    for state, section_id, address, quote, count in groups.annotate(count=Count("pk")):
        counts[state] += count
        if address:
            on_paragraphs.append((section_id, address, quote, count))
    request = context.get("request")
    comments = of_section.published().for_section().order_by("-number")
    paginator = CommentPaginator(comments, PAGE_SIZE)
    paginator.count = counts[State.PUBLISHED]
    page = cast(CommentPage, paginator.get_page(request.GET.get("page") if request else 1))
    dependencies.shows_list_page(page.number)
    for comment in page:
        comment.policy = policy
    page.total, page.waiting = counts.total(), counts[State.RECEIVED]
    page.unseen = counts[State.HIDDEN] + counts[State.WITHDRAWN]
    page.on_paragraphs = on_paragraphs
    return page
