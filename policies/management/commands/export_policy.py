from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from policies.models import Edition
from policies.reading.downloads import edition_document, in_language
from policies.selectors import PolicyNotFound, policy_by_slug
from texts.printing.typst import TypstError
from texts.writers import FORMATS, export


class Command(BaseCommand):
    help = "Write an edition of a policy as a file: PDF, Word, plain text or Akoma Ntoso XML."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug", help="last part of the policy's address")
        parser.add_argument("--edition", type=int, help="its number; the newest one without")
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--language", default="en", choices=["en", "sw"])
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        if not out.parent.is_dir():
            raise CommandError(f"There is no folder {out.parent}: make it first.")
        edition = self.edition(options["slug"], options["edition"])
        language, entries = in_language(edition, options["language"])
        if language != options["language"]:
            self.stderr.write(f"warning: no section is in {options['language']}: {language} it is")
        try:
            export(edition_document(edition, language, entries), options["format"], out)
        except (TypstError, OSError) as error:
            raise CommandError(f"{out} could not be written: {error}") from error
        self.stdout.write(f"{out}\t{out.stat().st_size:,} bytes\t{edition.label}, {language}")

    def edition(self, slug: str, number: int | None) -> Edition:
        try:
            policy = policy_by_slug(slug)
        except PolicyNotFound as error:
            raise CommandError(str(error)) from error
        editions = policy.editions.published().select_related("policy__locale").order_by("-number")
        edition = editions.filter(number=number).first() if number else editions.first()
        if edition is None:
            known = ", ".join(str(each.number) for each in editions) or "none yet"
            raise CommandError(f"No such published edition. Published editions: {known}.")
        return edition
