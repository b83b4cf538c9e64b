"""Which parts of two texts belong together, and which of their words are the same.

Two levels, because one would be slow and unreadable: first whole parts (paragraphs, rows) are
paired by :func:`align`, then the words inside a pair by :func:`diff_words`. Both keep order: what
moved is shown as taken out in one place and put in at another.
"""

import re
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import accumulate
from typing import Literal

Pair = tuple[int | None, int | None]
Op = Literal["same", "deleted", "inserted"]
Similarity = Callable[[int, int], float]
Stretch = tuple[int, int, int]
"""Where it begins in the old text, where in the new, and its length."""
Matcher = Callable[[Sequence[Hashable], Sequence[Hashable]], Iterable[Stretch]]

MAX_CELLS = 60_000
"""Pairs of parts that are weighed against each other at once."""
MOST_CELLS = 100_000
"""And in all of a text; of one of many parts, fewer at once."""
A_CELL = 4
"""Steps that weighing a pair takes."""
A_STRETCH = 200
"""And comparing two sentences, or cutting out a stretch and marking it."""
LONG = 1_200
STEPS = 200
"""Places looked at for each part or word while equal ones are sought; edited texts need a tenth."""
MOST_STEPS = 1_400_000
"""In the comparisons of one page, some third of a second; 30,000 edited words need half."""
FEW_SHARED = 0.2
SURE = 0.8
_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = frozenset(".;:?!")


class TooDifferent(Exception):
    """There are no more steps left to compare two texts word by word."""


