from django.db import migrations

from consult.same_names import number_same_names


def number(apps, schema_editor):
    number_same_names(apps.get_model("home", "Organisation"))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_site"),
    ]

    operations = [migrations.RunPython(number, migrations.RunPython.noop, elidable=True)]
