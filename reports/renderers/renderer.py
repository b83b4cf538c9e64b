"""What all renderers share: their interface, atomic files and progress."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from reports.dataset import Dataset

# A row's worth of progress is not worth a call; a worker's heartbeat is.
ROWS_PER_CALL = 200

T = TypeVar("T")
Progress = Callable[[float], None]


class Render(Protocol):
    def __call__(
        self, dataset: Dataset, part: int, out_path: Path, *, progress: Progress
    ) -> None: ...


def one_part(dataset: Dataset) -> int:
    return 1


def no_label(dataset: Dataset, part: int) -> str:
    return ""


@dataclass(frozen=True)
class Renderer:
    """One output format.

    ``parts(dataset)`` says how many files there are; ``render(dataset, part, out_path,
    progress=…)`` writes number `part` (from 1) and calls ``progress`` with 0…1 several times a
    second; `out_path` appears only when complete. ``part_label`` names a part to a reader, in the
    report's language; it is empty where there is one part.
    """

    format: str
    content_type: str
    render: Render
    parts: Callable[[Dataset], int] = one_part
    part_label: Callable[[Dataset, int], str] = no_label


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
