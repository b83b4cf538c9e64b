"""For a site whose SECRET_KEY was changed."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from consult.accounts.sealing import SealBroken, change_seals, seal_anew


class Command(BaseCommand):
    help = "Seal second factors with the present SECRET_KEY; SECRET_KEY_FALLBACKS may then go."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sealed = change_seals(Authenticator, seal_anew)
        except SealBroken as error:
            raise CommandError(
                "Some were sealed with another key: name it in SECRET_KEY_FALLBACKS. Where it is"
                " lost, `reset_second_factor USERNAME` leads each of staff to a new factor."
            ) from error
        self.stdout.write(f"Sealed with the present key: {sealed}.")
