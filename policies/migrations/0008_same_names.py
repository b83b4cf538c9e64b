from django.db import migrations

from consult.same_names import number_same_names


def number(apps, schema_editor):
    number_same_names(apps.get_model("policies", "PolicyTag"))


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0007_publication_drafts"),
    ]

    operations = [migrations.RunPython(number, migrations.RunPython.noop, elidable=True)]
