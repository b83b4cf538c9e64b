"""JSON: the frozen dataset without loss, ``{"header": {…}, "comments": [{…}, …]}``."""

from pathlib import Path

from consult.jobs.made_files import Progress, complete_or_nothing, with_progress
from reports.dataset import Dataset, json_line
from reports.renderers.renderer import Renderer


def render(dataset: Dataset, part: int, out_path: Path, *, progress: Progress) -> None:
    with complete_or_nothing(out_path) as path, path.open("wb") as file:
        header = {**dataset.header, "dataset_sha256": dataset.sha256}
        file.write(b'{"header": ' + json_line(header).rstrip() + b',\n"comments": [')
        for number, line in enumerate(with_progress(dataset.lines(), len(dataset), progress)):
            file.write(b",\n" if number else b"\n")
            file.write(line)
        file.write(b"\n]}\n")


JSON = Renderer(format="json", content_type="application/json", render=render)
