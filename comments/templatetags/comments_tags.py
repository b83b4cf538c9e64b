"""Tags that show comments on pages of the policies and of the network."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple, cast
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
from comments.models import Comment, EarlierWords, Redaction
from comments.models.comment import ADDED, ADDRESS_MAX, SaidWords, label_of
from comments.moderation.rule_words import ShownRule, contradiction, rules_of
from comments.proposed_wording import proposal_redline
from comments.public_words import public_text
from comments.reading.public_lists import PAGE_SIZE, count_alike, counts_on_paragraphs
from comments.register.first_state import rule_of
from home.models import MeetingPage
from policies.models import PolicyPage, SectionPage, SectionVersion
from texts.redline import quoted_block, redline_text_html

register = template.Library()
register.simple_tag(proposal_redline)

SHOWN = ("quote", "text", *ADDED)
COUNT_LINK = (
    '<a class="paragraph-count" href="{}?section={}&amp;paragraph={}" rel="nofollow">{}</a>'
)
PARAGRAPH_LINK = '<a class="paragraph-link" href="{}?paragraph={}" rel="nofollow">{}</a>'


class CommentPage(Page):
    """Published comments, and how many there are of every state, waiting and not to be seen.

    ``stances`` counts the published ones.
    """

    total = waiting = unseen = 0
    stances: dict[str, int] = {}


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
def shown_at_once(policy: PolicyPage) -> bool:
    """Whether the policy's comments are shown as they come, and read by a moderator afterwards."""
    return rule_of(policy.canonical.pk).shows_at_once


@register.simple_tag
def moderation_rules(lines: Sequence[Any]) -> dict[int, ShownRule]:
    """By policy, for the lines of the editors' panel."""
    return rules_of([line.policy for line in lines])


@register.filter
def rule_for(rules: dict[int, ShownRule], policy: PolicyPage) -> ShownRule | None:
    return rules.get(policy.pk)


@register.simple_tag
def rule_contradicted(policy: PolicyPage | str) -> tuple[str, str] | None:
    """What an editor is told where rule and words differ; nothing of a policy yet to be made."""
    return contradiction(policy) if isinstance(policy, PolicyPage) else None


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


class ChangedWords(NamedTuple):
    """One field of what was said, with what the next state changed in it."""

    label: str
    html: SafeString


class EarlierState(NamedTuple):
    words: EarlierWords
    parts: list[ChangedWords]


@register.simple_tag
def earlier_states(comment: Comment, for_staff: bool = False) -> list[EarlierState]:
    """What a comment said before, the newest first, each as a redline to what came after it.

    Staff see nothing of a field of which something was ever redacted, unless they ask.
    """
    held = list(comment.redactions.all()) if for_staff else []
    return [
        EarlierState(cast(EarlierWords, before), _changes(before, after, held))
        for after, before in pairwise(comment.states)
    ]


def _changes(before: SaidWords, after: SaidWords, held: Sequence[Redaction]) -> list[ChangedWords]:
    pairs = {"stance": (str(before.get_stance_display()), str(after.get_stance_display()))}
    for name in SHOWN:
        old, new = (public_text(getattr(each, name), name, held) for each in (before, after))
        pairs[name] = (old, new)
    return [
        ChangedWords(label_of(name), redline_text_html(old, new))
        for name, (old, new) in pairs.items()
        if old or new
    ]


@register.simple_tag
def quote_anchor(comment: Comment, version: SectionVersion) -> str:
    """The anchor of the paragraph where quoted words stand; empty where it would be a guess.

    They must have been read in the language of the text that is shown, and stand where they stood
    or else once in all of it.
    """
    if comment.version.language != version.language:
        return ""
    parts = comment.quoted_parts
    if all(part.words in version.paragraphs.get(part.address, "") for part in parts):
        return f"p-{comment.block_id}"
    return quoted_block(version.body, comment.quote) if len(parts) == 1 else ""


@register.simple_tag
def paragraph_notes(
    version: SectionVersion | None, commentable: SectionVersion | None, policy: PolicyPage
) -> dict[str, SafeString]:
    """``{anchor: HTML}``: how many comments a paragraph has, and the way to comment on it."""
    if version is None:
        return {}
    counts = counts_on_paragraphs(version)
    form = commentable and reverse("comments:comment", args=[commentable.section_id])
    shown = reverse("comments:list", args=[policy.canonical.slug])
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
            place = (shown, version.section_key.hex, address)
            parts.append(format_html(COUNT_LINK, *place, words))
        if form and len(address) <= ADDRESS_MAX:
            parts.append(format_html(PARAGRAPH_LINK, form, address, label))
        if parts:
            html = format_html_join(" ", "{}", ((part,) for part in parts))
            notes[f"p-{address}"] = format_html(note, html)
    return notes


@register.simple_tag
def published_comments(section: SectionPage) -> CommentPage:
    """The section's newest published comments, `PAGE_SIZE` of them; a campaign's are one.

    Comments belong to the section whatever the language it was read in.
    """
    depends_on_comments(section.translation_key)
    policy = section.policy.canonical
    of_section = Comment.objects.filter(policy=policy, section_key=section.translation_key)
    counts: Counter[str] = Counter()
    stances: Counter[str] = Counter()
    groups = of_section.order_by().values_list("state", "stance").annotate(count=Count("pk"))
    for state, stance, count in groups:
        counts[state] += count
        stances[stance] += count if state == State.PUBLISHED else 0
    published = of_section.published()
    comments = published.folded().for_section().order_by("-number")
    paginator = CommentPaginator(comments, PAGE_SIZE)
    paginator.count = counts[State.PUBLISHED]
    page = cast(CommentPage, paginator.get_page(1))
    for comment in page:
        comment.policy = policy
    count_alike(page, among=published)
    page.stances = dict(stances)
    page.total, page.waiting = counts.total(), counts[State.RECEIVED]
    page.unseen = counts[State.HIDDEN] + counts[State.WITHDRAWN]
    return page
