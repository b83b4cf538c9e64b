"""How far two coders agree on the comments that both have coded."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.contrib.auth.models import User

from analysis.models import CodedComment
from comments.choices import State
from policies.models import PolicyPage

Given = Mapping[int, Collection[int]]
"""``{comment: codes}`` of one coder."""


class CodeAgreement(NamedTuple):
    """A code, given by both to ``both`` comments, by one of them alone to ``first`` and ``second``.

    ``kappa`` is None where neither gave it, or both gave it to every comment: there is nothing
    that they could have disagreed on.
    """

    code: int
    both: int
    first: int
    second: int
    kappa: float | None


class CoderAgreement(NamedTuple):
    """Of two coders: on how many comments, and by code."""

    comments: int
    codes: list[CodeAgreement]


def kappa(both: int, first: int, second: int, total: int) -> float | None:
    """Cohen's kappa of a yes or no: (observed - expected agreement) / (1 - expected).

    ``first`` and ``second`` are the yeses of one coder alone, ``total`` all that were judged
    (Cohen, J. 1960: A coefficient of agreement for nominal scales). None where it says nothing.
    """
    if not total:
        return None
    observed = (total - first - second) / total
    one, other = (both + first) / total, (both + second) / total
    expected = one * other + (1 - one) * (1 - other)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def compared(one: Given, other: Given) -> CoderAgreement:
    """By each code that either gave, on the comments that both have given any code to."""
    shared = one.keys() & other.keys()
    by_both, by_one, by_other = Counter[int](), Counter[int](), Counter[int]()
    for comment in shared:
        mine, theirs = set(one[comment]), set(other[comment])
        by_both.update(mine & theirs)
        by_one.update(mine - theirs)
        by_other.update(theirs - mine)
    lines = []
    for code in sorted(by_both.keys() | by_one.keys() | by_other.keys()):
        both, first, second = by_both[code], by_one[code], by_other[code]
        agreed = kappa(both, first, second, len(shared))
        lines.append(CodeAgreement(code, both, first, second, agreed))
    return CoderAgreement(len(shared), lines)


def given_by(policy: PolicyPage, coder: User) -> Given:
    """What a coder gave on a policy, but to what was withdrawn since."""
    rows = CodedComment.objects.filter(tag__policy=policy, coder=coder)
    rows = rows.exclude(content_object__state=State.WITHDRAWN)
    found: dict[int, list[int]] = defaultdict(list)
    for comment, code in rows.values_list("content_object", "tag"):
        found[comment].append(code)
    return found


def coders_of(policy: PolicyPage) -> list[User]:
    """Those who have given codes on the policy, by name."""
    keys = CodedComment.objects.filter(tag__policy=policy).values("coder")
    return list(User.objects.filter(pk__in=keys).order_by("username"))
