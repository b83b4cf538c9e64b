from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from comments.channels.phone.simulator import try_call, try_sms


class Command(BaseCommand):
    help = "Shows what would become of an SMS, or the screens of a USSD call. Nothing is kept."

    def add_arguments(self, parser: ArgumentParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        sms = kinds.add_parser("sms", help="an SMS")
        sms.add_argument("text", help='as "PPP 3 I oppose this"')
        ussd = kinds.add_parser("ussd", help="a USSD call")
        ussd.add_argument(
            "keys", nargs="*", help='what is typed at each screen, as 2 1 3 2 "words" 1'
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] == "sms":
            self._show_sms(options["text"])
        else:
            self._show_call(options["keys"])

    def _show_sms(self, text: str) -> None:
        tried = try_sms(text)
        for name in ("problem", "section", "stance", "words"):
            if said := getattr(tried, name):
                self.stdout.write(f"{name}: {said}")
        self.stdout.write(f"answer: {tried.answer}")

    def _show_call(self, keys: list[str]) -> None:
        for screen in try_call(keys):
            if screen.key:
                self.stdout.write(f"> {screen.key}\n")
            self.stdout.write(f"{screen.answer}\n\n")
