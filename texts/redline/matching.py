"""Which section of a new text is which of the old one, when nothing but the text says so."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from texts.cleaning import section_line
from texts.edition_text import SectionText
from texts.redline.alignment import Steps, WordSets, dice, ratio

Reason = Literal["same", "number and title", "title", "text", "number", "new", "removed"]

ALIKE = 0.5
ALIKE_WITH_NUMBER = 0.3
MAX_CANDIDATES = 8
MOST_LOOKED_AT = 200
"""Old sections that are weighed for each new one; beyond, those that share its rarest words."""
RAREST = 12
MOST_STEPS = 4_000_000
"""In the comparisons of one proposal, some half a second; then word sets alone tell."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """A proposed pair, as positions in the two lists; one is ``None`` for a new or removed section.

    ``score`` runs from 0 to 1; ``reason`` says what the proposal rests on.
    """

    old_index: int | None
    new_index: int | None
    score: float
    reason: Reason


class _Section:
    """What of a section is compared, made once."""

    def __init__(self, section: SectionText, sets: WordSets) -> None:
        self.number = section_line(section.number).casefold().strip(".() ")
        self.title = " ".join(_WORD.findall(section_line(section.title).casefold()))
        text = section.text
        self.body = " ".join(text.split()).casefold()
        self.words = sets.add(text)
        self.title_words = sets.add(section.title)

    @cached_property
    def first_words(self) -> list[str]:
        return self.body.split()[:600]

    @cached_property
    def word_set(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.body))


def match_sections(old: Sequence[SectionText], new: Sequence[SectionText]) -> list[Match]:
    """A one-to-one proposal of which new section continues which old one.

    In the new text's order, then what was removed. Surest first: everything equal; number and
    title; a title or a text that stands once on either side; then likeness of title and text. A
    changed number alone never parts two sections, an equal number alone never joins them.
    """
    sets = WordSets()
    before = [_Section(section, sets) for section in old]
    after = [_Section(section, sets) for section in new]
    found = _Pairing(before, after)
    found.join_equal(lambda s: (s.number, s.title, s.body), "same", 1.0, needs=("title", "body"))
    found.join_equal(lambda s: (s.number, s.title), "number and title", 0.95, needs=("title",))
    found.join_equal(lambda s: s.body if len(s.body) > 40 else "", "text", 0.95, needs=("body",))
    found.join_equal(lambda s: s.title, "title", 0.85, needs=("title",))
    found.join_alike()
    return found.matches()


class _Pairing:
    """Sections still free on either side, and the pairs made so far."""

    def __init__(self, old: Sequence[_Section], new: Sequence[_Section]) -> None:
        self.old, self.new = old, new
        self.free_old, self.free_new = set(range(len(old))), set(range(len(new)))
        self.found: dict[int, Match] = {}
        self.steps = Steps(MOST_STEPS)

    def join(self, i: int, j: int, score: float, reason: Reason) -> None:
        self.free_old.remove(i)
        self.free_new.remove(j)
        self.found[j] = Match(i, j, round(score, 3), reason)

    def join_equal(
        self,
        key: Callable[[_Section], Hashable],
        reason: Reason,
        score: float,
        needs: tuple[str, ...],
    ) -> None:
        """Join sections whose key stands once among the free ones of either side."""
        ours, theirs = (
            _by_key(sections, free, key, needs)
            for sections, free in ((self.old, self.free_old), (self.new, self.free_new))
        )
        for value, places in ours.items():
            others = theirs.get(value, [])
            if len(places) == len(others) == 1:
                self.join(places[0], others[0], score, reason)

    def join_alike(self) -> None:
        """Join the rest by likeness, the most alike first; of equals, the nearest in order."""
        scored = []
        candidates = _Candidates(self.old, sorted(self.free_old))
        for j in sorted(self.free_new):
            for i in candidates.of(self.new[j], j):
                score, reason, least = _likeness(self.old[i], self.new[j], self.steps)
                if score >= least:
                    distance = abs(i / len(self.old) - j / len(self.new))
                    scored.append((-score, distance, i, j, reason))
        for minus, _distance, i, j, reason in sorted(scored):
            if i in self.free_old and j in self.free_new:
                self.join(i, j, min(-minus, 0.94), reason)

    def matches(self) -> list[Match]:
        kept = [self.found.get(j, Match(None, j, 0.0, "new")) for j in range(len(self.new))]
        removed = [Match(i, None, 0.0, "removed") for i in sorted(self.free_old)]
        return kept + removed


class _Candidates:
    """Old sections that are still free, by what may make one worth a closer look."""

    def __init__(self, old: Sequence[_Section], free: Sequence[int]) -> None:
        self.old, self.free = old, free
        self.named: dict[tuple[str, str], list[int]] = defaultdict(list)
        for i in free:
            self.named["number", old[i].number].append(i)
            self.named["title", old[i].title].append(i)

    def of(self, section: _Section, j: int) -> list[int]:
        """The few with most shared words, or the same label; of equals, the nearest to place j."""
        by_words = sorted(
            self._looked_at(section, j),
            key=lambda i: (-dice(self.old[i].words, section.words), abs(i - j)),
        )
        labels = (("number", section.number), ("title", section.title))
        named = {
            i for kind, label in labels if label for i in self._near(self.named[kind, label], j)
        }
        nearest = sorted(named, key=lambda i: abs(i - j))[:MAX_CANDIDATES]
        return list(dict.fromkeys([*by_words[:MAX_CANDIDATES], *nearest]))

    def _looked_at(self, section: _Section, j: int) -> Iterable[int]:
        if len(self.free) <= MOST_LOOKED_AT:
            return self.free
        known = [self.with_word[word] for word in section.word_set if word in self.with_word]
        found = set(self._near(self.free, j))
        for places in sorted(known, key=len)[:RAREST]:
            room = MOST_LOOKED_AT - len(found)
            found.update(places if len(places) <= room else self._near(places, j))
        return found

    def _near(self, places: Sequence[int], j: int) -> Sequence[int]:
        """So many of the places, which rise, as lie around j."""
        most = MOST_LOOKED_AT // RAREST
        middle = bisect_left(places, j)
        first = max(0, min(middle - most // 2, len(places) - most))
        return places[first : first + most]

    @cached_property
    def with_word(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for i in self.free:
            for word in self.old[i].word_set:
                found[word].append(i)
        return found


def _by_key(
    sections: Sequence[_Section],
    free: Iterable[int],
    key: Callable[[_Section], Hashable],
    needs: tuple[str, ...],
) -> dict[Hashable, list[int]]:
    places: dict[Hashable, list[int]] = defaultdict(list)
    for place in sorted(free):
        section = sections[place]
        value = key(section)
        if value and all(getattr(section, name) for name in needs):
            places[value].append(place)
    return places


def _likeness(old: _Section, new: _Section, steps: Steps) -> tuple[float, Reason, float]:
    """How alike two sections are, what that rests on, and the least that makes them one."""
    same_number = bool(new.number) and old.number == new.number
    title = dice(old.title_words, new.title_words) if old.title and new.title else 0.0
    body = _body_likeness(old, new, steps)
    if not old.body or not new.body:
        score = title if not old.body and not new.body else 0.6 * title
    else:
        score = 0.7 * body + 0.3 * title if old.title and new.title else body
        score = max(score, 0.9 * body if len(new.body) > 200 else 0.0)
    reason: Reason = (
        "title" if title > body else "number" if same_number and score < ALIKE else "text"
    )
    return (
        score + (0.05 if same_number else 0.0),
        reason,
        ALIKE_WITH_NUMBER if same_number else ALIKE,
    )


def _body_likeness(old: _Section, new: _Section, steps: Steps) -> float:
    """Shared words in their order, 0 to 1; the costly comparison only where it can matter."""
    rough = dice(old.words, new.words)
    if rough < 0.2 or not old.body or not new.body:
        return rough / 2 if old.body and new.body else 0.0
    found = ratio(old.first_words, new.first_words, steps)
    return rough if found is None else found
