"""For a key that others may have seen."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from comments.models import Ledger
from comments.register.ledger.checkpoints import sign_with_both
from comments.register.ledger.signing import make_lost_key_anew, replace_key


class Command(BaseCommand):
    help = "Sign ledgers with a new key from now on. What was signed before stays good."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--lost",
            action="store_true",
            help="the file with the present key is gone: what it signed stays without a key",
        )
        parser.add_argument("--yes", action="store_true", help="do it, do not only say so")

    def handle(self, *args: Any, lost: bool, yes: bool, **options: Any) -> None:
        ledgers = list(Ledger.objects.order_by("pk"))
        if yes and lost:
            make_lost_key_anew()
            self.stdout.write("There is a key again. Earlier checkpoints stay as they were signed.")
            return
        if not yes:
            self.stdout.write(
                f"{len(ledgers)} ledgers would get a new key, and the secret half of the present"
                " one would be gone. With --yes it is done."
            )
            return
        with sign_with_both(ledgers):
            replace_key()
        self.stdout.write(f"{len(ledgers)} ledgers have a new key. Their pages name both.")
