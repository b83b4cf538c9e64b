"""The Merkle tree of RFC 6962, kept as it grows.

A perfect tree over 2^level entries is a `TreeNode`; it is complete with its last entry, and its
hash is kept there, after that entry's own (as golang.org/x/mod/sumdb/tlog stores them): so nothing
is ever written twice, and a proof reads some twenty rows of a hundred thousand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from comments.merkle.checker import joined

Range = tuple[int, int]  # entries by index, the first and the one after the last


class TreeNode(NamedTuple):
    """The perfect tree number `nth`, from 0, over 2^`level` entries each."""

    level: int
    nth: int

    @property
    def last_entry(self) -> int:
        """The index of the entry that completed it, where its hash is number `level`."""
        return (self.nth + 1 << self.level) - 1


Hashes = Callable[[Sequence[TreeNode]], Mapping[TreeNode, bytes]]


def inclusion_paths(indexes: Sequence[int], size: int, hashes: Hashes) -> list[list[bytes]]:
    """RFC 6962, 2.1.1: what each entry is to be joined with up to the root of the first `size`."""
    ways = [list(_inclusion_ranges(index, size))[::-1] for index in indexes]
    joined_up = iter(_hashes_of([each for way in ways for each in way], hashes))
    return [[next(joined_up) for _each in way] for way in ways]


def growth_path(old: int, size: int, hashes: Hashes) -> list[bytes]:
    """RFC 6962, 2.1.2: what shows that the first `size` entries begin with the first `old`."""
    if old in (0, size):
        return []
    return _hashes_of(list(_growth_ranges(old, size))[::-1], hashes)


def root_at(size: int, hashes: Hashes) -> bytes:
    """The root over the first `size` entries."""
    [root] = _hashes_of([(0, size)], hashes)
    return root


def _inclusion_ranges(index: int, size: int) -> Iterator[Range]:
    first, last = 0, size
    while last - first > 1:
        middle = first + _left_of(last - first)
        if index < middle:
            yield middle, last
            last = middle
        else:
            yield first, middle
            first = middle


def _growth_ranges(old: int, size: int) -> Iterator[Range]:
    first, last = 0, size
    while last != old:
        middle = first + _left_of(last - first)
        if old <= middle:
            yield middle, last
            last = middle
        else:
            yield first, middle
            first = middle
    if first:
        yield first, last


def _left_of(count: int) -> int:
    """The largest power of two below it."""
    return 1 << (count - 1).bit_length() - 1


def _perfect(first: int, last: int) -> Iterator[TreeNode]:
    """The perfect trees that make up a range of the tree, the largest first."""
    while first < last:
        level = (last - first).bit_length() - 1
        yield TreeNode(level, first >> level)
        first += 1 << level


def _hashes_of(ranges: Sequence[Range], hashes: Hashes) -> list[bytes]:
    parts = [list(_perfect(*each)) for each in ranges]
    found = hashes([node for nodes in parts for node in nodes])
    return [joined([found[node] for node in nodes]) for nodes in parts]
