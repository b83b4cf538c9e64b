"""How deep each heading of a policy stands: its number says so first, then its style, then looks.

A number or an announcement ("Chapter One", "Annex II") settles a level. Headings without either
are compared with those that have one, by style and by how much they stand out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf, nextafter
from statistics import median_low
from typing import ClassVar

from texts.outline.doubts import doubted_styles
from texts.outline.structure import Heading
from texts.patterns import key

_LOUD = 3
"""Strength from which a heading without number is no detail of the numbered one above it."""
_FEWEST_OF_A_LEVEL = 2
_FEWEST_TOPS = 3
"""Numbered headings from which on others look as they do."""
_MOST_AFTER = 2
"""Headings that may follow the last number and look as the numbered; more are parts of it."""
_CONTRADICTED = 0.1
"""Share of the steps from one number to the next that styles may take the other way."""
_COMMON = 0.75
"""Share of the headings numbered alike whose style tells where all of them stand."""


Look = tuple[float, bool, bool, bool, bool]
"""Size in points, bold, italic, capitals, centred."""


@dataclass(frozen=True)
class Candidate:
    """A line that may be a heading, before levels are settled."""

    heading: Heading
    depth: int | None = None
    """How deep its number says it is."""
    style: int | None = None
    """The level its style says."""
    strength: int = 0
    """How much it stands out; 0 not at all."""
    lettered: bool = False
    """Its number is a letter or roman: on top only where no heading has a decimal number."""
    look: Look | None = None
    """How it is set, where the file says its size."""
    place: tuple[str, int] | None = None
    """The list that its automatic number is of, and how deep it stands there."""
    matter: bool = False
    """It is called as what stands before or after the chapters: "Foreword", "References"."""

    @property
    def is_part(self) -> bool:
        return self.heading.kind == "part"

    @property
    def is_centred(self) -> bool:
        return bool(self.look and self.look[-1])

    @property
    def has_looks_alone(self) -> bool:
        """Neither style nor number nor announcement make it a heading."""
        return not (self.style or self.depth or self.lettered) and self.heading.kind == "heading"


def levelled(candidates: Sequence[Candidate]) -> list[Heading]:
    """The headings with their levels, never a step down of more than one."""
    if any(item.depth is not None and not item.lettered for item in candidates):
        candidates = [replace(item, depth=None) if item.lettered else item for item in candidates]
    candidates = list(_matter_once(_styled_alike(candidates)))
    scale = (_StyleScale if styles_lead(candidates) else _Scale)(candidates)
    open_levels: list[float] = []
    headings = []
    styles = []
    for item in candidates:
        level = scale.level_of(item)
        styles.append(None if scale.by_list else item.style)
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        headings.append(replace(item.heading, level=len(open_levels)))
    return doubted_styles(headings, styles)


def _styled_alike(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The headings; one without a style that looks as those of a style do has that style."""
    styles: dict[Look, Counter[int]] = defaultdict(Counter)
    for item in candidates:
        if item.style is not None and item.look:
            styles[item.look][item.style] += 1
    return [
        replace(item, style=styles[item.look].most_common(1)[0][0])
        if item.has_looks_alone and item.look in styles and not item.matter
        else item
        for item in candidates
    ]


