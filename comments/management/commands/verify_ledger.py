from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.models import Ledger
from comments.register.ledger import verify
from policies.selectors import PolicyNotFound, policy_by_slug


class Command(BaseCommand):
    help = "Check that no comment on a policy was changed, dropped or reordered since it came in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        try:
            policy = policy_by_slug(slug)
        except PolicyNotFound as error:
            raise CommandError(str(error)) from error
        faults = verify(policy)
        if faults:
            raise CommandError("The ledger does not add up:\n" + "\n".join(faults))
        ledger = Ledger.objects.filter(policy=policy).first()
        position, head = (ledger.position, ledger.head) if ledger else (0, "-")
        self.stdout.write(f"{position} comments, all as they came in. Head: {head}")
