"""For somebody who has lost phone, key and recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from consult.accounts.second_factor import forget_second_factor


class Command(BaseCommand):
    help = "Forget an account's second factor; the next sign-in leads to a new one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, username: str, **options: Any) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account “{username}”.")
        forget_second_factor(user=user)
        self.stdout.write(f"{username} sets up a second factor at the next sign-in.")
