"""What all renderers share: their interface."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from consult.jobs.made_files import Progress
from reports.dataset import Dataset


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
