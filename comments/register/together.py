"""Comments that are sent at once, written together.

The ledger has one order, so its policy's comments are written one after the other, and most of what
that takes is the same for one and for ten: the lock, what is read under it, the wait for the disk.
While one thread of a process writes, the others add to a list; who writes next writes all of it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection

from comments.register.services import CommentError, IncomingComment, Taken, take_in
from policies.models import Edition

MOST = 50


@dataclass(eq=False)
class _Waiting:
    """A comment that is to be written, and what became of it."""

    edition: Edition
    item: IncomingComment
    is_settled: bool = False
    taken: Taken | None = None
    error: OperationalError | None = None


class _Desk:
    """Where one writes at a time, for all who wait."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._is_busy = False

    def settle(self, mine: _Waiting) -> None:
        """Returns when this one is written, by whichever thread, or cannot be together."""
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: mine.is_settled or not self._is_busy)
            if mine.is_settled:
                return
            self._is_busy = True
            batch = self._batch_of(mine)
        try:
            _write(batch)
        finally:
            with self._changed:
                self._is_busy = False
                for each in batch:
                    each.is_settled = True
                self._changed.notify_all()

    def _batch_of(self, mine: _Waiting) -> list[_Waiting]:
        """With those of the same edition that wait longest."""
        self._waiting.remove(mine)
        same = [each for each in self._waiting if each.edition.pk == mine.edition.pk]
        batch = [mine, *same[: MOST - 1]]
        self._waiting = [each for each in self._waiting if each not in batch]
        return batch


_desk = _Desk()


def take_in_together(*, edition: Edition, item: IncomingComment) -> Taken:
    """As `take_in` does one comment in its window, with those that other threads bring meanwhile.

    Raises `CommentError`, for this comment alone, and `OperationalError` where nothing can be
    written now.
    """
    if not connection.in_atomic_block:
        mine = _Waiting(edition, item)
        _desk.settle(mine)
        if mine.error:
            raise mine.error
        if mine.taken:
            return mine.taken
    [taken] = take_in(edition=edition, items=[item])
    return taken


def _write(batch: Sequence[_Waiting]) -> None:
    """All or none. Where one is refused nobody is settled: each is then taken in alone."""
    try:
        taken = take_in(edition=batch[0].edition, items=[each.item for each in batch])
    except CommentError:
        return
    except OperationalError as error:
        for each in batch:
            each.error = error
        return
    for each, became in zip(batch, taken, strict=True):
        each.taken = became
