"""How editors are told of a policy's rule of moderation, and whether their words contradict it."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from comments.choices import FirstShown
from comments.models import ModerationRule
from policies.models import PolicyPage

_READ_FIRST = re.compile(
    r"\bbefore\b[^.]{0,40}\b(?:shown|published|public|appears?|seen)\b"
    r"|\breads? (?:it|them|every|each|all)\b[^.]{0,40}\bfirst\b"
    r"|\bkabla\b[^.]{0,40}(?:onyesh|chapish|onekan)",
    re.IGNORECASE,
)
_AT_ONCE = re.compile(
    r"\b(?:shown|published|public|appears?|seen)\b[^.]{0,40}"
    r"\b(?:at once|immediately|straight away|as (?:it|they) comes?)\b"
    r"|(?:onyesh|chapish|onekan)[^.]{0,40}\b(?:mara moja|papo hapo)\b",
    re.IGNORECASE,
)


class ShownRule(NamedTuple):
    """When comments are shown, for a line of a list, and where that is changed."""

    at_once: bool
    url: str

    @property
    def label(self) -> str:
        return _("Comments are shown at once") if self.at_once else _("Comments are read first")


def rules_of(policies: Iterable[PolicyPage]) -> dict[int, ShownRule]:
    """By policy; those without an edition have none yet. One query."""
    asked = [policy for policy in policies if policy.current_edition is not None]
    found = ModerationRule.objects.filter(policy__in=asked)
    rules = {rule.policy_id: rule for rule in found}
    return {each.pk: _told(each.pk, rules.get(each.pk)) for each in asked}


def _told(policy_id: int, rule: ModerationRule | None) -> ShownRule:
    names = ModerationRule.snippet_viewset  # type: ignore[attr-defined]
    if rule is None:
        url = f"{reverse(names.get_url_name('add'))}?policy={policy_id}"
    else:
        url = reverse(names.get_url_name("edit"), args=[rule.pk])
    return ShownRule(rule is not None and rule.shown == FirstShown.AT_ONCE, url)


def contradiction(policy: PolicyPage) -> tuple[str, str] | None:
    """What to look at where the newest words of a policy say other than its rule, and where."""
    rule = rules_of([policy]).get(policy.pk)
    newest = policy.get_latest_revision_as_object()
    words = strip_tags(newest.what_happens_next)
    at_once = rule is not None and rule.at_once
    if not (_READ_FIRST if at_once else _AT_ONCE).search(words):
        return None
    if at_once:
        said = _(
            "Comments are shown at once, but the words on what happens to them seem to say that"
            " they are read first. Both stand on the policy's page, the notice and the poster."
        )
    else:
        said = _(
            "A moderator reads comments first, but the words on what happens to them seem to say"
            " that they are shown at once. Both stand on the policy's page, the notice and the"
            " poster."
        )
    return said, rule.url if rule else ""
