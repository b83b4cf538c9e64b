import random
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import timedelta
from itertools import starmap
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from comments.channels.csv_files import CsvRow
from comments.channels.spreadsheet import import_rows
from comments.choices import HiddenReason, State
from comments.models import Comment
from comments.moderation.services import moderate
from comments.register.services import withdraw
from home.models import Organisation, Ward
from policies.models import Edition
from policies.selectors import PolicyNotFound, policy_by_slug
from sample.synthetic import SectionStub, synthesise

CHUNK = 500
PUBLISHED, HIDDEN, WITHDRAWN = 0.85, 0.05, 0.01


class Command(BaseCommand):
    help = "Fill a policy's newest edition with made-up comments, the same for the same seed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--comments", type=int, required=True, metavar="N")
        parser.add_argument("--seed", type=int, default=1, metavar="S")
        parser.add_argument(
            "--moderate", action="store_true", help="publish, hide and withdraw shares of them"
        )

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        try:
            policy = policy_by_slug(slug)
        except PolicyNotFound as error:
            raise CommandError(str(error)) from error
        edition = policy.current_edition
        if edition is None:
            raise CommandError("The policy has no edition yet: publish one first.")
        rows = self.rows(edition, options["comments"], options["seed"])
        summary = import_rows(starmap(CsvRow, enumerate(rows, start=1)), edition=edition)
        self.stdout.write(
            f"{summary.imported} comments, {summary.known} there before,"
            f" {len(summary.rejected)} refused"
        )
        if options["moderate"]:
            self.moderate(edition, options["seed"])

    def rows(self, edition: Edition, count: int, seed: int) -> Iterator[dict[str, str]]:
        language = edition.policy.locale.language_code
        entries = edition.entries.filter(replaced_at=None, version__language=language)
        versions = [entry.version for entry in entries.select_related("version__section")]
        now = timezone.localtime()
        end = min(now, edition.closes_at or now) - timedelta(minutes=1)
        start = max(edition.opens_at or end, end - timedelta(days=60))
        return synthesise(
            sections=[
                SectionStub(
                    key=version.section.slug,
                    number="",
                    title=version.title,
                    text=version.text,
                )
                for version in versions
            ],
            wards=list(Ward.objects.values_list("code", flat=True)),
            organisations=list(Organisation.objects.values_list("name", flat=True)),
            tags=list(edition.policy.tags.values_list("slug", flat=True)),
            n=count,
            seed=seed,
            start=min(start, end),
            end=end,
            hostile=True,
        )

    def moderate(self, edition: Edition, seed: int) -> None:
        """Decide on what is waiting as a moderator would, in the same way for the same seed."""
        chance = random.Random(seed)  # noqa: S311 (not a secret)
        waiting = list(Comment.objects.filter(edition=edition).waiting().order_by("number"))
        drawn = [(chance.random(), comment) for comment in waiting]
        publish = [comment for draw, comment in drawn if draw < PUBLISHED]
        hide = [c for draw, c in drawn if PUBLISHED <= draw < PUBLISHED + HIDDEN]
        back = [c for draw, c in drawn if 0 <= draw - PUBLISHED - HIDDEN < WITHDRAWN]
        for start in range(0, len(publish), CHUNK):
            moderate(comments=publish[start : start + CHUNK], state=State.PUBLISHED, user=None)
        for comment in hide:
            reason = chance.choice(HiddenReason.values)
            moderate(comments=[comment], state=State.HIDDEN, hidden_reason=reason, user=None)
        for comment in back:
            withdraw(comment=comment)
        self.stdout.write(f"{len(publish)} published, {len(hide)} hidden, {len(back)} withdrawn")
