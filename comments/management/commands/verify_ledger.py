from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.merkle.checker import CheckFailed, SignedNote
from comments.models import Ledger
from comments.register.ledger.checkpoints import check_kept
from comments.register.ledger.entries import erased_numbers, tree_head, verify
from policies.selectors import PolicyNotFound, policy_by_slug


class Command(BaseCommand):
    help = "Check that no comment on a policy was changed, dropped or reordered since it came in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument(
            "--kept",
            nargs="*",
            default=[],
            metavar="FILE",
            help="checkpoints that were kept elsewhere: of a report, a receipt, a witness",
        )

    def handle(self, *args: Any, slug: str, kept: list[str], **options: Any) -> None:
        try:
            policy = policy_by_slug(slug)
        except PolicyNotFound as error:
            raise CommandError(str(error)) from error
        faults = verify(policy)
        ledger = Ledger.objects.filter(policy=policy).first()
        faults += [fault for path in kept for fault in _unlike(ledger, Path(path))]
        if faults:
            raise CommandError("The ledger does not add up:\n" + "\n".join(faults))
        if ledger is None:
            self.stdout.write("0 comments.")
            return
        states = f" in {ledger.size} states" if ledger.size > ledger.comments else ""
        self.stdout.write(f"{ledger.comments} comments{states}, all as they came in.\n")
        if erased := erased_numbers(policy):
            numbers = ", ".join(map(str, erased))
            self.stdout.write(f"But for erased words, of which only the seal is left: {numbers}.\n")
        self.stdout.write(tree_head(ledger).text)


def _unlike(ledger: Ledger | None, path: Path) -> list[str]:
    if ledger is None:
        return [f"{path}: there is no ledger"]
    try:
        check_kept(ledger, SignedNote.parse(path.read_text(encoding="utf-8")))
    except (CheckFailed, OSError, ValueError) as error:
        return [f"{path}: {error}"]
    return []
