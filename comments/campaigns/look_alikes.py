"""Which comments are written after which: each goes with the first that it is like.

A group is what is like its first comment, not what is like something that is like something: so a
group never drifts from text to text, and who reads its first comment has read what the others say.
"""

from collections import Counter
from collections.abc import Iterable

from comments.campaigns.sketches import hashes, likeness

ALIKE = 0.5
"""The share of triples in both from which one text is written after the other.

A text of thirty words keeps it with two words changed in two places, or with a sentence added.
"""
KEYS = 8
"""A sketch's smallest hashes, by one of which it is found: of texts that share half their triples,
one pair in some thousands shares none of them."""
MOST_AT_KEY = 24
"""First comments that are looked at for one key: a phrase that everybody uses finds no more."""
MOST_COMPARED = 8  # of those found, the ones that share the most keys


class LookAlikes:
    """First comments, by what they are found by. Texts come one after the other, in order.

    Memory is some kilobyte a first comment; those that go with one take nothing.
    """

    def __init__(self) -> None:
        self._sketches: dict[int, bytes] = {}
        self._found_by: dict[int, int | list[int]] = {}
        self._same: dict[bytes, int] = {}

    def place(self, key: int, kept: bytes) -> int:
        """The key of the first comment that this one is like: its own where it is the first."""
        first = self._same.get(kept)
        if first is None:
            first = self._likest(kept)
            if first is None:
                first = key
                self._add(key, kept)
            self._same[kept] = first
        return first

    def _likest(self, kept: bytes) -> int | None:
        """Among equals the earliest."""
        shared: Counter[int] = Counter()
        for value in hashes(kept, KEYS):
            found = self._found_by.get(value, ())
            shared.update((found,) if isinstance(found, int) else found)
        likest = shared.most_common(MOST_COMPARED)
        scores = ((likeness(kept, self._sketches[first]), -first) for first, _count in likest)
        best, first = max(scores, default=(0.0, 0))
        return -first if best >= ALIKE else None

    def _add(self, key: int, kept: bytes) -> None:
        self._sketches[key] = kept
        for value in hashes(kept, KEYS):
            found = self._found_by.setdefault(value, key)
            if isinstance(found, list):
                if len(found) < MOST_AT_KEY:
                    found.append(key)
            elif found != key:
                self._found_by[value] = [found, key]


def first_alike(texts: Iterable[tuple[int, bytes]]) -> dict[int, int]:
    """``{key: key of the first that it is like}`` of keys with their sketches, in order."""
    groups = LookAlikes()
    return {key: groups.place(key, kept) for key, kept in texts}