class Steps:
    """How much may still be looked at in a comparison, whatever its texts are made of."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.left = most

    def take(self, count: int) -> bool:
        """Whether there are as many left; then they are used."""
        enough = count <= self.left
        self.left -= count if enough else 0
        return enough

    @property
    def may_compare(self) -> bool:
        """Whether there are enough for any two texts; else it is not even tried."""
        return self.left >= A_STRETCH


class WordSets:
    """Word sets as bits of one integer, so that comparing two costs next to nothing."""

    def __init__(self) -> None:
        self._bits: dict[str, int] = {}

    def add(self, text: str) -> int:
        """The set of the words of ``text``, without regard to case."""
        found = 0
        for word in set(_WORD.findall(text.casefold())):
            found |= 1 << self._bits.setdefault(word, len(self._bits))
        return found


def dice(one: int, other: int) -> float:
    """How alike two word sets are, from 0 to 1 (twice the shared words by all words)."""
    total = one.bit_count() + other.bit_count()
    return 2 * (one & other).bit_count() / total if total else 1.0


def align(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    similarity: Similarity,
    threshold: float,
    steps: Steps,
) -> list[Pair]:
    """Pairs of positions in ``old`` and ``new``, in reading order; ``None`` stands for no partner.

    Equal keys are paired first; between them those that ``similarity(i, j)`` puts at or above
    ``threshold``. Within a gap what is left of the old text comes before what is new. Where
    ``steps`` are used up, what is left counts as rewritten.
    """
    pairing = _InOrder(similarity, threshold, _cells_at_once(len(old) + len(new)), steps)
    pairs: list[Pair] = []
    i = j = 0
    equal = _matches(old, new, lambda one, other: _longest_first(one, other, steps)[0])
    for i2, j2, size in [*equal, (len(old), len(new), 0)]:
        pairs.extend(pairing.similar(i, i2, j, j2))
        pairs.extend(zip(range(i2, i2 + size), range(j2, j2 + size), strict=True))
        i, j = i2 + size, j2 + size
    return pairs


def _cells_at_once(parts: int) -> int:
    """So many that all gaps together have `MOST_CELLS`: each is a square along a line."""
    side = 2 * MOST_CELLS // max(parts, 1)
    return min(MAX_CELLS, max(side * side, 1))


@dataclass(frozen=True)
class _InOrder:
    """Order-keeping pairs of greatest total similarity; gaps beyond ``at_once`` are halved."""

    similarity: Similarity
    threshold: float
    at_once: int
    steps: Steps

    def similar(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Pair]:
        top = list(self._sure(range(i1, i2), range(j1, j2)))
        i1, j1 = i1 + len(top), j1 + len(top)
        end = list(self._sure(range(i2 - 1, i1 - 1, -1), range(j2 - 1, j1 - 1, -1)))
        i2, j2 = i2 - len(end), j2 - len(end)
        yield from top
        yield from self._rest(i1, i2, j1, j2)
        yield from reversed(end)

    def _sure(self, olds: range, news: range) -> Iterator[tuple[int, int]]:
        """Neighbours that are so alike that no better partner need be looked for."""
        for i, j in zip(olds, news, strict=False):
            if self.similarity(i, j) < SURE:
                return
            yield i, j

    def _rest(self, i1: int, i2: int, j1: int, j2: int) -> Iterator[Pair]:
        height, width = i2 - i1, j2 - j1
        if height * width > self.at_once:
            i, j = i1 + height // 2, j1 + width // 2
            yield from self.similar(i1, i, j1, j)
            yield from self.similar(i, i2, j, j2)
            return
        i, j = i1, j1
        for pair in self._best_path(i1, i2, j1, j2):
            yield from ((k, None) for k in range(i, pair[0]))
            yield from ((None, k) for k in range(j, pair[1]))
            yield pair
            i, j = pair[0] + 1, pair[1] + 1
        yield from ((k, None) for k in range(i, i2))
        yield from ((None, k) for k in range(j, j2))

    def _best_path(self, i1: int, i2: int, j1: int, j2: int) -> list[tuple[int, int]]:
        height, width = i2 - i1, j2 - j1
        if not self.steps.take(A_CELL * height * width):
            return []
        values = [[self.similarity(i, j) for j in range(j1, j2)] for i in range(i1, i2)]
        scores = self._scores(values, width)
        path: list[tuple[int, int]] = []
        y = x = 0
        while y < height and x < width:
            alike = values[y][x]
            if alike >= self.threshold and scores[y][x] == scores[y + 1][x + 1] + alike:
                path.append((i1 + y, j1 + x))
                y, x = y + 1, x + 1
            elif scores[y][x] == scores[y + 1][x]:
                y += 1
            else:
                x += 1
        return path

    def _scores(self, values: list[list[float]], width: int) -> list[list[float]]:
        """For each place the greatest total similarity from there to the end."""
        scores = [[0.0] * (width + 1) for _ in range(len(values) + 1)]
        for y in range(len(values) - 1, -1, -1):
            below, row, value = scores[y + 1], scores[y], values[y]
            for x in range(width - 1, -1, -1):
                best = max(below[x], row[x + 1])
                if value[x] >= self.threshold:
                    best = max(best, below[x + 1] + value[x])
                row[x] = best
        return scores


def diff_words(
    old: Sequence[Hashable], new: Sequence[Hashable], weights: Sequence[int], steps: Steps
) -> list[tuple[Op, int, int]]:
    """Spans that lead from ``old`` to ``new``: ``(op, start, end)``.

    Positions are in ``old`` for what is deleted, in ``new`` for what is inserted or the same.
    ``weights`` gives the length in letters of each new word: short words that happen to stand in
    the middle of a rewritten passage are taken as rewritten too, or the passage is unreadable.

    Raises `TooDifferent` where the ``steps`` do not suffice.
    """
    matches = _matches(old, new, partial(_word_matches, steps=steps))
    if not steps.take(A_STRETCH * len(matches)):
        raise TooDifferent
    spans: list[tuple[Op, int, int]] = []
    i = j = 0
    for i1, j1, size in _without_accidents(matches, weights, len(old), len(new)):
        if i1 > i:
            spans.append(("deleted", i, i1))
        if j1 > j:
            spans.append(("inserted", j, j1))
        if size:
            spans.append(("same", j1, j1 + size))
        i, j = i1 + size, j1 + size
    return spans


def _matches(old: Sequence[Hashable], new: Sequence[Hashable], inner: Matcher) -> list[Stretch]:
    """Matching stretches: where both begin and end alike, and between them what ``inner`` finds."""
    low, most = 0, min(len(old), len(new))
    while low < most and old[low] == new[low]:
        low += 1
    high = 0
    while high < most - low and old[-1 - high] == new[-1 - high]:
        high += 1
    i2, j2 = len(old) - high, len(new) - high
    found = [(0, 0, low)] if low else []
    if low < i2 and low < j2:
        found.extend((low + i, low + j, size) for i, j, size in inner(old[low:i2], new[low:j2]))
    if high:
        found.append((i2, j2, high))
    return found


def _longest_first(
    old: Sequence[Hashable], new: Sequence[Hashable], steps: Steps, *, autojunk: bool = False
) -> tuple[list[Stretch], bool]:
    """What `SequenceMatcher` finds, the longest stretches first, and whether ``steps`` sufficed.

    Texts made of the same few words over and over would take it the square of their length, or the
    cube. Where the steps are used up, what is left counts as rewritten.
    """
    numbers: dict[Hashable, int] = {}
    one, other = ([numbers.setdefault(key, len(numbers)) for key in keys] for keys in (old, new))
    matcher = SequenceMatcher(None, one, other, autojunk=autojunk)
    places_of: dict[int, list[int]] = matcher.b2j  # type: ignore[attr-defined]
    costs = [0, *accumulate(1 + len(places_of.get(each, ())) for each in one)]
    left = STEPS * (len(one) + len(other))
    gaps = deque([(0, len(one), 0, len(other))])
    found: list[Stretch] = []
    while gaps:
        i1, i2, j1, j2 = gaps.popleft()
        cost = costs[i2] - costs[i1]
        left -= cost
        if i1 == i2 or j1 == j2 or left < 0:
            continue
        if not steps.take(cost):
            return sorted(found), False
        i, j, size = matcher.find_longest_match(i1, i2, j1, j2)
        if size:
            found.append((i, j, size))
            gaps.extend([(i1, i, j1, j), (i + size, i2, j + size, j2)])
    return sorted(found), True


def ratio(old: Sequence[str], new: Sequence[str], steps: Steps) -> float | None:
    """How much of two texts is the same in the same order, 0 to 1; None without enough steps."""
    if not steps.take(A_STRETCH + len(old) + len(new)):
        return None
    found, sufficed = _longest_first(old, new, steps)
    if not sufficed:
        return None
    total = len(old) + len(new)
    return 2 * sum(size for _i, _j, size in found) / total if total else 1.0


def _word_matches(old: Sequence[Hashable], new: Sequence[Hashable], steps: Steps) -> list[Stretch]:
    if max(len(old), len(new)) > LONG:
        return list(_sentence_matches(old, new, steps))
    found, sufficed = _longest_first(old, new, steps, autojunk=True)
    if not sufficed or not steps.take(A_STRETCH):
        raise TooDifferent
    return found


def _sentence_matches(
    old: Sequence[Hashable], new: Sequence[Hashable], steps: Steps
) -> Iterator[Stretch]:
    """Matches of a very long text: sentences are paired first, then compared word by word."""
    one, other = _sentences(old), _sentences(new)
    starts, other_starts = _starts(one), _starts(other)
    sets = WordSets()
    bits = [sets.add(" ".join(map(str, sentence))) for sentence in one]
    other_bits = [sets.add(" ".join(map(str, sentence))) for sentence in other]
    pairs = align(one, other, lambda a, b: dice(bits[a], other_bits[b]), FEW_SHARED, steps)
    for a, b in pairs:
        if a is not None and b is not None:
            inner = partial(_word_matches, steps=steps)
            for i, j, size in _matches(one[a], other[b], inner):
                yield starts[a] + i, other_starts[b] + j, size


def _starts(sentences: Sequence[Sequence[Hashable]]) -> list[int]:
    return [0, *accumulate(len(sentence) for sentence in sentences)]


def _sentences(words: Sequence[Hashable]) -> list[tuple[Hashable, ...]]:
    found: list[tuple[Hashable, ...]] = []
    start = 0
    for position, word in enumerate(words, 1):
        text = word[0] if isinstance(word, tuple) else word
        if text in _SENTENCE_ENDS or position - start >= 200:
            found.append(tuple(words[start:position]))
            start = position
    if start < len(words):
        found.append(tuple(words[start:]))
    return found


def _without_accidents(
    matches: Sequence[Stretch],
    weights: Sequence[int],
    i_end: int,
    j_end: int,
) -> list[Stretch]:
    """Matches less the short ones amid change, and an empty one at the end to close the text."""
    kept: list[Stretch] = []
    for position, (i, j, size) in enumerate(matches):
        letters = sum(weights[j : j + size])
        before = kept[-1] if kept else (0, 0, 0)
        gap_before = max(i - before[0] - before[2], j - before[1] - before[2])
        after = matches[position + 1] if position + 1 < len(matches) else (i_end, j_end, 0)
        gap_after = max(after[0] - i - size, after[1] - j - size)
        lonely = letters <= 3 * size and size <= 2 and min(gap_before, gap_after) >= size
        if not (lonely and gap_before + gap_after >= 4):
            kept.append((i, j, size))
    return [*kept, (i_end, j_end, 0)]
