"""Time and memory of a whole report: all formats, by a real worker with two processes.

Run from the project's root: ``python bench/reports.py [--comments 10000] [--sections 40]``. The
database, broker and files are made in a folder of their own and removed. Memory is the peak of
each process (VmHWM of Linux), sampled over the worker and all that it starts. Printed as a table;
nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policies.models import Edition
    from reports.models import Report

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
PROCESSES = 2
TARGET_S, TARGET_MB = 60, 500
SAMPLE_S = 0.05
GIVE_UP_S = 600
BATCH = 500


def start_django(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "consult.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "CELERY_BROKER_URL": "filesystem://",
        "LOG_LEVEL": "WARNING",
        "SECRET_KEY": "for measurements alone",
    }
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(sections: int, comments: int) -> Edition:
    """A policy of `sections` with synthetic comments; its newest edition."""
    from django.db import transaction
    from django.utils import timezone

    from comments.models import Comment, Ledger, Submission, TaggedComment
    from comments.register.ledger.entries import named
    from home.models import Ward
    from sample.synthetic import SectionStub, synthesise
    from tests.factories import make_policy

    policy = make_policy(sections, tags=("Health", "Roads", "Water", "Youth", "Cost"))
    edition = policy.current_edition
    assert edition
    versions = {e.version.section.slug: e.version for e in edition.entries.all()}
    tags = {tag.name: tag.pk for tag in policy.tags.all()}
    wards = {ward.name: ward.pk for ward in Ward.objects.all()}
    now = timezone.localtime()
    rows = synthesise(
        sections=[SectionStub(slug, "", v.title, v.text) for slug, v in versions.items()],
        wards=list(wards),
        organisations=["Illustrative Group"],
        tags=list(tags),
        n=comments,
        seed=1,
        start=now - timedelta(days=9),
        end=now,
    )
    states = ("published",) * 17 + ("received", "hidden", "withdrawn")
    number = 0
    with transaction.atomic():
        while batch := list(islice(rows, BATCH)):
            made, tagged = [], []
            submissions = Submission.objects.bulk_create(
                Submission(
                    policy=policy,
                    channel=row["channel"],
                    name=row["name"],
                    organisation_name=row["organisation"],
                    ward_id=wards.get(row["ward"]),
                    language=row["language"],
                )
                for row in batch
            )
            for row, submission in zip(batch, submissions, strict=True):
                version, state = versions[row["section"]], states[number % len(states)]
                number += 1
                made.append(
                    Comment(
                        policy=policy,
                        number=number,
                        submission=submission,
                        edition=edition,
                        version=version,
                        section_key=version.section_key,
                        stance=row["stance"],
                        text=row["text"],
                        proposed=row["proposed"],
                        reason=row["reason"],
                        state=state,
                        hidden_reason="off_topic" if state == "hidden" else "",
                    )
                )
            for row, comment in zip(batch, Comment.objects.bulk_create(made), strict=True):
                names = {name.strip() for name in row["tags"].split(";")} & set(tags)
                tagged += [TaggedComment(tag_id=tags[n], content_object=comment) for n in names]
            TaggedComment.objects.bulk_create(tagged)
        Ledger.objects.create(policy=policy, size=number, comments=number, **named(policy))
    return edition


def descendants(pid: int) -> Iterator[int]:
    """`pid` and every process below it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from descendants(int(child))


def kind(pid: int, worker: int) -> str:
    """What a process is, by its command line."""
    if pid == worker:
        return "worker, main process"
    command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    if "texts.printing.typst" in command:
        return "PDF compiler"
    return "worker process" if "celery" in command else "other"


def sample(worker: int, peaks: dict[int, tuple[str, float]]) -> None:
    """Note the peak memory (MB) of each process there is now."""
    for pid in list(_alive(worker)):
        try:
            status = Path(f"/proc/{pid}/status").read_text()
            found = re.search(r"VmHWM:\s+(\d+) kB", status)
            name = kind(pid, worker)
        except (FileNotFoundError, ProcessLookupError):
            continue
        if found:
            before = peaks.get(pid, (name, 0.0))[1]
            peaks[pid] = (name, max(before, int(found[1]) / 1024))


def _alive(worker: int) -> list[int]:
    try:
        return list(descendants(worker))
    except (FileNotFoundError, ProcessLookupError):
        return []


def start_worker(folder: Path) -> subprocess.Popen[bytes]:
    log = folder / "worker.log"
    command = [
        *(sys.executable, "-m", "celery", "--app", "celery_app", "worker"),
        *("--concurrency", str(PROCESSES), "--loglevel", "INFO"),
        *("--without-gossip", "--without-mingle"),
    ]
    environment = os.environ | {"LOG_LEVEL": "INFO"}
    with log.open("wb") as output:
        worker = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    while " ready." not in log.read_text(errors="replace"):
        if worker.poll() is not None:
            sys.exit(f"The worker ended:\n{log.read_text(errors='replace')}")
        time.sleep(SAMPLE_S)
    return worker


def compile_report(
    edition: Edition, worker: int, peaks: dict[int, tuple[str, float]]
) -> tuple[Report, float, float]:
    """Ask for every format and wait; the report and the seconds it took, and until frozen."""
    from reports.models import Report, ReportFormat
    from reports.services import request_report

    started, frozen_s = time.monotonic(), 0.0
    report = request_report(
        policy=edition.policy, edition=edition, formats=ReportFormat.values, user=None
    )
    while True:
        sample(worker, peaks)
        report = Report.objects.get(pk=report.pk)
        elapsed = time.monotonic() - started
        if report.is_frozen and not frozen_s:
            frozen_s = elapsed
        if report.is_finished or elapsed > GIVE_UP_S:
            return report, elapsed, frozen_s
        time.sleep(SAMPLE_S)


def show(
    report: Report, wall_s: float, frozen_s: float, peaks: dict[int, tuple[str, float]]
) -> None:
    print(f"\n{report.rows:,} comments, {report.state}; {PROCESSES} worker processes")
    print(f"{'frozen after':<24}{frozen_s:>8.1f} s")
    for name in report.formats:
        files = list(report.files.filter(format=name))
        ready = max((f.finished_at for f in files if f.finished_at), default=None)
        after = (ready - report.created_at).total_seconds() if ready else float("nan")
        size = sum(file.size or 0 for file in files) / 1024 / 1024
        label = f"{name}, {len(files)} file{'s' if len(files) > 1 else ''}"
        print(f"{label + ' ready after':<24}{after:>8.1f} s {size:>8.1f} MB")
    print(f"{'all ready after':<24}{wall_s:>8.1f} s   target {TARGET_S} s")
    by_kind: dict[str, list[float]] = {}
    for name, peak in peaks.values():
        by_kind.setdefault(name, []).append(peak)
    for name, values in sorted(by_kind.items()):
        print(f"{name + f' ({len(values)})':<24}{max(values):>8.0f} MB at most")
    largest = max(peak for _name, peak in peaks.values())
    print(f"{'largest process':<24}{largest:>8.0f} MB  target {TARGET_MB} MB")


def main(comments: int, sections: int) -> None:
    with tempfile.TemporaryDirectory(prefix="bench-reports-") as name:
        folder = Path(name)
        start_django(folder)
        edition = fill(sections, comments)
        worker = start_worker(folder)
        peaks: dict[int, tuple[str, float]] = {}
        try:
            show(*compile_report(edition, worker.pid, peaks), peaks)
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--sections", type=int, default=40)
    options = parser.parse_args()
    main(options.comments, options.sections)
