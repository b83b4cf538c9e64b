"""Comments that are sent at once, written together.

A ledger has one order, so a policy's comments are written one after the other, and most of what
that takes is the same for one and for ten: the lock, what is read under it, the wait for the disk.
While one thread of a process writes, the others add to a list; who writes next writes all of it.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import OperationalError, connection

from comments.register.services import CommentError, IncomingComment, Taken, take_in
from consult.write_turns import patience_s
from policies.models import Edition

logger = logging.getLogger(__name__)
MOST = 50


@dataclass(eq=False)
class _Waiting:
    """A comment that is to be written, and what became of it."""

    item: IncomingComment
    is_settled: bool = False
    taken: Taken | None = None
    error: OperationalError | None = None


class _Desk:
    """Where one writes at a time, for all who wait with a comment on the same edition."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[_Waiting] = []
        self._is_busy = False

    def settle(self, mine: _Waiting, edition: Edition) -> None:
        """Returns when this one is written, by whichever thread, or cannot be together.

        Raises `OperationalError` where the others take too long.
        """
        with self._changed:
            self._waiting.append(mine)
            self._changed.wait_for(lambda: mine.is_settled or not self._is_busy, patience_s())
            if self._is_busy and mine in self._waiting:
                self._waiting.remove(mine)
                raise OperationalError("Others write for too long.")
            self._changed.wait_for(lambda: mine.is_settled or not self._is_busy)
            if mine.is_settled:
                return
            self._is_busy = True
            self._waiting.remove(mine)
            batch = [mine, *self._waiting[: MOST - 1]]
            self._waiting = self._waiting[MOST - 1 :]
        try:
            _write(batch, edition)
        finally:
            with self._changed:
                self._is_busy = False
                for each in batch:
                    each.is_settled = True
                self._changed.notify_all()


_desks: dict[int, _Desk] = {}
"""By edition."""


def take_in_together(*, edition: Edition, item: IncomingComment) -> Taken:
    """As `take_in` does one comment in its window, with those that other threads bring meanwhile.

    Raises `CommentError`, for this comment alone, and `OperationalError` where nothing can be
    written now.
    """
    if not connection.in_atomic_block:
        mine = _Waiting(item)
        _desks.setdefault(edition.pk, _Desk()).settle(mine, edition)
        if mine.error:
            raise mine.error
        if mine.taken:
            return mine.taken
    [taken] = take_in(edition=edition, items=[item])
    return taken


def _write(batch: Sequence[_Waiting], edition: Edition) -> None:
    """All or none. Where one cannot be written nobody is settled: each is then taken in alone."""
    items = [each.item for each in batch]
    new = [item for item in items if item.submission.pk is None]
    try:
        taken = take_in(edition=edition, items=items)
    except OperationalError as error:
        for each in batch:
            each.error = error
    except CommentError:
        return
    except Exception:
        # Whosever fault it is meets it alone.
        logger.exception("%d comments could not be written together.", len(batch))
        _forget_keys(items, new)
    else:
        for each, became in zip(batch, taken, strict=True):
            each.taken = became


def _forget_keys(items: Sequence[IncomingComment], new: Sequence[IncomingComment]) -> None:
    """What was rolled back is not there: it is saved anew."""
    for item in items:
        item.comment.pk = None
    for item in new:
        item.submission.pk = None
        if item.contact:
            item.contact.pk = None
