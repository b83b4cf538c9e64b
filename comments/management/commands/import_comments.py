from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.channels.csv_files import CsvError
from comments.channels.spreadsheet import ImportSummary, Said, import_comments, write_rejected
from consult.moments import DateOrder
from policies.selectors import PolicyNotFound, policy_by_slug

SHOWN = 10  # of the rejected rows


class Command(BaseCommand):
    help = "Import comments from a CSV file; rows that cannot go in are written to a second file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--policy", required=True, metavar="SLUG")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")
        parser.add_argument(
            "--dates",
            choices=[each.value for each in DateOrder],
            default=DateOrder.ISO.value,
            help="how the file writes dates (default: 2026-12-04)",
        )
        parser.add_argument(
            "--numbers-as-written",
            action="store_true",
            help="5.1 means 5.1 also where there is a section 5.10",
        )
        parser.add_argument(
            "--rejected",
            type=Path,
            help="where bad rows go (default: FILE.rejected.csv; with --dry-run, nowhere)",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            policy = policy_by_slug(options["policy"])
        except PolicyNotFound as error:
            raise CommandError(str(error)) from error
        edition = policy.current_edition
        if edition is None:
            raise CommandError("The policy has no edition yet: publish one first.")
        try:
            said = Said(DateOrder(options["dates"]), options["numbers_as_written"])
            dry_run = options["dry_run"]
            summary = import_comments(file, edition=edition, said=said, dry_run=dry_run)
        except CsvError as error:
            raise CommandError(str(error)) from error
        self.report(summary, options)
        if summary.rejected:
            beside = None if dry_run else file.with_suffix(".rejected.csv")
            self.give_back(summary, options["rejected"] or beside)

    def report(self, summary: ImportSummary, options: dict[str, Any]) -> None:
        for warning in summary.warnings:
            self.stderr.write(f"warning: {warning}")
        for line, problem, _row in summary.rejected[:SHOWN]:
            self.stderr.write(f"line {line}: {problem}")
        verb = "would be imported" if options["dry_run"] else "imported"
        self.stdout.write(
            f"{summary.imported} {verb}, {summary.known} already there,"
            f" {len(summary.rejected)} rejected"
        )

    def give_back(self, summary: ImportSummary, file: Path | None) -> None:
        """Write the rejected rows, where there is a file for them, and say where they all are."""
        where = "--rejected FILE writes them all" if file is None else f"they are all in {file}"
        if len(summary.rejected) > SHOWN:
            self.stderr.write(f"and {len(summary.rejected) - SHOWN} more: {where}")
        if file:
            write_rejected(summary, file)
            self.stdout.write(f"Rejected rows, with the reason: {file}")
