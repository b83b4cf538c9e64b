"""The main job from end to end: a policy in, a consolidated report out, by the real worker."""

import signal
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from comments.channels.csv_files import CsvError
from comments.channels.spreadsheet import Said, import_comments
from policies.models import Edition, PolicyPage
from policies.publishing.services import PolicyError
from sample import consultation, network_site
from sample.accounts import account_lines, make_accounts
from texts.source import UnreadableDocument

STOP_S = 60


class Command(BaseCommand):
    help = "Load the sample, or a policy and comments of your own, and compile the report on them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--policy", type=Path, metavar="FILE", help="instead of the sample's")
        parser.add_argument("--comments", type=Path, metavar="FILE", help="CSV")
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="load only where there is no policy yet, and let the running worker compile",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and PolicyPage.objects.exists():
            self.say_accounts()
            return
        own = options["policy"] is not None
        if options["comments"] and not own:
            raise CommandError("--comments needs --policy: the sample has comments of its own.")
        try:
            edition = self.load_own(options) if own else self.load_sample()
        except (UnreadableDocument, PolicyError, CsvError) as error:
            raise CommandError(str(error)) from error
        slug = edition.policy.slug
        if options["if_empty"]:
            call_command("compile_report", slug, wait=True)
        else:
            with worker():
                call_command("compile_report", slug, wait=True)
        self.stdout.write(
            f"\nPolicy   {settings.PUBLIC_URL}{edition.policy.url}"
            f"\nReports  {settings.PUBLIC_URL}{reverse('consultation-reports:index')}"
        )
        self.say_accounts()

    @transaction.atomic
    def load_sample(self) -> Edition:
        accounts = make_accounts()
        self.stdout.write("The network's pages…")
        network_site.load()
        self.stdout.write("The illustrative policy…")
        file = consultation.FOLDER / "policy.md"
        policy = consultation.load_policy(file, illustrative=True, user=accounts["editor"])
        edition = consultation.open_consultation(policy, user=accounts["editor"])
        consultation.translate_policy(policy)
        network_site.load_policy_news(policy)
        self.stdout.write("Its comments, moderated, and some answers…")
        consultation.load_comments(consultation.FOLDER / "comments.csv", edition=edition)
        consultation.load_memoranda(policy)
        consultation.moderate_sample(edition, user=accounts["moderator"])
        consultation.decide_sample(policy, user=accounts["analyst"])
        return edition

    @transaction.atomic
    def load_own(self, options: dict[str, Any]) -> Edition:
        accounts = make_accounts()
        editor = accounts["editor"]
        policy = consultation.load_policy(options["policy"], illustrative=False, user=editor)
        edition = consultation.open_consultation(policy, user=editor)
        self.stdout.write(f"{policy.title}: {edition.entries.count()} sections")
        if options["comments"]:
            said = Said(any_date=True)  # the window is made up
            summary = import_comments(options["comments"], edition=edition, said=said)
            self.stdout.write(
                f"{summary.imported} comments imported, {len(summary.rejected)} rejected"
            )
            consultation.moderate_sample(edition, user=accounts["moderator"])
        return edition

    def say_accounts(self) -> None:
        for line in account_lines():
            self.stdout.write(line)


@contextmanager
def worker() -> Iterator[None]:
    """A Celery worker of our own, in a session of its own, stopped when done."""
    log = settings.DATA_DIR / "logs" / "demo-worker.log"
    command = [sys.executable, "-m", "celery", "--app", "celery_app", "worker"]
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*command, "--concurrency", "2", "--loglevel", "INFO", "--without-gossip"],
            cwd=settings.BASE_DIR,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
