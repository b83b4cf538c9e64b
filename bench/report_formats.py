"""Measure the report renderers: time with two workers, and peak memory of each format.

Run from the project's root: ``python bench/report_formats.py [--rows 10000] [--many 100000]``.
Two worker processes take the files to render in turn, as in production; the PDF's compilers are
their children. Then each format that must stay flat is rendered in a process of its own, for
`--rows` and for `--many` rows (0 leaves that out).
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from reports.dataset import Dataset

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SECTIONS = 40
WORKERS = 2
FLAT = ("csv", "json", "xlsx", "docx")
KB = 1024


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "consult.settings")
    import django

    django.setup()


def work() -> None:
    """A worker: take jobs from standard input, a JSON list a line; answer each with a line."""
    start_django()
    from reports.dataset import Dataset
    from reports.renderers import RENDERERS

    print("ready", flush=True)
    for line in sys.stdin:
        path, name, part, out = json.loads(line)
        started, before, idle_mb = time.monotonic(), cpu_s(), peak_mb()
        RENDERERS[name].render(Dataset.open(path), part, Path(out), progress=lambda _done: None)
        result = {
            "format": name,
            "wall": time.monotonic() - started,
            "cpu": cpu_s() - before,
            "idle_mb": idle_mb,
            "own_mb": peak_mb(),
            "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KB,
            "size_mb": Path(out).stat().st_size / KB / KB,
        }
        print(json.dumps(result), flush=True)


def cpu_s() -> float:
    """Processor time of this process and of the children it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def peak_mb() -> float:
    """This process's own peak of resident memory.

    Not `ru_maxrss`: that survives exec, so it begins at the peak of the process that started us.
    """
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / KB
    raise RuntimeError("This system does not say how much memory a process used.")


class Worker:
    """A worker process and the pipe to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--worker"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.told().readline()

    def told(self) -> IO[str]:
        assert self.process.stdout
        return self.process.stdout

    def asked(self) -> IO[str]:
        assert self.process.stdin
        return self.process.stdin

    def run(self, job: list) -> dict:
        self.asked().write(json.dumps(job) + "\n")
        self.asked().flush()
        return json.loads(self.told().readline())

    def drain(self, jobs: SimpleQueue) -> Iterator[dict]:
        while True:
            try:
                yield self.run(jobs.get_nowait())
            except Empty:
                return

    def end(self) -> None:
        self.asked().close()
        self.process.wait()


def two_workers(jobs: list[list]) -> tuple[float, list[dict]]:
    """Wall time in seconds, and the results, of all jobs on `WORKERS` processes."""
    queue: SimpleQueue = SimpleQueue()
    for job in jobs:
        queue.put(job)
    workers = [Worker() for _ in range(WORKERS)]
    started = time.monotonic()
    with ThreadPoolExecutor(WORKERS) as threads:
        done = list(threads.map(lambda worker: list(worker.drain(queue)), workers))
    wall = time.monotonic() - started
    for worker in workers:
        worker.end()
    return wall, [result for results in done for result in results]


def alone(job: list) -> dict:
    """The result of one job in a fresh process."""
    worker = Worker()
    try:
        return worker.run(job)
    finally:
        worker.end()


def show_formats(rows: int, results: list[dict]) -> None:
    print(f"{'rows':>8}  format  parts   wall s    cpu s       MB")
    for name in dict.fromkeys(result["format"] for result in results):
        mine = [result for result in results if result["format"] == name]
        wall, cpu, size = (sum(r[key] for r in mine) for key in ("wall", "cpu", "size_mb"))
        print(f"{rows:>8,}  {name:<6}{len(mine):>7}{wall:>9.1f}{cpu:>9.1f}{size:>9.1f}")


def dataset(rows: int, folder: Path) -> Dataset:
    from reports.dataset import write_dataset
    from tests.reports import sample

    return write_dataset(
        folder / f"d{rows}.jsonl.gz",
        sample.header(sections=SECTIONS),
        sample.rows(rows, sections=SECTIONS),
    )


def main(rows: int, many: int) -> None:
    start_django()
    from reports.renderers import RENDERERS

    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        data = dataset(rows, folder)
        jobs = [
            [str(data.path), name, part, str(folder / f"{part}.{name}")]
            for name, renderer in RENDERERS.items()
            for part in range(1, renderer.parts(data) + 1)
        ]
        wall, results = two_workers(jobs)
        show_formats(rows, results)
        print(
            f"All formats, {WORKERS} workers: {wall:.1f} s wall,"
            f" {sum(r['cpu'] for r in results):.1f} s processor;"
            f" largest worker {max(r['own_mb'] for r in results):.0f} MB,"
            f" largest compiler {max(r['child_mb'] for r in results):.0f} MB\n"
        )
        if many:
            compare_memory(folder, rows, many)


def compare_memory(folder: Path, few: int, many: int) -> None:
    """Peak memory of the streamed formats at two sizes."""
    print(f"peak MB        idle{few:>9,} rows{many:>11,} rows   times")
    data = {rows: dataset(rows, folder) for rows in (few, many)}
    for name in FLAT:
        results = {
            rows: alone([str(d.path), name, 1, str(folder / f"m.{name}")])
            for rows, d in data.items()
        }
        idle, peak = results[few]["idle_mb"], {n: r["own_mb"] for n, r in results.items()}
        times = peak[many] / peak[few]
        print(f"{name:<10}{idle:>9.1f}{peak[few]:>14.1f}{peak[many]:>16.1f}{times:>8.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--many", type=int, default=100_000)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work()
    else:
        main(options.rows, options.many)
