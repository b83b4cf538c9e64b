from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from home.models import SubCounty, Ward
from home.place_file import PlacesError, load_places


class Command(BaseCommand):
    help = "Load sub-counties and wards from a places file; what exists is renamed by its code."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=settings.PLACES_FILE)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with transaction.atomic():
                sub_counties, wards = load_places(file, sub_county_model=SubCounty, ward_model=Ward)
        except PlacesError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{sub_counties} sub-counties, {wards} wards")
