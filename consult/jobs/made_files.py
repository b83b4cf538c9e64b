"""Files that a worker makes: each is there whole or not at all, and tells how far it is."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

# A row's worth of progress is not worth a call; a worker's heartbeat is.
ROWS_PER_CALL = 200

T = TypeVar("T")
Progress = Callable[[float], None]


@contextmanager
def complete_or_nothing(out_path: Path) -> Iterator[Path]:
    """A path to write to; it becomes `out_path` at the end, or is removed on error."""
    part = out_path.with_name(out_path.name + ".part")
    try:
        yield part
        part.replace(out_path)
    finally:
        part.unlink(missing_ok=True)


def with_progress(items: Iterable[T], total: int, progress: Progress) -> Iterator[T]:
    """`items`, with progress reported every `ROWS_PER_CALL`."""
    for number, item in enumerate(items):
        if number % ROWS_PER_CALL == 0:
            progress(number / max(total, 1))
        yield item
    progress(1.0)
