import argparse
import json
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from consult.jobs.file_reading import read_document_apart
from consult.moments import parse_moment
from policies.imports.import_plan import NewPolicy
from policies.imports.making import ImportResult, create_policy
from policies.models import Edition, EditionPlan
from policies.publishing.indexing import indexed_together
from policies.publishing.services import PolicyError, publish_edition
from texts.outline.model import Outline
from texts.outline.overview import dropped_lines, overview, overview_lines
from texts.shown_outline import undescribed
from texts.source import UnreadableDocument


def moment(end_of_day: bool) -> Callable[[str], datetime]:
    """An argparse type for dates."""

    def parse(text: str) -> datetime:
        try:
            return parse_moment(text, end_of_day=end_of_day)
        except ValueError as error:
            raise argparse.ArgumentTypeError(str(error)) from error

    return parse


class Command(BaseCommand):
    help = "Import a policy from .docx, .odt, .md, .html or .txt: a page for each section."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", default="", help="instead of the one in the file")
        parser.add_argument("--slug", default="", help="last part of the policy's address")
        parser.add_argument("--edition", default="First draft", help="label of the edition")
        parser.add_argument("--opens", type=moment(False), help="first day or minute for comments")
        parser.add_argument("--closes", type=moment(True), help="deadline; a bare date: 23:59")
        parser.add_argument("--publish", action="store_true", help="publish pages and edition")
        parser.add_argument("--dry-run", action="store_true", help="show the outline, make nothing")
        parser.add_argument("--format", choices=["text", "json"], help="of what --dry-run shows")

    def handle(self, *args: Any, **options: Any) -> None:
        self.check_options(options)
        try:
            outline = read_document_apart(options["file"])
            if options["dry_run"]:
                self.show(outline, options["format"])
            else:
                self.make(outline, options)
        except (UnreadableDocument, PolicyError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except KeyboardInterrupt as error:
            raise CommandError("Stopped: nothing was imported.", returncode=130) from error
        except PermissionError as error:
            raise CommandError(f"{error.filename} may not be read: change who may.") from error

    def check_options(self, options: dict[str, Any]) -> None:
        if (options["opens"] or options["closes"]) and not options["publish"]:
            raise CommandError("--opens and --closes need --publish: a draft takes no comments.")
        if options["format"] and not options["dry_run"]:
            raise CommandError("--format needs --dry-run: it is of what that shows.")
        if not options["file"].is_file():
            path = options["file"]
            raise CommandError(f"There is no file at {path}: give the path of a document.")

    def show(self, outline: Outline, form: str | None) -> None:
        if form == "json":
            self.stdout.write(json.dumps(overview(outline), ensure_ascii=False, indent=2))
        else:
            for line in overview_lines(outline):
                self.stdout.write(line)

    def make(self, outline: Outline, options: dict[str, Any]) -> None:
        with indexed_together():
            wanted = NewPolicy(title=options["title"], slug=options["slug"])
            result = create_policy(outline, wanted)
            edition = self.publish(result, options) if options["publish"] else None
        self.report(outline, result, edition)

    def publish(self, result: ImportResult, options: dict[str, Any]) -> Edition:
        return publish_edition(
            policy=result.policy,
            plan=EditionPlan(
                label=options["edition"], opens_at=options["opens"], closes_at=options["closes"]
            ),
        )

    def report(self, outline: Outline, result: ImportResult, edition: Edition | None) -> None:
        for section, page in zip(outline.sections, result.sections, strict=True):
            self.stdout.write(f"{'  ' * (section.level - 1)}{page.heading}  [{page.slug}]")
        for warning in [*outline.warnings, *result.warnings]:
            self.stderr.write(f"warning: {warning}")
        if lacking := len(undescribed(outline)):
            self.stderr.write(f"warning: pictures without a description: {lacking}")
        for line in dropped_lines(outline):
            self.stdout.write(line)
        words = outline.words
        self.stdout.write(
            f"{len(result.sections)} sections, {words.arrived:,} of {words.source:,} words"
        )
        state = f"edition “{edition.label}” published" if edition else "draft"
        self.stdout.write(f"{result.policy.title}: {state}, slug {result.policy.slug}")
