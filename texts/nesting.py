"""From depths to a tree: what stands above each of many things that come in reading order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

Node = TypeVar("Node")


class Parents(Generic[Node]):
    """The nodes above the next one, the root first.

    The parent of a node is the last one before it of a lower level: a skipped level is no error,
    and where the first node is deep, a shallower one after it stands beside it.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._above: list[tuple[int, Node]] = []

    def above(self, level: int) -> list[Node]:
        """From the root down to the parent of a node of this level."""
        while self._above and self._above[-1][0] >= level:
            self._above.pop()
        return [self._root, *(node for _level, node in self._above)]

    def parent(self, level: int) -> Node:
        return self.above(level)[-1]

    def push(self, level: int, node: Node) -> None:
        """What comes next may stand below this node."""
        self._above.append((level, node))


def number_paths(sections: Iterable[tuple[int, str]]) -> Iterator[tuple[str, ...]]:
    """For each level and number, in reading order, the numbers from the top down to it.

    What has no number is passed over, so that each path is what a reader would write.
    """
    parents = Parents("")
    for level, number in sections:
        yield tuple(name for name in (*parents.above(level), number) if name)
        parents.push(level, number)


def child_counts(levels: Sequence[int], deepest: int) -> list[int]:
    """How many children the root, and then each of the nodes in reading order, has.

    What is deeper than the ``deepest`` level stands beside it.
    """
    counts = [0] * (len(levels) + 1)
    parents = Parents(0)
    for node, wanted in enumerate(levels, start=1):
        level = min(wanted, deepest)
        counts[parents.parent(level)] += 1
        parents.push(level, node)
    return counts
