"""A policy's coding frame: its codes as a tree, each below the broader one that it is part of."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.text import Truncator

from analysis.models import Code, CodedComment
from comments.choices import State
from policies.models import PolicyPage

BEGINNING = 120
"""Characters of a definition beside its code."""


class FrameLine(NamedTuple):
    """A code in its place: ``depth`` counts from 0, ``comments`` those that somebody gave it to."""

    code: Code
    depth: int
    comments: int = 0

    @property
    def levels(self) -> range:
        """One for each that it is part of."""
        return range(self.depth)

    @property
    def described(self) -> str:
        """As a line of a list: how deep it lies, its name, and how its definition begins."""
        dashes = "\u2014 " * self.depth
        begins = Truncator(self.code.definition).chars(BEGINNING)
        return f"{dashes}{self.code.name}" + (f": {begins}" if begins else "")


class GivenCode(NamedTuple):
    """A code that a comment has, and how many gave it."""

    name: str
    coders: int


def codes_by_comment(keys: Collection[int]) -> dict[int, list[GivenCode]]:
    """The codes of each of these comments that has any, by name; one query for them all."""
    rows = CodedComment.objects.filter(content_object__in=keys).order_by("tag__name")
    counted = rows.values_list("content_object", "tag__name").annotate(coders=Count("pk"))
    found: dict[int, list[GivenCode]] = defaultdict(list)
    for comment, name, coders in counted:
        found[comment].append(GivenCode(name, coders))
    return dict(found)


def frame_of(policy: PolicyPage) -> list[FrameLine]:
    """The codes from the top, each followed by its own; codes side by side by name."""
    stand = ~Q(coded_comments__content_object__state=State.WITHDRAWN)
    counted = Count("coded_comments__content_object", filter=stand, distinct=True)
    return in_order(Code.objects.filter(policy=policy).annotate(comments=counted))


def in_order(codes: Iterable[Code]) -> list[FrameLine]:
    """As `frame_of`; whatever hangs in a circle stands at the top, so that nothing is left out."""
    below: dict[int | None, list[Code]] = defaultdict(list)
    known = {code.pk: code for code in codes}
    for code in sorted(known.values(), key=lambda each: each.name.casefold()):
        below[code.parent_id if code.parent_id in known else None].append(code)
    lines: list[FrameLine] = []
    waiting = [(code, 0) for code in reversed(below[None])]
    while waiting:
        code, depth = waiting.pop()
        lines.append(FrameLine(code, depth, getattr(code, "comments", 0)))
        waiting += [(child, depth + 1) for child in reversed(below[code.pk])]
    placed = {line.code.pk for line in lines}
    return lines + [FrameLine(code, 0) for key, code in known.items() if key not in placed]


def circle_in(parents: Mapping[str, str]) -> list[str]:
    """The names of a circle in ``{name: the broader one's name, or empty}``; empty if none."""
    cleared: set[str] = set()
    for start in parents:
        way: list[str] = []
        name = start
        while name and name in parents and name not in cleared:
            if name in way:
                return way[way.index(name) :]
            way.append(name)
            name = parents[name]
        cleared.update(way)
    return []
