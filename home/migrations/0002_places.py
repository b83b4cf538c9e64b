from django.conf import settings
from django.db import migrations

from home.place_file import load_places


def load(apps, schema_editor):
    """Made or renamed by code: applied again, it changes nothing that is in use."""
    load_places(
        settings.PLACES_FILE,
        sub_county_model=apps.get_model("home", "SubCounty"),
        ward_model=apps.get_model("home", "Ward"),
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
