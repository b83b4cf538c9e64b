from django.db import migrations

from consult.same_names import number_same_names


def number(apps, schema_editor):
    number_same_names(apps.get_model("analysis", "Code"), within="policy_id")


class Migration(migrations.Migration):
    dependencies = [
        ("analysis", "0002_choose_policies_with_an_edition"),
    ]

    operations = [migrations.RunPython(number, migrations.RunPython.noop, elidable=True)]
