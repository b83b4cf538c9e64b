"""Compile a report from the command line, by the real worker where there is one."""

import shutil
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.jobs.job import JobState
from policies.models import Edition, PolicyPage
from reports import compiling
from reports.models import Report, ReportFormat
from reports.selectors import Progress, progress_of
from reports.services import ReportError, request_report

POLL_S = 0.2
PATIENCE_S = 5.0  # how long a row may wait while no worker does anything for the report
SWEEP_S = 10.0


class Command(BaseCommand):
    help = "Compile a consolidated report on a policy, and wait for it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the policy's slug, as in its address")
        parser.add_argument("--edition", help="its number or label; the newest if not given")
        parser.add_argument(
            "--formats",
            default=",".join(ReportFormat.values),
            help="separated by commas; all if not given: %(default)s",
        )
        languages = ", ".join(dict(settings.LANGUAGES))
        parser.add_argument("--language", default="en", help=f"one of {languages}")
        parser.add_argument("--out", type=Path, help="a folder to copy the files to")
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--wait", action="store_true", help="wait for a worker, however long")
        where.add_argument("--inline", action="store_true", help="do the work in this process")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        policy = find_policy(slug)
        edition = find_edition(policy, options["edition"])
        out = made_folder(options["out"])
        formats = [name.strip().lower() for name in options["formats"].split(",") if name.strip()]
        try:
            report = request_report(
                policy=policy,
                edition=edition,
                formats=formats,
                language=options["language"],
                user=None,
            )
        except ReportError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"Report {report.pk} on “{policy.title}”, {edition.label}")
        progress = self.follow(report, inline=options["inline"], forever=options["wait"])
        self.finish(progress, out)

    def follow(self, report: Report, *, inline: bool, forever: bool) -> Progress:
        """Until the report is finished: by workers, or here where none takes it."""
        shown = ""
        moved_at = swept_at = time.monotonic()
        while True:
            progress = progress_of(report)
            line = f"{progress.percent:>3} %  {progress.step}"
            if line != shown:
                self.stderr.write(line)
                shown = line
            if progress.report.is_finished:
                return progress
            now = time.monotonic()
            if compiling.is_worked_on(report.pk):
                moved_at = now
            elif inline or (not forever and now - moved_at > PATIENCE_S):
                if not inline:
                    self.stderr.write("No worker takes it: compiling in this process.")
                inline = True
                if compiling.work_on(report.pk):
                    continue
            if now - swept_at > SWEEP_S:
                compiling.sweep()
                swept_at = now
            time.sleep(POLL_S)

    def finish(self, progress: Progress, out: Path | None) -> None:
        """Say where the files are; fail where any could not be made."""
        for file in progress.files:
            if file.state != JobState.DONE:
                continue
            path = Path(shutil.copy(file.path, out)) if out else file.path
            self.stdout.write(f"{path}\t{file.size:,} bytes\tsha256 {file.sha256}")
        if progress.report.state == JobState.FAILED:
            errors = [f"{f.name}: {f.failure}" for f in progress.files if f.error]
            raise CommandError("\n".join([progress.report.failure, *errors]))


def find_policy(slug: str) -> PolicyPage:
    """The policy in the default language; raises `CommandError` that lists those there are."""
    found = PolicyPage.objects.filter(slug=slug).order_by("path").first()
    if found is None:
        known = sorted(set(PolicyPage.objects.values_list("slug", flat=True)))
        there = f"There are: {', '.join(known)}." if known else "There is none yet: import one."
        raise CommandError(f"No policy has the slug “{slug}”. {there}")
    return found.canonical


def find_edition(policy: PolicyPage, wanted: str | None) -> Edition:
    """By number or label, or the newest; raises `CommandError` that lists those there are."""
    editions = list(policy.editions.published().order_by("-number"))
    if not editions:
        raise CommandError(f"“{policy.title}” has no published edition yet: publish one first.")
    if not wanted:
        return editions[0]
    for edition in editions:
        if wanted.casefold() in (str(edition.number), edition.label.casefold()):
            return edition
    known = ", ".join(f"{edition.number} ({edition.label})" for edition in reversed(editions))
    raise CommandError(f"There is no edition “{wanted}”. There are: {known}.")


def made_folder(out: Path | None) -> Path | None:
    """`out`, made where it is missing, before any work is done."""
    if out is not None:
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CommandError(f"{out} cannot be made a folder: {error.strerror}.") from error
    return out