def _matter_once(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The headings; what stands after the chapters and comes again belongs to one of them."""
    said: set[str] = set()
    for item in candidates:
        title = key(item.heading.title)
        yield replace(item, matter=item.matter and title not in said)
        said.add(title)


def _counted_with_numbers(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Words of parts that go on where plain numbers stopped: "2. Wells", "3. Rain", "Part 4"."""
    number = 0
    goes_on: dict[str, bool] = {}
    for item in candidates:
        value = item.heading.value
        if item.depth == 1 or (
            item.is_part and goes_on.setdefault(item.heading.word, value == number + 1 > 1)
        ):
            number = value
    return frozenset(word for word in goes_on if goes_on[word])


def _counted_anew(candidates: Sequence[Candidate]) -> frozenset[str]:
    """Words of parts without a style that count from one again below each greater heading."""
    ones: dict[str, list[int]] = defaultdict(list)
    for at, item in enumerate(candidates):
        if item.is_part and item.heading.value == 1:
            ones[item.heading.word].append(at)
    return frozenset(
        word
        for word, found in ones.items()
        if len(found) > 1
        and not any(candidates[at].style for at in found)
        and all(
            any(_outranks(item, word) for item in candidates[one + 1 : other])
            for one, other in pairwise(found)
        )
    )


def _outranks(item: Candidate, word: str) -> bool:
    """Whether style or number make a heading, that is not announced by this word."""
    return bool(item.style or item.depth is not None) and not (
        item.is_part and item.heading.word == word
    )


def _is_above_numbers(item: Candidate) -> bool:
    """Whether a heading may have numbered parts: it has a letter, or a style and no number."""
    if item.depth is not None or item.heading.kind != "heading":
        return False
    return item.lettered or item.style is not None


def _is_anew(item: Candidate, words: frozenset[str]) -> bool:
    return item.is_part and item.style is None and item.heading.word in words


def _counted_below(candidates: Sequence[Candidate]) -> bool:
    """Whether numbers count the parts of headings without one.

    They do where they begin anew below each, or where louder ones stand before and after them;
    what stands before or after the chapters of every policy tells nothing.
    """
    numbered = [at for at, item in enumerate(candidates) if item.depth == 1]
    if not numbered:
        return False
    ones = [at for at in numbered if candidates[at].heading.value == 1]
    if len(ones) > 1 and all(
        any(_is_above_numbers(item) for item in candidates[one + 1 : other])
        for one, other in pairwise(ones)
    ):
        return any(_is_above_numbers(item) for item in candidates[: numbered[0]])
    least = min(candidates[at].strength for at in numbered)
    loudest = max(candidates[at].strength for at in numbered)
    loud = [
        at
        for at, item in enumerate(candidates)
        if item.has_looks_alone and not item.matter and item.strength > loudest + least
    ]
    before = [at for at in loud if at < numbered[0]]
    return len(before) >= _FEWEST_OF_A_LEVEL and len(loud) - len(before) >= _FEWEST_OF_A_LEVEL


def _after_numbers(candidates: Sequence[Candidate]) -> frozenset[int]:
    """Lines of the few headings without a number that follow the last one, and look as all do.

    They stand beside the numbered ones if none of their looks stands among those.
    """
    tops = [at for at, item in enumerate(candidates) if item.depth == 1 and not item.lettered]
    if len(tops) < _FEWEST_TOPS:
        return frozenset()
    looks = {(candidates[at].look, candidates[at].strength) for at in tops}
    alone = [
        at
        for at, item in enumerate(candidates)
        if item.has_looks_alone and at > tops[0] and (item.look, item.strength) in looks
    ]
    if len(looks) > 1 or len(alone) > _MOST_AFTER or any(at < tops[-1] for at in alone):
        return frozenset()
    return frozenset(candidates[at].heading.at for at in alone)


@dataclass
class _Scale:
    """Numbers that order headings by depth; only comparisons between them matter."""

    candidates: Sequence[Candidate]
    by_list: ClassVar[bool] = False
    """No list tells a level here."""
    above: float = 0.0
    """Where the latest heading with a number, letter, announcement or style stands."""
    _base: float = 0.0
    """Where the latest of them stands that is no part counted anew."""
    _over_letters: float = 0.0
    """Where the latest of them without a letter stands."""
    _order: list[str] = field(default_factory=list)
    _by_style: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        words = [item.heading.word for item in self.candidates if item.is_part]
        counted = _counted_with_numbers(self.candidates)
        self._anew = _counted_anew(self.candidates)
        left_out = counted | self._anew
        self._order = [word for word in dict.fromkeys(words) if word not in left_out]
        self._deeper = _counted_below(self.candidates)
        self._after = frozenset() if self._deeper else _after_numbers(self.candidates)
        first = next((item for item in self.candidates if item.lettered or item.depth), None)
        self._letters_lead = self._deeper and first is not None and first.depth is None
        shifts = []
        top = []
        for item in self.candidates:
            known = self._known(item)
            if known == 1:
                top.append(item.strength)
            if known is not None and item.style is not None:
                shifts.append(known - item.style)
                self._by_style[item.style].append(known)
        self._shift = median_low(shifts) if shifts else 0
        self._top_strength = min(top, default=0)
        styled = [item.strength for item in self.candidates if item.style is not None]
        self._loud = max([_LOUD, self._top_strength, *(strength + 1 for strength in styled)])
        alone = {item.strength for item in self.candidates if item.has_looks_alone}
        self._strengths = sorted(alone, reverse=True)

    def level_of(self, item: Candidate) -> float:
        level = self._level(item)
        if not item.has_looks_alone:
            self.above = level
            if not item.lettered:
                self._over_letters = level
            if not _is_anew(item, self._anew):
                self._base = level
        return level

    def _level(self, item: Candidate) -> float:
        if _is_anew(item, self._anew):
            return self._base + 1
        known = self._known(item)
        if known is not None:
            return known
        if item.lettered and self._letters_lead:
            return 1
        if item.style is not None:
            levels = self._by_style[item.style]
            if not levels:
                return item.style + self._shift
            return min(levels) if item.matter else median_low(levels)
        if item.heading.at in self._after:
            return len(self._order) + 1
        if item.matter and item.strength >= self._top_strength:
            return 1
        if item.lettered:
            return self._over_letters + 1
        rank = self._strengths.index(item.strength)
        if self.above and item.strength < self._loud:
            return self.above + 1 + rank / len(self._strengths)
        return 1 + rank / len(self._strengths) + (rank > 0 and not self.above)

    def _known(self, item: Candidate) -> int | None:
        """The level that number or announcement settle; None for others."""
        if item.is_part:
            word = item.heading.word
            return self._order.index(word) + 1 if word in self._order else 1
        if item.heading.kind == "schedule":
            return 1 + item.heading.number.count(".")
        if item.depth is None:
            return None
        if not self._order:
            return item.depth + self._deeper
        return len(self._order) + max(1, item.depth - 1)


def styles_lead(candidates: Sequence[Candidate]) -> bool:
    """Whether heading styles of at least two levels were used, and agree with the numbers."""
    styled = [item for item in candidates if item.style is not None]
    uses = Counter(item.style for item in styled)
    if len([n for n in uses.values() if n >= _FEWEST_OF_A_LEVEL]) <= 1:
        return False
    numbered = [
        (item.depth, item.style)
        for item in styled
        if item.depth is not None and item.style is not None and not item.lettered
    ]
    steps = [
        (depth_below - depth) * (style_below - style)
        for (depth, style), (depth_below, style_below) in pairwise(numbered)
    ]
    return sum(step < 0 for step in steps) <= _CONTRADICTED * sum(step != 0 for step in steps)


def without_strays(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The headings without those that announce a part where styles lead and say otherwise.

    A part that bears no style is one only if its like do, or if most of them count up from one, as
    far as slips allow: else it is what a list of references or a table says.
    """
    if not styles_lead(candidates):
        return list(candidates)
    believed = {item.heading.word for item in candidates if item.is_part and item.style}
    counts: dict[str, list[int]] = defaultdict(list)
    for item in candidates:
        if item.is_part:
            counts[item.heading.word].append(item.heading.value)
    for word, values in counts.items():
        steps = [after - before for before, after in pairwise(values)]
        if steps and values[0] == 1 and 2 * steps.count(1) >= len(steps):
            believed.add(word)
    return [item for item in candidates if not item.is_part or item.heading.word in believed]


class _StyleScale:
    """The same order by depth, where styles say it: numbers speak where styles do not."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self._top = min(item.style for item in candidates if item.style is not None)
        styles: dict[str, Counter[int]] = defaultdict(Counter)
        for item in candidates:
            if item.style is not None:
                styles[_likes(item)][item.style] += 1
        self._common = {
            likes: common
            for likes, uses in styles.items()
            for common, count in [uses.most_common(1)[0]]
            if count >= _COMMON * uses.total()
        }
        self._depths: dict[int, list[int]] = defaultdict(list)
        for item in candidates:
            if item.style is not None and item.depth is not None:
                self._depths[item.style].append(self._shown_depth(item))
        self._anew = _counted_anew(candidates)
        unstyled = any(
            item.is_part and item.style is None and not _is_anew(item, self._anew)
            for item in candidates
        )
        self._outermost = self._top - 1 if unstyled else self._top
        alone = {item.strength for item in candidates if item.has_looks_alone}
        self._strengths = sorted(alone, reverse=True)
        self._above = self._base = float(self._top)
        self._listed: dict[str, dict[int, float]] = defaultdict(dict)
        self.by_list = False
        """Whether its list set the level of the latest heading, and not its style."""

    def _shown_depth(self, item: Candidate) -> int:
        """How deep a number goes; below the highest style "7.0" stands beside "7.1"."""
        if item.style is not None and item.style > self._top and item.heading.number.endswith(".0"):
            return item.heading.number.count(".") + 1
        return item.depth or 0

    def level_of(self, item: Candidate) -> float:
        level = self._in_list(item, self._level(item))
        if not item.has_looks_alone:
            self._above = level
            if not _is_anew(item, self._anew):
                self._base = level
        return level

    def _in_list(self, item: Candidate, level: float) -> float:
        """The level; of an item of a list deeper than that of the item it stands under."""
        self.by_list = False
        if item.place is None:
            return level
        name, depth = item.place
        levels = self._listed[name]
        over = [levels[other] for other in sorted(levels) if other < depth]
        if over and (item.depth is None or item.lettered):
            self.by_list = over[-1] >= level
            level = max(level, nextafter(over[-1], inf))
        levels[depth] = level
        return level

    def _level(self, item: Candidate) -> float:
        if _is_anew(item, self._anew):
            return self._base + 1
        common = self._common.get(_likes(item), item.style)
        if common is not None:
            depths = self._depths[common]
            if not item.depth or not depths:
                return common
            return common + (self._shown_depth(item) - min(depths)) / (1 + max(depths))
        if item.heading.kind in ("part", "schedule") or item.matter:
            return self._outermost
        if item.has_looks_alone:
            return self._above + 1 + self._strengths.index(item.strength) / len(self._strengths)
        return self._above + 1


def _likes(item: Candidate) -> str:
    """What a heading has in common with its like: the word it announces, or how deep it counts."""
    if item.heading.kind == "schedule":
        return f"schedule {item.heading.number.count('.')}"
    if item.is_part:
        return item.heading.word
    return f"{item.depth}" if item.depth is not None else f"style {item.style}"
