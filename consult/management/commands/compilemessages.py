from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from consult.language.catalogues import CatalogueError, compile_catalogues


class Command(BaseCommand):
    help = "Compile the translation catalogues that changed. Needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            written = compile_catalogues(settings.LOCALE_PATHS)
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(f"Compiled {path}")
