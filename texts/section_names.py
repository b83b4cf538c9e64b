"""Which section is meant by what somebody types: "3", "Part II/3", "D.1", "Sehemu ya II/3"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from texts.cleaning import typed_line
from texts.nesting import number_paths
from texts.patterns import part_value

Node = TypeVar("Node")
_KINDS = {
    "part": "part", "sehemu": "part", "chapter": "chapter", "sura": "chapter",
    "section": "section", "clause": "section", "kifungu": "section",
    "article": "article", "ibara": "article", "schedule": "schedule", "jedwali": "schedule",
    "annex": "annex", "annexure": "annex", "appendix": "annex", "kiambatisho": "annex",
    "kiambatanisho": "annex", "rule": "rule", "kanuni": "rule",
}  # fmt: skip
"""What parts of a text are called, in both languages, and one word for each kind."""
_CITING = {word for word, kind in _KINDS.items() if kind in ("section", "article")} | {"sehemu"}
"""Words by which people cite what bears a number alone: "section 5", "sehemu 5"; not "Part 5"."""
_LINKS = {"the", "ya", "cha", "la", "wa"}
_STEP = re.compile(r"\s*[/,]\s*")
_NUMBER = re.compile(
    rf"(?:(?:{'|'.join(sorted({*_KINDS.values()}))}) )?(?:\d+[a-z]?|[ivxl]+|[a-z])(?:\.\w{{1,4}})*"
)
"""A step that is a number, with or without what it is a number of."""
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


class UnknownSectionError(LookupError):
    """No section, or more than one, is called so; the message says what to type instead."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[Node]):
    """A section in reading order, with what it is called besides its number."""

    level: int
    number: str
    node: Node
    title: str = ""
    slug: str = ""
    label: str = ""
    """How it is offered to be chosen, where not by its path and title."""

    @property
    def names(self) -> tuple[str, ...]:
        """What it is called whatever it stands in."""
        return self.slug, self.number, self.title, f"{self.number} {self.title}"


class SectionNames(Generic[Node]):
    """The sections of one text or more by what people call them."""

    def __init__(self, listed: Iterable[Listed[Node]]) -> None:
        self._listed = list(listed)
        self._paths = list(number_paths((item.level, item.number) for item in self._listed))
        self._steps = [tuple(map(_step, path)) for path in self._paths]
        self._names: dict[str, list[int]] = defaultdict(list)
        self._numbers: dict[str, list[int]] = defaultdict(list)
        self.labels = [
            item.label or f"{'/'.join(path)} {item.title}".strip()
            for path, item in zip(self._paths, self._listed, strict=True)
        ]
        """How each is offered, in reading order; whoever types that means it."""
        for at, item in enumerate(self._listed):
            for name in {_folded(name) for name in (*item.names, self.labels[at])} - {""}:
                self._names[name].append(at)
            if item.number:
                self._numbers[self._steps[at][-1]].append(at)

    @property
    def nodes(self) -> list[Node]:
        """All of them, in the order of their labels."""
        return [item.node for item in self._listed]

    def find(self, typed: str) -> list[Node]:
        """All that may be meant, in reading order."""
        return [self._listed[at].node for at in self._found(typed)]

    def one(self, typed: str) -> Node:
        """The one that is meant. Raises `UnknownSectionError`, which names the candidates."""
        found = self._found(typed)
        if len(found) == 1:
            return self._listed[found[0]].node
        name = typed_line(typed).strip()
        if not found:
            raise UnknownSectionError(_("There is no section “%(name)s”.") % {"name": name})
        raise UnknownSectionError(
            _("More than one section is called “%(name)s”: write one of %(candidates)s.")
            % {"name": name, "candidates": ", ".join(self._told_apart(found))}
        )

    def _found(self, typed: str) -> list[int]:
        named = self._names.get(_folded(typed), [])
        return sorted({*named, *self._numbered(_steps(typed))}) or self._dotted(typed)

    def _numbered(self, typed: Sequence[str]) -> list[int]:
        """Those of the last number that stand in the numbers before it."""
        steps = [_step(step) for step in typed]
        for wanted in (steps, [*steps[:-1], *map(_cited, typed[-1:])]):
            places = self._numbers.get(wanted[-1], []) if wanted else []
            if found := [at for at in places if _leads(wanted[:-1], self._steps[at][:-1])]:
                return found
        return []

    def _dotted(self, typed: str) -> list[int]:
        """ "D.1" for what is 1 in D; a number with a stop in it, such as 5.1, is one number."""
        steps = [step for step in _folded(typed).split(".") if step]
        return [] if typed.strip()[:1].isdecimal() else self._numbered(steps)

    def _told_apart(self, found: Sequence[int]) -> list[str]:
        """How each of these is named that no other is: by its path, else by its slug."""
        paths = ["/".join(self._paths[at]) for at in found]
        return [
            path if paths.count(path) == 1 and len(self._paths[at]) > 1 else self._listed[at].slug
            for at, path in zip(found, paths, strict=True)
        ]


def is_number(typed: str) -> bool:
    """Whether a text is the number of a section or leads to one, and no words to be looked for."""
    text = _folded(typed)
    steps = _STEP.split(text)
    sure = any(sign.isdecimal() for sign in text) or steps[0].split(" ")[0] in _KINDS
    return sure and all(_NUMBER.fullmatch(_step(step)) for step in steps)


def bare_number(typed: str) -> str:
    """A number as texts have it that name it: without what it is a number of, or stands in."""
    return _folded(typed).split(" ")[-1].rpartition("/")[2].rstrip(".,")


def _folded(text: str) -> str:
    return " ".join(typed_line(text).casefold().replace("_", " ").split())


def _steps(typed: str) -> list[str]:
    return [step for step in _STEP.split(_folded(typed)) if step]


def _step(number: str) -> str:
    """One number as it is compared: "PART II" and "Sehemu ya 2" are one."""
    words = [word for word in _folded(number).strip(" .").split() if word not in _LINKS]
    kinds = [_KINDS[word] for word in words if word in _KINDS]
    rest = " ".join(word for word in words if word not in _KINDS)
    ordinal = _ORDINAL.fullmatch(rest)
    value = part_value(ordinal[1] if ordinal else rest) if rest and kinds else None
    return " ".join([*kinds, str(value or rest)]).strip()


def _cited(typed: str) -> str:
    """What is cited as "section 5" and bears the number 5 alone."""
    step = _step(typed)
    return step.partition(" ")[2] if _CITING & set(typed.split()) else step


def _leads(wanted: Sequence[str], path: Sequence[str]) -> bool:
    """Whether these numbers stand in a path, in order; some may be left out."""
    left = iter(path)
    return all(step in left for step in wanted)
